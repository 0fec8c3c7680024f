"""A worker's memory with all at once: a backlog of 100,000, and articles of 4 MB at its head and between the others."""

import pytest

from benchmarks.limits import LIMIT_MB, Backlog, accounted, drain, fill, large
from tocsin.cli.demo.stage import Stage
from tocsin.stream.runtime import Runtime

BACKLOG = Backlog(small=100_000, distinct=5_000, every=500, head=48)
"""Four large ones at the head of each partition: whichever is served first, some are met."""
SECONDS = 40.0
LEAST = 500


@pytest.mark.timeout(600)
def test_a_worker_stays_below_its_memory_limit(runtime: Runtime) -> None:
    """What is reached in the time differs; the rest repeats it. `make limits` drains distinct ones."""
    with Stage(runtime, partitions=12) as stage:
        assert fill(stage, BACKLOG) > BACKLOG.large * 3_000_000
        outcome = drain(stage, BACKLOG, SECONDS, LEAST)
        done = accounted(stage)
    assert outcome.samples > SECONDS  # more than one a second, however busy the machine
    assert outcome.highest.total_mb < LIMIT_MB
    assert outcome.highest.reading_mb > 50  # the reading process was seen, too
    assert outcome.counts.lag > BACKLOG.count // 2
    assert len(done) >= 3, "large articles are neither read nor set aside"


def test_large_articles_are_large() -> None:
    sizes = [len(large(number)[1]) for number in range(5)]
    assert min(sizes) > 3_500_000
    assert max(sizes) < 4_200_000
