"""Two threads beside the event loop: one measures lag, one ends a worker that has work and does none."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tocsin.settings import Settings
from tocsin.stream.connection import open_client
from tocsin.stream.guard import Fatal
from tocsin.stream.telemetry import Meter

log = logging.getLogger(__name__)
TICK_SECONDS = 1.0
LAG_SECONDS = 5.0
Place = tuple[str, int]


@dataclass(slots=True)
class Vitals:
    """What the event loop tells the threads; times of the monotonic clock."""

    heartbeat: float = field(default_factory=time.monotonic)
    last_ack: float = field(default_factory=time.monotonic)
    recovering_since: float | None = field(default_factory=time.monotonic)
    committed: Mapping[Place, int | None] = field(default_factory=dict)
    lag: int = 0
    behind_since: float | None = None
    unassigned_since: float | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that a worker may stand still, and that a recovery may take."""

    stall: float
    recovery: float


def find_stall(vitals: Vitals, patience: Patience, now: float) -> str | None:
    """Why this worker must end, None where it may go on."""
    silent = now - vitals.heartbeat
    if silent > patience.stall:
        return f"the event loop has not run for {silent:.0f} s"
    if vitals.recovering_since is not None:
        took = now - vitals.recovering_since
        return f"the state was not restored after {took:.0f} s" if took > patience.recovery else None
    if vitals.unassigned_since is not None and now - vitals.unassigned_since > patience.stall:
        return f"no partition was assigned for {now - vitals.unassigned_since:.0f} s"
    if vitals.behind_since is not None:
        still = now - max(vitals.last_ack, vitals.behind_since)
        if still > patience.stall:
            return f"{vitals.lag} records wait and none was finished for {still:.0f} s"
    return None


def start_watchdog(vitals: Vitals, settings: Settings, fatal: Fatal) -> None:
    """Ends the process through `fatal` when `find_stall` finds a reason."""
    patience = Patience(settings.stall_timeout, settings.recovery_timeout)

    def run() -> None:
        while True:
            time.sleep(TICK_SECONDS)
            why = find_stall(vitals, patience, time.monotonic())
            if why:
                fatal(why)

    threading.Thread(target=run, name="watchdog", daemon=True).start()


def start_lag_meter(vitals: Vitals, settings: Settings, meter: Meter, stopped: Callable[[], bool]) -> None:
    """Measures by a client of its own: what Faust knows of the end offsets stands still when Faust does."""
    meter_thread = _LagMeter(vitals, settings, meter, stopped)
    threading.Thread(target=meter_thread.run, name="lag", daemon=True).start()


class _LagMeter:
    def __init__(self, vitals: Vitals, settings: Settings, meter: Meter, stopped: Callable[[], bool]) -> None:
        self._vitals, self._settings, self._meter, self._stopped = vitals, settings, meter, stopped
        self._client: Any = None
        self._shown: set[Place] = set()

    def run(self) -> None:
        while not self._stopped():
            try:
                self._measure()
            except Exception as error:  # were this thread to die, the watchdog would judge by an old lag for ever
                log.debug("lag not measured: %s: %s", type(error).__name__, error)
                self._close()
            time.sleep(LAG_SECONDS)

    def _measure(self) -> None:
        from kafka import KafkaConsumer, TopicPartition

        committed = dict(self._vitals.committed)
        for topic, partition in self._shown - committed.keys():
            self._meter.forget("lag_records", topic=topic, partition=str(partition))
        self._shown = set(committed)
        if not committed:
            self._note(0)
            return
        if self._client is None:
            self._client = open_client(KafkaConsumer, self._settings, group_id=None, enable_auto_commit=False)
        partitions = [TopicPartition(*place) for place in committed]
        ends = self._client.end_offsets(partitions)
        starts = self._client.beginning_offsets(partitions)
        total = 0
        for partition in partitions:
            done = committed[partition.topic, partition.partition]
            lag = max(0, ends[partition] - max(done or 0, starts[partition]))
            self._meter.set("lag_records", lag, topic=partition.topic, partition=str(partition.partition))
            total += lag
        self._note(total)

    def _note(self, lag: int) -> None:
        self._vitals.lag = lag
        if lag == 0:
            self._vitals.behind_since = None
        elif self._vitals.behind_since is None:
            self._vitals.behind_since = time.monotonic()

    def _close(self) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            with contextlib.suppress(Exception):
                client.close(timeout_ms=1000)
