"""The pipeline without Kafka: articles → reports → incidents in one process, with the parts that the worker runs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tocsin.app import Reading
from tocsin.cli.errors import CommandError
from tocsin.cli.inputs import InputRecord
from tocsin.incidents.decision import Decision
from tocsin.incidents.replay import Replay
from tocsin.types import Reject
from tocsin_schemas.enums import DateBasis
from tocsin_schemas.models import Incident, Report

PROBE_DAY = datetime(2024, 2, 14, 12, tzinfo=UTC)
"""Any day: a text whose dates move with it needs its own."""
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one article; `decision` is None where it was rejected."""

    record: InputRecord
    outcome: Report | Reject
    decision: Decision | None


@dataclass
class Outcome:
    """All of a replay: every revision in the order of its making, the last of each id, and what was rejected."""

    articles: int = 0
    rejected: list[Step] = field(default_factory=list)
    revisions: list[Incident] = field(default_factory=list)
    last: dict[str, Incident] = field(default_factory=dict)

    def add(self, step: Step) -> None:
        self.articles += 1
        if step.decision is None:
            self.rejected.append(step)
            return
        for incident in step.decision.incidents:
            self.revisions.append(incident)
            self.last[incident.incident_id] = incident


def read_records(records: Iterable[InputRecord], read: Reading) -> Iterator[tuple[InputRecord, Report | Reject]]:
    """Each record with its report or reject; CommandError where a relative date has no day to start from."""
    for record in records:
        outcome = read(record.value, record.key, record.received_at)
        if isinstance(outcome, Report) and outcome.published_at is None:
            _refuse_relative_dates(record, read)
        yield record, outcome


def replay(records: Iterable[InputRecord], read: Reading, keep_order: bool = False) -> Iterator[Step]:
    """Play articles into an empty state, by published_at (undated last) or as they stand."""
    run = Replay()
    ordered = records if keep_order else sorted(records, key=lambda record: record.published_at or LAST)
    for record, outcome in read_records(ordered, read):
        if isinstance(outcome, Reject):
            yield Step(record, outcome, None)
            continue
        yield Step(record, outcome, run.feed(outcome))


def _refuse_relative_dates(record: InputRecord, read: Reading) -> None:
    dated = record.value[: record.value.rindex(b"}")] + f',"published_at":"{PROBE_DAY.isoformat()}"}}'.encode()
    probe = read(dated, record.key, PROBE_DAY)
    if isinstance(probe, Reject):
        return
    for mention in probe.mentions:
        if mention.when is not None and mention.when.basis in (DateBasis.RELATIVE, DateBasis.WEEKDAY):
            quote = next((one.quote for one in mention.evidence if one.field.startswith("when")), "a relative date")
            raise CommandError(
                f"{record.origin}: {quote!r} depends on the day of publication: name it with --published-at DATE"
            )
