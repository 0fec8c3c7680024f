"""The reading process alone, without Kafka: order, deaths, budgets."""

import asyncio
import dataclasses
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import psutil
import pytest
from installation import article
from parts import DIE, EAT, FAIL, GORGE, HANG, KEEP

from tocsin.stream.extraction import RENEW_AFTER, CannotRead, Cause, Reading, ReadingLimits, ReadingProcess
from tocsin.stream.reading_frames import ReadReport, Request
from tocsin.stream.telemetry import SilentMeter
from tocsin.types import Reject, RejectReason

LINUX_ALONE = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the kernel does not help")


class CountingMeter(SilentMeter):
    def __init__(self) -> None:
        self.restarts: list[str] = []

    def count(self, name: str, amount: float = 1, /, **labels: str) -> None:
        if name == "reading_process_restarts":
            self.restarts.append(labels["cause"])


@pytest.fixture(autouse=True)
def child_finds_the_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def run(
    work: Callable[[ReadingProcess], Awaitable[None]],
    meter: CountingMeter | None = None,
    seconds: float = 30.0,
    memory: int = 2_000_000_000,
) -> None:
    async def main() -> None:
        failures: list[str] = []
        limits = ReadingLimits(seconds, 4_000_000, memory)
        reading = ReadingProcess("parts:open_reading", limits, meter or CountingMeter(), failures.append)
        await reading.start()
        try:
            await asyncio.wait_for(work(reading), 150)
        finally:
            await reading.stop()
        assert failures == []

    asyncio.run(main())


def request(article_id: str, text: str = "A quiet day.") -> Request:
    key, value = article(article_id, text=text)
    return Request(key, value, 1_767_700_000_000)


async def submit_all(reading: ReadingProcess, requests: list[Request]) -> list[Reading]:
    return list(await asyncio.gather(*(reading.submit(one) for one in requests)))


def ids(answers: list[Reading]) -> list[str]:
    return [one.article_id if isinstance(one, ReadReport) else one.reason.value for one in answers]


def test_answers_in_order_and_rejects_in_their_place() -> None:
    async def work(reading: ReadingProcess) -> None:
        requests = [request(f"a{number}") for number in range(100)]
        requests[40] = Request(b"x", b"no json", 0)
        answers = await submit_all(reading, requests)
        assert ids(answers) == [f"a{number}" if number != 40 else "not_json" for number in range(100)]

    run(work)


def test_a_process_killed_while_loading_is_started_again() -> None:
    async def kill_first(seen: set[int]) -> None:
        while not seen:
            seen |= {child.pid for child in psutil.Process().children() if "reading_child" in "".join(_command(child))}
            await asyncio.sleep(0.01)
        psutil.Process(seen.pop()).kill()

    async def main() -> None:
        failures: list[str] = []
        limits = ReadingLimits(30.0, 4_000_000, 2_000_000_000)
        reading = ReadingProcess("parts:open_reading", limits, CountingMeter(), failures.append)
        await asyncio.gather(reading.start(), kill_first(set()))
        try:
            assert ids(await submit_all(reading, [request("a1")])) == ["a1"]
        finally:
            await reading.stop()
        assert failures == []

    asyncio.run(main())


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_a_tombstone_and_a_missing_key_travel_as_they_are() -> None:
    async def work(reading: ReadingProcess) -> None:
        withdrawn, nameless = await submit_all(reading, [Request(b"a1", None, 0), Request(None, None, 0)])
        assert isinstance(withdrawn, ReadReport)
        assert (withdrawn.article_id, withdrawn.outcome) == ("a1", "withdrawn")
        assert isinstance(nameless, Reject)
        assert nameless.reason is RejectReason.MISSING_ID

    run(work)


def test_the_deadly_article_alone_is_rejected() -> None:
    meter = CountingMeter()

    async def work(reading: ReadingProcess) -> None:
        requests = [request(f"a{number}", DIE if number in (7, 8) else "Quiet.") for number in range(30)]
        answers = await submit_all(reading, requests)
        assert ids(answers) == [f"a{n}" if n not in (7, 8) else "reader_crashed" for n in range(30)]

    run(work, meter)
    assert meter.restarts == [Cause.CRASHED] * 4  # each is tried once more, alone


def test_an_article_over_its_budget_is_rejected_and_its_neighbours_are_read() -> None:
    meter = CountingMeter()

    async def work(reading: ReadingProcess) -> None:
        answers = await submit_all(reading, [request("a"), request("b", HANG), request("c")])
        assert ids(answers) == ["a", "reader_timeout", "c"]

    run(work, meter, seconds=0.5)
    assert meter.restarts == [Cause.TIMEOUT] * 2


@pytest.mark.parametrize("eater", [EAT, pytest.param(GORGE, marks=LINUX_ALONE)])
def test_an_article_that_eats_memory_is_rejected_and_its_neighbours_are_read(eater: str) -> None:
    meter = CountingMeter()

    async def work(reading: ReadingProcess) -> None:
        requests = [request(f"a{number}", eater if number == 20 else "Quiet.") for number in range(60)]
        answers = await submit_all(reading, requests)
        assert ids(answers) == [f"a{n}" if n != 20 else "reader_crashed" for n in range(60)]
        rejected = answers[20]
        assert isinstance(rejected, Reject)
        assert rejected.detail.endswith("twice, for want of memory")

    run(work, meter, memory=600_000_000)
    assert meter.restarts == [Cause.MEMORY] * 2


