"""One example for each numbered rule of fusing; numbers as in the specification."""

from typing import Any

import pytest
from made_reports import mention, report, when, where

from tocsin.incidents.decision import Decision
from tocsin.incidents.replay import Replay
from tocsin_schemas.models import Incident, Report


def play(*reports: Report) -> tuple[Replay, list[Decision]]:
    run = Replay()
    return run, [run.feed(one) for one in reports]


def open_ones(run: Replay) -> list[Incident]:
    return [one for one in run.incidents().values() if one.state == "open"]


def sources(incident: Incident) -> list[str]:
    return [one.article_id for one in incident.sources]


def at(hour: int, day: int = 10) -> str:
    return f"2026-03-{day:02d}T{hour:02d}:00:00Z"


def test_2_a_follow_up_months_later_finds_its_incident_by_the_day_it_tells() -> None:
    run, _ = play(report("a"), report("b", mention(names=("Petar Ivanov",))))
    later = mention(role="follow_up", names=("Petar Ivanov",))
    run.feed(report("c", later, published="2026-07-20T09:00:00Z"))
    assert [sources(one) for one in open_ones(run)] == [["b", "c"]]


def test_2_a_follow_up_without_a_day_finds_it_by_name_and_place() -> None:
    run, _ = play(report("b", mention(names=("Petar Ivanov",))))
    later = mention(role="follow_up", names=("Petar Ivanov",), when=when("2026-06-20", "published"))
    run.feed(report("c", later, published="2026-06-20T09:00:00Z"))
    assert [sources(one) for one in open_ones(run)] == [["b", "c"]]


@pytest.mark.parametrize("basis", ["explicit", "weekday"])
def test_3_told_days_three_apart_are_a_veto(basis: str) -> None:
    names = ("Petar Ivanov", "Maria Dimova")
    first = mention(names=names, when=when("2026-03-07", basis))
    second = mention(names=names, when=when("2026-03-10", basis))
    run, _ = play(report("a", first), report("b", second))
    assert len(open_ones(run)) == 2


def test_3_exact_places_over_40_km_apart_are_a_veto_whatever_else_agrees() -> None:
    names = ("Petar Ivanov", "Maria Dimova")
    run, _ = play(report("a", mention("Ruse", names=names)), report("b", mention("Tarnovo", names=names)))
    assert len(open_ones(run)) == 2


def test_no_day_after_a_text_that_told_of_an_earlier_one() -> None:
    told = mention(names=("Petar Ivanov",), killed=8)
    again = mention(names=("Petar Ivanov",), killed=8, when=when("2026-03-11") | {"confidence": 0.95})
    run, _ = play(report("a", told), report("b", again, published="2026-03-11T09:00:00Z"))
    (one,) = open_ones(run)
    assert one.when is not None
    assert one.when.start.isoformat() == "2026-03-10"


def test_3_one_day_apart_is_a_penalty_that_names_outweigh() -> None:
    names = ("Petar Ivanov",)
    run, _ = play(report("a", mention(day="2026-03-09", names=names)), report("b", mention(names=names)))
    assert len(open_ones(run)) == 1
    run, _ = play(report("a", mention(day="2026-03-09")), report("b", mention()))
    assert len(open_ones(run)) == 2


def test_3_type_is_a_score_not_a_filter() -> None:
    run, _ = play(report("a", mention(code="EXP.IED_MINE")), report("b", mention(code="EXP.SUICIDE")))
    assert len(open_ones(run)) == 1


def test_4_a_country_alone_is_no_evidence_nor_is_a_title() -> None:
    lone = mention(where=where("Bulgaria"))
    run, decisions = play(report("a", mention(), title="Blast"), report("b", lone, title="Blast"))
    assert [sources(one) for one in open_ones(run)] == [["a"]]
    assert decisions[1].counts["waiting"] == 1


def test_5_two_happenings_of_one_article_never_land_in_one_incident() -> None:
    twice = report("b", mention(ordinal=0), mention(ordinal=1))
    run, decisions = play(report("a", mention()), twice)
    assert len({incident for _, incident in decisions[1].assigned}) == 2
    assert len(open_ones(run)) == 2


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_5_the_nameless_second_place_is_matched_by_exclusion(order: tuple[int, int]) -> None:
    known = report("a", mention("Ruse"), mention("Tarnovo", ordinal=1))
    nameless = report("b", mention("Ruse"), mention(ordinal=1, where=where("Bulgaria")), published=at(14))
    run, _ = play(*[(known, nameless)[one] for one in order])
    assert sorted((one.where.name, sources(one)) for one in open_ones(run) if one.where) == [
        ("Ruse", ["a", "b"]),
        ("Tarnovo", ["a", "b"]),
    ]


