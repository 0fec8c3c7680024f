"""Sends the story at a watchable pace, looks at the topics meanwhile, and pulls the plug half-way."""

import time
from collections.abc import Sequence
from contextlib import ExitStack

from tocsin.cli.demo.screen import Screen
from tocsin.cli.demo.stage import Stage
from tocsin.cli.errors import CommandError
from tocsin.cli.inputs import InputRecord
from tocsin.stream.connection import open_client
from tocsin.stream.rights import open_reader
from tocsin.stream.topics import Topics
from tocsin_schemas.client import TopicReader, incident_record

SENDING_SECONDS = 12.0
LONGEST_PAUSE = 0.2
PATIENCE_SECONDS = 120.0
"""How long nothing may come before the demo gives up."""
HEAD_START = 12
"""Articles sent before the story waits for the worker's first results."""
SENT_WHILE_DOWN = 4
"""Articles that go on arriving after the kill, before the story waits for the worker to be back."""
QUIET_SECONDS = 1.5
"""After the last article's outcome: how long the incidents may still change."""


class Play:
    """One performance on a stage."""

    def __init__(self, stage: Stage, records: Sequence[InputRecord], screen: Screen, kill: bool) -> None:
        self._stage = stage
        self._records = records
        self._screen = screen
        half = len(records) // 2
        self._kill_at = half if kill else None
        self._waits = {min(HEAD_START, half)} | ({half + SENT_WHILE_DOWN} if kill else set())
        self._pause = min(LONGEST_PAUSE, SENDING_SECONDS / max(1, len(records)))
        self._sent = 0
        self._reports: set[tuple[bytes, bytes]] = set()
        self._rejected: set[tuple[bytes, bytes]] = set()
        self._last_news = time.monotonic()

    def run(self) -> None:
        """Send everything and wait until nothing more comes of it."""
        from kafka import KafkaProducer

        settings = self._stage.settings
        topics = Topics.of(settings)
        with ExitStack() as stack:
            readers = [
                stack.enter_context(open_reader(settings, topic.name))
                for topic in (topics.incidents, topics.reports, topics.rejected)
            ]
            producer = open_client(
                KafkaProducer, settings, acks="all", max_request_size=topics.articles.max_message_bytes
            )
            stack.callback(producer.close, timeout=5)
            for number, record in enumerate(self._records):
                if number in self._waits:
                    self._wait_for_worker(readers)
                if number == self._kill_at:
                    self._kill()
                producer.send(topics.articles.name, key=record.key, value=record.value)
                self._sent += 1
                self._watch(readers, self._pause)
            producer.flush()
            while not self._is_over():
                self._watch(readers, 0.2)
                self._check()

    @property
    def _accounted(self) -> int:
        return len(self._reports) + len(self._rejected)

    def _wait_for_worker(self, readers: Sequence[TopicReader]) -> None:
        """Until it reads (again), so that the story is seen to happen and the kill meets it at work."""
        known = self._accounted
        while self._accounted == known < self._sent:
            self._watch(readers, 0.1)
            self._check()

    def _kill(self) -> None:
        number = self._stage.worker_pid
        self._stage.kill_worker()
        self._screen.say(f"kill -9 {number} after {self._sent} articles: the worker is dead; it starts again")
        self._stage.start_worker()
        self._last_news = time.monotonic()

    def _watch(self, readers: Sequence[TopicReader], seconds: float) -> None:
        end = time.monotonic() + seconds
        while True:
            self._look(*readers)
            if time.monotonic() >= end:
                return

    def _look(self, incidents: TopicReader, reports: TopicReader, rejected: TopicReader) -> None:
        known = self._accounted
        changed = incidents.poll(20)
        for record in changed:
            self._screen.take(incident_record(record))
        self._reports |= {(record.key or b"", record.value or b"") for record in reports.poll(10)}
        for record in rejected.poll(10):
            marks = dict(record.headers)
            self._rejected.add((marks["tocsin_origin_partition"], marks["tocsin_origin_offset"]))
        if changed or self._accounted > known:
            self._last_news = time.monotonic()
        self._screen.count(self._sent, len(self._reports), len(self._rejected))

    def _is_over(self) -> bool:
        return self._accounted >= self._sent and time.monotonic() - self._last_news > QUIET_SECONDS

    def _check(self) -> None:
        """CommandError where the worker has ended by itself, or nothing has come for a long time."""
        self._stage.check_worker()
        if time.monotonic() - self._last_news > PATIENCE_SECONDS:
            told = self._stage.log_tail()
            raise CommandError(f"nothing has come for {PATIENCE_SECONDS:.0f} s; the worker's last lines:\n{told}", 1)
