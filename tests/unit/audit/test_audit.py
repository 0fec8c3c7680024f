"""The audit sees what it is there to see: each figure is zero for what the stream should hold, and not otherwise."""

import json
from collections import Counter
from dataclasses import replace
from functools import cache

from benchmarks.generate import Poison, generate_hard
from tocsin.audit.evidence import ArticleRecord, ChangeRecord, Evidence, Rejection, ReportRecord
from tocsin.audit.judge import Undisturbed, fold_reports, groups_of, judge
from tocsin.audit.undisturbed import in_canonical_order

AT_MS = 1_790_000_000_000
POSTS = generate_hard(500, seed=4)


@cache
def held() -> Evidence:
    """The topics as they should be after hard news: every fifth report written twice, as after a kill."""
    articles, reports, rejections = [], [], []
    for number, post in enumerate(POSTS):
        origin = f"articles.v1:0:{number}"
        articles.append(ArticleRecord(origin, *post.record, AT_MS))
        if isinstance(post, Poison):
            rejections.append(Rejection(origin, post.reason.value))
            continue
        for _ in range(2 if number % 5 == 0 else 1):
            reports.append(ReportRecord(f"reports.v1:0:{len(reports)}", origin, post.report.to_bytes(), AT_MS))
    fold = fold_reports(one.value for one in reports)
    changes = tuple(fold.changes.values())
    return Evidence(tuple(articles), tuple(reports), tuple(rejections), fold.records, changes + changes[-40:])


@cache
def undisturbed() -> Undisturbed:
    outcomes: dict[str, bytes | str] = {one.origin: one.reason for one in held().rejections}
    outcomes |= {one.origin: one.value for one in held().reports}
    fold = fold_reports(in_canonical_order(outcomes[one.origin] for one in held().articles))
    return Undisturbed(outcomes, groups_of(fold.records))


def figures(evidence: Evidence) -> tuple[int, int, int]:
    audit = judge(evidence, undisturbed(), expected=[post.record for post in POSTS])
    return len(audit.lost), len(audit.doubled), len(audit.differences)


def some_open(evidence: Evidence) -> str:
    """An open incident of three revisions or more."""
    rows = {name: json.loads(value) for name, value in evidence.incidents.items() if value}
    return next(name for name, row in rows.items() if row["state"] == "open" and row["revision"] >= 3)


def with_record(evidence: Evidence, name: str, value: bytes | None) -> Evidence:
    return replace(evidence, incidents=evidence.incidents | {name: value})


def test_what_should_be_there_is_clean_in_whatever_order_it_was_fused() -> None:
    audit = judge(held(), undisturbed(), expected=[post.record for post in POSTS])
    assert audit.is_clean, (audit.lost, audit.doubled, audit.differences)
    assert audit.incidents > 80
    assert audit.rejected == sum(audit.reasons.values()) == 5
    assert audit.line().endswith("lost 0, doubled 0, differences 0")


def test_a_dropped_report_is_a_lost_article() -> None:
    evidence = held()
    origin = evidence.reports[-1].origin
    left = tuple(one for one in evidence.reports if one.origin != origin)
    lost, doubled, differences = figures(replace(evidence, reports=left))
    assert lost == 1
    assert doubled + differences > 0, "what it made is still there"


def test_an_article_that_never_arrived_is_lost() -> None:
    evidence = held()
    assert figures(replace(evidence, articles=evidence.articles[1:]))[0] == 1


def test_a_dropped_dead_letter_is_a_lost_article() -> None:
    evidence = held()
    assert figures(replace(evidence, rejections=evidence.rejections[1:])) == (1, 0, 0)


def test_an_incident_that_is_not_published_is_lost() -> None:
    evidence = held()
    name = some_open(evidence)
    left = {one: value for one, value in evidence.incidents.items() if one != name}
    lost, doubled, differences = figures(replace(evidence, incidents=left))
    assert (lost, doubled) == (1, 0)
    assert differences >= 1, "its changes have no record, its articles belong nowhere"


def test_a_second_incident_of_the_same_articles_is_doubled() -> None:
    evidence = held()
    name = some_open(evidence)
    twin = json.loads(evidence.incidents[name] or b"") | {"incident_id": "inc_twin"}
    copied = with_record(evidence, "inc_twin", json.dumps(twin).encode())
    assert figures(copied)[:2] == (0, 1)
    assert f"its articles are those of {name}" in judge(copied).doubled[0]


def test_an_article_both_told_and_rejected_is_doubled() -> None:
    evidence = held()
    both = Rejection(evidence.reports[0].origin, "reader_crashed")
    assert figures(replace(evidence, rejections=(*evidence.rejections, both)))[1] == 1


def test_one_change_with_two_contents_is_doubled() -> None:
    evidence = held()
    other = replace(evidence.changes[0], digest=b"another")
    assert figures(replace(evidence, changes=(other, *evidence.changes)))[1] == 1


def test_a_missing_revision_is_a_difference() -> None:
    evidence = held()
    name = some_open(evidence)
    left = tuple(one for one in evidence.changes if (one.incident_id, one.revision) != (name, 2))
    assert figures(replace(evidence, changes=left)) == (0, 0, 1)


def test_changes_out_of_order_are_a_difference() -> None:
    evidence = held()
    name = some_open(evidence)
    own = [one for one in evidence.changes if one.incident_id == name]
    others = tuple(one for one in evidence.changes if one.incident_id != name)
    assert figures(replace(evidence, changes=(*others, own[1], own[0], *own[2:]))) == (0, 0, 1)


def test_a_record_that_is_not_the_fold_is_a_difference() -> None:
    evidence = held()
    name = some_open(evidence)
    value = (evidence.incidents[name] or b"").replace(b"example", b"elsewhere", 1)
    assert figures(with_record(evidence, name, value)) == (0, 0, 1)


def test_a_change_that_is_not_the_folds_is_a_difference() -> None:
    evidence = held()
    first = evidence.changes[0]
    changed = tuple(replace(one, digest=b"x") if one.ce_id == first.ce_id else one for one in evidence.changes)
    assert figures(replace(evidence, changes=changed)) == (0, 0, 1)
    more = ChangeRecord("inc_nobody", 1, b"x")
    assert figures(replace(evidence, changes=(*evidence.changes, more)))[2] == 2, "no record, and not of the fold"


def test_other_groups_than_without_faults_are_differences() -> None:
    calm = undisturbed()
    first, second = list(calm.groups)[:2]
    joined = calm.groups - Counter([first, second]) + Counter([first | second])
    assert len(judge(held(), replace(calm, groups=joined)).differences) == 3


def test_another_outcome_than_without_faults_is_a_difference() -> None:
    calm = undisturbed()
    origin = held().reports[0].origin
    other = replace(calm, outcomes={**calm.outcomes, origin: "reader_timeout"})
    assert len(judge(held(), other).differences) == 1
