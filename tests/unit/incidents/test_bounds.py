"""The state stays small: what many articles say, what has left the live window, what was sent long ago."""

from made_reports import mention, report, when

from tocsin.incidents.records import ARTICLE, INCIDENT, ArticleRecord
from tocsin.incidents.replay import Replay
from tocsin.incidents.resolver import Resolver


def test_an_incident_of_many_articles_stays_bounded() -> None:
    run = Replay()
    largest = 0
    for at in range(150):
        told = mention(killed=at % 7)
        largest = max(
            largest, run.feed(report(f"a{at:03d}", told, published=f"2026-03-10T12:{at % 60:02d}:00Z")).largest
        )
    (one,) = run.incidents().values()
    assert one.article_count == 150
    assert one.harm.killed is not None
    assert len(one.harm.killed.assertions) <= 40
    assert len(one.evidence) <= 120
    assert largest < 500_000


def test_articles_leave_with_the_live_window_and_late_versions_are_too_old() -> None:
    run = Replay(live_days=30)
    run.feed(report("old", mention()))
    run.feed(report("new", mention("Ruse", "2026-06-01"), published="2026-06-01T12:00:00Z"))
    assert sorted(run.table) == sorted([ARTICLE + "new", *(key for key in run.table if key.startswith(INCIDENT))])
    assert len(run.table) == 2
    late = run.feed(report("old", mention(killed=4), version=3))
    assert late.counts == {"too_old": 1}
    assert late.writes == ()


def test_an_article_older_than_the_window_is_read_and_may_found() -> None:
    run = Replay(live_days=30)
    run.feed(report("new", mention("Ruse", "2026-06-01"), published="2026-06-01T12:00:00Z"))
    old = run.feed(report("old", mention()))
    assert [change.change for change in old.changes] == ["created"]


def test_an_article_stays_as_long_as_its_incident() -> None:
    run = Replay(live_days=30)
    run.feed(report("first", mention(names=("Petar Ivanov",))))
    later = mention(role="follow_up", names=("Petar Ivanov",), when=when("2026-04-05", "published"))
    run.feed(report("later", later, published="2026-04-05T12:00:00Z"))
    run.feed(report("clock", published="2026-04-20T12:00:00Z"))
    (one,) = run.incidents().values()
    assert [source.article_id for source in one.sources] == ["first", "later"]
    assert ARTICLE + "first" in run.table
    run.feed(report("clock2", published="2026-06-20T12:00:00Z"))
    assert ARTICLE + "first" not in run.table


def test_the_watermark_survives_a_restart() -> None:
    run = Replay(live_days=30)
    run.feed(report("old", mention()))
    run.feed(report("clock", published="2026-06-01T12:00:00Z"))
    again = Resolver(run.table, live_days=30)
    again.recover(list(run.table.items()))
    assert again.resolve(report("old", mention(killed=4), version=3)).counts == {"too_old": 1}


def test_outboxes_are_emptied_in_log_order_and_what_they_touched_is_still_sent() -> None:
    table: dict[str, bytes] = {}
    resolver = Resolver(table, outbox_reports=3)
    first = report("a", mention())
    for one in [first, *(report(f"n{at}") for at in range(4))]:
        for key, value in resolver.resolve(one).writes:
            assert value is not None
            table[key] = value
    record = ArticleRecord.from_bytes(table[ARTICLE + "a"])
    assert [sent.changes for sent in record.sent.values()] == [[]]
    again = resolver.resolve(first)
    assert again.change_messages == ()
    assert [one.revision for one in again.incidents] == [1]


def test_a_retracted_incident_gets_its_tombstone_after_30_days() -> None:
    run = Replay()
    run.feed(report("a", mention()))
    run.feed(report("a", outcome="withdrawn", version=1))
    (name,) = run.incidents()
    assert run.feed(report("b", published="2026-04-01T12:00:00Z")).tombstones == ()
    assert run.feed(report("c", published="2026-04-20T12:00:00Z")).tombstones == (name,)
    assert run.feed(report("d", published="2026-04-21T12:00:00Z")).tombstones == ()
