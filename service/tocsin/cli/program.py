"""All commands under one name, and the errors that end in one clear line."""

import sys
from importlib.metadata import version as version_of

import typer
from click.exceptions import Abort, ClickException, Exit
from typer.main import get_command

from tocsin.cli import broker, config, dead_letters, gazetteer, produce, read, replay, tail, topics, worker
from tocsin.cli.demo import command as demo
from tocsin.cli.errors import BAD_SETUP, CommandError

app = typer.Typer(
    name="tocsin",
    help="Tocsin turns a stream of news articles into right, deduplicated, explained incident messages on Kafka.",
    epilog="Start with:  tocsin demo  ·  tocsin read FILE --explain  ·  tocsin replay FILE",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
demo.register(app)
for command in (read, replay, worker, broker, produce, tail, topics, dead_letters, gazetteer, config):
    command.register(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tocsin {version_of('tocsin')}")
        raise typer.Exit


@app.callback()
def root(version: bool = typer.Option(False, "--version", callback=_print_version, is_eager=True)) -> None:
    """The options before a command."""


def run(arguments: list[str]) -> int:
    """Run one command; the exit status: 0, 1 something failed, 2 wrong input, 78 wrong setup."""
    try:
        returned = get_command(app).main(arguments, prog_name="tocsin", standalone_mode=False)
    except Exit as ended:
        return ended.exit_code
    except ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except (Abort, KeyboardInterrupt):
        return 130
    except CommandError as error:
        return _say(error, error.status)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:
        if isinstance(error, _setup_errors()):
            return _say(error, BAD_SETUP)
        raise
    return returned if isinstance(returned, int) else 0


def _setup_errors() -> tuple[type[Exception], ...]:
    """What every room raises where something must be put right before a command can work."""
    from tocsin.settings import SettingsError
    from tocsin.stream.broker import BrokerError
    from tocsin.stream.connection import ConnectionProblem
    from tocsin.stream.rights import RightsMissing
    from tocsin.stream.topics import TopicsError
    from tocsin.world.gazetteer import GazetteerMissing
    from tocsin_schemas.client import TopicNotFound

    return (SettingsError, ConnectionProblem, RightsMissing, TopicsError, TopicNotFound, BrokerError, GazetteerMissing)


def _say(error: Exception, status: int) -> int:
    typer.echo(f"error: {error}", err=True)
    return status
