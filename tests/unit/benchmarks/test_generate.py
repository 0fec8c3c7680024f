"""Invented news: the same for the same seed, hard where it should be, its poison rejected for the reason it names."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from benchmarks.generate import Poison, Told, digest, generate, generate_hard
from benchmarks.generate.difficulty import key_score, perfect_score, score_pairs, true_groups
from tocsin.intake.decode import decode
from tocsin.types import Reject
from tocsin_schemas.enums import ArticleStatus, Role

COUNT = 2_000
NOW = datetime(2026, 11, 25, tzinfo=UTC)
POSTS = generate_hard(COUNT, seed=1)
TOLD = [post for post in POSTS if isinstance(post, Told)]


def test_plain_news_stays_what_benchmarks_were_measured_on() -> None:
    assert digest(generate(2_000, seed=1)) == "1a7f948fe590def1"


def test_hard_news_depends_on_the_seed_alone() -> None:
    assert len(POSTS) == COUNT
    records = [post.record for post in POSTS]
    assert records == [post.record for post in generate_hard(COUNT, seed=1)]
    assert records != [post.record for post in generate_hard(COUNT, seed=2)]


def test_poison_is_rejected_for_its_reason_and_nothing_else_is() -> None:
    poison = [post for post in POSTS if isinstance(post, Poison)]
    assert len(poison) == COUNT // 100
    assert len({post.reason for post in poison}) > 5
    for post in POSTS:
        decoded = decode(post.record[1], post.record[0], NOW)
        expected = post.reason if isinstance(post, Poison) else None
        assert (decoded.reason if isinstance(decoded, Reject) else None) == expected


def test_it_holds_everything_that_makes_it_hard() -> None:
    names = Counter(one.article.article_id for one in TOLD)
    texts = Counter(one.article.text for one in TOLD if one.article.text)
    assert sum(count > 1 for count in texts.values()) > COUNT / 20, "syndicated copies and records sent twice"
    assert sum(count > 1 for count in names.values()) > COUNT / 20, "newer versions"
    assert sum(len(one.happenings) == 2 for one in TOLD) > COUNT / 20, "two happenings in one article"
    nameless = [m for one in TOLD for m in one.report.mentions if m.where and m.where.gazetteer_id is None]
    assert len(nameless) > COUNT / 40, "second places without a name"
    assert sum(one.article.status is ArticleStatus.WITHDRAWN for one in TOLD) > COUNT / 100
    assert any(one.is_null for one in TOLD)
    assert sum(one.report.mentions[:1] != () and one.report.mentions[0].role is Role.FOLLOW_UP for one in TOLD) > 20
    assert sum(count > 1 for count in Counter(post.record for post in POSTS).values()) > COUNT / 200


def test_some_newer_versions_come_first_and_some_news_comes_weeks_later() -> None:
    seen: dict[str, datetime] = {}
    overtaken = 0
    for one in TOLD:
        at = one.article.revised_at or one.article.published_at
        if at is not None:
            overtaken += at < seen.get(one.article.article_id, at)
            seen[one.article.article_id] = max(at, seen.get(one.article.article_id, at))
    assert overtaken > 0
    late = [one for one in TOLD if one.article.article_id.endswith("-late")]
    days = {one.report.mentions[0].when.start for one in late if one.report.mentions[0].when}
    assert late
    assert days
    for one in late:
        when = one.report.mentions[0].when
        assert when is not None
        assert one.article.published_at is not None
        assert one.article.published_at.date() - when.start >= timedelta(days=10)


def test_a_plain_key_gets_it_wrong_and_the_truth_is_right() -> None:
    assert 0.6 < key_score(TOLD).f1 < 0.9
    assert perfect_score(TOLD).f1 > key_score(TOLD).f1
    truth = true_groups(TOLD)
    assert score_pairs(truth, truth).f1 == 1.0


def test_pairs_are_scored_as_pairs() -> None:
    found, wanted = [frozenset("abc")], [frozenset("ab"), frozenset("cd")]
    score = score_pairs(found, wanted)
    assert score.precision == 1 / 3
    assert score.recall == 1 / 2
