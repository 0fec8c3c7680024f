"""`tocsin topics`: create them from the manifest, check what is there, tell who needs which rights on them."""

import shlex
from collections.abc import Iterator
from typing import Annotated

import typer

from tocsin.cli import options
from tocsin.cli.errors import BAD_SETUP
from tocsin.settings import Settings
from tocsin.stream.rights import Role, grants_of
from tocsin.stream.topics import Topics, check_topics, create_topics

DryRun = Annotated[bool, typer.Option("--dry-run", help="print the topics and their settings, create nothing")]
Roles = Annotated[list[Role] | None, typer.Argument(metavar="[ROLE]...", help="create, produce, work, consume, mend")]
User = Annotated[str | None, typer.Option("--user", help="name of the user; without it the role's name stands there")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="The Kafka topics: created from and checked against one manifest.", no_args_is_help=True)
    group.command(epilog="[bold]Example[/]\n\ntocsin topics create --broker kafka:9092")(create)
    group.command(epilog="[bold]Example[/]\n\ntocsin topics check --prefix staging.")(check)
    group.command(epilog="[bold]Examples[/]\n\ntocsin topics acls\n\ntocsin topics acls work --user tocsin")(acls)
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


def acls(roles: Roles = None, broker: options.Broker = None, prefix: options.Prefix = None, user: User = None) -> None:
    """Print the commands of Kafka's kafka-acls.sh that give each role what it needs, and no more."""
    settings = options.settings_of(broker, prefix)
    for role in roles or Role:
        typer.echo(f"# {role}")
        for line in acl_commands(role, settings, user or role.value):
            typer.echo(line)


def acl_commands(role: Role, settings: Settings, user: str) -> Iterator[str]:
    """One command for each topic or group; admin.properties holds how an administrator logs in."""
    begin = f"kafka-acls.sh --bootstrap-server {settings.broker} --command-config admin.properties --add"
    for grant in grants_of(role, settings):
        operations = " ".join(f"--operation {right}" for right in grant.rights)
        who = shlex.quote(f"User:{user}")
        yield f"{begin} --allow-principal {who} {operations} --{grant.resource} {grant.name}"
