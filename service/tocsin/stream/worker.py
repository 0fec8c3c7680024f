"""One worker: its reading process, the two agents on Faust, an orderly stop with a deadline."""

import asyncio
import contextlib
import logging
import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

from tocsin.settings import Settings
from tocsin.stream import preflight, transport
from tocsin.stream.agents import READ, RESOLVE, ReadAgent, ResolveAgent, Resolver, Sender
from tocsin.stream.assignor import whole_assignor
from tocsin.stream.connection import faust_broker, faust_credentials
from tocsin.stream.extraction import CannotRead, ReadingLimits, ReadingProcess
from tocsin.stream.folder import DataFolder, FolderTaken
from tocsin.stream.guard import CONFIGURATION_EXIT, DATA_EXIT, Fatal, Window, exit_without_ack
from tocsin.stream.logs import set_up_logs
from tocsin.stream.rejects import RejectWatch
from tocsin.stream.state import State, make_table
from tocsin.stream.telemetry import Meter, Probe
from tocsin.stream.topics import Topics
from tocsin.stream.twins import find_twin, watch_for_twins
from tocsin.stream.watchdog import Vitals, start_lag_meter, start_watchdog

log = logging.getLogger(__name__)
HEARTBEAT_SECONDS = 0.25
PRODUCER_LIMIT = 16_777_216
MAX_POLL_SECONDS = 86_400.0
"""aiokafka takes full buffers for idleness, leaves the group and never comes back; our watchdog judges instead."""


@dataclass(frozen=True, slots=True)
class WorkerParts:
    """What the composition root puts in: `reading` is `module:function` for the reading process."""

    reading: str
    make_resolver: Callable[[State], Resolver]
    meter: Meter
    probe: Probe


def run_worker(settings: Settings, parts: WorkerParts) -> int:
    """Run until TERM or INT; the exit code: 0 after an orderly stop, 78 where something must be put right first.

    A failure that could lose a message (1) and a feed of which too much is rejected (65) end the process without
    returning.
    """
    set_up_logs(settings)
    folder = DataFolder(settings)
    try:
        folder.take()
        return asyncio.run(_Worker(settings, parts, folder).run())
    except (FolderTaken, CannotRead) as error:
        return refuse(settings, [str(error)])


def refuse(settings: Settings, lines: Sequence[str]) -> int:
    """Say why this worker does not start, one line each; the exit code for it."""
    set_up_logs(settings)
    for line in lines:
        log.error("%s", line)
    return CONFIGURATION_EXIT


