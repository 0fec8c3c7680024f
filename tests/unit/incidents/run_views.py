"""What of a run may not depend on arrival: incidents without their ids, revisions and times of change."""

from typing import Any

from tocsin.incidents.replay import Replay
from tocsin_schemas.models import Incident

NAMING = ("incident_id", "revision", "last_changed_at", "related", "merged_into", "lineage")


def open_incidents(run: Replay) -> list[Incident]:
    return [one for one in run.incidents().values() if one.state == "open"]


def content(incident: Incident) -> dict[str, Any]:
    return {name: value for name, value in incident.model_dump(mode="json").items() if name not in NAMING}


def partition(run: Replay) -> set[frozenset[tuple[str, int]]]:
    """Open incidents as sets of (article id, ordinal)."""
    groups: dict[str, set[tuple[str, int]]] = {}
    live = run.resolver.engine.live
    for slot, incident in live.incident.items():
        groups.setdefault(incident, set()).add(live.features[slot].key[1:])
    return {frozenset(group) for group in groups.values()}


def contents(run: Replay) -> list[dict[str, Any]]:
    """Open incidents' contents, related ones as the number of them, in an order of their own."""
    rows = [{**content(one), "related": len(one.related)} for one in open_incidents(run)]
    return sorted(
        rows, key=lambda row: str(sorted((s["article_id"], row["headline"]) for s in row["sources"])) + str(row)
    )
