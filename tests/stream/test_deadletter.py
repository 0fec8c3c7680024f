from installation import Installation, article

from tocsin.stream import deadletter
from tocsin.stream.deadletter import Origin, attempt_of, build, read_dead_letters, replay_dead_letters
from tocsin.types import Reject, RejectReason, Stage

REJECT = Reject(RejectReason.NOT_JSON, Stage.INTAKE, "d" * 900)
ORIGIN = Origin("articles.v1", 3, 41, 1_767_700_000_000)


def test_keeps_bytes_and_headers_and_says_why_and_where_from() -> None:
    given = [("trace", b"1"), ("trace", b"2"), ("tocsin_attempt", b"2"), ("tocsin_reason", b"old")]
    value, headers = build(REJECT, ORIGIN, b"\xff\x00", given, 16_777_216)
    assert value == b"\xff\x00"
    assert [pair for pair in headers if pair[0] == "trace"] == [("trace", b"1"), ("trace", b"2")]
    ours = {name: content.decode() for name, content in headers if name.startswith("tocsin_")}
    assert ours["tocsin_reason"] == "not_json"
    assert ours["tocsin_stage"] == "intake"
    assert (ours["tocsin_origin_topic"], ours["tocsin_origin_partition"], ours["tocsin_origin_offset"]) == (
        "articles.v1",
        "3",
        "41",
    )
    assert ours["tocsin_origin_time"].startswith("2026-01-06T")
    assert ours["tocsin_attempt"] == "2"
    assert ours["tocsin_service_version"]
    assert len(ours["tocsin_detail"]) == 500
    assert len([name for name, _ in headers if name == "tocsin_reason"]) == 1


def test_what_no_topic_takes_is_cut_visibly() -> None:
    value, headers = build(REJECT, ORIGIN, b"x" * 2_000_000, [], 2_000_000)
    assert value is not None
    assert len(value) == deadletter.CUT_TO
    assert dict(headers)["tocsin_cut_from_bytes"] == b"2000000"


def test_a_first_attempt_needs_no_header() -> None:
    assert attempt_of([]) == 1
    assert attempt_of([("tocsin_attempt", b"nonsense")]) == 1


def test_lists_and_replays_at_most_three_times(installation: Installation) -> None:
    topics = installation.topics
    letters = []
    for attempt in (1, 2, 3):
        key, value = article(f"a{attempt}")
        before = [("tocsin_attempt", str(attempt).encode()), ("trace", b"t")]
        sent, headers = build(REJECT, Origin(topics.articles.name, 0, attempt, 0), value, before, 16_777_216)
        letters.append((key, sent, headers))
    from installation import closing
    from kafka import KafkaProducer

    with closing(KafkaProducer(bootstrap_servers=installation.address)) as producer:
        for key, value, headers in letters:
            producer.send(topics.rejected.name, key=key, value=value, headers=headers).get(timeout=10)

    found = sorted(read_dead_letters(installation.settings), key=lambda letter: letter.attempt)
    assert [letter.attempt for letter in found] == [1, 2, 3]
    assert found[0].origin == f"{topics.articles.name}[0]@1"
    assert list(read_dead_letters(installation.settings, reason="bad_date")) == []
    done = replay_dead_letters(installation.settings, reason="not_json")
    assert (done.sent, done.exhausted) == (2, 1)
    back = {record.key: record for record in installation.read(topics.articles)}
    assert back[b"a1"].value == letters[0][1]
    assert dict(back[b"a2"].headers) == {"trace": b"t", "tocsin_attempt": b"3"}
