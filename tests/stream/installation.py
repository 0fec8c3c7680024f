"""One installation for a test: own topics on the session's broker, workers as real processes, topics read back."""

import asyncio
import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, repeat
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaProducer
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from tocsin.settings import Settings, load_settings
from tocsin.stream.connection import client_options
from tocsin.stream.topics import Topic, Topics, create_topics

HERE = Path(__file__).parent
STUB = (str(HERE / "parts.py"),)
REAL = ("-m", "tocsin.cli.main", "worker", "--alone")
SUPERVISED = (
    "-c",
    "import sys; from tocsin.stream.supervisor import supervise;"
    f"sys.exit(supervise([sys.executable, {STUB[0]!r}], 0.5))",
)
_numbers = count()


def article(article_id: str, title: str = "t", text: str = "A quiet day.", **more: object) -> tuple[bytes, bytes]:
    """Key and value of one record of articles.v1."""
    fields = {"article_id": article_id, "title": title, "text": text, "published_at": "2026-01-05T10:00:00Z"} | more
    return article_id.encode(), json.dumps(fields).encode()


@dataclass
class WorkerProcess:
    """A worker in a process of its own; its log goes to a file."""

    process: subprocess.Popen[bytes]
    log_file: Path
    folder: Path

    @property
    def log(self) -> str:
        return self.log_file.read_text(errors="replace")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self, seconds: float = 40) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def is_ready(self) -> bool:
        return self.get("/health/ready")[0] == 200

    def get(self, path: str) -> tuple[int, str]:
        """Status and body; (0, "") from a worker that is not there, or dies while it answers."""
        try:
            address = (self.folder / "metrics-address").read_text().strip()
            try:
                with urllib.request.urlopen(f"http://{address}{path}", timeout=5) as answer:
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as refused:
                return refused.code, refused.read().decode()
        except (OSError, ValueError, http.client.HTTPException):
            return 0, ""

    def state(self) -> str:
        """Why it is not ready, and the lag of each partition that it has."""
        lags = [row for row in self.get("/metrics")[1].splitlines() if row.startswith("tocsin_lag_records")]
        return "\n".join([self.get("/health/ready")[1], *lags])

    def metric(self, line: str) -> float:
        """The value behind `name{label="..."}`, 0.0 where there is none yet."""
        for row in self.get("/metrics")[1].splitlines():
            if row.startswith(line + " "):
                return float(row.rpartition(" ")[2])
        return 0.0