def test_a_death_while_the_process_is_to_be_renewed_loses_no_article_and_mixes_none_up() -> None:
    async def work(reading: ReadingProcess) -> None:
        await submit_all(reading, [request(f"a{number}") for number in range(RENEW_AFTER)])
        assert reading.pid is not None
        used = sum(psutil.Process(pid).memory_info().rss for pid in (os.getpid(), reading.pid))
        reading._limits = dataclasses.replace(reading._limits, memory_bytes=round(used / 1.1))
        answers = await submit_all(reading, [request("b0", HANG), *(request(f"b{n}") for n in range(1, 30))])
        assert ids(answers) == ["reader_timeout", *(f"b{n}" for n in range(1, 30))]

    run(work, seconds=1.0)


def test_a_process_killed_from_outside_again_and_again_costs_no_article() -> None:
    async def work(reading: ReadingProcess) -> None:
        for life in range(3):
            answers = [reading.submit(request(f"a{life}-{number}")) for number in range(20)]
            await answers[5]
            assert reading.pid is not None
            os.kill(reading.pid, 9)
            assert ids(list(await asyncio.gather(*answers))) == [f"a{life}-{number}" for number in range(20)]

    run(work)


def test_an_article_is_rejected_at_the_third_kill_from_outside_and_not_before() -> None:
    meter = CountingMeter()

    async def work(reading: ReadingProcess) -> None:
        slow, next_one = (reading.submit(one) for one in (request("slow", HANG), request("next")))
        for kills in (1, 2, 3):
            assert reading.pid is not None
            assert not slow.done()
            os.kill(reading.pid, 9)
            while len(meter.restarts) < kills or reading.pid is None:
                await asyncio.sleep(0.05)
        rejected = await slow
        assert isinstance(rejected, Reject)
        assert rejected.reason is RejectReason.READER_CRASHED
        assert rejected.detail.endswith("3 times")
        assert ids([await next_one]) == ["next"]

    run(work, meter, seconds=60.0)
    assert meter.restarts == [Cause.CRASHED] * 3


def test_a_fault_in_reading_is_rejected_without_the_articles_text() -> None:
    meter = CountingMeter()

    async def work(reading: ReadingProcess) -> None:
        failed, read = await submit_all(reading, [request("a", FAIL + " secret"), request("b")])
        assert isinstance(failed, Reject)
        assert failed.reason is RejectReason.READER_CRASHED
        assert failed.detail.startswith("ValueError at parts.py:")
        assert isinstance(read, ReadReport)

    run(work, meter)
    assert meter.restarts == []


def test_a_process_killed_while_idle_is_replaced_and_nobody_blamed() -> None:
    async def work(reading: ReadingProcess) -> None:
        await reading.submit(request("a"))
        before = reading.pid
        assert before is not None
        os.kill(before, 9)
        answer = await reading.submit(request("b"))
        assert isinstance(answer, ReadReport)
        assert reading.pid != before

    run(work)


def test_what_was_submitted_while_it_loaded_is_read() -> None:
    async def main() -> None:
        limits = ReadingLimits(30.0, 4_000_000, 2_000_000_000)
        reading = ReadingProcess("parts:open_reading", limits, SilentMeter(), pytest.fail)
        answer = reading.submit(request("early"))
        await reading.start()
        assert ids([await asyncio.wait_for(answer, 20)]) == ["early"]
        await reading.stop()

    asyncio.run(main())


@pytest.fixture
def worker_bytes() -> Iterator[int]:
    """Memory of this process, which stands for the worker's: at least 300 MB, so that half of it is room to read in."""
    ballast = bytearray(b"x") * 300_000_000
    yield psutil.Process().memory_info().rss
    del ballast


def test_memory_over_the_limit_renews_the_process_between_articles(worker_bytes: int) -> None:
    meter = CountingMeter()

    async def work(reading: ReadingProcess) -> None:
        before = reading.pid
        await reading.submit(request("much", KEEP))
        for start in range(0, 400, 50):
            answers = await submit_all(reading, [request(f"a{start + number}") for number in range(50)])
            assert ids(answers) == [f"a{start + number}" for number in range(50)]
            await asyncio.sleep(0.1)
        assert reading.pid != before

    run(work, meter, memory=worker_bytes + 90_000_000)
    assert set(meter.restarts) == {Cause.MEMORY}


def test_a_process_that_has_not_grown_is_not_renewed_for_the_memory_of_the_worker(worker_bytes: int) -> None:
    """Another one would need as much: renewing it would be for ever."""
    meter = CountingMeter()

    async def work(reading: ReadingProcess) -> None:
        for start in range(0, 400, 50):
            await submit_all(reading, [request(f"a{start + number}") for number in range(50)])
            await asyncio.sleep(0.1)

    run(work, meter, memory=worker_bytes // 2)
    assert meter.restarts == []


def test_what_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESTS_READING_MISSING", "1")
    with pytest.raises(CannotRead, match="run `tocsin gazetteer build`"):
        run(lambda reading: asyncio.sleep(0))


@LINUX_ALONE
def test_it_dies_with_the_worker_even_while_it_hangs(tmp_path: Path) -> None:
    program = tmp_path / "owner.py"
    program.write_text(
        "import asyncio, os\n"
        "from test_extraction import *\n"
        "async def main():\n"
        "    reading = ReadingProcess('parts:open_reading', ReadingLimits(60, 10**6, 10**10), SilentMeter(), print)\n"
        "    await reading.start()\n"
        "    reading.submit(request('a', HANG))\n"
        "    print(reading.pid, flush=True)\n"
        "    await asyncio.sleep(0.5)\n"
        "    os._exit(9)\n"
        "asyncio.run(main())\n"
    )

    async def start() -> int:
        owner = await asyncio.create_subprocess_exec(sys.executable, str(program), stdout=asyncio.subprocess.PIPE)
        assert owner.stdout
        child = int(await owner.stdout.readline())
        await owner.wait()
        await asyncio.sleep(0.5)
        return child

    child = asyncio.run(start())
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE
