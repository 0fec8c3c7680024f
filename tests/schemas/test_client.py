"""The consumer's view: highest revision, merges followed, tombstones, and no need of the service's libraries."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from tocsin_schemas import client
from tocsin_schemas.client import IncidentRecord, IncidentView, TopicNotFound, current_state, iter_changes
from tocsin_schemas.generate import FOLDER
from tocsin_schemas.models import Incident

EXAMPLE = json.loads((FOLDER.with_name("examples") / "incident.json").read_text(encoding="utf-8"))


def incident(incident_id: str, revision: int, **fields: Any) -> Incident:
    return Incident.model_validate({**EXAMPLE, "incident_id": incident_id, "revision": revision, **fields})


def record(one: Incident) -> IncidentRecord:
    return IncidentRecord(one.incident_id, one)


def test_the_highest_revision_wins_whatever_the_order() -> None:
    view = IncidentView()
    assert view.apply(record(incident("inc_a", 2)))
    assert not view.apply(record(incident("inc_a", 1)))
    assert not view.apply(record(incident("inc_a", 2)))
    found = view.get("inc_a")
    assert found is not None
    assert found.revision == 2


def test_a_merged_id_leads_to_its_winner() -> None:
    view = IncidentView()
    for one in (
        incident("inc_c", 3, state="merged", merged_into="inc_b"),
        incident("inc_b", 5, state="merged", merged_into="inc_a"),
        incident("inc_a", 9),
    ):
        view.apply(record(one))
    found = view.get("inc_c")
    assert found is not None
    assert found.incident_id == "inc_a"
    assert [one.incident_id for one in view.open_incidents()] == ["inc_a"]


def test_a_circle_of_merges_ends() -> None:
    view = IncidentView()
    view.apply(record(incident("inc_a", 2, state="merged", merged_into="inc_b")))
    view.apply(record(incident("inc_b", 2, state="merged", merged_into="inc_a")))
    assert view.get("inc_a") is not None


def test_a_tombstone_forgets() -> None:
    view = IncidentView()
    view.apply(record(incident("inc_a", 1, state="retracted")))
    assert view.apply(IncidentRecord("inc_a", None))
    assert view.get("inc_a") is None
    assert not view.apply(IncidentRecord("inc_a", None))


@dataclass(frozen=True)
class StoredRecord:
    key: bytes
    value: bytes | None


class LogConsumer:
    """Stands for kafka.KafkaConsumer over one partition: a list of records."""

    log: Mapping[str, list[StoredRecord]] = {}

    def __init__(self, **settings: Any) -> None:
        self.place = 0
        self.topic = ""

    def partitions_for_topic(self, topic: str) -> set[int] | None:
        return {0} if topic in self.log else None

    def assign(self, partitions: list[Any]) -> None:
        self.topic = partitions[0].topic

    def seek_to_beginning(self, *partitions: Any) -> None:
        self.place = 0

    def end_offsets(self, partitions: list[Any]) -> dict[Any, int]:
        return {partitions[0]: len(self.log[self.topic])}

    def position(self, partition: Any) -> int:
        return self.place

    def poll(self, timeout_ms: int) -> dict[str, list[StoredRecord]]:
        batch = self.log[self.topic][self.place :]
        self.place += len(batch)
        return {"p": batch} if batch else {}

    def close(self) -> None: ...


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[StoredRecord]]:
    topics: dict[str, list[StoredRecord]] = {}
    monkeypatch.setattr(LogConsumer, "log", topics)
    monkeypatch.setattr(client, "KafkaConsumer", LogConsumer)
    monkeypatch.setattr(client, "FIND_SECONDS", 0.0)
    return topics


def test_current_state_reads_to_the_end_of_the_prefixed_topic(log: dict[str, list[StoredRecord]]) -> None:
    log["eu.incidents.v1"] = [
        StoredRecord(b"inc_a", incident("inc_a", 1).to_bytes()),
        StoredRecord(b"inc_b", incident("inc_b", 1).to_bytes()),
        StoredRecord(b"inc_b", None),
        StoredRecord(b"inc_a", incident("inc_a", 2).to_bytes()),
    ]
    view = current_state("anywhere:9092", prefix="eu.")
    assert [(one.incident_id, one.revision) for one in view] == [("inc_a", 2)]


def test_a_missing_topic_is_said_with_its_name(log: dict[str, list[StoredRecord]]) -> None:
    with pytest.raises(TopicNotFound, match=r"incident-changes\.v1"):
        next(iter_changes("anywhere:9092", follow=False))


def test_the_client_needs_the_base_install_alone() -> None:
    absent = ["yaml", "faust", "aiokafka", "typer", "rich", "prometheus_client", "trafilatura", "pydantic_settings"]
    program = f"import sys; sys.modules.update(dict.fromkeys({absent!r})); import tocsin_schemas.client"
    subprocess.run([sys.executable, "-c", program], check=True)
