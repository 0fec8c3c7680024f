"""A bare Faust app, as its handbook would write it: what Faust does where nothing of ours stands around it.

Run as `python bare.py '{...}'` with the fields of `Bare`; prints a line for what it does. `scheme` picks Faust's own
transport (`kafka`) or ours (`safe`), all else being equal.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

if "without-codecs" in sys.argv:
    sys.modules["cramjam"] = None  # type: ignore[assignment]  # as where it is not installed

import faust

from tocsin.stream import transport

RAW: dict[str, Any] = {
    "key_type": bytes,
    "value_type": bytes,
    "key_serializer": "raw",
    "value_serializer": "raw",
    "allow_empty": True,
}
QUEUE = 32


@dataclass(frozen=True)
class Bare:
    """One run: Kafka's address, the app's name and that of its topics, which agent, and settings beyond the usual."""

    address: str
    name: str
    agent: str
    scheme: str = "kafka"
    source: str = ""
    changelog: str = ""
    out: str = ""
    settings: dict[str, Any] = field(default_factory=dict)


def say(*words: object) -> None:
    print(*words, flush=True)


def make_app(bare: Bare) -> Any:
    transport.register()
    usual = {
        "broker_commit_interval": 0.2,
        "broker_session_timeout": 10.0,
        "broker_request_timeout": 10.0,
        "consumer_auto_offset_reset": "earliest",
        "stream_buffer_maxsize": QUEUE,
        "store": "memory://",
        "table_standby_replicas": 0,
        "topic_allow_declare": False,
        "topic_disable_leader": True,
        "web_enabled": False,
        "autodiscover": False,
        "datadir": sys.argv[2],
    }
    return faust.App(bare.name, broker=f"{bare.scheme}://{bare.address}", **usual | bare.settings)


def make_table(app: Any, bare: Bare) -> Any:
    changelog = app.topic(bare.changelog, **RAW, partitions=1, compacting=True, acks=False, internal=True)
    return app.Table("seen", key_type=bytes, value_type=bytes, partitions=1, changelog_topic=changelog)


def add_counting(app: Any, bare: Bare) -> None:
    """Notes each message in a table. The first seek waits until messages stand in the queue, the agent until its end.

    So it happens whenever the broker is quicker with messages than with offsets; here it is so each time.
    """
    table = make_table(app, bare)
    waits = [True]
    stock_seek = app.transport.Consumer.perform_seek

    async def late_seek(consumer: Any) -> None:
        deadline = time.monotonic() + 2.0
        while waits and time.monotonic() < deadline and not any(q.qsize() >= QUEUE for q in app.flow_control._queues):
            await asyncio.sleep(0.01)
        waits.clear()
        await stock_seek(consumer)

    app.transport.Consumer.perform_seek = late_seek

    async def count(stream: Any) -> None:
        await app.tables.recovery.completed.wait()
        async for event in stream.events():
            table[event.message.key] = b"seen"
            say("done", event.message.key.decode())
            await asyncio.sleep(0.005)

    app.agent(app.topic(bare.source, **RAW))(count)


def add_leaving_first(app: Any, bare: Bare) -> None:
    """The message called `slow` stays in work, those after it are finished."""
    in_work = []  # Faust itself has no hold on it

    async def work(stream: Any) -> None:
        async for event in stream.noack().events():
            if event.message.key == b"slow":
                in_work.append(event)
            else:
                event.ack()
            say("done", event.message.key.decode())

    app.agent(app.topic(bare.source, **RAW))(work)


def add_slow(app: Any, bare: Bare) -> None:
    """One slow message, longer than the poll interval, then quick ones."""

    async def work(stream: Any) -> None:
        async for event in stream.events():
            say("done", event.message.key.decode())
            if event.message.key == b"slow":
                await asyncio.sleep(9)

    app.agent(app.topic(bare.source, **RAW))(work)


def add_raising(app: Any, bare: Bare) -> None:
    async def work(stream: Any) -> None:
        async for event in stream.events():
            if event.message.key == b"bad":
                raise ValueError("a fault on one message")
            say("done", event.message.key.decode())

    app.agent(app.topic(bare.source, **RAW))(work)


def add_decoding(app: Any, bare: Bare) -> None:
    async def work(stream: Any) -> None:
        async for event in stream.events():
            say("done", event.message.key.decode())

    app.agent(app.topic(bare.source, key_type=bytes, key_serializer="raw", value_serializer="json"))(work)


def add_keeping(app: Any, bare: Bare) -> None:
    """Puts each value into the table as it is, however large."""
    table = make_table(app, bare)

    async def work(stream: Any) -> None:
        async for event in stream.events():
            table[event.message.key] = event.message.value
            say("done", event.message.key.decode())

    app.agent(app.topic(bare.source, **RAW))(work)


def add_sinking(app: Any, bare: Bare) -> None:
    async def work(stream: Any) -> Any:
        async for event in stream.events():
            yield event.value
            say("done", event.message.key.decode())

    app.agent(app.topic(bare.source, **RAW), sink=[app.topic(bare.out, **RAW)])(work)


AGENTS: dict[str, Callable[[Any, Bare], None]] = {
    "counting": add_counting,
    "leaving_first": add_leaving_first,
    "slow": add_slow,
    "raising": add_raising,
    "decoding": add_decoding,
    "keeping": add_keeping,
    "sinking": add_sinking,
}


def main() -> None:
    bare = Bare(**json.loads(sys.argv[1]))
    app = make_app(bare)
    AGENTS[bare.agent](app, bare)

    async def say_ready(*_: Any, **__: Any) -> None:
        say("ready")

    app.on_partitions_assigned.connect(say_ready, weak=False)
    faust.Worker(app, loglevel="WARNING", redirect_stdouts=False).execute_from_commandline()


if __name__ == "__main__":
    main()
