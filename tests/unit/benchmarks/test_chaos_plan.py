"""The plan of a fault run, and the table that it prints."""

from collections import Counter
from itertools import pairwise

from benchmarks.chaos.plan import CHANGES, FIRST, KILLS_OF_WORKERS, LAST, Kind, Wanted, plan
from benchmarks.chaos.report import ChaosReport, Done, Score, Setting, Verdict, table

WANTED = Wanted(articles=20_000, workers=3, kills=20, broker_kills=5, changes=10, seed=1)


def test_a_plan_has_what_was_asked_for_and_depends_on_the_seed_alone() -> None:
    faults = plan(WANTED)
    kinds = Counter(fault.kind for fault in faults)
    assert sum(kinds[kind] for kind in KILLS_OF_WORKERS) == 20
    assert min(kinds[kind] for kind in KILLS_OF_WORKERS) >= 4
    assert kinds[Kind.READING] == 10
    assert kinds[Kind.BROKER] == 5
    assert sum(kinds[kind] for kind in CHANGES) == 10
    assert faults == plan(WANTED)
    assert faults != plan(Wanted(20_000, 3, 20, 5, 10, seed=2))


def test_faults_are_spread_over_the_articles_and_workers_never_run_out() -> None:
    for seed in range(50):
        for workers in (1, 3):
            faults = plan(Wanted(20_000, workers, 20, 5, 10, seed))
            places = [fault.after / 20_000 for fault in faults]
            assert places == sorted(places)
            assert places[0] >= FIRST
            assert places[-1] <= LAST
            assert max(b - a for a, b in pairwise(places)) < 0.06
            there = workers
            for fault in faults:
                there += (fault.kind is Kind.ADD) - (fault.kind in (Kind.REMOVE, Kind.DROP))
                assert 1 <= there <= workers + 1


def test_the_last_line_says_what_must_be_zero() -> None:
    score = Score(precision=0.5, recall=1, f1=0.6667)
    report = ChaosReport(
        setting=Setting(
            articles=10,
            workers=1,
            kills=1,
            broker_kills=0,
            changes=0,
            seed=1,
            commit="c",
            started_at="2026-11-25T10:00:00",
            processors=2,
            session_timeout=10,
        ),
        faults=(Done(kind=Kind.WORKER, worker="worker-1", after_articles=3, at_seconds=4.0, recovery=2.5),),
        seconds=10,
        articles_per_second=1,
        longest_pause=3,
        longest_silence=4,
        refused_starts=0,
        exit_codes={"worker-1": 0},
        plain_key=score,
        perfect=score,
        reached=score,
        verdict=Verdict(records=10, incidents=3, rejected={"not_json": 1}, lost=0, doubled=1, differences=2),
    )
    assert table(report).splitlines()[-1] == "lost 0, doubled 1, differences 2"
    assert "| worker killed | 1, back after median 2.5 s, longest 2.5 s |" in table(report)
    assert not report.is_clean
    assert ChaosReport.model_validate_json(report.model_dump_json()) == report
