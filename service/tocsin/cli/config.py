"""`tocsin config`: the effective settings, secrets hidden."""

import json

import typer
from pydantic import SecretStr

from tocsin.cli import options, show
from tocsin.settings import Settings, variable_name

HIDDEN = "(hidden)"


def register(app: typer.Typer) -> None:
    app.command(epilog="[bold]Examples[/]\n\ntocsin config\n\nTOCSIN_PARTITIONS=24 tocsin config --json")(config)


def config(broker: options.Broker = None, prefix: options.Prefix = None, as_json: options.AsJson = False) -> None:
    """Print every setting with its value, its environment variable and its meaning."""
    settings = options.settings_of(broker, prefix)
    if as_json:
        typer.echo(json.dumps({variable_name(name): printable(settings, name) for name in Settings.model_fields}))
        return
    out = show.console()
    for name, field in Settings.model_fields.items():
        changed = getattr(settings, name) != field.get_default(call_default_factory=True)
        value = printable(settings, name)
        line = f"{variable_name(name)}={'' if value is None else value}"
        out.print(line, style="bold" if changed else None, markup=False, soft_wrap=True)
        out.print(f"    {field.description}", style="dim", markup=False, soft_wrap=True)


def printable(settings: Settings, name: str) -> object:
    """A value as it may be shown: secrets hidden, paths and enums as text."""
    value = getattr(settings, name)
    if isinstance(value, SecretStr):
        return HIDDEN
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)
