"""Notices a second process of the same member id: the two would steal from each other for ever, silently."""

import logging
import time
from collections import deque

from tocsin.stream.guard import Fatal

LOGGER = "aiokafka.consumer.group_coordinator"
SIGN = "member_id was not recognized"
TIMES, WITHIN_SECONDS = 3, 60.0
"""Once may be a computer that slept; two twins say it to each other about every second."""


class TwinWatch(logging.Handler):
    """Kafka's client tells of it in its log alone; ends the process through `fatal`."""

    def __init__(self, fatal: Fatal, instance_id: str) -> None:
        super().__init__(logging.WARNING)
        self._fatal = fatal
        self._instance_id = instance_id
        self._seen: deque[float] = deque(maxlen=TIMES)

    def emit(self, record: logging.LogRecord) -> None:
        if SIGN not in record.getMessage():
            return
        self._seen.append(time.monotonic())
        if len(self._seen) == TIMES and self._seen[-1] - self._seen[0] < WITHIN_SECONDS:
            self._fatal(
                f"another process has the member id {self._instance_id}: give each worker its own TOCSIN_DATA_DIR"
                " (and TOCSIN_INSTANCE_ID where it is set)"
            )


def watch_for_twins(fatal: Fatal, instance_id: str) -> None:
    """Listen for as long as the process lives."""
    logging.getLogger(LOGGER).addHandler(TwinWatch(fatal, instance_id))
