"""Notices a second process of the same member id: the two would steal from each other for ever, silently.

Before a worker joins, Kafka is asked whether a member of its id is there from another data folder; one that lives
keeps its place, and the newcomer does not start. Two that start in the same moment notice it by their quarrel.
"""

import logging
import time
from collections import deque
from collections.abc import Callable

from tocsin.settings import Settings
from tocsin.stream.connection import ConnectionProblem, open_admin
from tocsin.stream.guard import Fatal

log = logging.getLogger(__name__)
LOGGER = "aiokafka.consumer.group_coordinator"
SIGN = "member_id was not recognized"
TIMES, WITHIN_SECONDS = 3, 60.0
"""Once may be a computer that slept; two twins say it to each other about every second."""
ASK_SECONDS = 0.5
MARGIN_SECONDS = 2.0
"""Beyond the session timeout, for a broker that is slow to give a dead member up."""


def find_twin(settings: Settings, instance_id: str, client_id: str, stopped: Callable[[], bool]) -> str | None:
    """What to tell the operator where a living worker of another data folder has this member id, else None.

    A member that has died stays in Kafka's list for the session timeout: so long this waits for it to go. One of this
    data folder (the same `client_id`) can only be dead, since we hold the folder's lock.
    """
    deadline = time.monotonic() + settings.session_timeout + MARGIN_SECONDS
    has_told = False
    try:
        while _is_taken(settings, instance_id, client_id):
            if stopped():
                return None
            if time.monotonic() > deadline:
                return _explain(instance_id)
            if not has_told:
                log.info(
                    "member id %s is known from another data folder: waiting up to %.0f s whether that worker lives",
                    instance_id,
                    settings.session_timeout + MARGIN_SECONDS,
                )
                has_told = True
            time.sleep(ASK_SECONDS)
    except ConnectionProblem as error:
        return str(error)
    return None


def _is_taken(settings: Settings, instance_id: str, client_id: str) -> bool:
    from kafka.errors import KafkaError

    admin = open_admin(settings)
    try:
        group = admin.describe_groups([settings.app_id])[settings.app_id]
    except (KafkaError, KeyError):  # a group that does not exist yet, a coordinator that is still moving
        return False
    finally:
        admin.close()
    return any(
        member["group_instance_id"] == instance_id and member["client_id"] != client_id for member in group["members"]
    )


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
            self._fatal(_explain(self._instance_id))


def watch_for_twins(fatal: Fatal, instance_id: str) -> None:
    """Listen for as long as the process lives."""
    logging.getLogger(LOGGER).addHandler(TwinWatch(fatal, instance_id))


def _explain(instance_id: str) -> str:
    return (
        f"another worker has the member id {instance_id}: give each worker its own TOCSIN_DATA_DIR"
        " (and its own TOCSIN_INSTANCE_ID where that is set)"
    )
