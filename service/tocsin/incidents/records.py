"""The two kinds of value in the state table: an article's record (authority) and an incident's (cache of it)."""

from dataclasses import dataclass, field
from datetime import UTC
from functools import lru_cache
from typing import Any

from pydantic_core import from_json, to_json

from tocsin_schemas.models import Lineage, Report

ARTICLE = "article:"
INCIDENT = "incident:"
LINE = b"\n"
"""Between the two lines of an article's record: what it says, and what it sent."""
SEEN_LIMIT = 200
"""Versions remembered per article; beyond it the oldest are forgotten."""


@dataclass(slots=True)
class Assignment:
    """The incident that a mention belongs to (None: it waits) and all that it belonged to before, in order."""

    incident: str | None = None
    homes: tuple[str, ...] = ()

    def moved(self, incident: str | None) -> "Assignment":
        if incident is None or incident in self.homes:
            return Assignment(incident, self.homes)
        return Assignment(incident, (*self.homes, incident))


Touched = tuple[str, int, str | None, int]
"""(incident id, revision reached, its last_changed_at, log order of its founding): rebuilds a lost cache."""


@dataclass(slots=True)
class Sent:
    """What one article version sent: change messages as text (until emptied), and what it touched."""

    seq: int
    changes: list[str]
    touched: list[Touched]
    buried: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ArticleRecord:
    """All that the resolver keeps of one article; `mentions` and `article` are the report's JSON, defaults left out."""

    article_id: str
    seq: int
    revised: str
    content_hash: str
    watermark: str
    until: str
    seen: list[str]
    article: dict[str, Any]
    mentions: list[dict[str, Any]] = field(default_factory=list)
    assigned: list[Assignment] = field(default_factory=list)
    moves: list[tuple[str, int, Assignment]] = field(default_factory=list)
    sent: dict[str, Sent] = field(default_factory=dict)

    def assignment(self, ordinal: int) -> Assignment:
        return self.assigned[self.index(ordinal)]

    def index(self, ordinal: int) -> int:
        """Where in `mentions` the mention of this ordinal stands; ValueError where it does not."""
        if ordinal < len(self.mentions) and self.mentions[ordinal]["ordinal"] == ordinal:
            return ordinal
        return [mention["ordinal"] for mention in self.mentions].index(ordinal)

    @property
    def key(self) -> str:
        return ARTICLE + self.article_id

    def to_bytes(self) -> bytes:
        head = to_json(
            [
                self.article_id,
                self.seq,
                self.revised,
                self.content_hash,
                self.watermark,
                self.until,
                self.seen,
                self.article,
                self.mentions,
                [[one.incident, one.homes] for one in self.assigned],
                [[article_id, ordinal, one.incident, one.homes] for article_id, ordinal, one in self.moves],
            ]
        )
        return head + LINE + sent_part(self.sent)

    @staticmethod
    def from_bytes(value: bytes) -> "ArticleRecord":
        head, _, outbox = value.partition(LINE)
        row = from_json(head)
        return ArticleRecord(
            article_id=row[0],
            seq=row[1],
            revised=row[2],
            content_hash=row[3],
            watermark=row[4],
            until=row[5],
            seen=row[6],
            article=row[7],
            mentions=row[8],
            assigned=[Assignment(incident, tuple(homes)) for incident, homes in row[9]],
            moves=[(article_id, ordinal, Assignment(to, tuple(homes))) for article_id, ordinal, to, homes in row[10]],
            sent=sent_from(outbox),
        )


@dataclass(slots=True)
class IncidentRecord:
    """The folded incident with what names and restores it; `members` are (article id, ordinal) in canonical order."""

    record: dict[str, Any]
    founded: int
    members: list[tuple[str, int]] = field(default_factory=list)
    left_at: str | None = None
    buried: bool = False
    _text: bytes | None = field(default=None, repr=False, compare=False)

    def text(self) -> bytes:
        """`record` as JSON, written once: a record is never altered, a new revision is a new one."""
        if self._text is None:
            self._text = to_json(self.record)
        return self._text

    @property
    def incident_id(self) -> str:
        return str(self.record["incident_id"])

    @property
    def state(self) -> str:
        return str(self.record["state"])

    @property
    def revision(self) -> int:
        return int(self.record["revision"])

    def to_bytes(self) -> bytes:
        rest = to_json([self.founded, self.members, self.left_at, self.buried])
        return b"".join((b"[", self.text(), b",", rest[1:]))

    @staticmethod
    def from_bytes(value: bytes) -> "IncidentRecord":
        record, founded, members, left_at, buried = from_json(value)
        return IncidentRecord(record, founded, [(one[0], one[1]) for one in members], left_at, buried)


def sent_part(sent: dict[str, Sent]) -> bytes:
    return to_json({name: [one.seq, one.changes, one.touched, one.buried] for name, one in sent.items()})


def sent_from(outbox: bytes) -> dict[str, Sent]:
    """The second line of an article's record."""
    return {
        name: Sent(row[0], row[1], [(one[0], one[1], one[2], one[3]) for one in row[2]], row[3])
        for name, row in from_json(outbox).items()
    }


def version_of(report: Report) -> tuple[str, str]:
    """(revised, name): the instant by which versions are compared, and the name of this version."""
    instant = report.revised_at or report.published_at or report.received_at
    revised = instant.astimezone(UTC).isoformat() if instant else ""
    return revised, f"{report.content_hash}@{report.revised_at.isoformat() if report.revised_at else ''}"


@lru_cache(maxsize=64)
def _lineage_items(lineage: Lineage) -> tuple[tuple[str, Any], ...]:
    return tuple(lineage.model_dump(mode="json").items())


def lineage_part(lineage: Lineage) -> dict[str, Any]:
    """JSON values; one lineage stamps thousands of records."""
    return dict(_lineage_items(lineage))


def article_part(report: Report) -> dict[str, Any]:
    """The report without its mentions, JSON values, defaults left out."""
    return report.model_dump(mode="json", exclude={"mentions", "outcome", "reason"}, exclude_defaults=True)
