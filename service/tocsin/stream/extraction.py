"""The worker's side of reading: one process of its own, kept busy, rebuilt when it dies, order kept."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import psutil

from tocsin.settings import SECRETS
from tocsin.stream.reading_frames import ANSWER, MEMORY_EXIT, Kind, ReadReport, Request, unpack_reject
from tocsin.stream.telemetry import Meter
from tocsin.types import Reject, RejectReason, Stage

log = logging.getLogger(__name__)

Reading = ReadReport | Reject
AHEAD_RECORDS = 16
"""Requests in the pipe at once: enough that the process never waits for us (an article takes it 10 to 600 ms)."""
AHEAD_BYTES = 4_000_000
LOAD_SECONDS = 120.0
LOAD_ATTEMPTS = 3
TICK_SECONDS = 0.25
HARD_LIMIT_FACTOR = 1.25
READING_SHARE = 2
"""One article may take half of the memory beyond what loading took: the rest is the worker's."""
GROWN_FACTOR = 1.3
"""A process within so much of its fresh size is not replaced: another would need the same (465 MB fresh, 501 MB after
4,700 articles, 2026-11-27, `make limits`), the memory is the worker's own. A third more is what 900 MB still hold."""
RENEW_AFTER = 200
"""Articles that a fresh process must have read before memory renews it again: less would be a loop of restarts."""
DEATHS, KILLS = 2, 3
"""Ends of the process on one article that reject it. Who kills it from outside may well meet the same article again, as
that is read first when the process is back (in a fault run on two slow cores 2 kills in 6 s did, 2026-11-27)."""
THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
SINGLE_THREAD = dict.fromkeys(THREAD_SETTINGS, "1")


class CannotRead(Exception):
    """The reading process cannot start; the text says why (such as a gazetteer that is not built)."""


class Cause(StrEnum):
    """Why a reading process was replaced."""

    CRASHED = "crashed"
    TIMEOUT = "timeout"
    MEMORY = "memory"


