"""`tocsin topics`: create them from the manifest, or check what is there."""

from typing import Annotated

import typer

from tocsin.cli import options
from tocsin.cli.errors import BAD_SETUP
from tocsin.stream.topics import Topics, check_topics, create_topics

DryRun = Annotated[bool, typer.Option("--dry-run", help="print the topics and their settings, create nothing")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="The Kafka topics: created from and checked against one manifest.", no_args_is_help=True)
    group.command(epilog="[bold]Example[/]\n\ntocsin topics create --broker kafka:9092")(create)
    group.command(epilog="[bold]Example[/]\n\ntocsin topics check --prefix staging.")(check)
    app.add_typer(group, name="topics")


def create(broker: options.Broker = None, prefix: options.Prefix = None, dry_run: DryRun = False) -> None:
    """Create the topics that are missing and verify all of them."""
    settings = options.settings_of(broker, prefix)
    if dry_run:
        for topic in Topics.of(settings):
            told = ", ".join(f"{name}={value}" for name, value in topic.configs().items())
            typer.echo(f"{topic.name}  partitions={topic.partitions}, {told}")
        return
    made = create_topics(settings)
    for name in made:
        typer.echo(f"created {name}")
    typer.echo(f"{len(made)} created, all {len(list(Topics.of(settings)))} as the manifest says")


def check(broker: options.Broker = None, prefix: options.Prefix = None) -> None:
    """Compare the topics with the manifest; exit status 78 where one is missing or differs."""
    settings = options.settings_of(broker, prefix)
    problems = check_topics(settings)
    for problem in problems:
        typer.echo(problem.text, err=True)
    if problems:
        raise typer.Exit(BAD_SETUP)
    typer.echo(f"all {len(list(Topics.of(settings)))} topics are as the manifest says")
