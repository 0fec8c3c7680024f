"""A real worker process on a real Kafka, with reading and resolving as simple as can be."""

import json
import time
from collections import Counter

import psutil
from installation import SUPERVISED, Installation, article, headers, report_ids, wait_until, wait_until_done
from parts import BUG, DIE, FAIL, GROW, HANG, LONG


def test_articles_in_incidents_out_and_the_bad_ones_set_aside(installation: Installation) -> None:
    """One life of a worker, with everything that can be wrong with an article in its midst."""
    topics = installation.topics
    texts = {20: DIE, 40: HANG, 60: FAIL}
    installation.produce(article(f"a{number}", f"t{number % 5}", texts.get(number, "Quiet.")) for number in range(100))
    installation.produce([(b"p", b"\xff poison"), (None, b"[]"), (b"a99", None)])
    worker = installation.start(reading_timeout=1)
    wait_until_done(installation, worker)

    read = report_ids(installation)
    assert read == Counter({f"a{n}": 2 if n == 99 else 1 for n in range(100) if n not in texts})
    rejected = {record.key: record for record in installation.read(topics.rejected)}
    reasons = {key: headers(record)["tocsin_reason"] for key, record in rejected.items()}
    assert reasons == {
        b"a20": "reader_crashed",
        b"a40": "reader_timeout",
        b"a60": "reader_crashed",
        b"p": "not_json",
        None: "not_an_object",
    }
    assert rejected[b"p"].value == b"\xff poison"
    assert headers(rejected[b"p"])["tocsin_origin_topic"] == topics.articles.name

    last = {record.key.decode(): record for record in installation.read(topics.incidents)}
    members = [one for record in last.values() for one in json.loads(record.value)]
    assert sorted(members) == sorted(read.elements())  # the withdrawal of a99 makes an incident of its own here
    assert headers(last["inc_t1"])["ce_type"] == "incident.record"
    changes = [headers(record) for record in installation.read(topics.changes)]
    assert Counter(row["ce_type"] for row in changes)["incident.created"] == len(last)
    assert len({row["ce_id"] for row in changes}) == len(changes)
    assert all(row["ce_specversion"] == "1.0" and row["content-type"] == "application/json" for row in changes)

    assert worker.get("/health/live")[0] == 200
    assert worker.metric('tocsin_records_in_total{stage="read"}') == 103
    assert worker.metric('tocsin_rejected_total{reason="not_json",stage="intake"}') == 1
    assert worker.metric('tocsin_reading_process_restarts_total{cause="timeout"}') == 2
    assert worker.stop() == 0


def test_what_is_too_large_is_set_aside_whole_and_its_neighbours_go_on(installation: Installation) -> None:
    """A text of ten megabytes, a report and a record of the state that are larger than their topics take."""
    huge = article("huge", text="No end of words. " * 600_000)
    installation.produce(
        [article("a"), huge, article("long", text=LONG), article("b"), article("grow", text=GROW), article("c")]
    )
    worker = installation.start()
    wait_until_done(installation, worker)
    assert set(report_ids(installation)) == {"a", "b", "c", "grow"}
    letters = {record.key.decode(): record for record in installation.read(installation.topics.rejected)}
    reasons = {key: headers(letter)["tocsin_reason"] for key, letter in letters.items()}
    assert reasons == {"huge": "too_large", "long": "record_too_large", "grow": "record_too_large"}
    assert letters["huge"].value == huge[1]
    assert headers(letters["grow"])["tocsin_origin_topic"] == installation.topics.reports.name
    last = {record.key: json.loads(record.value) for record in installation.read(installation.topics.incidents)}
    assert sorted(last[b"inc_t"]) == ["a", "b", "c"]


def test_a_row_of_large_articles_is_taken_by_bytes(installation: Installation) -> None:
    """100 of 2 MB while each takes a while: the queue of 256 would hold them all."""
    installation.produce_large(article(f"a{number}", text="x" * 1_990_000) for number in range(100))
    worker = installation.start(max_in_flight_mb=16, tests_read_seconds=0.05)
    wait_until(worker.is_ready, 120, "ready", worker)
    process, highest = psutil.Process(worker.process.pid), 0
    fresh = process.memory_info().rss
    deadline = time.monotonic() + 240
    while installation.size(installation.topics.reports) < 100 and time.monotonic() < deadline:
        highest = max(highest, process.memory_info().rss)
    assert installation.size(installation.topics.reports) == 100
    assert highest - fresh < 130_000_000


def test_an_orderly_stop_repeats_nothing(installation: Installation) -> None:
    installation.produce(article(f"a{number}") for number in range(300))
    for _ in range(4):
        worker = installation.start()
        before = installation.size(installation.topics.reports)
        wait_until(lambda before=before: installation.size(installation.topics.reports) > before, 90, "work", worker)
        assert worker.stop() == 0
        installation.produce(article(f"b{before}-{number}") for number in range(100))
    worker = installation.start()
    wait_until_done(installation, worker)
    assert worker.stop() == 0
    assert installation.lag() == 0
    assert set(report_ids(installation).values()) == {1}
    assert len(report_ids(installation)) == 300 + 4 * 100


def test_restarts_with_a_backlog_lose_nothing(installation: Installation) -> None:
    sent: set[str] = set()
    for life in range(5):
        names = [f"a{life}-{number}" for number in range(150)]
        installation.produce(article(name, f"t{life}") for name in names)
        sent |= set(names)
        worker = installation.start()
        before = installation.size(installation.topics.reports)
        wait_until(lambda before=before: installation.size(installation.topics.reports) > before, 90, "work", worker)
        worker.kill()
    worker = installation.start()
    wait_until_done(installation, worker)
    assert set(report_ids(installation)) == sent
    last = {record.key: json.loads(record.value) for record in installation.read(installation.topics.incidents)}
    assert sorted(one for members in last.values() for one in members) == sorted(sent)  # each once: no double effect


def test_a_fault_of_ours_in_one_report_stops_the_worker_twice_and_then_is_set_aside(
    installation: Installation,
) -> None:
    installation.produce([article("bad", "t", BUG), *(article(f"a{number}") for number in range(20))])
    supervisor = installation.start(program=SUPERVISED)
    wait_until_done(installation, supervisor, 90)
    rejected = installation.read(installation.topics.rejected)
    assert {headers(record)["tocsin_reason"] for record in rejected} == {"bad_report"}
    assert {record.key for record in rejected} == {b"bad"}
    assert supervisor.log.count("ended with exit code 1, starting it again") == 2
    assert supervisor.stop() == 0


def test_a_data_folder_serves_one_worker(installation: Installation) -> None:
    first = installation.start()
    wait_until(first.is_ready, 90, "the first is ready", first)
    second = installation.start()
    assert second.process.wait(120) == 78
    assert f"in use by another worker (process {first.process.pid})" in second.log
    assert first.process.poll() is None


def test_reading_that_cannot_start_is_a_matter_of_configuration(installation: Installation) -> None:
    worker = installation.start(tests_reading_missing=1)
    assert worker.process.wait(120) == 78
    assert "run `tocsin gazetteer build`" in worker.log


def test_health_says_what_it_waits_for(installation: Installation) -> None:
    worker = installation.start()
    wait_until(lambda: worker.get("/health/live")[0] == 200, 90, "live", worker)
    status, body = worker.get("/health/ready")
    if status == 503:  # else it was quicker than we could ask
        assert json.loads(body)["reasons"]
    wait_until(worker.is_ready, 90, "ready", worker)
