"""`tocsin worker`: the service itself."""

import os
import sys
from typing import Annotated

import typer

from tocsin.cli import options
from tocsin.settings import Settings, variable_name
from tocsin.stream.supervisor import supervise

EXAMPLES = (
    "[bold]Examples[/]\n\n"
    "tocsin worker --broker kafka:9092\n\n"
    "TOCSIN_DATA_DIR=/srv/w2 TOCSIN_METRICS_PORT=9467 tocsin worker"
)


def register(app: typer.Typer) -> None:
    app.command(epilog=EXAMPLES)(worker)


def worker(
    broker: options.Broker = None,
    prefix: options.Prefix = None,
    supervised: Annotated[
        bool,
        typer.Option("--supervised/--alone", help="start a crashed worker again, or leave that to another program"),
    ] = True,
) -> None:
    """Read articles and keep incidents until Ctrl-C or TERM; several workers share the work."""
    settings = options.settings_of(broker, prefix)
    if supervised:
        for name in ("broker", "topic_prefix"):
            os.environ[variable_name(name)] = str(getattr(settings, name))
        command = [sys.executable, "-m", "tocsin.cli.main", "worker", "--alone"]
        raise typer.Exit(supervise(command, settings.restart_backoff, settings.stop_deadline))
    raise typer.Exit(run_alone(settings))


def run_alone(settings: Settings) -> int:
    """One worker in this process; its exit status."""
    from tocsin.app import run_service

    return run_service(settings)
