"""What one report leads to: values to write, messages to send, and counts to observe."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from tocsin_schemas.enums import ChangeKind
from tocsin_schemas.models import Incident, IncidentChange


class Store(Protocol):
    """The state table as the resolver sees it: the value last written under a key, None where there is none."""

    def get(self, key: str, /) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message as it is sent: `value` None is a tombstone."""

    incident_id: str
    revision: int
    kind: ChangeKind | None
    at: str | None
    value: bytes | None


@dataclass(frozen=True)
class Decision:
    """Everything that follows from one report, in the order in which it is to be written and sent.

    `writes` are (key, value) pairs, value None deletes; all of them come before any message. `counts` names what
    happened (founded, linked, merged, retracted, waiting, too_old, repeated ...). `largest` is the size in bytes of
    the largest value written, `shortened` how many messages had to leave list contents out to stay below the limit.
    """

    writes: tuple[tuple[str, bytes | None], ...] = ()
    change_messages: tuple[Outgoing, ...] = ()
    incident_messages: tuple[Outgoing, ...] = ()
    assigned: tuple[tuple[int, str | None], ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    largest: int = 0
    shortened: int = 0

    @cached_property
    def changes(self) -> tuple[IncidentChange, ...]:
        return tuple(IncidentChange.model_validate_json(one.value) for one in self.change_messages if one.value)

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        return tuple(Incident.model_validate_json(one.value) for one in self.incident_messages if one.value)

    @property
    def tombstones(self) -> tuple[str, ...]:
        """Incidents whose retraction has been readable for 30 days and that now leave incidents.v1."""
        return tuple(one.incident_id for one in self.incident_messages if one.value is None)


def read_json(value: bytes) -> Any:
    return json.loads(value)
