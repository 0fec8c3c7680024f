"""What became of every article: the topics are read from their start and held against each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tocsin.cli.tail import open_reader
from tocsin.incidents.replay import replay
from tocsin.intake.decode import decode
from tocsin.settings import Settings
from tocsin.stream.deadletter import read_dead_letters
from tocsin.stream.topics import Topics
from tocsin.types import Reject
from tocsin_schemas.client import IncidentView, incident_record
from tocsin_schemas.enums import IncidentState
from tocsin_schemas.models import Incident, Report


@dataclass(frozen=True, slots=True)
class Audit:
    """`lost` articles are neither in a report nor rejected, or an incident of theirs is missing; `doubled` incidents
    are open although the reports do not make them; `differing` records are not what the reports make of them."""

    articles: int
    incidents: int
    rejected: int
    lost: int
    doubled: int
    differing: int

    def line(self) -> str:
        told = f"articles {self.articles}, incidents {self.incidents}, rejected {self.rejected}"
        told += f", lost {self.lost}, doubled {self.doubled}"
        return told + (f", differing {self.differing}" if self.differing else "")


def audit(settings: Settings) -> Audit:
    """Read all topics to their ends: each article against its outcome, each incident against the reports' fold."""
    topics = Topics.of(settings)
    articles = _held(settings, topics.articles.name)
    reports = [Report.model_validate_json(record.value) for record in _held(settings, topics.reports.name)]
    dead = {letter.origin for letter in read_dead_letters(settings)}
    view = IncidentView()
    for record in _held(settings, topics.incidents.name):
        view.apply(incident_record(record))
    told = {(report.article_id, report.content_hash) for report in reports}
    lost = sum(not _is_accounted(record, told, dead) for record in articles)
    published = {incident.incident_id: incident for incident in view}
    wanted = replay(reports)
    open_ids, wanted_ids = _open(published.values()), _open(wanted.values())
    return Audit(
        articles=len(articles),
        incidents=len(open_ids),
        rejected=len(dead),
        lost=lost + len(wanted_ids - open_ids),
        doubled=len(open_ids - wanted_ids),
        differing=sum(published[name] != wanted[name] for name in open_ids & wanted_ids),
    )


def _held(settings: Settings, topic: str) -> list[Any]:
    with open_reader(settings, topic) as reader:
        return list(reader.held())


def _is_accounted(record: Any, told: set[tuple[str, str]], dead: set[str]) -> bool:
    if f"{record.topic}[{record.partition}]@{record.offset}" in dead:
        return True
    decoded = decode(record.value, record.key, datetime.fromtimestamp(record.timestamp / 1000, UTC))
    return not isinstance(decoded, Reject) and (decoded.article_id, decoded.content_hash()) in told


def _open(incidents: Iterable[Incident]) -> set[str]:
    return {one.incident_id for one in incidents if one.state is IncidentState.OPEN}
