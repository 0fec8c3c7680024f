"""What must hold for every log: healing, order independence, restoring, gapless revisions, bounded state."""

from collections import defaultdict
from datetime import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_reports import mention, report, where
from random_worlds import article_sets, logs, single_reports
from run_views import contents, open_incidents, partition

from tocsin.incidents.decision import Decision
from tocsin.incidents.replay import Replay
from tocsin.incidents.resolver import Resolver
from tocsin_schemas.models import Report

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def play(reports: list[Report]) -> tuple[Replay, list[Decision]]:
    run = Replay()
    return run, [run.feed(one) for one in reports]


def write(table: dict[str, bytes], writes: tuple[tuple[str, bytes | None], ...]) -> None:
    for key, value in writes:
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value


def stamp(one: Report) -> datetime:
    return one.revised_at or one.published_at  # type: ignore[return-value]


def sent(decision: Decision) -> tuple[list[bytes | None], list[bytes]]:
    records = sorted(one.value or b"" for one in decision.incident_messages)
    return [one.value for one in decision.change_messages], records


@QUICK
@given(logs())
def test_a_kill_between_any_two_writes_heals_to_the_same_state_and_messages(log: list[Report]) -> None:
    table: dict[str, bytes] = {}
    resolver = Resolver(table)
    for one in log:
        before = dict(table)
        decision = resolver.resolve(one)
        write(table, decision.writes)
        for cut in range(len(decision.writes) + 1):
            broken = dict(before)
            write(broken, decision.writes[:cut])
            again = Resolver(broken)
            again.recover(list(broken.items()))
            repeated = again.resolve(one)
            write(broken, repeated.writes)
            assert broken == table
            assert sent(repeated) == sent(decision)


@QUICK
@given(logs(), st.integers(0, 7))
def test_a_resolver_that_recovered_goes_on_as_the_one_that_never_stopped(log: list[Report], stop: int) -> None:
    whole, decisions = play(log)
    table: dict[str, bytes] = {}
    resolver = Resolver(table)
    for at, one in enumerate(log):
        if at == stop:
            resolver = Resolver(table)
            resolver.recover(list(table.items()))
        decision = resolver.resolve(one)
        write(table, decision.writes)
        assert sent(decision) == sent(decisions[at])
    assert table == whole.table


@QUICK
@given(article_sets(), st.randoms(use_true_random=False))
def test_the_partition_does_not_depend_on_arrival(reports: list[Report], shuffler: object) -> None:
    first, _ = play(reports)
    mixed = list(reports)
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]
    second, _ = play(mixed)
    assert partition(first) == partition(second)
    assert contents(first) == contents(second)


@QUICK
@given(logs(), single_reports("extra"))
def test_withdrawing_an_article_restores_the_earlier_state(log: list[Report], extra: Report) -> None:
    run, _ = play(log)
    groups, before = partition(run), contents(run)
    ids = {one.incident_id for one in open_incidents(run)}
    run.feed(extra)
    run.feed(report("extra", version=9, outcome="withdrawn", published=extra.published_at.isoformat()))  # type: ignore[union-attr]
    assert partition(run) == groups
    assert contents(run) == before
    assert {one.incident_id for one in open_incidents(run)} == ids


def test_a_follow_up_comes_back_when_the_founder_that_forbade_it_goes() -> None:
    wide = report("a0", mention(day="2026-03-09", where=where("Tarnovo", precision="admin1", radius=90.0)))
    follow_up = report("a1", mention("Ruse", "2026-03-09", role="follow_up"))
    run, _ = play([wide, follow_up])
    groups = partition(run)
    run.feed(report("extra", mention("Tarnovo", "2026-03-09")))
    assert partition(run) != groups
    run.feed(report("extra", version=9, outcome="withdrawn"))
    assert partition(run) == groups


@QUICK
@given(logs())
def test_the_state_is_what_the_newest_versions_say(log: list[Report]) -> None:
    """Corrections leave no trace but ids and revisions: the same as if only the newest versions had come."""
    run, _ = play(log)
    newest: dict[str, Report] = {}
    seen = set()
    for one in log:
        version = (one.article_id, one.content_hash, one.revised_at)
        known = newest.get(one.article_id)
        if version not in seen and (known is None or stamp(one) >= stamp(known)):
            newest[one.article_id] = one
            seen.add(version)
    fresh, _ = play(list(newest.values()))
    assert partition(run) == partition(fresh)


@QUICK
@given(logs())
def test_a_replay_computes_nothing_and_sends_what_was_sent(log: list[Report]) -> None:
    run, decisions = play(log)
    table = dict(run.table)
    for one, decision in zip(log, decisions, strict=True):
        again = run.feed(one)
        assert not again.writes
        if "applied" in decision.counts:
            assert sent(again)[0] == sent(decision)[0]
    assert run.table == table


@QUICK
@given(logs())
def test_revisions_have_no_gaps_and_no_revision_is_empty(log: list[Report]) -> None:
    _, decisions = play(log)
    reached: dict[str, int] = defaultdict(int)
    for decision in decisions:
        if "repeated" in decision.counts:
            continue
        for change in decision.changes:
            reached[change.incident_id] += 1
            assert change.revision == reached[change.incident_id]
            assert change.incident.revision == change.revision
            assert change.fields
            assert all(one.before != one.after for one in change.fields)
        assert [one.incident_id for one in decision.incidents] == [one.incident_id for one in decision.changes]


@QUICK
@given(logs())
def test_merged_incidents_lead_to_one_that_is_not_merged_into_them(log: list[Report]) -> None:
    run, _ = play(log)
    incidents = run.incidents()
    for one in incidents.values():
        seen = {one.incident_id}
        while one.state == "merged":
            assert one.merged_into is not None
            one = incidents[one.merged_into]
            assert one.incident_id not in seen
            seen.add(one.incident_id)


@QUICK
@given(logs())
def test_every_open_incident_has_a_founding_mention_and_one_mention_per_article(log: list[Report]) -> None:
    run, _ = play(log)
    live = run.resolver.engine.live
    assert {one.incident_id for one in open_incidents(run)} == set(live.members)
    for slots in live.members.values():
        articles = [live.features[slot].article_id for slot in slots]
        assert any(live.features[slot].founds for slot in slots)
        assert len(articles) == len(set(articles))
