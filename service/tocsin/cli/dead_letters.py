"""`tocsin dead-letters`: what was rejected, and how to bring it back."""

from collections import Counter
from datetime import datetime
from typing import Annotated

import typer

from tocsin.cli import options, show
from tocsin.stream.deadletter import DeadLetter, read_dead_letters, replay_dead_letters
from tocsin.stream.rights import Grant, Resource, Right, Role, grants_of, naming_rights
from tocsin.stream.topics import Topics

Reason = Annotated[str | None, typer.Option("--reason", help="only this reason, such as bad_date")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="only what was rejected from this time on")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Inputs that could not be processed, kept byte for byte.", no_args_is_help=True)
    group.command(name="list", epilog="[bold]Example[/]\n\ntocsin dead-letters list --reason bad_date")(list_letters)
    group.command(epilog="[bold]Example[/]\n\ntocsin dead-letters replay --reason reader_timeout")(replay)
    app.add_typer(group, name="dead-letters")


def list_letters(
    broker: options.Broker = None, prefix: options.Prefix = None, reason: Reason = None, since: Since = None
) -> None:
    """Print each dead letter with its reason, then the counts by reason."""
    out, counts = show.console(), Counter[str]()
    settings = options.settings_of(broker, prefix)
    with naming_rights(settings, Grant(Resource.TOPIC, Topics.of(settings).rejected.name, (Right.READ,))):
        for letter in read_dead_letters(settings, reason, _time(since)):
            counts[letter.reason] += 1
            out.print(letter_line(letter), markup=False, soft_wrap=True)
    told = ", ".join(f"{name} {count}" for name, count in counts.most_common())
    out.print(f"dead letters {counts.total()}" + (f": {told}" if told else ""), markup=False)


def replay(
    broker: options.Broker = None, prefix: options.Prefix = None, reason: Reason = None, since: Since = None
) -> None:
    """Send dead letters to the topic that they came from once more, at most three attempts each."""
    settings = options.settings_of(broker, prefix)
    with naming_rights(settings, *grants_of(Role.MEND, settings)):
        done = replay_dead_letters(settings, reason, _time(since))
    typer.echo(f"sent {done.sent}, three attempts used up {done.exhausted}, cut and so not sendable {done.cut}")


def letter_line(letter: DeadLetter) -> str:
    """Time, reason, origin and the sentence for the operator, on one line."""
    at = letter.rejected_at
    when = at.isoformat(timespec="seconds") if isinstance(at, datetime) else "-"
    key = (letter.key or b"-").decode("utf-8", "replace")
    return f"{when}  {letter.reason}  {letter.origin}  {key}  {letter.detail}"


def _time(text: str | None) -> datetime | None:
    return options.parse_instant(text, "--since")