def test_5_exclusion_needs_the_day_and_leaves_an_unclear_second_waiting() -> None:
    known = report("a", mention("Ruse"), mention("Tarnovo", ordinal=1), mention("Gabrovo", ordinal=2))
    nameless = report("b", mention("Ruse"), mention(ordinal=1, where=where("Bulgaria")), published=at(14))
    run, decisions = play(known, nameless)
    assert decisions[1].assigned[1] == (1, None)
    assert len(open_ones(run)) == 3


def test_6_a_country_founds_only_where_its_type_says_so() -> None:
    run, _ = play(report("a", mention(where=where("Bulgaria"))))
    assert open_ones(run) == []
    run, _ = play(
        report("a", mention(code="POL.COUP", where=where("Bulgaria"))),
        report("b", mention(code="POL.COUP", where=where("Bulgaria"))),
        report("c", mention(code="POL.COUP", where=where("Serbia", country="RS"))),
    )
    assert sorted(sources(one) for one in open_ones(run)) == [["a", "b"], ["c"]]


def test_6_a_part_of_a_country_may_found_and_meets_the_city_in_it() -> None:
    region = where("Gabrovo", precision="admin1", radius=90.0)
    run, _ = play(report("a", mention(where=region)), report("b", mention("Tarnovo", names=())))
    assert len(open_ones(run)) == 1
    assert open_ones(run)[0].where.precision == "exact"  # type: ignore[union-attr]


def test_7_the_higher_precedence_type_wins() -> None:
    run, _ = play(report("a", mention(code="VAC.ATTACK")), report("b", mention(code="BAT.CLASH")))
    (one,) = open_ones(run)
    assert one.what.event_type == "BAT.CLASH"
    assert [other.event_type for other in one.what.alternatives] == ["VAC.ATTACK"]


def test_means_are_those_of_all_reports_that_of_most_first_and_whom_any_says_they_hit() -> None:
    def told(*means: tuple[str, float, str]) -> dict[str, Any]:
        rows = [{"kind": kind, "confidence": sure, "hit": [hit]} for kind, sure, hit in means]
        return {"event_type": "EXP.IED_MINE", "confidence": 0.9, "means": rows}

    one = mention(names=("Petar Ivanov",), what=told(("kidnapping", 0.9, "Petar Ivanov"), ("bombing", 0.7, "mill")))
    other = mention(names=("Petar Ivanov",), what=told(("bombing", 0.8, "bridge")))
    run, _ = play(report("a", one), report("b", other), report("c", mention(names=("Petar Ivanov",))))
    (fused,) = open_ones(run)
    assert [(each.kind, each.confidence, each.hit) for each in fused.what.means] == [
        ("bombing", 0.8, ("mill", "bridge")),
        ("kidnapping", 0.9, ("Petar Ivanov",)),
    ]


@pytest.mark.parametrize(
    "more", [{"role": "background"}, {"role": "follow_up"}, {"reality": "threatened"}, {"reality": "denied"}]
)
def test_8_background_follow_ups_threats_and_denials_found_nothing(more: dict[str, Any]) -> None:
    run, _ = play(report("a", mention(**more)))
    assert run.incidents() == {}


def test_8_background_and_threats_do_not_join() -> None:
    run, _ = play(
        report("a", mention()), report("b", mention(role="background")), report("c", mention(reality="threatened"))
    )
    assert [sources(one) for one in open_ones(run)] == [["a"]]


def test_9_a_withdrawal_retracts_what_is_left_without_a_founding_mention() -> None:
    run, decisions = play(
        report("a", mention()),
        report("b", mention(role="follow_up"), published=at(13)),
        report("a", outcome="withdrawn", version=1),
    )
    (one,) = run.incidents().values()
    assert one.state == "retracted"
    assert [change.change for change in decisions[2].changes] == ["retracted"]
    assert decisions[2].changes[0].fields[0].field == "state"


def test_9_a_newer_version_is_one_step_and_keeps_the_id() -> None:
    run, decisions = play(report("a", mention(killed=2)), report("a", mention(killed=5), version=1))
    (change,) = decisions[1].changes
    assert change.change == "updated"
    assert {one.field: (one.before, one.after) for one in change.fields}["harm.killed.best"] == (2, 5)
    assert len(run.incidents()) == 1


