from functools import partial

from installation import Installation, article, closing, wait_until
from kafka import KafkaProducer

from tocsin.stream import deadletter
from tocsin.stream.deadletter import Origin, attempt_of, build, read_dead_letters
from tocsin.stream.replays import Fate, Mended, Wanted, read_cases, replay
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


def test_headers_that_a_producer_invents_do_no_harm() -> None:
    given = [("tocsin_attempt", b"9" * 5_000), ("tocsin_case", b"\xff" * 5_000)]
    _, headers = build(REJECT, ORIGIN, b"x", given, 16_777_216)
    ours = dict(headers)
    assert ours["tocsin_attempt"] == b"1"
    assert len(ours["tocsin_case"]) <= 3 * deadletter.CASE_LIMIT


def test_headers_count_for_what_a_topic_takes() -> None:
    value, headers = build(REJECT, ORIGIN, b"x" * 1_900_000, [("trace", b"t" * 200_000)], 2_000_000)
    assert len(value or b"") == deadletter.CUT_TO
    assert "trace" in dict(headers)
    value, headers = build(REJECT, ORIGIN, None, [("trace", b"t" * 2_000_000)], 2_000_000)
    assert (value, "trace" in dict(headers)) == (None, False)


def set_aside(installation: Installation, key: bytes, value: bytes | None, attempt: int = 1, offset: int = 0) -> None:
    """A dead letter as a worker writes it."""
    topics = installation.topics
    headers = [("tocsin_attempt", str(attempt).encode()), ("trace", b"t")]
    if attempt > 1:
        headers.append(("tocsin_case", f"{topics.articles.name}[0]@{offset}".encode()))
    origin = Origin(topics.articles.name, 0, offset if attempt == 1 else offset + 1000 * attempt, 0)
    sent, all_headers = build(REJECT, origin, value, headers, 16_777_216)
    with closing(KafkaProducer(bootstrap_servers=installation.address, max_request_size=2_000_000)) as producer:
        producer.send(topics.rejected.name, key=key, value=sent, headers=all_headers).get(timeout=10)


def test_a_letter_goes_once_unless_it_is_asked_for_again(installation: Installation) -> None:
    settings, topics = installation.settings, installation.topics
    key, value = article("a")
    set_aside(installation, key, value)
    set_aside(installation, key, value)  # a worker that was killed rejects the same input twice
    (case,) = read_cases(settings).values()
    assert case.letter.origin == f"{topics.articles.name}[0]@0"
    assert replay(settings, Wanted(reason="bad_date")) == {}
    assert replay(settings, Wanted(), dry=True) == {Fate.SENT: 1}
    assert replay(settings, Wanted(reason="not_json")) == {Fate.SENT: 1}
    assert replay(settings, Wanted()) == {Fate.REPLAYED: 1}
    assert replay(settings, Wanted(again=True)) == {Fate.SENT: 1}
    assert replay(settings, Wanted(again=True)) == {Fate.SENT: 1}
    assert replay(settings, Wanted(again=True)) == {Fate.EXHAUSTED: 1}
    back = installation.read(topics.articles)
    assert {record.value for record in back} == {value}
    assert [dict(record.headers)["tocsin_attempt"] for record in back] == [b"2", b"3", b"4"]
    assert {dict(record.headers)["tocsin_case"].decode() for record in back} == {case.letter.origin}
    assert all(dict(record.headers)["trace"] == b"t" for record in back)
    assert len(list(read_dead_letters(settings))) == 2  # the notes between them are no letters


def test_attempts_count_over_all_letters_of_a_case(installation: Installation) -> None:
    key, value = article("a")
    for attempt in (1, 2, 3):
        set_aside(installation, key, value, attempt)
    set_aside(installation, *article("b"), attempt=4, offset=5)
    assert replay(installation.settings, Wanted()) == {Fate.SENT: 1, Fate.EXHAUSTED: 1}
    (back,) = installation.read(installation.topics.articles)
    assert dict(back.headers)["tocsin_attempt"] == b"4"


def test_mended_ones_go_with_their_new_bytes_and_a_limit(installation: Installation) -> None:
    settings, topics = installation.settings, installation.topics
    for number in range(4):
        set_aside(installation, f"k{number}".encode(), b"broken", offset=number)
    names = sorted(read_cases(settings))
    check = partial(_refuse, b"broken")
    mended = [Mended(name, b"new key", b"mended") for name in [*names[:3], names[0], "t[0]@9"]]
    mended.append(Mended(names[3], None, b"broken"))
    assert replay(settings, Wanted(limit=2), mended, check) == {
        Fate.SENT: 2,
        Fate.LEFT: 1,
        Fate.REPLAYED: 1,
        Fate.UNKNOWN: 1,
        Fate.INVALID: 1,
    }
    assert [(record.key, record.value) for record in installation.read(topics.articles)] == [
        (b"new key", b"mended")
    ] * 2
    assert replay(settings, Wanted(), None, check) == {Fate.REPLAYED: 2, Fate.INVALID: 2}
    assert replay(settings, Wanted(), None) == {Fate.REPLAYED: 2, Fate.SENT: 2}


def _refuse(value: bytes, _topic: str, _key: bytes | None, given: bytes | None) -> str | None:
    return "refused" if given == value else None


def test_what_was_cut_goes_mended_only(installation: Installation) -> None:
    settings = installation.settings
    set_aside(installation, b"k", b"x" * 16_770_000)
    assert replay(settings, Wanted()) == {Fate.CUT: 1}
    (name,) = read_cases(settings)
    assert replay(settings, Wanted(), [Mended(name, b"k", b"whole")]) == {Fate.SENT: 1}


def test_an_article_that_fails_four_times_is_exhausted(installation: Installation) -> None:
    """A real worker rejects it, and again after each of three replays; the fourth is refused."""
    settings = installation.settings
    installation.produce([article("f", text="«fail»"), article("good")])
    worker = installation.start()
    for rejected in (1, 2, 3, 4):
        wait_until(lambda rejected=rejected: letters(installation) == rejected, 120, f"letter {rejected}", worker)
        expected = Fate.SENT if rejected < 4 else Fate.EXHAUSTED
        assert replay(settings, Wanted()) == {expected: 1}
    (case,) = read_cases(settings).values()
    assert (case.attempts, case.letter.attempt, case.letter.reason) == (4, 4, "reader_crashed")
    assert len(installation.read(installation.topics.articles)) == 2 + 3


def letters(installation: Installation) -> int:
    return len(list(read_dead_letters(installation.settings)))
