"""Articles that come while a test does something else."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from installation import Installation, article, closing
from kafka import KafkaProducer

PAUSE_SECONDS = 0.2
AT_ONCE = 5
PATIENCE_SECONDS = 120


class Feed(threading.Thread):
    """Up to 25 articles a second until the end, under names that count up; it outlives a broker's outage."""

    def __init__(self, installation: Installation) -> None:
        super().__init__(daemon=True)
        self._installation = installation
        self._ended = threading.Event()
        self._error: BaseException | None = None
        self._sent: list[str] = []

    def run(self) -> None:
        try:
            with closing(self._open()) as producer:
                acknowledgements = []
                while not self._ended.is_set():
                    for _ in range(AT_ONCE):
                        name = f"a{len(self._sent)}"
                        key, value = article(name, f"t{len(self._sent) % 7}")
                        acknowledgements.append(producer.send(self._installation.topics.articles.name, value, key))
                        self._sent.append(name)
                    time.sleep(PAUSE_SECONDS)
                for one in acknowledgements:
                    one.get(timeout=PATIENCE_SECONDS)
        except BaseException as error:
            self._error = error

    def _open(self) -> KafkaProducer:
        return KafkaProducer(
            bootstrap_servers=self._installation.address,
            acks="all",
            enable_idempotence=True,
            delivery_timeout_ms=PATIENCE_SECONDS * 1000,
            max_block_ms=PATIENCE_SECONDS * 1000,
        )

    def end(self) -> list[str]:
        """Stop, wait until Kafka has everything; the names that were sent."""
        self._ended.set()
        self.join()
        if self._error is not None:
            raise self._error
        return self._sent


@contextmanager
def feeding(installation: Installation) -> Iterator[Feed]:
    feed = Feed(installation)
    feed.start()
    try:
        yield feed
    finally:
        feed.end()