def test_9_an_older_version_that_comes_late_changes_nothing() -> None:
    _, decisions = play(report("a", mention(killed=5), version=2), report("a", mention(killed=2), version=1))
    assert decisions[1].counts == {"older_version": 1}
    assert decisions[1].writes == ()


def test_9_of_versions_with_one_time_the_later_in_the_log_wins() -> None:
    run, _ = play(report("a", mention(killed=5)), report("a", mention(killed=2)), report("a", mention(killed=5)))
    assert open_ones(run)[0].harm.killed.best == 2  # type: ignore[union-attr]


def bridge() -> Report:
    both = ("Petar Ivanov", "Maria Dimova")
    return report("c", mention(names=both, killed=3), published=at(15))


def pair() -> tuple[Report, Report]:
    """Two groups that a text naming both victims joins."""
    first = mention(names=("Petar Ivanov", "Stoyan Kolev"), killed=3, when=when("2026-03-10", "relative"))
    second = mention(names=("Maria Dimova", "Ana Petrova"), killed=8, when=when("2026-03-09", "relative"))
    return report("a", first), report("b", second, published=at(13))


def test_9_a_bridge_merges_and_its_going_restores() -> None:
    run, _ = play(*pair())
    before = {one.incident_id: sources(one) for one in open_ones(run)}
    assert len(before) == 2
    merged = run.feed(bridge())
    assert sorted(change.change for change in merged.changes) == ["merged", "updated"]
    (left,) = open_ones(run)
    assert sources(left) == ["a", "b", "c"]
    older = next(name for name, ids in before.items() if ids == ["a"])
    loser = next(one for one in run.incidents().values() if one.state == "merged")
    assert left.incident_id == older
    assert loser.merged_into == older
    restored = run.feed(report("c", outcome="withdrawn", version=9, published=at(15)))
    assert {one.incident_id: sources(one) for one in open_ones(run)} == before
    again = next(change for change in restored.changes if change.incident_id == loser.incident_id)
    assert again.change == "updated"
    assert {"state", "merged_into"} <= {one.field for one in again.fields}


def test_10_ids_are_made_of_the_founding_mention_alone() -> None:
    first, _ = play(report("a", mention()))
    second, _ = play(report("z", mention("Ruse")), report("a", mention()))
    assert set(first.incidents()) < set(second.incidents())
    (name,) = first.incidents()
    assert name.startswith("inc_")
    assert len(name) == len("inc_") + 13


def test_12_what_changes_no_field_makes_no_revision() -> None:
    run, decisions = play(report("a", mention(killed=2)), report("a", mention(killed=2), version=1))
    assert decisions[1].changes == ()
    assert open_ones(run)[0].revision == 1


def test_12_a_retracted_incident_opens_again_under_its_id() -> None:
    first = report("a", mention(killed=2))
    run, _ = play(first, report("a", outcome="withdrawn", version=1))
    again = run.feed(first.model_copy(update={"revised_at": report("a", version=5).revised_at}))
    (one,) = run.incidents().values()
    assert one.state == "open"
    assert one.revision == 3
    assert again.changes[0].change == "updated"


@pytest.mark.parametrize(
    ("code", "before", "after", "day", "incidents"),
    [
        ("ACC.TRANSPORT", 3, 11, "2026-03-12", 1),
        ("EXP.IED_MINE", 4, 5, "2026-03-11", 1),
        ("EXP.IED_MINE", 4, 12, "2026-03-11", 2),
        ("ACC.TRANSPORT", 11, 3, "2026-03-12", 2),
        ("ACC.TRANSPORT", 1, 2, "2026-03-11", 2),
    ],
)
def test_3_the_day_of_a_late_toll_is_no_other_happening(
    code: str, before: int, after: int, day: str, incidents: int
) -> None:
    first = report("a", mention(code=code, killed=before))
    later = report("b", mention(code=code, killed=after, day=day), published=f"{day}T15:00:00Z")
    run, _ = play(first, later)
    assert len(open_ones(run)) == incidents


def test_3_a_shared_toll_of_several_outweighs_another_day() -> None:
    def told(killed: int) -> int:
        first = report("a", mention(day="2026-03-09", killed=killed))
        run, _ = play(first, report("b", mention(killed=killed), published="2026-03-14T09:00:00Z"))
        return len(open_ones(run))

    assert (told(7), told(0)) == (1, 2)
