"""The two agents: `read` turns articles into reports, `resolve` turns reports into incidents. I/O only."""

import asyncio
import hashlib
import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pydantic import ValidationError

from tocsin.stream import cloudevents, deadletter
from tocsin.stream.cloudevents import Headers
from tocsin.stream.extraction import Reading, ReadingProcess
from tocsin.stream.guard import Fatal, InWork, Window
from tocsin.stream.reading_frames import ReadReport, Request
from tocsin.stream.rejects import RejectLimit, RejectWatch
from tocsin.stream.state import State
from tocsin.stream.telemetry import Meter
from tocsin.stream.topics import Topic, Topics
from tocsin.types import Reject, RejectReason, Stage
from tocsin_schemas.enums import ChangeKind
from tocsin_schemas.models import Report

log = logging.getLogger(__name__)
READ, RESOLVE = "read", "resolve"
RECORD_ROOM = 4_096
"""Bytes of a record beside its value: key, headers, framing."""
BUG_ATTEMPTS = 2
NOTED_REPORTS = 100


class Outgoing(Protocol):
    """A message about an incident as the resolver made it; `value` None is a tombstone."""

    @property
    def incident_id(self) -> str: ...
    @property
    def revision(self) -> int: ...
    @property
    def kind(self) -> ChangeKind | None: ...
    @property
    def at(self) -> str | None: ...
    @property
    def value(self) -> bytes | None: ...


class Decision(Protocol):
    """What the resolver decided about one report; all writes come before any message."""

    @property
    def writes(self) -> tuple[tuple[str, bytes | None], ...]: ...
    @property
    def change_messages(self) -> Sequence[Outgoing]: ...
    @property
    def incident_messages(self) -> Sequence[Outgoing]: ...
    @property
    def counts(self) -> Mapping[str, int]: ...
    @property
    def largest(self) -> int: ...


class Resolver(Protocol):
    """Reports to decisions; pure but for its candidate index, which `recover` rebuilds."""

    def resolve(self, report: Report, /) -> Decision: ...
    def recover(self, records: Iterable[tuple[str, bytes]], /) -> None: ...
    @property
    def live_mentions(self) -> int: ...


@dataclass(slots=True)
class Sender:
    """Sends through the worker's one producer; each call returns a future of Kafka's acknowledgement."""

    app: Any
    topics: Topics
    meter: Meter

    async def send(
        self, stage: str, topic: Topic, key: bytes | None, value: bytes | None, headers: Headers
    ) -> Awaitable[Any]:
        future: Awaitable[Any] = await self.app.producer.send(
            topic.name, key, value, partition=None, timestamp=None, headers=headers
        )
        self.meter.count("records_out", stage=stage, topic=topic.name)
        return future

    async def reject(self, stage: str, event: Any, reject: Reject) -> Awaitable[Any]:
        """Send the original record of `event` to the dead letters."""
        message, origin = event.message, origin_of(event)
        limit = self.topics.rejected.max_message_bytes
        value, headers = deadletter.build(reject, origin, message.value, original_headers(message), limit)
        self.meter.count("rejected", stage=reject.stage.value, reason=reject.reason.value)
        log.info("rejected %s: %s (%s)", origin.place, reject.reason, reject.detail)
        return await self.send(stage, self.topics.rejected, message.key, value, headers)


@dataclass(slots=True)
class ReadAgent:
    """articles → reports: hands records to the reading process, publishes its answers in their order."""

    reading: ReadingProcess
    sender: Sender
    window: Window
    rejects: RejectWatch
    give_up: Callable[[str], None]
    fatal: Fatal
    _answers: "asyncio.Queue[tuple[InWork, asyncio.Future[Reading]]]" = field(default_factory=asyncio.Queue)

    async def consume(self, stream: Any) -> None:
        """The agent's body."""
        try:
            async for event in stream.noack().events():
                message = event.message
                request = Request(message.key, message.value, timestamp_ms(message))
                work = await self.window.room(event, request.size)
                self._answers.put_nowait((work, self.reading.submit(request)))
        except Exception as error:
            log.exception("read failed")
            self.fatal(f"read failed: {type(error).__name__}: {error}")

    async def publish(self) -> None:
        """The task behind the body: awaits each answer, sends it, hands it on to be acknowledged."""
        try:
            while True:
                work, answer = await self._answers.get()
                work.sends = [await self._send(work.event, await answer)]
                self.window.finish(work)
        except RejectLimit as limit:
            self.give_up(str(limit))
        except Exception as error:
            log.exception("publishing a report failed")
            self.fatal(f"publishing a report failed: {type(error).__name__}: {error}")

    async def _send(self, event: Any, reading: Reading) -> Awaitable[Any]:
        meter, topics = self.sender.meter, self.sender.topics
        self.rejects.admit(reading if isinstance(reading, Reject) else None, origin_of(event).place)
        if isinstance(reading, Reject):
            return await self.sender.reject(READ, event, reading)
        meter.count("reports", outcome=reading.outcome)
        return await self.sender.send(
            READ, topics.reports, reading.article_id.encode(), reading.value, _report_headers(event, reading)
        )


