"""What stands around every stage: nothing is acknowledged before its results are, in order, or the process ends."""

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from tocsin.stream.telemetry import Meter, Probe

log = logging.getLogger(__name__)
CRASH_EXIT = 1
CONFIGURATION_EXIT = 78
"""EX_CONFIG: starting again would not help; the supervisor stops."""
DATA_EXIT = 65
"""EX_DATAERR: the feed is wrong (rejects.py); starting again would not help; the supervisor stops."""

Fatal = Callable[[str], None]


class NotKept(Exception):
    """What Kafka has could not be kept here as well; the text says why and what to do."""


def exit_without_ack(probe: Probe) -> Fatal:
    """What to do when going on would lose a message: say it in one line and end at once, nothing committed."""

    def fatal(why: str) -> NoReturn:
        probe.fail(why)
        log.critical("%s; ending without acknowledging, everything unfinished comes again", why)
        logging.shutdown()
        os._exit(CRASH_EXIT)

    return fatal


@dataclass(slots=True)
class InWork:
    """One event on its way: done when all `sends` are acknowledged by Kafka; then `after` runs, then the event acks."""

    event: Any
    size: int
    started: float
    sends: Sequence[Awaitable[Any]] = ()
    after: Callable[[Sequence[Any]], None] | None = None


@dataclass(slots=True)
class Window:
    """The events of one stage between reading and acknowledgement: bounded, acknowledged strictly in order.

    `room` waits until another event may start; `finish` hands it over with its sends. A send that fails, or takes
    longer than `timeout` seconds, ends the process.
    """

    stage: str
    limit: int
    byte_limit: int
    timeout: float
    meter: Meter
    fatal: Fatal
    last_ack: float = field(default_factory=time.monotonic)
    _open: int = 0
    _open_bytes: int = 0
    _finished: int = 0
    _room: asyncio.Condition = field(default_factory=asyncio.Condition)
    _queue: "asyncio.Queue[InWork]" = field(default_factory=asyncio.Queue)

    async def room(self, event: Any, size: int) -> InWork:
        if not self._has_room(size):
            async with self._room:
                await self._room.wait_for(lambda: self._has_room(size))
        self._open += 1
        self._open_bytes += size
        self.meter.count("records_in", stage=self.stage)
        return InWork(event, size, time.monotonic())

    def _has_room(self, size: int) -> bool:
        if self._open == 0:
            return True
        return self._open < self.limit and self._open_bytes + size <= self.byte_limit

    def finish(self, work: InWork) -> None:
        self._finished += 1
        self._queue.put_nowait(work)

    @property
    def open(self) -> int:
        return self._open

    async def acknowledge(self) -> None:
        """The one task that acknowledges; runs as long as the worker."""
        try:
            while True:
                await self._acknowledge_next(await self._queue.get())
        except NotKept as error:
            self.fatal(str(error))
        except Exception as error:
            self.fatal(f"{self.stage}: a send was not acknowledged ({type(error).__name__}: {error})")

    async def _acknowledge_next(self, work: InWork) -> None:
        results = [await asyncio.wait_for(asyncio.shield(send), self.timeout) for send in work.sends]
        if work.after is not None:
            work.after(results)
        work.event.ack()
        self.last_ack = time.monotonic()
        self.meter.observe("stage_seconds", self.last_ack - work.started, stage=self.stage)
        self.meter.set("last_progress_timestamp_seconds", time.time(), stage=self.stage)
        self._open -= 1
        self._finished -= 1
        self._open_bytes -= work.size
        async with self._room:
            self._room.notify_all()

    async def drained(self) -> None:
        """Wait until nothing is open."""
        while self._open:
            await asyncio.sleep(0.01)

    async def settled(self) -> None:
        """Wait until all that was finished is acknowledged; what will never be finished may stay open."""
        while self._finished:
            await asyncio.sleep(0.01)
