"""Workers that come and go while articles come: nothing lost, nothing doubled, each partition with one worker."""

import shutil

import pytest
from feed import feeding
from installation import (
    Installation,
    WorkerProcess,
    article,
    report_ids,
    wait_for_progress,
    wait_until,
    wait_until_done,
)
from verdict import check_all_there_once

pytestmark = pytest.mark.timeout(600)


def partitions_of(worker: WorkerProcess, topic: str) -> int:
    rows = worker.get("/metrics")[1].splitlines()
    return sum(row.startswith("tocsin_lag_records{") and f'topic="{topic}"' in row for row in rows)


def test_one_to_three_to_two_workers_under_load(installation: Installation) -> None:
    """Stock Faust lost some in each of three such runs."""
    with feeding(installation) as feed:
        workers = [installation.start("one", session_timeout=6)]
        wait_for_progress(installation, workers[0])
        workers += [installation.start(name, session_timeout=6) for name in ("two", "three")]
        wait_until(lambda: all(worker.is_ready() for worker in workers), 90, "all three work", workers[0])
        wait_for_progress(installation, workers[0])
        assert workers[0].stop() == 0
        wait_for_progress(installation, workers[1])
        sent = feed.end()
    wait_until_done(installation, workers[1])
    check_all_there_once(installation, sent)
    assert {worker.stop() for worker in workers[1:]} == {0}


def test_a_killed_member_comes_back_to_its_own_partitions_at_once(installation: Installation) -> None:
    """Static membership: within the session timeout the others hear nothing of it, not even a rebalance."""
    first = installation.start("one", session_timeout=120)
    second = installation.start("two", session_timeout=120)
    articles = installation.topics.articles.name

    def shares_of_both() -> list[int]:
        """Empty while one has none, or tells still of those that it gave away."""
        found = [partitions_of(worker, articles) for worker in (first, second)]
        return found if all(found) and sum(found) == installation.partitions else []

    wait_until(shares_of_both, 90, "both have partitions", first)
    shares = shares_of_both()
    rebalances = first.metric("tocsin_rebalances_total")
    with feeding(installation) as feed:
        wait_for_progress(installation, first)
        second.kill()
        again = installation.start("two", session_timeout=120)
        wait_for_progress(installation, again)
        wait_until(lambda: partitions_of(again, articles) == shares[1], 100, "its partitions", again)
        sent = feed.end()
    wait_until_done(installation, again)
    assert first.metric("tocsin_rebalances_total") == rebalances
    check_all_there_once(installation, sent)


def test_the_second_worker_of_one_member_id_is_refused_and_the_first_unharmed(installation: Installation) -> None:
    given = {"instance_id": "w1", "session_timeout": 6}
    first = installation.start("one", **given)
    with feeding(installation) as feed:
        wait_for_progress(installation, first, 1)
        second = installation.start("two", **given)
        assert second.process.wait(120) == 78
        (error,) = (line for line in second.log.splitlines() if " error " in line)
        assert "another worker has the member id w1" in error
        assert "TOCSIN_INSTANCE_ID" in error
        wait_for_progress(installation, first)
        sent = feed.end()
    wait_until_done(installation, first)
    assert first.metric("tocsin_rebalances_total") == 1
    assert "member_id was not recognized" not in first.log
    check_all_there_once(installation, sent)
    assert set(report_ids(installation).values()) == {1}


def test_a_member_whose_data_folder_was_lost_takes_its_id_again(installation: Installation) -> None:
    """And so does a copied folder once the worker of the original has gone, but not before."""
    installation.produce([article("a1")])
    first = installation.start("one", session_timeout=6)
    wait_until_done(installation, first)
    shutil.copytree(installation.folder / "one", installation.folder / "copy")
    copy = installation.start("copy", session_timeout=6)
    assert copy.process.wait(120) == 78
    assert "TOCSIN_DATA_DIR" in copy.log
    first.kill()
    installation.produce([article("a2")])
    copy = installation.start("copy", session_timeout=6)
    wait_until_done(installation, copy)
    check_all_there_once(installation, ["a1", "a2"])
