"""Records and change messages of incidents: naming a folded content, telling what changed, keeping values small."""

from typing import Any

from pydantic_core import to_json

from tocsin.incidents.decision import Outgoing
from tocsin.incidents.records import IncidentRecord
from tocsin_schemas.enums import ChangeKind

MESSAGE_LIMIT = 1_000_000
"""Bytes from which a change only counts its lists: a topic takes 4 MiB, an article's record holds several changes."""


def name_record(
    content: dict[str, Any],
    incident_id: str,
    revision: int,
    state: str,
    merged_into: str | None,
    at: str | None,
    lineage: dict[str, Any],
) -> dict[str, Any]:
    """The full record in the key order of the published model; `at` is when it last changed."""
    head = {
        "incident_id": incident_id,
        "revision": revision,
        "state": state,
        "merged_into": merged_into,
        "first_reported_at": content.get("first_reported_at"),
        "last_changed_at": at,
    }
    return {**head, **{name: value for name, value in content.items() if name not in head}, "lineage": lineage}


def change_kind(before: dict[str, Any] | None, after: dict[str, Any]) -> ChangeKind:
    if before is None:
        return ChangeKind.CREATED
    if after["state"] != before["state"]:
        if after["state"] == "merged":
            return ChangeKind.MERGED
        if after["state"] == "retracted":
            return ChangeKind.RETRACTED
    return ChangeKind.UPDATED


def change_message(
    kind: ChangeKind, after: dict[str, Any], text: bytes, fields: list[dict[str, Any]], cause: dict[str, Any]
) -> tuple[bytes, bool]:
    """(value, whether lists had to be shortened) of one change; `text` is `after` as JSON."""
    revision = after["revision"]
    change = {
        "change": kind.value,
        "incident_id": after["incident_id"],
        "revision": revision,
        "previous_revision": revision - 1 if revision > 1 else None,
        "fields": fields,
        "cause": cause,
        "merged_into": after["merged_into"],
    }
    value = _with_incident(change, text)
    if len(value) <= MESSAGE_LIMIT:
        return value, False
    change["fields"] = [
        {"field": one["field"], "before": _length(one["before"]), "after": _length(one["after"])} for one in fields
    ]
    return _with_incident(change, text), True


def _with_incident(change: dict[str, Any], text: bytes) -> bytes:
    """The change with the record as its last entry, which is the costly part and is written once."""
    return b"".join((to_json(change)[:-1], b',"incident":', text, b"}"))


def _length(value: Any) -> Any:
    return {"entries": len(value)} if isinstance(value, list) and len(value) > 3 else value


def outgoing_record(incident: IncidentRecord) -> Outgoing:
    return Outgoing(incident.incident_id, incident.revision, None, incident.record["last_changed_at"], incident.text())


def outgoing_change(incident_id: str, revision: int, kind: str, at: str | None, value: bytes) -> Outgoing:
    return Outgoing(incident_id, revision, ChangeKind(kind), at, value)
