"""The dead-letter limit: a feed that is wrong stops the worker instead of draining into the rejects."""

import sys
from pathlib import Path

import pytest
from installation import Installation, WorkerProcess, article, closing, wait_until
from kafka import KafkaConsumer, TopicPartition

from tocsin.stream.rejects import RejectLimit, RejectWatch
from tocsin.stream.supervisor import supervise
from tocsin.stream.telemetry import SilentMeter
from tocsin.types import Reject, RejectReason, Stage

BAD = Reject(RejectReason.BAD_DATE, Stage.INTAKE, "`published_at` is no date.")
WINDOW = 60


def watch(folder: Path, share: float = 0.5, window: int = 20) -> RejectWatch:
    return RejectWatch("read", share, window, folder / "note.json", SilentMeter())


def admitted(one: RejectWatch, feed: str) -> int:
    """How many of a feed of good (.) and bad (x) inputs pass."""
    for count, kind in enumerate(feed):
        try:
            one.admit(BAD if kind == "x" else None, f"t[0]@{count}")
        except RejectLimit:
            return count
    return len(feed)


@pytest.mark.parametrize(
    ("feed", "passed"),
    [
        ("x" * 30, 10),  # more than half of a window that is not full yet
        ("." * 20 + "x" * 30, 30),
        (".x" * 50, 100),  # half, not more
        (".xx" * 30, 16),
        ("x" * 10 + "." * 20 + "x" * 10 + ".", 41),  # the old ones have left the window
    ],
)
def test_what_passes_before_it_stops(tmp_path: Path, feed: str, passed: int) -> None:
    assert admitted(watch(tmp_path), feed) == passed


def test_a_share_of_one_lets_everything_through(tmp_path: Path) -> None:
    assert admitted(watch(tmp_path, share=1), "x" * 100) == 100


def test_it_says_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    one = watch(tmp_path)
    admitted(one, ".." + "x" * 10)
    with pytest.raises(RejectLimit) as caught:
        one.admit(BAD, "articles.v1[3]@41")
    for part in (
        "11 of the last 13 inputs of stage read",
        "bad_date 11",
        "TOCSIN_REJECT_SHARE_LIMIT=0.5",
        "TOCSIN_REJECT_WINDOW=20",
        "articles.v1[3]@41",
        "tocsin dead-letters list",
    ):
        assert part in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_next_life_goes_on_through_good_ones_and_stops_at_the_next_bad_one(tmp_path: Path) -> None:
    assert admitted(watch(tmp_path), "x" * 30) == 10
    assert admitted(watch(tmp_path), "x") == 0
    assert admitted(watch(tmp_path), "." * 5 + "x") == 5
    assert admitted(watch(tmp_path), "." * 30 + "x" * 5) == 35


@pytest.mark.parametrize("text", ["", "nonsense", "7", '["no such reason"]', "[[]]"])
def test_a_damaged_note_is_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "note.json").write_text(text)
    assert admitted(watch(tmp_path), "x" * 30) == 10


def test_a_feed_of_nothing_but_poison_stops_the_worker_and_a_mended_one_goes_on(installation: Installation) -> None:
    poison = [(f"p{number}".encode(), b"\xff") for number in range(400)]
    installation.produce(poison)
    first = end_of(installation.start(reject_window=WINDOW))
    assert f"{WINDOW // 2 + 1} of the last" in first.log.splitlines()[-1]
    assert len(installation.read(installation.topics.rejected)) == WINDOW // 2
    end_of(installation.start(reject_window=WINDOW))
    end_of(installation.start(reject_window=WINDOW))
    assert len(installation.read(installation.topics.rejected)) == WINDOW // 2  # no further window is drained
    assert_nothing_is_lost(installation)

    installation.produce(article(f"a{number}") for number in range(100))
    letting = installation.start(reject_window=WINDOW, reject_share_limit=1)
    wait_until(lambda: letting.is_ready() and installation.lag() == 0, 120, "all was processed", letting)
    assert 'tocsin_reject_share{stage="read"}' in letting.get("/metrics")[1]
    assert letting.stop() == 0
    assert sorted(record.key for record in installation.read(installation.topics.rejected)) == sorted(dict(poison))
    assert len(installation.read(installation.topics.reports)) == 100

    installation.produce(article(f"b{number}") for number in range(100))
    mended = installation.start(reject_window=WINDOW)
    wait_until(lambda: mended.is_ready() and installation.lag() == 0, 120, "the mended feed was processed", mended)
    assert mended.stop() == 0
    assert len(installation.read(installation.topics.reports)) == 200


def test_reports_that_cannot_be_resolved_stop_the_worker_too(installation: Installation) -> None:
    installation.produce([(b"r", b"no report")] * 200, installation.topics.reports)
    worker = end_of(installation.start(reject_window=WINDOW))
    assert "inputs of stage resolve rejected (bad_report" in worker.log.splitlines()[-1]
    assert len(installation.read(installation.topics.rejected)) == WINDOW // 2


def test_the_supervisor_takes_it_for_final_at_any_start(tmp_path: Path) -> None:
    """A crash, a second start, then the limit."""
    program = (
        "import pathlib, sys; note = pathlib.Path(sys.argv[1]); seen = note.exists(); note.touch();"
        "sys.exit(65 if seen else 1)"
    )
    assert supervise([sys.executable, "-c", program, str(tmp_path / "seen")], 0.2) == 65


def end_of(worker: WorkerProcess) -> WorkerProcess:
    assert worker.process.wait(120) == 65, worker.log[-2000:]
    return worker


def assert_nothing_is_lost(installation: Installation) -> None:
    """What is acknowledged is in the dead letters."""
    topic = installation.topics.articles
    rejected = {
        (int(headers["tocsin_origin_partition"]), int(headers["tocsin_origin_offset"]))
        for headers in (dict(record.headers) for record in installation.read(installation.topics.rejected))
    }
    with closing(KafkaConsumer(bootstrap_servers=installation.address, group_id=installation.settings.app_id)) as one:
        done = {
            (number, offset)
            for number in range(topic.partitions)
            for offset in range(one.committed(TopicPartition(topic.name, number)) or 0)
        }
    assert done == rejected  # and all of them were committed