class _Worker:
    def __init__(self, settings: Settings, parts: WorkerParts, folder: DataFolder) -> None:
        self._settings = settings
        self._parts = parts
        self._folder = folder
        self._topics = Topics.of(settings)
        end = exit_without_ack(parts.probe)
        self._fatal: Fatal = lambda why: end(preflight.explain_refusal(settings, why))
        self._vitals = Vitals()
        self._stopping = asyncio.Event()
        self._given_up: str | None = None
        self._was_here = False
        self._windows: tuple[Window, ...] = ()
        self._tasks: list[asyncio.Task[None]] = []

    async def run(self) -> int:
        started = time.monotonic()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        reading = self._make_reading()
        loading = asyncio.create_task(reading.start())  # the longest step, beside the others
        try:
            problems = await asyncio.to_thread(self._find_problems)
            if problems:
                return refuse(self._settings, problems)
            app = self._assemble(reading)
            await self._start(app)
            await self._finish_loading(loading)
            self._parts.probe.release("start")
            log.info("worker started in %.1f s: %s", time.monotonic() - started, self._describe())
            await self._until_stop(app)
            if self._given_up is not None:
                await self._leave_unacknowledged(app, self._given_up)
            await self._stop(app)
        finally:
            if not loading.done():
                loading.cancel()
            await asyncio.gather(loading, return_exceptions=True)
            await reading.stop()
        return 0

    def _find_problems(self) -> Sequence[str]:
        problems = preflight.find_problems(self._settings)
        if problems:
            return problems
        folder = self._folder
        twin = find_twin(self._settings, folder.instance_id(), _client_id(folder), self._stopping.is_set)
        return (twin,) if twin else ()

    async def _finish_loading(self, loading: "asyncio.Task[None]") -> None:
        try:
            await loading
        except CannotRead as error:
            refuse(self._settings, [str(error)])
            logging.shutdown()
            os._exit(CONFIGURATION_EXIT)  # at once: Faust has started meanwhile, and has nothing to commit

    def _describe(self) -> str:
        settings = self._settings
        return f"broker {settings.broker}, group {settings.app_id}, folder {self._folder.path}, process {os.getpid()}"

    def _make_reading(self) -> ReadingProcess:
        limits = ReadingLimits(
            seconds=self._settings.reading_timeout,
            report_bytes=self._topics.reports.max_message_bytes - 4096,
            memory_bytes=self._settings.memory_limit_mb * 1_000_000,
        )
        return ReadingProcess(self._parts.reading, limits, self._parts.meter, self._fatal)

    def _make_window(self, stage: str) -> Window:
        settings = self._settings
        return Window(
            stage=stage,
            limit=settings.max_in_flight,
            byte_limit=settings.max_in_flight_mb * 1_000_000,
            timeout=settings.request_timeout + 5.0,
            meter=self._parts.meter,
            fatal=self._fatal,
        )

    def _make_watch(self, stage: str) -> RejectWatch:
        settings, note = self._settings, self._folder.path / f"rejects-{stage}.json"
        return RejectWatch(stage, settings.reject_share_limit, settings.reject_window, note, self._parts.meter)

    def _give_up(self, why: str) -> None:
        """Too much of the feed is rejected: the first word counts."""
        self._given_up = self._given_up or why
        self._stopping.set()

    def _assemble(self, reading: ReadingProcess) -> Any:
        """Faust's app with both agents; built here, since it binds to the loop that runs."""
        app = _make_app(self._settings, self._folder, self._fatal)
        table = make_table(app, self._topics.state.name)
        sender = Sender(app, self._topics, self._parts.meter)
        self._windows = (self._make_window(READ), self._make_window(RESOLVE))
        self._rejects = (self._make_watch(READ), self._make_watch(RESOLVE))
        self._read = ReadAgent(reading, sender, self._windows[0], self._rejects[0], self._give_up, self._fatal)
        self._resolve = ResolveAgent(
            make_resolver=self._parts.make_resolver,
            state=State(app, table, self._topics.state.name),
            sender=sender,
            window=self._windows[1],
            crash_note=self._folder.path / "failing-report.json",
            rejects=self._rejects[1],
            give_up=self._give_up,
            fatal=self._fatal,
        )
        self._add_agent(app, READ, self._topics.articles.name, self._read.consume)
        self._add_agent(app, RESOLVE, self._topics.reports.name, self._resolve.consume)
        table.on_recover(self._on_recover)
        app.on_partitions_assigned.connect(partial(self._pin_topics, app), weak=False)
        return app

    def _add_agent(self, app: Any, name: str, topic: str, body: Callable[[Any], Any]) -> None:
        channel = app.topic(
            topic, key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw", allow_empty=True
        )

        async def agent(stream: Any) -> None:
            await body(stream)

        app.agent(channel, name=name)(agent)

    async def _pin_topics(self, app: Any, *_: Any, **__: Any) -> None:
        self._parts.meter.count("rebalances")
        await transport.pin_topics(app.producer._producer.client, [topic.name for topic in self._topics])

    async def _on_recover(self) -> None:
        """The table is complete: build the resolver from it where the partition came (back) to this worker.

        It may have been with another one although no assignment said so: this one was too slow, lost its place, and
        got it back. Then the recovery has moved the local copy on.
        """
        try:
            await asyncio.wait_for(self._windows[1].drained(), self._settings.request_timeout)
            state = self._resolve.state
            is_here = state.is_here
            if is_here and not (self._was_here and state.is_our_own):
                started = time.monotonic()
                self._resolve.rebuild()
                seconds = time.monotonic() - started
                log.info("state restored: about %d records", state.estimated_records())
                self._parts.meter.set("recovery_seconds", seconds)
            self._was_here = is_here
        except Exception as error:
            log.exception("restoring the state failed")
            self._fatal(f"restoring the state failed: {type(error).__name__}: {error}")

    async def _start(self, app: Any) -> None:
        app.finalize()
        self._parts.probe.hold("recovery", "the state is being restored")
        self._tasks = [
            asyncio.create_task(work)
            for work in (
                self._windows[0].acknowledge(),
                self._windows[1].acknowledge(),
                self._read.publish(),
                self._beat(app),
            )
        ]
        watch_for_twins(self._fatal, self._folder.instance_id())
        await app.start()
        start_watchdog(self._vitals, self._settings, self._fatal)
        start_lag_meter(self._vitals, self._settings, self._parts.meter, self._stopping.is_set)
        preflight.start_access_watch(self._settings, self._fatal, self._stopping.is_set)

    async def _until_stop(self, app: Any) -> None:
        waits = [asyncio.ensure_future(app.wait_until_stopped()), asyncio.ensure_future(self._stopping.wait())]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        if not self._stopping.is_set():  # Faust gave up by itself: nothing may be committed now
            self._fatal(f"the stream ended by itself ({app.crash_reason!r})")
        for wait in waits:
            wait.cancel()

    async def _stop(self, app: Any) -> None:
        """Finish what is in work, commit, leave; past the deadline end at once (what is unfinished comes again)."""
        log.info("stopping")
        self._parts.probe.hold("stop", "the worker is stopping")
        deadline = time.monotonic() + self._settings.stop_deadline
        try:
            app.flow_control.suspend()
            async with asyncio.timeout(self._settings.stop_deadline / 2):
                for window in self._windows:
                    await window.drained()
        except TimeoutError:
            log.warning("not everything in work was finished in time")
        try:
            await asyncio.wait_for(app.stop(), max(1.0, deadline - time.monotonic()))
        except TimeoutError:
            self._fatal(f"no orderly stop within {self._settings.stop_deadline:g} s")
        for task in self._tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*self._tasks, return_exceptions=True)
        self._save_rejects()
        log.info("stopped")

    async def _leave_unacknowledged(self, app: Any, why: str) -> NoReturn:
        """Commit what is done, leave the rest for the next start, and end at once."""
        self._parts.probe.fail(why)
        try:
            app.flow_control.suspend()
            async with asyncio.timeout(self._settings.stop_deadline / 2):
                for window in self._windows:
                    await window.settled()
                await app.consumer.commit()
        except Exception as error:  # then it comes again, and is recognised
            log.warning("what was done last could not be committed (%s)", type(error).__name__)
        self._save_rejects()
        log.critical("%s", why)
        logging.shutdown()
        os._exit(DATA_EXIT)

    def _save_rejects(self) -> None:
        for watch in self._rejects:
            watch.save()

    async def _beat(self, app: Any) -> None:
        """Tell threads and probes, four times a second, how the loop is."""
        meter, probe, vitals = self._parts.meter, self._parts.probe, self._vitals
        expected = time.monotonic()
        while True:
            now = time.monotonic()
            meter.set("event_loop_delay_seconds", max(0.0, now - expected))
            vitals.heartbeat = now
            vitals.last_ack = max(window.last_ack for window in self._windows)
            probe.beat()
            self._note_assignment(app, now)
            meter.set("table_records", self._resolve.state.estimated_records())
            meter.set("live_mentions", self._resolve.live_mentions)
            expected = now + HEARTBEAT_SECONDS
            await asyncio.sleep(HEARTBEAT_SECONDS)

    def _note_assignment(self, app: Any, now: float) -> None:
        vitals, probe = self._vitals, self._parts.probe
        is_recovered = app.tables.recovery.completed.is_set() and not app.rebalancing
        if not is_recovered:
            vitals.recovering_since = vitals.recovering_since or now
            probe.hold("recovery", "the state is being restored")
            return
        vitals.recovering_since = None
        probe.release("recovery")
        sources = {self._topics.articles.name, self._topics.reports.name}
        assigned = [tp for tp in app.consumer.assignment() if tp.topic in sources]
        committed = app.consumer._committed_offset
        vitals.committed = {(tp.topic, tp.partition): committed.get(tp) for tp in assigned}
        if assigned:
            vitals.unassigned_since = None
            probe.release("assignment")
        else:
            vitals.unassigned_since = vitals.unassigned_since or now
            probe.hold("assignment", "no partition is assigned to this worker")


