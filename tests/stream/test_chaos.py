"""The promise of the whole: the fault run in short, with twenty kills of workers; nothing is lost or doubled."""

from pathlib import Path

import pytest

from benchmarks.chaos.plan import KILLS_OF_WORKERS, Kind, Wanted
from benchmarks.chaos.report import ChaosReport, table
from benchmarks.chaos.run import run_chaos
from tocsin.stream.runtime import Runtime

WANTED = Wanted(articles=900, workers=2, kills=20, broker_kills=1, changes=2, seed=3)


@pytest.mark.timeout(900)
def test_nothing_is_lost_and_nothing_doubled_whatever_is_killed(runtime: Runtime, tmp_path: Path) -> None:
    outcome = run_chaos(WANTED, tmp_path, print)
    report, audit = outcome.report, outcome.audit
    print(table(report))
    assert audit.figures == "lost 0, doubled 0, differences 0", (audit.lost, audit.doubled, audit.differences)
    struck = [fault.kind for fault in report.faults]
    assert sum(kind in KILLS_OF_WORKERS for kind in struck) == WANTED.kills
    assert struck.count(Kind.READING) == WANTED.reading_kills
    assert struck.count(Kind.BROKER) == WANTED.broker_kills
    assert audit.articles >= WANTED.articles
    assert audit.incidents > WANTED.articles / 6
    assert sum(audit.reasons.values()) == WANTED.articles // 100
    assert report.plain_key.f1 < 0.9, "the news was hard"
    assert ChaosReport.model_validate_json(report.model_dump_json()) == report
