"""Is everything there that Faust would miss silently? Asked before a worker starts, its rights also while it runs.

With a missing topic or right Faust says that it is ready and consumes nothing, for ever; with a missing output it
loses events. So everything is asked first, and each problem is one line.
"""

import logging
import threading
import time
from collections.abc import Callable

from tocsin.settings import Settings
from tocsin.stream.connection import ConnectionProblem, open_admin
from tocsin.stream.guard import Fatal
from tocsin.stream.rights import Role, find_missing, grants_of
from tocsin.stream.topics import ProblemKind, check_topics

log = logging.getLogger(__name__)
WATCH_SECONDS = 10.0
REPEAT_SECONDS = 60.0
"""After which a connection that still does not come about is told once more."""


def find_problems(settings: Settings) -> tuple[str, ...]:
    """One line for each thing that keeps a worker from starting; empty where all is well."""
    try:
        topics = tuple(problem for problem in check_topics(settings) if problem.kind is not ProblemKind.FORBIDDEN)
        return tuple(problem.text for problem in topics) + find_missing_rights(settings)
    except ConnectionProblem as error:
        return (str(error),)


def find_missing_rights(settings: Settings) -> tuple[str, ...]:
    """One line for each topic or group on which a worker's rights are not enough; raises ConnectionProblem."""
    from kafka.errors import KafkaError

    admin = open_admin(settings)
    try:
        return find_missing(admin, settings, grants_of(Role.WORK, settings))
    except KafkaError:
        return ()  # nothing was told: a broker that goes just now
    finally:
        admin.close()


def explain_refusal(settings: Settings, why: str) -> str:
    """`why` a worker must end, or the right that it lacks where Kafka's refusal was the cause."""
    if "AuthorizationFailed" not in why:
        return why
    try:
        return "; ".join(find_missing_rights(settings)) or why
    except ConnectionProblem:
        return why


def start_access_watch(settings: Settings, fatal: Fatal, stopped: Callable[[], bool]) -> None:
    """Look from time to time whether a new connection comes about and the rights still hold.

    A right that has gone ends the process through `fatal`; a password or certificate that no longer does is told and
    looked at again, since the connections that stand go on and an administrator can put it right meanwhile.
    """
    watch = _AccessWatch(settings, fatal)

    def run() -> None:
        while not stopped():
            time.sleep(WATCH_SECONDS)
            watch.look()

    threading.Thread(target=run, name="access", daemon=True).start()


class _AccessWatch:
    def __init__(self, settings: Settings, fatal: Fatal) -> None:
        self._settings, self._fatal = settings, fatal
        self._missing: tuple[str, ...] = ()
        self._told_at = -REPEAT_SECONDS

    def look(self) -> None:
        try:
            missing = find_missing_rights(self._settings)
        except ConnectionProblem as problem:
            self._tell(problem)
            return
        if missing and missing == self._missing:  # twice: a broker that has just started may not know them yet
            self._fatal("; ".join(missing))
        self._missing = missing

    def _tell(self, problem: ConnectionProblem) -> None:
        now = time.monotonic()
        if now - self._told_at >= REPEAT_SECONDS:
            log.warning("%s; trying again", problem)
            self._told_at = now