def _client_id(folder: DataFolder) -> str:
    """Which data folder a member of the group has, for all to see."""
    return f"tocsin-{folder.mark()}"


def _make_app(settings: Settings, folder: DataFolder, fatal: Fatal) -> Any:
    import faust

    transport.register(settings.max_in_flight_mb * 1_000_000)
    instance = folder.instance_id()
    return faust.App(
        settings.app_id,
        broker=faust_broker(settings),
        broker_credentials=faust_credentials(settings),
        broker_client_id=_client_id(folder),
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=min(3.0, settings.session_timeout / 3),
        broker_request_timeout=max(90.0, settings.session_timeout),
        broker_rebalance_timeout=120.0,
        broker_max_poll_interval=MAX_POLL_SECONDS,
        broker_max_poll_records=500,
        broker_commit_interval=2.0,
        broker_commit_every=1000,
        consumer_auto_offset_reset="earliest",
        consumer_group_instance_id=instance,
        consumer_max_fetch_size=4_194_304,
        producer_acks=-1,
        producer_linger=0.02,
        producer_max_batch_size=262_144,
        producer_max_request_size=PRODUCER_LIMIT,
        producer_compression_type="gzip",  # what every client can read without a further library
        producer_request_timeout=settings.request_timeout,
        processing_guarantee="at_least_once",
        stream_buffer_maxsize=256,
        stream_processing_timeout=120.0,
        stream_recovery_delay=0.0,
        store="rocksdb://",
        datadir=str(folder.path / "faust"),
        table_standby_replicas=0,
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        PartitionAssignor=whole_assignor(fatal),
        canonical_url=f"http://{instance}",  # one per worker: the assignor tells them apart by it
        autodiscover=False,
    )
