"""Ids come back with the groups that had them when an article that joined them is withdrawn."""

from made_reports import mention, report, when
from run_views import open_incidents, partition

from tocsin.incidents.replay import Replay


def test_a_mention_that_had_moved_on_moves_on_again() -> None:
    run = Replay()
    run.feed(report("a1", mention("Gabrovo", "2026-03-09", "VAC.ATTACK", reality="foiled", killed=3)))
    run.feed(report("a0", mention("Gabrovo", "2026-03-09", role="follow_up")))
    run.feed(report("a0", mention("Gabrovo", "2026-03-09", killed=0, when=when("2026-03-09", "relative")), version=2))
    ids = {one.incident_id for one in open_incidents(run)}
    groups = partition(run)
    run.feed(report("extra", mention("Gabrovo", "2026-03-09")))
    assert partition(run) != groups
    run.feed(report("extra", version=9, outcome="withdrawn"))
    assert partition(run) == groups
    assert {one.incident_id for one in open_incidents(run)} == ids
