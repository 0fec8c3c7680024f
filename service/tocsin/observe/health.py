"""Live and ready, each with its reasons; written by the event loop, read by the server's thread."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

HEARTBEAT_LIMIT = 30.0
"""Seconds without a heartbeat of the event loop after which the worker counts as stuck."""


class HealthReport(BaseModel):
    """What a probe gets: `ok` decides the status code, `reasons` are for people."""

    model_config = ConfigDict(frozen=True)

    ok: bool
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class _Beat:
    at: float


class Health:
    """Reasons against readiness by name, and the heartbeat of the loop.

    A worker starts not ready ("starting"); `hold(name, why)` keeps it so and `release(name)` takes that reason away.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._holds: dict[str, str] = {"start": "the worker is starting"}
        self._fatal: str | None = None
        self._beat = _Beat(clock())

    def beat(self) -> None:
        self._beat.at = self._clock()

    def hold(self, name: str, why: str) -> None:
        with self._lock:
            self._holds[name] = why

    def release(self, name: str) -> None:
        with self._lock:
            self._holds.pop(name, None)

    def fail(self, why: str) -> None:
        """No longer live: the process is about to end for this reason."""
        self._fatal = why

    def live(self) -> HealthReport:
        reasons = []
        if self._fatal:
            reasons.append(self._fatal)
        silent = self._clock() - self._beat.at
        if silent > HEARTBEAT_LIMIT:
            reasons.append(f"the event loop has not run for {silent:.0f} s")
        return HealthReport(ok=not reasons, reasons=tuple(reasons))

    def ready(self) -> HealthReport:
        with self._lock:
            held = tuple(self._holds.values())
        reasons = self.live().reasons + held
        return HealthReport(ok=not reasons, reasons=reasons)
