"""Clocks that jump: what comes out hangs on the times in the messages alone."""

import time
from datetime import UTC, datetime, timedelta

from installation import REAL, Installation, article, headers, wait_until, wait_until_done
from verdict import check_audit

from benchmarks.generate import generate

DAY = 86_400


def test_a_wall_clock_that_jumps_a_day_ahead_and_two_back(installation: Installation) -> None:
    """Nothing stalls, no patience runs out, and all is as if it had stood still. Kafka's timestamps run backwards."""
    clock = installation.folder / "clock"

    def turn(seconds: int) -> None:
        new = clock.with_suffix(".new")
        new.write_text(str(seconds))
        new.replace(clock)

    turn(0)
    told = [(one.article.article_id.encode(), one.article.to_bytes()) for one in generate(60, seed=3)]
    late = article("late", published_at=(datetime.now(UTC) + timedelta(days=10)).isoformat())
    now = round(time.time() * 1000)
    worker = installation.start(program=REAL, tests_clock=clock, stall_timeout=60)
    for number, jump in enumerate((0, DAY, -DAY)):
        turn(jump)
        records = told[number * 20 : (number + 1) * 20] + [late] * (number == 2)
        installation.produce(records, times_ms=[now - (number * 20 + one) * 3_600_000 for one in range(len(records))])
        wait_until_done(installation, worker)
        assert worker.get("/health/live")[0] == 200
    check_audit(installation, [*told, late])
    (letter,) = (record for record in installation.read(installation.topics.rejected) if record.key == b"late")
    assert headers(letter)["tocsin_reason"] == "future"
    rejected_at = datetime.fromisoformat(headers(letter)["tocsin_rejected_at"])
    assert rejected_at < datetime.now(UTC) - timedelta(hours=23), "the worker's clock was turned"
    wait_until(lambda: worker.metric("tocsin_rebalances_total") == 1, 90, "a group that did not break", worker)
    assert worker.stop() == 0
