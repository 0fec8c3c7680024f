"""The server answers from the start, beside whatever the worker does."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from tocsin.observe.health import HEARTBEAT_LIMIT, Health
from tocsin.observe.metrics import TABLE, Metrics, UnknownMetric
from tocsin.observe.server import ObserveServer, PortTaken


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def served() -> Iterator[tuple[ObserveServer, Metrics, Health, Clock]]:
    clock = Clock()
    metrics, health = Metrics(), Health(clock)
    server = ObserveServer(metrics, health)
    yield server, metrics, health, clock
    server.close()


def fetch(server: ObserveServer, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://{server.address}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def test_metrics_show_what_was_counted(served: tuple[ObserveServer, Metrics, Health, Clock]) -> None:
    server, metrics, _, _ = served
    metrics.count("rejected", stage="intake", reason="not_json")
    metrics.observe("stage_seconds", 0.003, stage="read")
    metrics.set("lag_records", 7, topic="articles.v1", partition="0")
    status, text = fetch(server, "/metrics")
    assert status == 200
    assert 'tocsin_rejected_total{reason="not_json",stage="intake"} 1.0' in text
    assert 'tocsin_stage_seconds_count{stage="read"} 1.0' in text
    metrics.forget("lag_records", topic="articles.v1", partition="0")
    assert "tocsin_lag_records{" not in fetch(server, "/metrics")[1]


def test_ready_only_when_nothing_holds_it_back(served: tuple[ObserveServer, Metrics, Health, Clock]) -> None:
    server, _, health, _ = served
    assert fetch(server, "/health/live")[0] == 200
    status, text = fetch(server, "/health/ready")
    assert (status, json.loads(text)["reasons"]) == (503, ["the worker is starting"])
    health.hold("recovery", "the state table is being restored")
    health.release("start")
    assert json.loads(fetch(server, "/health/ready")[1])["reasons"] == ["the state table is being restored"]
    health.release("recovery")
    assert fetch(server, "/health/ready")[0] == 200


def test_a_hanging_loop_is_seen(served: tuple[ObserveServer, Metrics, Health, Clock]) -> None:
    server, _, health, clock = served
    clock.now = HEARTBEAT_LIMIT + 1
    status, text = fetch(server, "/health/live")
    assert status == 503
    assert "has not run for 31 s" in text
    health.beat()
    assert fetch(server, "/health/live")[0] == 200


def test_a_taken_port_names_the_setting(served: tuple[ObserveServer, Metrics, Health, Clock]) -> None:
    port = int(served[0].address.rpartition(":")[2])
    with pytest.raises(PortTaken, match="TOCSIN_METRICS_PORT"):
        ObserveServer(Metrics(), Health(), port=port)


def test_the_table_is_complete_and_strict() -> None:
    assert len({row.name for row in TABLE}) == len(TABLE)
    assert all(row.help.endswith(".") for row in TABLE)
    with pytest.raises(UnknownMetric):
        Metrics().count("no_such_metric")
