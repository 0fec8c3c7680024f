"""Which fields of a record changed, each with its value before and after."""

from collections.abc import Iterator
from typing import Any

SILENT = frozenset({"incident_id", "revision", "last_changed_at", "lineage"})
"""What names a revision is no reason for one."""


def changed_fields(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """[{field, before, after}] with paths such as `harm.injured.high`; lists are compared whole."""
    found: list[dict[str, Any]] = []
    for name, new in after.items():
        if name not in SILENT and before.get(name) != new:
            found.extend(_leaves(name, before.get(name), new))
    return found


def _leaves(path: str, before: Any, after: Any) -> Iterator[dict[str, Any]]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in after:
            yield from _leaves(f"{path}.{name}", before.get(name), after[name])
        return
    yield {"field": path, "before": before, "after": after}