@dataclass(slots=True)
class _Job:
    request: Request
    answer: "asyncio.Future[Reading]"
    attempts: int = 0
    alone: bool = False


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Seconds for one article, bytes of a report, bytes of memory of worker and reading process together."""

    seconds: float
    report_bytes: int
    memory_bytes: int


@dataclass(slots=True)
class _Child:
    process: asyncio.subprocess.Process
    read: int = 0
    head_since: float = 0.0
    fresh_bytes: int = 0
    killed_for: Cause | None = None
    stdin: asyncio.StreamWriter = field(init=False)
    stdout: asyncio.StreamReader = field(init=False)

    def __post_init__(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.stdin, self.stdout = self.process.stdin, self.process.stdout

    def kill(self, cause: Cause) -> None:
        self.killed_for = self.killed_for or cause
        if self.process.returncode is None:
            self.process.kill()


class ReadingProcess:
    """Reads articles in a process of its own; answers come in the order of `submit`.

    An article on which the process dies, or that takes longer than its budget, is tried once more alone (twice more
    where it was killed from outside), then rejected (READER_CRASHED, READER_TIMEOUT); its neighbours are read again and
    lose nothing. Raises CannotRead from `start`; later `on_failure` is called where it cannot be started again.
    """

    def __init__(self, factory: str, limits: ReadingLimits, meter: Meter, on_failure: Callable[[str], None]) -> None:
        self._factory = factory
        self._limits = limits
        self._meter = meter
        self._on_failure = on_failure
        self._waiting: deque[_Job] = deque()
        self._sent: deque[_Job] = deque()
        self._sent_bytes = 0
        self._child: _Child | None = None
        self._renewing = False
        self._closing = False
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Start the process and return when it has loaded everything."""
        self._child = await self._spawn()
        self._tasks = [asyncio.create_task(self._run()), asyncio.create_task(self._watch())]
        self._pump()  # what was submitted while it loaded

    async def stop(self) -> None:
        """End the process; unanswered articles stay unanswered (they come again, since they are not acknowledged)."""
        self._closing = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._child is not None and self._child.process.returncode is None:
            self._child.process.kill()
            await self._child.process.wait()

    @property
    def pid(self) -> int | None:
        return self._child.process.pid if self._child else None

    def submit(self, request: Request) -> "asyncio.Future[Reading]":
        """Queue one record; its future is done when it has been read or rejected."""
        job = _Job(request, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        self._pump()
        return job.answer

    def _pump(self) -> None:
        """Keep the pipe filled, but leave an article under suspicion alone in it."""
        child = self._child
        if child is None or self._renewing or child.killed_for:
            return
        while self._waiting and self._has_room(self._waiting[0]):
            job = self._waiting.popleft()
            if not self._sent:
                child.head_since = time.monotonic()
            self._sent.append(job)
            self._sent_bytes += job.request.size
            child.stdin.write(job.request.pack())

    def _has_room(self, job: _Job) -> bool:
        if not self._sent:
            return True
        if job.alone or self._sent[0].alone:
            return False
        return len(self._sent) < AHEAD_RECORDS and self._sent_bytes + job.request.size <= AHEAD_BYTES

    async def _run(self) -> None:
        try:
            while not self._closing:
                await self._serve()
        except CannotRead as error:
            self._on_failure(str(error))
        except Exception as error:  # a fault of ours: whatever it is, the worker must not go on without reading
            log.exception("the reading loop failed")
            self._on_failure(f"the reading loop failed: {type(error).__name__}")

    async def _serve(self) -> None:
        """Live with one process until it ends, then get the next."""
        child = self._child
        assert child is not None
        try:
            while True:
                kind, seconds, length = ANSWER.unpack(await child.stdout.readexactly(ANSWER.size))
                self._take(child, Kind(kind), await child.stdout.readexactly(length), seconds)
        except (asyncio.IncompleteReadError, ConnectionError):
            await child.process.wait()
        if self._closing:
            return
        if self._renewing and not self._sent:
            cause = Cause.MEMORY
        else:
            wants_memory = child.process.returncode == MEMORY_EXIT
            cause = child.killed_for or (Cause.MEMORY if wants_memory else Cause.CRASHED)
            self._blame(cause, killed=child.process.returncode == -signal.SIGKILL and not child.killed_for)
        self._meter.count("reading_process_restarts", cause=cause.value)
        log.warning("reading process ended (%s, exit %s), starting another", cause.value, child.process.returncode)
        self._child = None
        self._child = await self._spawn()
        self._renewing = False
        self._pump()

    def _take(self, child: _Child, kind: Kind, payload: bytes, seconds: float) -> None:
        job = self._sent.popleft()
        self._sent_bytes -= job.request.size
        child.read += 1
        child.head_since = time.monotonic()
        if not job.answer.done():
            job.answer.set_result(
                ReadReport.unpack(payload, seconds) if kind is Kind.REPORT else unpack_reject(payload)
            )
        if self._renewing and not self._sent:
            child.stdin.close()
        self._pump()

    def _blame(self, cause: Cause, killed: bool) -> None:
        """Put everything unanswered back in its order; the first of it is what the process died on.

        Or what it was about to read when it was `killed`: by the system for want of memory, or by an operator.
        """
        unanswered = list(self._sent)
        self._sent.clear()
        self._sent_bytes = 0
        if unanswered:
            head = unanswered[0]
            head.attempts += 1
            head.alone = True
            if head.attempts >= (KILLS if killed else DEATHS):
                unanswered.pop(0)
                if not head.answer.done():
                    head.answer.set_result(self._reject(cause, head.attempts))
        self._waiting.extendleft(reversed(unanswered))

    def _reject(self, cause: Cause, attempts: int) -> Reject:
        times = "twice" if attempts == DEATHS else f"{attempts} times"
        if cause is Cause.TIMEOUT:
            detail = f"reading took longer than {self._limits.seconds:g} s, {times}"
            return Reject(RejectReason.READER_TIMEOUT, Stage.READING, detail)
        detail = f"the reading process ended on this article, {times}"
        if cause is Cause.MEMORY:
            detail += ", for want of memory"
        return Reject(RejectReason.READER_CRASHED, Stage.READING, detail)

    async def _spawn(self) -> _Child:
        """A process that has loaded everything; one that is killed meanwhile says nothing about our configuration."""
        for attempt in range(1, LOAD_ATTEMPTS + 1):
            child = await self._launch()
            try:
                async with asyncio.timeout(LOAD_SECONDS):
                    kind, _, length = ANSWER.unpack(await child.stdout.readexactly(ANSWER.size))
                    payload = await child.stdout.readexactly(length)
            except TimeoutError as error:
                child.kill(Cause.TIMEOUT)
                raise CannotRead(f"the reading process had not loaded after {LOAD_SECONDS:g} s") from error
            except (asyncio.IncompleteReadError, ConnectionError):
                code = await child.process.wait()
                log.warning("reading process ended while loading (exit %s), attempt %d", code, attempt)
                continue
            except asyncio.CancelledError:
                child.kill(Cause.CRASHED)
                raise
            if kind != Kind.READY:
                await child.process.wait()
                raise CannotRead(payload.decode("utf-8", "replace"))
            with contextlib.suppress(psutil.Error):
                child.fresh_bytes = psutil.Process(child.process.pid).memory_info().rss
            return child
        raise CannotRead(f"the reading process ended while loading, {LOAD_ATTEMPTS} times (last exit {code})")

    async def _launch(self) -> _Child:
        limits = str(self._limits.report_bytes), str(self._limits.memory_bytes // READING_SHARE)
        arguments = ("-m", "tocsin.stream.reading_child", self._factory, *limits)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1 << 22,
            env={name: value for name, value in os.environ.items() if name not in SECRETS} | SINGLE_THREAD,
        )
        return _Child(process)

    async def _watch(self) -> None:
        """Ends an article over its budget; renews a process whose memory has grown."""
        own = psutil.Process()
        while True:
            await asyncio.sleep(TICK_SECONDS)
            child = self._child
            if child is None or child.process.returncode is not None:
                continue
            if self._sent and time.monotonic() - child.head_since > self._limits.seconds:
                log.warning("an article takes longer than %g s: ending the reading process", self._limits.seconds)
                child.kill(Cause.TIMEOUT)
                continue
            self._watch_memory(own, child)

    def _watch_memory(self, own: psutil.Process, child: _Child) -> None:
        try:
            used = psutil.Process(child.process.pid).memory_info().rss
        except psutil.Error:
            return
        total = own.memory_info().rss + used
        self._meter.set("reading_process_memory_bytes", used)
        self._meter.set("worker_memory_bytes", total)
        if used < child.fresh_bytes * GROWN_FACTOR:
            return
        if total > self._limits.memory_bytes * HARD_LIMIT_FACTOR and self._sent:
            log.warning("reading process uses %d MB: ending it", used // 1_000_000)
            child.kill(Cause.MEMORY)
        elif total > self._limits.memory_bytes and child.read >= RENEW_AFTER and not self._renewing:
            log.info("worker and reading process use %d MB: renewing the latter", total // 1_000_000)
            self._renewing = True
            if not self._sent:
                child.stdin.close()
