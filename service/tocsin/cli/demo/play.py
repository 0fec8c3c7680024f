"""Sends the story at a watchable pace, looks at the topics meanwhile, and pulls the plug half-way."""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from tocsin.cli.demo.screen import Screen
from tocsin.cli.demo.stage import Stage
from tocsin.cli.errors import CommandError
from tocsin.cli.inputs import InputRecord
from tocsin.cli.tail import open_reader
from tocsin.stream.connection import open_client
from tocsin.stream.topics import Topics
from tocsin_schemas.client import TopicReader, incident_record

SENDING_SECONDS = 12.0
LONGEST_PAUSE = 0.2
PATIENCE_SECONDS = 120.0
"""How long nothing may come before the demo gives up."""
QUIET_SECONDS = 1.5
"""After the last article's outcome: how long the incidents may still change."""


class Play:
    """One performance on a stage."""

    def __init__(self, stage: Stage, records: Sequence[InputRecord], screen: Screen, kill: bool) -> None:
        self._stage = stage
        self._records = records
        self._screen = screen
        self._kill_at = len(records) // 2 if kill else -1
        self._pause = min(LONGEST_PAUSE, SENDING_SECONDS / max(1, len(records)))
        self._sent = 0
        self._told: set[tuple[str, int, int]] = set()
        self._done: set[tuple[bytes, bytes]] = set()
        self._rejected: set[bytes] = set()
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
                if number == self._kill_at:
                    self._kill()
                producer.send(topics.articles.name, key=record.key, value=record.value)
                self._sent += 1
                self._watch(readers, self._pause)
            producer.flush()
            while not self._is_over():
                self._watch(readers, 0.2)
                self._stage.check_worker()

    def _kill(self) -> None:
        number = self._stage.worker_pid
        self._stage.kill_worker()
        self._screen.say(
            f"kill -9 {number}: the worker is dead, {self._sent} articles sent; the story goes on, it starts again"
        )
        self._stage.start_worker()
        self._last_news = time.monotonic()

    def _watch(self, readers: Sequence[TopicReader], seconds: float) -> None:
        end = time.monotonic() + seconds
        incidents, reports, rejected = readers
        while True:
            for record in incidents.poll(20):
                self._screen.take(incident_record(record))
                self._last_news = time.monotonic()
            for record in reports.poll(10):
                self._note(record)
            for record in rejected.poll(10):
                self._rejected.add(
                    dict(record.headers).get("tocsin_origin_partition", b"")
                    + b":"
                    + dict(record.headers).get("tocsin_origin_offset", b"")
                )
                self._last_news = time.monotonic()
            self._screen.count(self._sent, len(self._done), len(self._rejected))
            if time.monotonic() >= end:
                return

    def _note(self, record: Any) -> None:
        self._done.add((record.key or b"", record.value or b""))
        self._last_news = time.monotonic()

    def _is_over(self) -> bool:
        quiet = time.monotonic() - self._last_news
        if len(self._done) + len(self._rejected) >= self._sent and quiet > QUIET_SECONDS:
            return True
        if quiet > PATIENCE_SECONDS:
            raise CommandError(
                f"nothing has come for {PATIENCE_SECONDS:.0f} s; the worker's log: {self._stage.log_file}", 1
            )
        return False