@dataclass(slots=True)
class ResolveAgent:
    """reports → incidents: decide, write the state, then send changes and incidents.

    `crash_note` is a file that remembers a report on which the resolver failed, over the restarts that follow: after
    two of them the third try sends that report to the dead letters, so that a fault of ours cannot stop the stream.
    `give_up` is told where too many were rejected.
    """

    make_resolver: Callable[[State], Resolver]
    state: State
    sender: Sender
    window: Window
    crash_note: Path
    rejects: RejectWatch
    give_up: Callable[[str], None]
    fatal: Fatal
    _resolver: Resolver | None = None

    @property
    def live_mentions(self) -> int:
        return self._resolver.live_mentions if self._resolver else 0

    def rebuild(self) -> None:
        """Build the resolver anew from the state that this worker now holds."""
        self.state.begin_anew()
        self._renew_resolver()

    def _renew_resolver(self) -> None:
        resolver = self.make_resolver(self.state)
        resolver.recover(self.state.items())
        self._resolver = resolver

    async def consume(self, stream: Any) -> None:
        """The agent's body."""
        try:
            async for event in stream.noack().events():
                work = await self.window.room(event, len(event.message.value or b""))
                await self._handle(work)
                self.window.finish(work)
        except RejectLimit as limit:
            self.give_up(str(limit))
        except Exception as error:
            log.exception("resolve failed")
            self.fatal(f"resolve failed: {type(error).__name__}: {error}")

    async def _handle(self, work: InWork) -> None:
        message = work.event.message
        decided = self._decide(message)
        self.rejects.admit(decided if isinstance(decided, Reject) else None, origin_of(work.event).place)
        if isinstance(decided, Reject):
            work.sends = [await self.sender.reject(RESOLVE, work.event, decided)]
            return
        report, decision = decided
        written = await self.state.write(decision.writes)
        others = await self._send_all(decision)
        count = len(written.sends)
        work.sends = [*written.sends, *others]
        work.after = lambda results: self._after(report, decision, lambda: written.settle(results[:count]))

    def _decide(self, message: Any) -> "tuple[Report, Decision] | Reject":
        try:
            report = Report.model_validate_json(message.value or b"")
        except ValidationError as error:
            detail = f"{error.error_count()} faults, the first at {'.'.join(map(str, error.errors()[0]['loc']))}"
            return Reject(RejectReason.BAD_REPORT, Stage.RESOLVE, detail)
        identity = hashlib.sha256(message.value).hexdigest()[:16]  # not the offset: a replay writes the report anew
        failures = _failures(self.crash_note).get(identity, 0)
        if failures >= BUG_ATTEMPTS:
            return Reject(RejectReason.BAD_REPORT, Stage.RESOLVE, f"resolving it failed {failures} times")
        if self._resolver is None:
            self.rebuild()
        assert self._resolver is not None
        try:
            decision = self._resolver.resolve(report)
        except Exception:
            noted = _failures(self.crash_note) | {identity: failures + 1}
            self.crash_note.write_text(json.dumps(dict(list(noted.items())[-NOTED_REPORTS:])))
            raise
        limit = self.sender.topics.state.max_message_bytes - RECORD_ROOM
        largest = max([decision.largest, *(len(value or b"") for _, value in decision.writes)])
        if largest > limit:
            self._renew_resolver()  # the index has taken up what will not be written
            detail = f"a state record would have {largest} bytes, the topic takes {limit}"
            return Reject(RejectReason.RECORD_TOO_LARGE, Stage.RESOLVE, detail)
        return report, decision

    async def _send_all(self, decision: Decision) -> list[Awaitable[Any]]:
        topics = self.sender.topics
        sends = []
        for change in decision.change_messages:
            kind = cloudevents.change_type(change.kind) if change.kind else cloudevents.INCIDENT_TYPE
            sends.append(await self._send_one(topics.changes, change, kind))
        for incident in decision.incident_messages:
            sends.append(await self._send_one(topics.incidents, incident, cloudevents.INCIDENT_TYPE))
        return sends

    async def _send_one(self, topic: Topic, message: Outgoing, kind: str) -> Awaitable[Any]:
        headers = cloudevents.headers(kind, f"{message.incident_id}:{message.revision}", message.at)
        return await self.sender.send(RESOLVE, topic, message.incident_id.encode(), message.value, headers)

    def _after(self, report: Report, decision: Decision, settle: Callable[[], None]) -> None:
        settle()
        meter = self.sender.meter
        for name, amount in decision.counts.items():
            meter.count("decisions", amount, decision=name)
        for change in decision.change_messages:
            if change.kind:
                meter.count("incident_changes", change=change.kind.value)
        if decision.change_messages and report.published_at is not None:
            meter.observe("article_age_seconds", max(0.0, time.time() - report.published_at.timestamp()))


def origin_of(event: Any) -> deadletter.Origin:
    """Where the record of an event stands."""
    message = event.message
    return deadletter.Origin(message.topic, message.partition, message.offset, timestamp_ms(message))


def timestamp_ms(message: Any) -> int:
    """The record's Kafka timestamp, which Faust gives in seconds."""
    seconds: float = message.timestamp
    return round(seconds * 1000)


def original_headers(message: Any) -> list[tuple[str, bytes]]:
    """All headers, repeated names included."""
    found = message.headers
    pairs = found.items() if isinstance(found, Mapping) else found or ()
    return [(name, content or b"") for name, content in pairs]


def _report_headers(event: Any, report: ReadReport) -> Headers:
    message = event.message
    identity = f"{message.topic}:{message.partition}:{message.offset}"
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(message.timestamp))
    return cloudevents.headers(cloudevents.REPORT_TYPE, identity, at)


def _failures(note: Path) -> dict[str, int]:
    """How often resolving failed, by the hash of the report."""
    try:
        noted: dict[str, int] = json.loads(note.read_text())
    except (OSError, ValueError):
        return {}
    return noted