@dataclass
class Installation:
    """Topics under a prefix of their own; use as a context manager so that no worker outlives the test.

    `access` are the settings with which it logs in where Kafka asks for a user.
    """

    address: str
    folder: Path
    partitions: int = 4
    with_topics: bool = True
    access: Mapping[str, str] = field(default_factory=dict)
    workers: list[WorkerProcess] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name = f"i{os.getpid()}-{next(_numbers)}-{int(time.time()) % 100_000}"
        self.settings: Settings = load_settings(
            broker=self.address,
            partitions=self.partitions,
            topic_prefix=self.name + ".",
            app_id=self.name,
            **{name: value for name, value in self.access.items() if name != "broker"},
        )
        self.topics = Topics.of(self.settings)

    def __enter__(self) -> "Installation":
        if self.with_topics:
            create_topics(self.settings)
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            if worker.process.poll() is None:
                worker.kill()

    def start(self, name: str = "w", program: Iterable[str] = STUB, **settings: object) -> WorkerProcess:
        folder, log_file = self.folder / name, self.folder / f"{name}.log"
        given = {"data_dir": folder, "metrics_port": 0} | settings
        environment = self.environment(**given) | {"PYTHONPATH": str(HERE)}
        with log_file.open("ab") as log:
            process = subprocess.Popen([sys.executable, *program], env=environment, stdout=log, stderr=log)
        worker = WorkerProcess(process, log_file, Path(str(given["data_dir"])))
        self.workers.append(worker)
        return worker

    def environment(self, **settings: object) -> dict[str, str]:
        """The variables of a worker or command of this installation; `settings` go before its own, None unsets one."""
        given = {
            "broker": self.address,
            "partitions": self.partitions,
            "topic_prefix": self.settings.topic_prefix,
            "app_id": self.settings.app_id,
            **self.access,
        } | settings
        return os.environ | {_variable(key): str(value) for key, value in given.items() if value is not None}

    def produce(
        self,
        records: Iterable[tuple[bytes | None, bytes | None]],
        topic: Topic | None = None,
        times_ms: Iterable[int | None] = repeat(None),
    ) -> None:
        with closing(
            KafkaProducer(**client_options(self.settings), acks="all", max_request_size=16_000_000)
        ) as producer:
            name = (topic or self.topics.articles).name
            sends = [
                producer.send(name, key=key, value=value, timestamp_ms=at)
                for (key, value), at in zip(records, times_ms, strict=False)
            ]
            producer.flush()
            for send in sends:
                send.get(timeout=10)

    def produce_large(self, records: Iterable[tuple[bytes, bytes]]) -> None:
        """Articles of megabytes, by aiokafka: kafka-python reckons the checksum of one in a second."""

        async def send() -> None:
            async with AIOKafkaProducer(bootstrap_servers=self.address, max_request_size=16_000_000) as producer:
                for key, value in records:
                    await producer.send_and_wait(self.topics.articles.name, value, key)

        asyncio.run(send())

    def read(self, topic: Topic) -> list[Any]:
        """All records that the topic holds now."""
        with closing(
            KafkaConsumer(**client_options(self.settings), group_id=None, enable_auto_commit=False)
        ) as consumer:
            partitions = _partitions(topic)
            consumer.assign(partitions)
            consumer.seek_to_beginning()
            found: list[Any] = []
            ends = consumer.end_offsets(partitions)
            while any(consumer.position(partition) < end for partition, end in ends.items()):
                for records in consumer.poll(timeout_ms=500).values():
                    found.extend(records)
            return found

    def size(self, topic: Topic) -> int:
        with self._consumer() as consumer:
            return sum(consumer.end_offsets(_partitions(topic)).values())

    def lag(self) -> int:
        """Records of both input topics that the group has not committed."""
        partitions = [*_partitions(self.topics.articles), *_partitions(self.topics.reports)]
        with self._consumer() as consumer:
            committed = sum(consumer.committed(one) or 0 for one in partitions)
            return sum(consumer.end_offsets(partitions).values()) - committed

    def committed(self, topic: Topic, group: str | None = None) -> int:
        """Records of a topic that a group (the worker's) has committed."""
        with self._consumer(group) as consumer:
            return sum(consumer.committed(one) or 0 for one in _partitions(topic))

    @contextlib.contextmanager
    def _consumer(self, group: str | None = None) -> Iterator[Any]:
        """One that looks and does not join the group (the worker's)."""
        options = client_options(self.settings)
        with closing(
            KafkaConsumer(**options, group_id=group or self.settings.app_id, enable_auto_commit=False)
        ) as consumer:
            yield consumer


def report_ids(installation: Installation) -> Counter[str]:
    """How many reports each article has."""
    return Counter(record.key.decode() for record in installation.read(installation.topics.reports))


def wait_until_done(installation: Installation, worker: WorkerProcess, seconds: float = 120) -> None:
    """Until the worker is ready and everything is committed."""
    wait_until(lambda: worker.is_ready() and installation.lag() == 0, seconds, "all was processed", worker)


def wait_for_progress(installation: Installation, worker: WorkerProcess, records: int = 30) -> None:
    """Until so many more changes have come out."""
    before = installation.size(installation.topics.changes)
    wait_until(lambda: installation.size(installation.topics.changes) >= before + records, 120, "progress", worker)


def _partitions(topic: Topic) -> list[TopicPartition]:
    return [TopicPartition(topic.name, number) for number in range(topic.partitions)]


def headers(record: Any) -> dict[str, str]:
    return {name: content.decode() for name, content in record.headers}


def _variable(name: str) -> str:
    """`tests_...` are switches of parts.py, all else settings."""
    return name.upper() if name.startswith("tests_") else f"TOCSIN_{name.upper()}"


@contextlib.contextmanager
def closing(client: Any) -> Iterator[Any]:
    try:
        yield client
    finally:
        client.close()


def wait_until(condition: Callable[[], object], seconds: float, what: str, worker: WorkerProcess | None = None) -> None:
    """Poll until the condition holds; fails with the end of the worker's log."""
    deadline = time.monotonic() + seconds
    while not condition():
        log = worker.log[-2000:] if worker else ""
        if worker is not None and worker.process.poll() is not None:
            raise AssertionError(f"the worker ended with {worker.process.returncode} before {what}\n{log}")
        if time.monotonic() > deadline:
            state = worker.state() if worker else ""
            raise AssertionError(f"not within {seconds:g} s: {what}\n{state}\n{log}")
        time.sleep(0.1)
