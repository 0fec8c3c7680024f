"""Dead letters: what could not be processed, byte for byte, with the reason in its headers."""

import time
from collections.abc import Callable, Iterator, Sequence
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
MAX_ATTEMPTS = 3
DETAIL_LIMIT = 500
HEADER_ROOM = 8_192
CUT_TO = 1_048_576
Header = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rejected record stood; `timestamp_ms` is its Kafka timestamp."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int


def build(
    reject: Reject, origin: Origin, value: bytes | None, headers: Sequence[Header], limit: int
) -> tuple[bytes | None, list[Header]]:
    """Value and headers of a dead letter: the original ones, ours added; a value over `limit` bytes is cut visibly."""
    kept = [(name, content) for name, content in headers if not name.startswith(MARK)]
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
        "service_version": version("tocsin"),
    }
    if value is not None and len(value) > limit - HEADER_ROOM:
        added["cut_from_bytes"] = str(len(value))
        value = value[:CUT_TO]
    return value, kept + [(MARK + name, text.encode("utf-8", "replace")) for name, text in added.items()]


def attempt_of(headers: Sequence[Header]) -> int:
    """How often this record has been tried, this time included."""
    text = dict(headers).get(MARK + "attempt", b"1")
    return int(text) if text.isdigit() else 1


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
    def rejected_at(self) -> datetime | None:
        text = self.mark("rejected_at")
        return datetime.fromisoformat(text) if text else None

    @property
    def attempt(self) -> int:
        return attempt_of(self.headers)

    @property
    def is_cut(self) -> bool:
        return bool(self.mark("cut_from_bytes"))


@dataclass(frozen=True, slots=True)
class Replayed:
    """What `replay` did: `exhausted` had their three attempts, `cut` no longer hold their original bytes."""

    sent: int
    exhausted: int
    cut: int


def read_dead_letters(
    settings: Settings, reason: str | None = None, since: datetime | None = None
) -> Iterator[DeadLetter]:
    """All dead letters that the topic holds now, by partition and offset; raises ConnectionProblem, TopicNotFound."""
    from kafka import KafkaConsumer, TopicPartition

    topic = Topics.of(settings).rejected.name
    consumer = open_client(KafkaConsumer, settings, group_id=None, enable_auto_commit=False)
    try:
        found = consumer.partitions_for_topic(topic)
        if not found:
            raise TopicNotFound(f"no topic {topic!r} for this user on this cluster: run `tocsin topics check`")
        partitions = [TopicPartition(topic, number) for number in sorted(found)]
        consumer.assign(partitions)
        consumer.seek_to_beginning()
        for partition, end in consumer.end_offsets(partitions).items():
            yield from _read_partition(consumer, partition, end, reason, since)
    finally:
        consumer.close()


def _read_partition(
    consumer: Any, partition: Any, end: int, reason: str | None, since: datetime | None
) -> Iterator[DeadLetter]:
    consumer.assign([partition])
    consumer.seek_to_beginning(partition)
    while consumer.position(partition) < end:
        for record in consumer.poll(timeout_ms=1000).get(partition, ()):
            if record.offset >= end:
                return
            letter = DeadLetter(
                record.partition, record.offset, record.key, record.value, tuple(tuple(pair) for pair in record.headers)
            )
            too_early = since is not None and (letter.rejected_at is None or letter.rejected_at < since)
            if (reason is None or letter.reason == reason) and not too_early:
                yield letter


def replay_dead_letters(
    settings: Settings,
    reason: str | None = None,
    since: datetime | None = None,
    progress: Callable[[DeadLetter], None] | None = None,
) -> Replayed:
    """Send dead letters to the topic they came from, once more; at most three attempts each."""
    from kafka import KafkaProducer

    sent = exhausted = cut = 0
    producer = open_client(
        KafkaProducer, settings, acks="all", max_request_size=Topics.of(settings).rejected.max_message_bytes
    )
    try:
        for letter in list(read_dead_letters(settings, reason, since)):
            if letter.attempt >= MAX_ATTEMPTS:
                exhausted += 1
            elif letter.is_cut:
                cut += 1
            else:
                kept = [pair for pair in letter.headers if not pair[0].startswith(MARK)]
                headers = [*kept, (MARK + "attempt", str(letter.attempt + 1).encode())]
                producer.send(letter.origin_topic, key=letter.key, value=letter.value, headers=headers).get(timeout=30)
                sent += 1
                if progress:
                    progress(letter)
        producer.flush()
    finally:
        producer.close()
    return Replayed(sent, exhausted, cut)


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
