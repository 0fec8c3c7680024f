"""Our consumer where no broker is needed: what it costs to wait for the messages in work before a rebalance."""

import asyncio
import gc
from unittest.mock import Mock
from weakref import WeakSet

import pytest
from faust.transport.drivers import aiokafka as aiokafka_driver

from tocsin.stream import transport
from tocsin.stream.transport import SafeConsumer

IN_WORK = 40


class Message:
    acked, refcount = False, 1


class Waiting(SafeConsumer):
    """A consumer with messages in work and nothing else."""

    def __init__(self, messages: list[Message]) -> None:
        self._unacked_messages = WeakSet(messages)
        self._waiting_for_ack = None
        self.commits = 0
        self.diag = self.log = self.app = Mock()  # what upstream tells its diagnostics

    should_stop = False
    loop = property(lambda self: asyncio.get_running_loop())

    async def commit(self, *_: object, **__: object) -> bool:
        self.commits += 1
        return True

    def finish(self, message: Message) -> None:
        message.acked = True
        self._unacked_messages.discard(message)
        if self._waiting_for_ack is not None and not self._waiting_for_ack.done():
            self._waiting_for_ack.set_result(None)


def wait_for_all(wait: object, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """(collections of garbage, commits) while messages are finished one by one."""
    collected: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda: collected.append(1))

    async def main() -> int:
        messages = [Message() for _ in range(IN_WORK)]
        consumer = Waiting(messages)
        waiting = asyncio.ensure_future(wait(consumer))  # type: ignore[operator]
        for message in messages:
            await asyncio.sleep(0.005)
            assert not waiting.done()
            consumer.finish(message)
        await asyncio.wait_for(waiting, 10)
        return consumer.commits

    commits = asyncio.run(main())
    return len(collected), commits


def test_waiting_for_work_collects_no_garbage_per_message(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wait_for_all(SafeConsumer.wait_empty, monkeypatch) == (1, 1)


def test_upstream_collects_and_commits_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this fails, upstream has mended it, and SafeConsumer.wait_empty can go."""

    async def stock(consumer: Waiting) -> None:
        await aiokafka_driver.Consumer.wait_empty(consumer)

    collected, commits = wait_for_all(stock, monkeypatch)
    assert min(collected, commits) > IN_WORK / 2


def test_a_message_that_nobody_holds_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LONE_SECONDS", 0.0)

    async def main() -> None:
        held, lost = Message(), Message()
        lost.itself = lost  # type: ignore[attr-defined]  # a cycle, which only a collection frees
        consumer = Waiting([held, lost])
        waiting = asyncio.ensure_future(consumer.wait_empty())
        await asyncio.sleep(0.01)
        del lost
        await asyncio.sleep(0.01)
        consumer.finish(held)
        await asyncio.wait_for(waiting, 10)

    asyncio.run(main())
