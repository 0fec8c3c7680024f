"""A small typed consumer of Tocsin's topics: `iter_changes`, `iter_incidents`, `current_state`.

Needs the base install alone. Delivery is at least once, so a record may come twice: `IncidentView` keeps the highest
revision of each id, follows `merged_into` and forgets an incident at its tombstone.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from kafka import KafkaConsumer, TopicPartition

from tocsin_schemas.enums import IncidentState
from tocsin_schemas.models import Incident, IncidentChange

INCIDENTS = "incidents.v1"
CHANGES = "incident-changes.v1"
POLL_MS = 250
FIND_SECONDS = 10.0


class TopicNotFound(Exception):
    """The cluster shows no such topic: a wrong prefix, a right that is missing, or topics not yet created."""


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


class TopicReader:
    """All records of one topic: first `held`, what it holds now, then `follow`, what comes; a context manager.

    Records are kafka-python's (key, value, headers, partition, offset, timestamp). Raises TopicNotFound.
    """

    def __init__(self, bootstrap: str, topic: str, from_start: bool = True, **kafka: Any) -> None:
        settings = {"enable_auto_commit": False, "group_id": None, **kafka}
        self._consumer = KafkaConsumer(bootstrap_servers=bootstrap.split(","), **settings)
        try:
            self._partitions = self._find(topic)
            self._consumer.assign(self._partitions)
            seek = self._consumer.seek_to_beginning if from_start else self._consumer.seek_to_end
            seek(*self._partitions)
        except BaseException:
            self._consumer.close()
            raise

    def held(self) -> Iterator[Any]:
        """Every record up to the end that the topic has when this begins."""
        ends = self._consumer.end_offsets(self._partitions)
        while any(self._consumer.position(partition) < end for partition, end in ends.items()):
            yield from self.poll()

    def follow(self) -> Iterator[Any]:
        """Every record from here on, without end."""
        while True:
            yield from self.poll()

    def poll(self, milliseconds: int = POLL_MS) -> list[Any]:
        """What has come by now, waiting up to `milliseconds` for the first."""
        batches = self._consumer.poll(timeout_ms=milliseconds).values()
        return [record for batch in batches for record in batch]

    def _find(self, topic: str) -> list[TopicPartition]:
        deadline = time.monotonic() + FIND_SECONDS
        while not (found := self._consumer.partitions_for_topic(topic)) and time.monotonic() < deadline:
            time.sleep(0.2)
        if found:
            return [TopicPartition(topic, number) for number in sorted(found)]
        raise TopicNotFound(
            f"no topic {topic!r} for this user on this cluster: check the prefix and the right READ, or run"
            " `tocsin topics create`"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._consumer.close()


def incident_record(record: Any) -> IncidentRecord:
    """A record of incidents.v1, typed."""
    key = (record.key or b"").decode("utf-8", "replace")
    return IncidentRecord(key, Incident.model_validate_json(record.value) if record.value else None)


def iter_incidents(
    bootstrap: str, *, prefix: str = "", follow: bool = True, from_start: bool = True, **kafka: Any
) -> Iterator[IncidentRecord]:
    """Records of incidents.v1; `follow=False` ends at what the topic held when it began.

    `kafka` goes to kafka.KafkaConsumer: security_protocol, sasl_mechanism, sasl_plain_username, sasl_plain_password,
    ssl_cafile ... Raises TopicNotFound, and what KafkaConsumer raises.
    """
    with TopicReader(bootstrap, prefix + INCIDENTS, from_start, **kafka) as reader:
        for record in reader.follow() if follow else reader.held():
            yield incident_record(record)


def iter_changes(
    bootstrap: str, *, prefix: str = "", follow: bool = True, from_start: bool = True, **kafka: Any
) -> Iterator[IncidentChange]:
    """Messages of incident-changes.v1, in order per incident; else as `iter_incidents`."""
    with TopicReader(bootstrap, prefix + CHANGES, from_start, **kafka) as reader:
        for record in reader.follow() if follow else reader.held():
            if record.value:
                yield IncidentChange.model_validate_json(record.value)


def current_state(bootstrap: str, *, prefix: str = "", **kafka: Any) -> IncidentView:
    """Read incidents.v1 to its present end; the view can then be kept up with `iter_incidents`."""
    view = IncidentView()
    for record in iter_incidents(bootstrap, prefix=prefix, follow=False, **kafka):
        view.apply(record)
    return view
