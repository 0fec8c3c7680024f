"""A small typed consumer of Tocsin's topics: `iter_changes`, `iter_incidents`, `current_state`.

Needs the base install alone. Delivery is at least once, so a record may come twice: `IncidentView` keeps the highest
revision of each id, follows `merged_into` and forgets an incident at its tombstone.
"""

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from tocsin_schemas.enums import IncidentState
from tocsin_schemas.models import Incident, IncidentChange

INCIDENTS = "incidents.v1"
CHANGES = "incident-changes.v1"
POLL_MS = 250
FIND_SECONDS = 10.0


class TopicNotFound(Exception):
    """The cluster has no such topic: a wrong prefix, or topics that nobody has created yet."""


@dataclass(frozen=True)
class IncidentRecord:
    """One record of incidents.v1; `incident` is None for a tombstone."""

    incident_id: str
    incident: Incident | None


@dataclass
class IncidentView:
    """What is known of every incident so far: `apply` records in any order, read with `get` and `open_incidents`."""

    _records: dict[str, Incident] = field(default_factory=dict)

    def apply(self, record: IncidentRecord) -> bool:
        """Take a record in; False where it says nothing new (a repeat or an older revision)."""
        known = self._records.get(record.incident_id)
        if record.incident is None:
            return self._records.pop(record.incident_id, None) is not None
        if known is not None and known.revision >= record.incident.revision:
            return False
        self._records[record.incident_id] = record.incident
        return True

    def get(self, incident_id: str) -> Incident | None:
        """The incident that the id stands for today: the winner of its merges; None where it is unknown."""
        seen: set[str] = set()
        incident = self._records.get(incident_id)
        while incident is not None and incident.merged_into is not None and incident.incident_id not in seen:
            seen.add(incident.incident_id)
            incident = self._records.get(incident.merged_into)
        return incident

    def open_incidents(self) -> list[Incident]:
        """All open incidents, the latest day first, then by id."""
        found = [incident for incident in self._records.values() if incident.state is IncidentState.OPEN]
        return sorted(found, key=lambda one: (-one.when.start.toordinal() if one.when else 0, one.incident_id))

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Incident]:
        return iter(self._records.values())


def iter_incidents(
    bootstrap: str, *, prefix: str = "", follow: bool = True, from_start: bool = True, **kafka: Any
) -> Iterator[IncidentRecord]:
    """Records of incidents.v1; `follow=False` ends at what the topic held when it began.

    `kafka` goes to kafka.KafkaConsumer (security_protocol, sasl_mechanism ...). Raises TopicNotFound.
    """
    for key, value in _records(bootstrap, prefix + INCIDENTS, follow, from_start, kafka):
        yield IncidentRecord(key, Incident.model_validate_json(value) if value else None)


def iter_changes(
    bootstrap: str, *, prefix: str = "", follow: bool = True, from_start: bool = True, **kafka: Any
) -> Iterator[IncidentChange]:
    """Messages of incident-changes.v1, in order per incident; else as `iter_incidents`."""
    for _, value in _records(bootstrap, prefix + CHANGES, follow, from_start, kafka):
        if value:
            yield IncidentChange.model_validate_json(value)


def current_state(bootstrap: str, *, prefix: str = "", **kafka: Any) -> IncidentView:
    """Read incidents.v1 to its present end; the view can then be kept up with `iter_incidents`."""
    view = IncidentView()
    for record in iter_incidents(bootstrap, prefix=prefix, follow=False, **kafka):
        view.apply(record)
    return view


def _records(
    bootstrap: str, topic: str, follow: bool, from_start: bool, kafka: dict[str, Any]
) -> Iterator[tuple[str, bytes | None]]:
    settings = {"enable_auto_commit": False, "group_id": None, **kafka}
    with closing(KafkaConsumer(bootstrap_servers=bootstrap, **settings)) as consumer:
        partitions = _partitions(consumer, topic)
        consumer.assign(partitions)
        consumer.seek_to_beginning(*partitions) if from_start else consumer.seek_to_end(*partitions)
        ends: dict[TopicPartition, int] | None = None if follow else consumer.end_offsets(partitions)
        while ends is None or any(consumer.position(tp) < end for tp, end in ends.items()):
            for batch in consumer.poll(timeout_ms=POLL_MS).values():
                for record in batch:
                    yield (record.key or b"").decode("utf-8", "replace"), record.value


def _partitions(consumer: KafkaConsumer, topic: str) -> list[TopicPartition]:
    deadline = time.monotonic() + FIND_SECONDS
    while not (found := consumer.partitions_for_topic(topic)) and time.monotonic() < deadline:
        time.sleep(0.2)
    if found:
        return [TopicPartition(topic, number) for number in sorted(found)]
    raise TopicNotFound(f"no topic {topic!r} on this cluster: check the prefix, or run `tocsin topics create`")
