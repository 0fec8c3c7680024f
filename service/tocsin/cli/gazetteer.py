"""`tocsin gazetteer`: the place names, built once into your cache."""

import time
from typing import Annotated

import typer
from rich.progress import Progress, TaskID

from tocsin.cli import show
from tocsin.cli.errors import BAD_SETUP, CommandError

EXAMPLES = "[bold]Examples[/]\n\ntocsin gazetteer build\n\nTOCSIN_GAZETTEER=/srv/places.sqlite tocsin gazetteer build"


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Place names: towns, divisions, countries, airports, air bases.", no_args_is_help=True)
    group.callback()(_only_group)
    group.command(epilog=EXAMPLES)(build)
    app.add_typer(group, name="gazetteer")


def _only_group() -> None:
    """Keeps `build` a command of its own although it is the only one."""


def build(force: Annotated[bool, typer.Option("--force", help="build again what is up to date")] = False) -> None:
    """Build the file of place names (about half a minute); nothing to do where it is up to date."""
    from tocsin.world.gazetteer import Gazetteer, GazetteerMissing
    from tocsin.world.gazetteer_build import build as build_file
    from tocsin.world.gazetteer_format import default_path
    from tocsin.world.gazetteer_sources import SourcesMissing, TownsError

    path = default_path()
    if not force and path.exists():
        try:
            Gazetteer.open(path)
        except GazetteerMissing:
            typer.echo(f"{path} is out of date: building it again", err=True)
        else:
            typer.echo(f"{path} is up to date")
            return
    started = time.monotonic()
    console = show.console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("place names", total=None)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            build_file(path, lambda step, done, total: _tell(bar, task, step, done, total))
        except (SourcesMissing, TownsError) as error:
            raise CommandError(str(error), BAD_SETUP) from error
        except OSError as error:
            raise CommandError(f"cannot write {path}: {error}", BAD_SETUP) from error
    size = path.stat().st_size / 1e6
    typer.echo(f"{path}: {size:.0f} MB in {time.monotonic() - started:.0f} s")


def _tell(bar: Progress, task: TaskID, step: str, done: int, total: int) -> None:
    bar.update(task, description=f"place names: {step}", completed=done, total=total)
    if not bar.console.is_terminal:
        typer.echo(f"place names {done}/{total}: {step}", err=True)
