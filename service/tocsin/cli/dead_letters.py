"""`tocsin dead-letters`: what was rejected, and how to bring it back."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli import options, show
from tocsin.cli.errors import BAD_INPUT, CommandError
from tocsin.cli.inputs import STDIN
from tocsin.cli.letter_files import letter_row, read_mended
from tocsin.intake.decode import decode
from tocsin.settings import Settings
from tocsin.stream.connection import ConnectionProblem
from tocsin.stream.deadletter import DeadLetter
from tocsin.stream.replays import MAX_REPLAYS, Case, Check, Fate, Wanted, open_letters, read_cases
from tocsin.stream.replays import replay as replay_cases
from tocsin.stream.rights import Role, grants_of, naming_rights
from tocsin.stream.topics import Topics
from tocsin.types import Reject

Reason = Annotated[str | None, typer.Option("--reason", help="only this reason, such as bad_date")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="only what was rejected from this time on")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="at most so many")]
LIST_EXAMPLE = "[bold]Example[/]\n\ntocsin dead-letters list --reason bad_date"
EXPORT_EXAMPLES = (
    "[bold]Examples[/]\n\n"
    "tocsin dead-letters export --reason bad_date --out letters.jsonl\n\n"
    "tocsin dead-letters export | jq -c '.value |= (fromjson | .published_at = null)' > mended.jsonl"
)
REPLAY_EXAMPLES = (
    "[bold]Examples[/]\n\n"
    "tocsin dead-letters replay --reason reader_timeout      # as they came, after a fault of ours\n\n"
    "tocsin dead-letters replay --from mended.jsonl --dry-run\n\n"
    "tocsin dead-letters replay --from mended.jsonl"
)
NOT_SENT = {
    Fate.REPLAYED: "replayed before and not rejected since (--again sends them)",
    Fate.EXHAUSTED: f"exhausted, that is replayed {MAX_REPLAYS} times",
    Fate.CUT: "cut when they were set aside (only --from a file)",
    Fate.INVALID: "still invalid (--send-invalid sends them)",
    Fate.UNKNOWN: "not in the dead letters",
    Fate.LEFT: "over --limit",
}
HARMLESS = {Fate.SENT, Fate.REPLAYED, Fate.LEFT}


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Inputs that could not be processed, kept byte for byte.", no_args_is_help=True)
    group.command(name="list", epilog=LIST_EXAMPLE)(list_letters)
    group.command(epilog=EXPORT_EXAMPLES)(export)
    group.command(epilog=REPLAY_EXAMPLES)(replay)
    app.add_typer(group, name="dead-letters")


def list_letters(
    broker: options.Broker = None, prefix: options.Prefix = None, reason: Reason = None, since: Since = None
) -> None:
    """Print the newest dead letter of each input with its reason and what became of it, then the counts by reason."""
    out, counts = show.console(), Counter[str]()
    settings = options.settings_of(broker, prefix)
    with _may_mend(settings):
        cases = read_cases(settings)
    for case in cases.values():
        if case.letter.matches(reason, _time(since)):
            counts[case.letter.reason] += 1
            out.print(f"{letter_line(case.letter)}{_became(case)}", markup=False, soft_wrap=True)
    told = ", ".join(f"{name} {count}" for name, count in counts.most_common())
    out.print(f"dead letters {counts.total()}" + (f": {told}" if told else ""), markup=False)


def _became(case: Case) -> str:
    if case.attempts == 1:
        return ""
    fate = case.hindrance(again=False)
    return f"  (replays {case.attempts - 1}, {fate or 'rejected again'})"


def export(
    broker: options.Broker = None,
    prefix: options.Prefix = None,
    reason: Reason = None,
    since: Since = None,
    limit: Limit = None,
    again: Annotated[
        bool, typer.Option("--again", help="also those that were replayed and not rejected since")
    ] = False,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="where to; - is standard output")] = STDIN,
) -> None:
    """Write dead letters that may be replayed as JSONL, to be mended: the newest letter of each input on a line.

    Mend `value` (the article as text; an object does as well) and `key`, keep `case`, then `replay --from FILE`.
    """
    settings = options.settings_of(broker, prefix)
    rows = map(letter_row, open_letters(settings, Wanted(reason, _time(since), again, limit)))
    with _may_mend(settings):
        if out == STDIN:
            for row in rows:
                typer.echo(row)
            return
        typer.echo(f"wrote {_write(out, rows)} dead letters to {out}", err=True)


def _write(path: Path, rows: Iterable[str]) -> int:
    """Readable by the owner alone, as the topic is."""
    count = 0
    try:
        with open(path, "w", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            for row in rows:
                file.write(row + "\n")
                count += 1
    except OSError as error:
        raise CommandError(f"cannot write {path}: {error.strerror or error}") from error
    return count


def replay(
    broker: options.Broker = None,
    prefix: options.Prefix = None,
    reason: Reason = None,
    since: Since = None,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="send the mended letters of this file, and no others")
    ] = None,
    limit: Limit = None,
    again: Annotated[
        bool, typer.Option("--again", help="also those that were replayed and not rejected since")
    ] = False,
    invalid: Annotated[
        bool, typer.Option("--send-invalid", help="also what the service would reject again, such as broken JSON")
    ] = False,
    dry: Annotated[bool, typer.Option("--dry-run", help="send nothing, say what would be sent")] = False,
) -> None:
    """Send dead letters once more to the topic that they came from, at most three times each, over all calls.

    Without a file they go as they came. The exit status is 2 where one that was meant could not go.
    """
    settings = options.settings_of(broker, prefix)
    err = show.console(stderr=True)
    with _may_mend(settings):
        tally = replay_cases(
            settings,
            Wanted(reason, _time(since), again, limit),
            mended=read_mended(source) if source else None,
            check=None if invalid else _checker(Topics.of(settings).articles.name),
            dry=dry,
            progress=lambda case, fate: None if fate in HARMLESS else err.print(f"{case}: {fate}", markup=False),
        )
    typer.echo(_summary(tally, dry))
    if set(tally) - HARMLESS:
        raise typer.Exit(BAD_INPUT)


@contextmanager
def _may_mend(settings: Settings) -> Iterator[None]:
    """What Kafka refuses is told as the right that lacks, or in one line."""
    from kafka.errors import KafkaError

    try:
        with naming_rights(settings, *grants_of(Role.MEND, settings)):
            yield
    except KafkaError as error:
        raise ConnectionProblem(f"Kafka at {settings.broker} refuses: {error}") from error


def _checker(articles: str) -> Check:
    """Articles go through intake before they are sent: what it refuses would only use up an attempt."""

    def check(topic: str, key: bytes | None, value: bytes | None) -> str | None:
        outcome = decode(value, key, datetime.now(UTC)) if topic == articles else None
        return outcome.detail if isinstance(outcome, Reject) else None

    return check


def _summary(tally: Counter[Fate], dry: bool) -> str:
    told = [f"{'would send' if dry else 'sent'} {tally[Fate.SENT]}"]
    told += [f"{tally[fate]} {text}" for fate, text in NOT_SENT.items() if tally[fate]]
    return ", ".join(told)


def letter_line(letter: DeadLetter) -> str:
    """Time, reason, origin and the sentence for the operator, on one line."""
    at = letter.rejected_at
    when = at.isoformat(timespec="seconds") if isinstance(at, datetime) else "-"
    key = (letter.key or b"-").decode("utf-8", "replace")
    return f"{when}  {letter.reason}  {letter.origin}  {key}  {letter.detail}"


def _time(text: str | None) -> datetime | None:
    return options.parse_instant(text, "--since")
