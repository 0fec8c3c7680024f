"""What an audit looks at: the records of all topics, read from their start to their end."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tocsin.settings import Settings
from tocsin.stream.deadletter import read_dead_letters
from tocsin.stream.rights import open_reader
from tocsin.stream.topics import Topics


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One record of articles.v1; `origin` is `topic:partition:offset`, `at_ms` its Kafka timestamp."""

    origin: str
    key: bytes | None
    value: bytes | None
    at_ms: int


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """One record of reports.v1; `place` is its own, `origin` that of the article record that it was read from."""

    place: str
    origin: str
    value: bytes
    at_ms: int


@dataclass(frozen=True, slots=True)
class Rejection:
    """One dead letter: the record that it was, as `topic:partition:offset`, and why it is none of ours."""

    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """One record of incident-changes.v1; `digest` stands for its bytes."""

    incident_id: str
    revision: int
    digest: bytes

    @property
    def ce_id(self) -> str:
        return f"{self.incident_id}:{self.revision}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """All topics, each in the order of its log; `incidents` holds the last value of each id, None for a tombstone."""

    articles: tuple[ArticleRecord, ...]
    reports: tuple[ReportRecord, ...]
    rejections: tuple[Rejection, ...]
    incidents: dict[str, bytes | None]
    changes: tuple[ChangeRecord, ...]


def digest(value: bytes | None) -> bytes:
    """Tells two values apart in 16 bytes."""
    return hashlib.sha256(value or b"").digest()[:16]


def change_record(ce_id: str, value: bytes | None) -> ChangeRecord:
    """A change as the audit keeps it, from its `ce_id` (incident_id:revision) and its bytes."""
    incident_id, _, revision = ce_id.rpartition(":")
    return ChangeRecord(incident_id, int(revision), digest(value))


def read_evidence(settings: Settings) -> Evidence:
    """Read every topic to its present end; raises ConnectionProblem or TopicNotFound."""
    topics = Topics.of(settings)
    return Evidence(
        articles=tuple(_articles(_held(settings, topics.articles.name))),
        reports=tuple(_reports(_held(settings, topics.reports.name))),
        rejections=tuple(
            Rejection(f"{one.origin_topic}:{one.mark('origin_partition')}:{one.mark('origin_offset')}", one.reason)
            for one in read_dead_letters(settings)
        ),
        incidents={_text(record.key): record.value for record in _held(settings, topics.incidents.name)},
        changes=tuple(change_record(_ce_id(one), one.value) for one in _held(settings, topics.changes.name)),
    )


def _held(settings: Settings, topic: str) -> Iterator[Any]:
    with open_reader(settings, topic) as reader:
        yield from reader.held()


def _articles(records: Iterable[Any]) -> Iterator[ArticleRecord]:
    for one in records:
        yield ArticleRecord(_place(one), one.key, one.value, one.timestamp)


def _reports(records: Iterable[Any]) -> Iterator[ReportRecord]:
    for one in records:
        yield ReportRecord(_place(one), _ce_id(one), one.value or b"", one.timestamp)


def _place(record: Any) -> str:
    return f"{record.topic}:{record.partition}:{record.offset}"


def _ce_id(record: Any) -> str:
    return _text(dict(record.headers).get("ce_id", b""))


def _text(content: bytes | None) -> str:
    return (content or b"").decode("utf-8", "replace")
