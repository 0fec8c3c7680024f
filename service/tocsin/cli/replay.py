"""`tocsin replay`: articles to incidents, offline."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from tocsin.app import open_reading
from tocsin.cli import options, show
from tocsin.cli.errors import CommandError
from tocsin.cli.inputs import InputRecord, read_files
from tocsin.cli.offline import Outcome, Step, replay
from tocsin.types import Reject
from tocsin_schemas.enums import IncidentState
from tocsin_schemas.models import Incident

EXAMPLES = (
    "[bold]Examples[/]\n\n"
    "tocsin replay articles.jsonl\n\n"
    "tocsin replay articles.jsonl --output incidents.jsonl\n\n"
    "tocsin replay *.txt --published-at 2026-03-14 --details"
)


def register(app: typer.Typer) -> None:
    app.command(name="replay", epilog=EXAMPLES)(replay_command)


def replay_command(
    files: options.Files,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="write every revision as JSONL; the last line of an incident_id counts"),
    ] = None,
    keep_order: Annotated[bool, typer.Option("--keep-order", help="as the files stand, not by published_at")] = False,
    published_at: options.PublishedAt = None,
    details: Annotated[bool, typer.Option("--details", help="sources, claims and a quote below each row")] = False,
) -> None:
    """Play articles from an empty state, without Kafka, and show the incidents made of them."""
    records = list(read_files(files, options.parse_instant(published_at)))
    outcome = Outcome()
    err = show.console(stderr=True)
    for step in _with_progress(records, keep_order):
        outcome.add(step)
    for step in outcome.rejected:
        if isinstance(step.outcome, Reject):
            err.print(show.reject_line(step.record.origin, step.outcome), soft_wrap=True)
    if output is not None:
        write_revisions(output, outcome.revisions)
    else:
        _print_table(outcome, details)
    err.print(summary(outcome))


def _with_progress(records: list[InputRecord], keep_order: bool) -> Iterator[Step]:
    steps = replay(records, open_reading(), keep_order)
    with Progress(console=show.console(stderr=True), transient=True, disable=len(records) < 50) as progress:
        yield from progress.track(steps, total=len(records), description="reading")


def write_revisions(path: Path, revisions: list[Incident]) -> None:
    """One record a line, in the order of their making."""
    try:
        with path.open("wb") as lines:
            for incident in revisions:
                lines.write(incident.to_bytes() + b"\n")
    except OSError as error:
        raise CommandError(f"cannot write {path}: {error.strerror or error}") from error


def _print_table(outcome: Outcome, details: bool) -> None:
    out = show.console()
    incidents = in_order(outcome.last.values())
    if not incidents:
        out.print("no incident")
        return
    out.print(show.incident_table(incidents, out.width))
    out.print(show.LEGEND, style="dim", markup=False)
    if details:
        for incident in incidents:
            if incident.state is IncidentState.OPEN:
                out.print("\n" + "\n".join(show.incident_lines(incident)), markup=False)


def in_order(incidents: Iterable[Incident]) -> list[Incident]:
    """Open ones first, each by day, then id."""

    def rank(one: Incident) -> tuple[bool, str, str]:
        return one.state is not IncidentState.OPEN, one.when.start.isoformat() if one.when else "", one.incident_id

    return sorted(incidents, key=rank)


def summary(outcome: Outcome) -> str:
    states = [one.state for one in outcome.last.values()]
    parts = [f"articles {outcome.articles}", f"incidents {states.count(IncidentState.OPEN)}"]
    for state in (IncidentState.MERGED, IncidentState.RETRACTED):
        if states.count(state):
            parts.append(f"{state.value} {states.count(state)}")
    return ", ".join([*parts, f"rejected {len(outcome.rejected)}"])
