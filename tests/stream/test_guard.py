import asyncio
import logging
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tocsin.settings import Settings
from tocsin.stream import watchdog
from tocsin.stream.guard import Window
from tocsin.stream.telemetry import SilentMeter
from tocsin.stream.twins import TwinWatch
from tocsin.stream.watchdog import Patience, Vitals, find_stall, start_lag_meter


class Event:
    def __init__(self, name: str, acked: list[str]) -> None:
        self._name, self._acked = name, acked

    def ack(self) -> None:
        self._acked.append(self._name)


def make_window(fatal: Any, limit: int = 10, byte_limit: int = 1000, timeout: float = 5.0) -> Window:
    return Window("read", limit, byte_limit, timeout, SilentMeter(), fatal)


def test_acknowledges_in_order_whatever_arrives_first() -> None:
    async def main() -> None:
        acked: list[str] = []
        window = make_window(pytest.fail)
        task = asyncio.create_task(window.acknowledge())
        sends = []
        for name in "abc":
            work = await window.room(Event(name, acked), 1)
            sends.append(asyncio.get_running_loop().create_future())
            work.sends = [sends[-1]]
            window.finish(work)
        sends[2].set_result(None)
        sends[1].set_result(None)
        await asyncio.sleep(0.05)
        assert acked == []
        sends[0].set_result(None)
        await asyncio.wait_for(window.drained(), 5)
        assert acked == ["a", "b", "c"]
        task.cancel()

    asyncio.run(main())


@pytest.mark.parametrize("limits", [(2, 1000), (100, 25)])
def test_waits_for_room_by_number_and_by_bytes(limits: tuple[int, int]) -> None:
    async def main() -> None:
        window = make_window(pytest.fail, *limits)
        task = asyncio.create_task(window.acknowledge())
        first = await window.room(Event("a", []), 10)
        await window.room(Event("b", []), 10)
        third = asyncio.create_task(window.room(Event("c", []), 10))
        await asyncio.sleep(0.05)
        assert not third.done()
        window.finish(first)
        await asyncio.wait_for(third, 5)
        task.cancel()

    asyncio.run(main())


def test_one_record_larger_than_the_window_still_passes() -> None:
    async def main() -> None:
        window = make_window(pytest.fail, byte_limit=10)
        await asyncio.wait_for(window.room(Event("a", []), 1_000_000), 1)

    asyncio.run(main())


@pytest.mark.parametrize("fails", [True, False])
def test_a_send_that_fails_or_hangs_ends_the_process_and_acknowledges_nothing(fails: bool) -> None:
    async def main() -> None:
        acked: list[str] = []
        deaths: list[str] = []
        window = make_window(deaths.append, timeout=0.1)
        task = asyncio.create_task(window.acknowledge())
        work = await window.room(Event("a", acked), 1)
        send: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if fails:
            send.set_exception(ConnectionError("gone"))
        work.sends = [send]
        window.finish(work)
        await asyncio.wait_for(task, 5)
        assert acked == []
        assert len(deaths) == 1
        assert "was not acknowledged" in deaths[0]

    asyncio.run(main())


PATIENCE = Patience(stall=60.0, recovery=600.0)


def vitals(**given: Any) -> Vitals:
    return Vitals(**{"heartbeat": 1000.0, "last_ack": 1000.0, "recovering_since": None} | given)


@pytest.mark.parametrize(
    ("state", "now", "why"),
    [
        (vitals(), 1030.0, None),
        (vitals(), 1061.0, "event loop"),
        (vitals(heartbeat=2000.0), 2000.0, None),  # idle for long: no work waits
        (vitals(heartbeat=2000.0, lag=5, behind_since=1990.0), 2000.0, None),
        (vitals(heartbeat=2000.0, lag=5, behind_since=1900.0), 2000.0, "5 records wait"),
        (vitals(heartbeat=2000.0, lag=5, behind_since=1900.0, last_ack=1999.0), 2000.0, None),
        (vitals(heartbeat=2000.0, recovering_since=1500.0, lag=5, behind_since=1500.0), 2000.0, None),
        (vitals(heartbeat=2000.0, recovering_since=1300.0), 2000.0, "not restored"),
        (vitals(heartbeat=2000.0, unassigned_since=1900.0), 2000.0, "no partition"),
    ],
)
def test_the_watchdog_ends_a_worker_that_has_work_and_does_none(state: Vitals, now: float, why: str | None) -> None:
    found = find_stall(state, PATIENCE, now)
    assert (found is None) == (why is None)
    assert why is None or why in (found or "")


def test_a_twin_of_the_same_member_id_ends_the_worker() -> None:
    deaths: list[str] = []
    handler = TwinWatch(deaths.append, "w1")
    log = logging.Logger("coordinator")
    log.addHandler(handler)
    log.warning("Heartbeat failed: local member_id was not recognized; resetting and re-joining group")
    log.warning("Heartbeat session expired")
    assert deaths == []
    for _ in range(2):
        log.warning("Heartbeat failed: local member_id was not recognized; resetting and re-joining group")
    assert len(deaths) == 1
    assert "member id w1" in deaths[0]


def test_defaults_are_patient_enough_for_one_article_and_one_send() -> None:
    settings = Settings()
    assert settings.stall_timeout > 2 * settings.reading_timeout + settings.request_timeout


class FailsOnce(Mapping[tuple[str, int], int | None]):
    """As Kafka's client does where the broker dies under it: an error that no list of errors foresees."""

    failures = 0

    def __iter__(self) -> Iterator[tuple[str, int]]:
        self.failures += 1
        if self.failures == 1:
            raise KeyError("reports.v1")
        return iter(())

    def __len__(self) -> int:
        return 0

    def __getitem__(self, key: tuple[str, int]) -> int | None:
        raise KeyError(key)


def test_the_lag_is_measured_on_after_an_error_of_any_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "LAG_SECONDS", 0.01)
    vitals, settings = Vitals(committed=FailsOnce(), lag=7, behind_since=1.0), Settings()
    stop = threading.Event()
    start_lag_meter(vitals, settings, SilentMeter(), stop.is_set)
    try:
        deadline = time.monotonic() + 30
        while vitals.behind_since is not None and time.monotonic() < deadline:
            time.sleep(0.01)
        assert (vitals.lag, vitals.behind_since) == (0, None)
    finally:
        stop.set()
