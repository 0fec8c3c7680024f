"""Sends the articles and sees what becomes of them while brokers and workers come and go."""

import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from benchmarks.generate import Poison, Told
from tocsin.settings import Settings
from tocsin.stream.connection import ConnectionProblem, open_client
from tocsin.stream.rights import open_reader
from tocsin.stream.topics import Topics

DELIVERY_MS = 600_000


class Feeder(threading.Thread):
    """Sends posts in their order, up to `limit` of them for now; an idempotent producer, as a feed should be."""

    def __init__(self, settings: Settings, posts: Sequence[Told | Poison]) -> None:
        super().__init__(name="feeder", daemon=True)
        self._settings, self._posts = settings, posts
        self.limit = 0
        self.sent = 0
        self.is_done = False
        self.error: BaseException | None = None
        self._ended = threading.Event()

    def run(self) -> None:
        try:
            self._send_all()
        except BaseException as error:  # told by the main thread
            self.error = error

    def stop(self) -> None:
        self._ended.set()

    def _send_all(self) -> None:
        from kafka import KafkaProducer

        topic = Topics.of(self._settings).articles
        producer = open_client(
            KafkaProducer,
            self._settings,
            acks="all",
            linger_ms=20,
            compression_type="gzip",
            delivery_timeout_ms=DELIVERY_MS,
            max_block_ms=DELIVERY_MS,
            max_request_size=topic.max_message_bytes,
        )
        waiting = []
        try:
            for post in self._posts:
                while self.sent >= self.limit and not self._ended.is_set():
                    time.sleep(0.05)
                if self._ended.is_set():
                    return
                key, value = post.record
                waiting.append(producer.send(topic.name, key=key, value=value))
                self.sent += 1
            for future in waiting:
                future.get(timeout=DELIVERY_MS / 1000)
            self.is_done = True
        finally:
            producer.close(timeout=5 if self.is_done else 0)


class Watcher:
    """Reads reports, dead letters and changes as they come; times are of the monotonic clock."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stack = ExitStack()
        topics = Topics.of(settings)
        self._readers = [
            self._stack.enter_context(open_reader(settings, topic.name))
            for topic in (topics.reports, topics.rejected, topics.changes)
        ]
        self._outcomes: set[str] = set()
        self._changes: set[str] = set()
        self.last_outcome = self.last_change = time.monotonic()
        self.longest_pause = self.longest_silence = 0.0

    @property
    def accounted(self) -> int:
        return len(self._outcomes)

    @property
    def changes(self) -> int:
        return len(self._changes)

    def look(self, has_work: bool) -> None:
        """Take what has come; without work waiting no pause counts."""
        reports, rejected, changes = self._readers
        known, told = len(self._outcomes), len(self._changes)
        self._outcomes |= {_mark(record, "ce_id") for record in reports.poll(100)}
        for record in rejected.poll(10):
            place = [_mark(record, f"tocsin_origin_{name}") for name in ("topic", "partition", "offset")]
            self._outcomes.add(":".join(place))
        self._changes |= {_mark(record, "ce_id") for record in changes.poll(10)}
        now = time.monotonic()
        if not has_work or len(self._outcomes) > known:
            self.longest_pause = max(self.longest_pause, now - self.last_outcome if has_work else 0.0)
            self.last_outcome = now
        if not has_work or len(self._changes) > told:
            self.longest_silence = max(self.longest_silence, now - self.last_change if has_work else 0.0)
            self.last_change = now

    def lag(self) -> int | None:
        """Records of both inputs that the group has not committed; None where the broker does not answer."""
        from kafka import KafkaConsumer, TopicPartition
        from kafka.errors import KafkaError

        topics = Topics.of(self._settings)
        try:
            consumer = open_client(KafkaConsumer, self._settings, group_id=self._settings.app_id)
            try:
                places = [
                    TopicPartition(topic.name, number)
                    for topic in (topics.articles, topics.reports)
                    for number in range(topic.partitions)
                ]
                ends = consumer.end_offsets(places)
                lag: int = sum(ends[place] - (consumer.committed(place) or 0) for place in places)
                return lag
            finally:
                consumer.close()
        except (KafkaError, ConnectionProblem, OSError, LookupError, ValueError):
            return None

    def close(self) -> None:
        self._stack.close()


def _mark(record: Any, name: str) -> str:
    content: bytes = dict(record.headers).get(name, b"")
    return content.decode()
