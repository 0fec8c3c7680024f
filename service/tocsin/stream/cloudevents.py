"""CloudEvents in Kafka's binary mode: attributes as headers, the data alone as value."""

from datetime import UTC, datetime

from tocsin_schemas.enums import ChangeKind

Headers = list[tuple[str, bytes]]

SOURCE = "tocsin"
CONTENT_TYPE = "application/json"
INCIDENT_TYPE = "incident.record"
REPORT_TYPE = "article.report"


def headers(kind: str, identity: str, at: datetime | str | None, source: str = SOURCE) -> Headers:
    """Headers of one event; `at` may be an ISO 8601 text, without it the attribute is left out."""
    found = [
        ("ce_specversion", b"1.0"),
        ("ce_type", kind.encode()),
        ("ce_source", source.encode()),
        ("ce_id", identity.encode("utf-8", "replace")),
        ("content-type", CONTENT_TYPE.encode()),
    ]
    if at is not None:
        found.append(("ce_time", (_iso(at) if isinstance(at, datetime) else at).encode()))
    return found


def change_type(kind: ChangeKind) -> str:
    """Such as `incident.created`."""
    return f"incident.{kind.value}"


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
