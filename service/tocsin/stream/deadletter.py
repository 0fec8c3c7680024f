"""Dead letters: what could not be processed, byte for byte, with the reason in its headers."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from tocsin.settings import Settings
from tocsin.stream.connection import open_client
from tocsin.stream.topics import Topics
from tocsin.types import Reject
from tocsin_schemas.client import TopicNotFound

MARK = "tocsin_"
ATTEMPT, CASE, NOTE, AT = MARK + "attempt", MARK + "case", MARK + "note", MARK + "replayed_at"
CASE_LIMIT = 400
DETAIL_LIMIT = 500
HEADER_ROOM = 8_192
HEADERS_KEPT = 262_144
CUT_TO = 1_048_576
Header = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rejected record stood; `timestamp_ms` is its Kafka timestamp."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int

    @property
    def place(self) -> str:
        """Such as `articles.v1[3]@41`."""
        return f"{self.topic}[{self.partition}]@{self.offset}"


def build(
    reject: Reject, origin: Origin, value: bytes | None, headers: Sequence[Header], limit: int
) -> tuple[bytes | None, list[Header]]:
    """Value and headers of a dead letter: the original ones, ours added.

    What would be over `limit` bytes is cut visibly: the value to CUT_TO bytes, headers over HEADERS_KEPT whole.
    """
    kept = [(name, content) for name, content in headers if not name.startswith(MARK)]
    extra = sum(len(name) + len(content) for name, content in kept)
    added = {
        "reason": reject.reason.value,
        "stage": reject.stage.value,
        "detail": reject.detail[:DETAIL_LIMIT],
        "origin_topic": origin.topic,
        "origin_partition": str(origin.partition),
        "origin_offset": str(origin.offset),
        "origin_time": _iso(origin.timestamp_ms / 1000),
        "rejected_at": _iso(time.time()),
        "attempt": str(attempt_of(headers)),
        "case": case_of(headers) or origin.place,
        "service_version": version("tocsin"),
    }
    if len(value or b"") + extra > limit - HEADER_ROOM:
        added["cut_from_bytes"] = str(len(value or b""))
        value = value[:CUT_TO] if value else value
        kept = kept if extra <= HEADERS_KEPT else []
    return value, kept + [(MARK + name, text.encode("utf-8", "replace")) for name, text in added.items()]


def attempt_of(headers: Sequence[Header]) -> int:
    """How often this record has been tried, this time included."""
    text = dict(headers).get(ATTEMPT, b"1")
    return int(text) if text.isdigit() and len(text) < 6 else 1  # a producer may write there what it likes


def case_of(headers: Sequence[Header]) -> str:
    """Where a replayed record stood at first, such as `articles.v1[3]@41`; empty where it was never replayed."""
    return dict(headers).get(CASE, b"")[:CASE_LIMIT].decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One entry of the dead-letter topic as an operator sees it."""

    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[Header, ...]

    def mark(self, name: str) -> str:
        return dict(self.headers).get(MARK + name, b"").decode("utf-8", "replace")

    @property
    def reason(self) -> str:
        return self.mark("reason")

    @property
    def stage(self) -> str:
        return self.mark("stage")

    @property
    def detail(self) -> str:
        return self.mark("detail")

    @property
    def origin_topic(self) -> str:
        return self.mark("origin_topic")

    @property
    def origin(self) -> str:
        return f"{self.origin_topic}[{self.mark('origin_partition')}]@{self.mark('origin_offset')}"

    @property
    def case(self) -> str:
        """What a letter shares with the letters about its replays: where the input stood at first."""
        return case_of(self.headers) or self.origin

    @property
    def rejected_at(self) -> datetime | None:
        text = self.mark("rejected_at")
        return datetime.fromisoformat(text) if text else None

    @property
    def attempt(self) -> int:
        return attempt_of(self.headers)

    @property
    def is_cut(self) -> bool:
        return bool(self.mark("cut_from_bytes"))

    @property
    def original_headers(self) -> tuple[Header, ...]:
        return tuple(pair for pair in self.headers if not pair[0].startswith(MARK))

    def matches(self, reason: str | None, since: datetime | None) -> bool:
        """Whether it was rejected for `reason`, and not before `since`; None asks for nothing."""
        too_early = since is not None and (self.rejected_at is None or self.rejected_at < since)
        return reason in (None, self.reason) and not too_early


@dataclass(frozen=True, slots=True)
class ReplayNote:
    """An entry of the dead-letter topic that is no letter: attempt number `attempt` of a case was sent."""

    case: str
    attempt: int


def note_headers(case: str, attempt: int) -> list[Header]:
    """The headers that make a record a ReplayNote; it has no value."""
    return [
        (NOTE, b"replayed"),
        (CASE, case.encode()),
        (ATTEMPT, str(attempt).encode()),
        (AT, _iso(time.time()).encode()),
    ]


def entry_of(record: Any) -> DeadLetter | ReplayNote:
    """A record of the dead-letter topic as kafka-python gives it, typed."""
    headers = tuple((name, content or b"") for name, content in record.headers)
    letter = DeadLetter(record.partition, record.offset, record.key, record.value, headers)
    return ReplayNote(letter.case, letter.attempt) if letter.mark("note") else letter


def read_dead_letters(
    settings: Settings, reason: str | None = None, since: datetime | None = None
) -> Iterator[DeadLetter]:
    """All dead letters that the topic holds now, by partition and offset; raises ConnectionProblem, TopicNotFound."""
    for entry in read_entries(settings):
        if isinstance(entry, DeadLetter) and entry.matches(reason, since):
            yield entry


def read_entries(settings: Settings) -> Iterator[DeadLetter | ReplayNote]:
    """The letters and the notes on replays between them; raises ConnectionProblem, TopicNotFound."""
    from kafka import KafkaConsumer, TopicPartition

    topic = Topics.of(settings).rejected.name
    consumer = open_client(KafkaConsumer, settings, group_id=None, enable_auto_commit=False)
    try:
        found = consumer.partitions_for_topic(topic)
        if not found:
            raise TopicNotFound(f"no topic {topic!r} for this user on this cluster: run `tocsin topics check`")
        partitions = [TopicPartition(topic, number) for number in sorted(found)]
        for partition, end in consumer.end_offsets(partitions).items():
            yield from map(entry_of, _read_partition(consumer, partition, end))
    finally:
        consumer.close()


def _read_partition(consumer: Any, partition: Any, end: int) -> Iterator[Any]:
    consumer.assign([partition])
    consumer.seek_to_beginning(partition)
    while consumer.position(partition) < end:
        for record in consumer.poll(timeout_ms=1000).get(partition, ()):
            if record.offset >= end:
                return
            yield record


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
