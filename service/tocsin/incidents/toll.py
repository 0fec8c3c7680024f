"""Figures of harm: every assertion kept, and from them the best, lowest and highest count."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from tocsin.incidents.sources import Told

SLOTS = ("killed", "injured", "missing", "abducted", "detained")
ASSERTION_LIMIT = 40
FRESH_HOURS = 24
SIDES = ("attackers", "security_forces", "civilians")

Figure = tuple[str, str, int]
"""(hour of publication, syndication group, count) of one text."""


def harm_of(told: list[Told], groups: dict[str, str]) -> dict[str, Any]:
    """All five slots in the shape of the incident record, null where every article is silent."""
    return {slot: _count(slot, told, groups) for slot in SLOTS}


def _said(one: Told, slot: str) -> list[dict[str, Any]]:
    return one.mention.get("harm", {}).get(slot) or []


def _count(slot: str, told: list[Told], groups: dict[str, str]) -> dict[str, Any] | None:
    speaking = [one for one in told if _said(one, slot)]
    if not speaking:
        return None
    figures: list[Figure] = []
    every: list[int] = []
    for one in speaking:
        total, said = _total(_said(one, slot))
        if total is not None:
            figures.append((one.published, groups[one.article_id], total))
            every.extend(said)
    if not figures:
        figures, every = [(speaking[-1].published, "", 0)], [0]
    sides = {side: _side(side, slot, speaking, groups) for side in SIDES}
    return {
        "best": best_figure(figures),
        "low": min(every),
        "high": max(every),
        "assertions": _assertions(slot, speaking),
        "by_side": sides if any(value is not None for value in sides.values()) else None,
    }


def _total(said: list[dict[str, Any]]) -> tuple[int | None, list[int]]:
    """One article's figure without the attackers' own, and all totals that it gives; None where it has only those."""
    whole = [one["value"] for one in said if one.get("side", "victims") in ("victims", "other")]
    parts: dict[str, int] = {}
    for one in said:
        side = one.get("side", "victims")
        if side in ("security_forces", "civilians"):
            parts[side] = max(parts.get(side, 0), one["value"])
    if whole:
        return whole[0], whole
    if parts:
        total = sum(parts.values())
        return total, [total]
    return None, []


def best_figure(figures: list[Figure]) -> int:
    """The count that most distinct texts give among the fresh ones (24 h before the latest); the later one on a tie.

    Tolls rise, so what a day-old text said does not outvote today's; a text counts once with its latest figure.
    """
    latest = max(published for published, _, _ in figures)
    fresh: dict[str, tuple[str, int]] = {}
    for published, group, value in figures:
        if _is_fresh(published, latest):
            fresh[group] = max(fresh.get(group, ("", 0)), (published, value))
    votes = Counter(value for _, value in fresh.values())
    newest = {value: max(at for at, one in fresh.values() if one == value) for value in votes}
    return max(votes, key=lambda value: (votes[value], newest[value], value))


def _is_fresh(published: str, latest: str) -> bool:
    if published[:10] == latest[:10] or not published:
        return True
    gap = datetime.fromisoformat(latest) - datetime.fromisoformat(published)
    return gap <= timedelta(hours=FRESH_HOURS)


def _side(side: str, slot: str, speaking: list[Told], groups: dict[str, str]) -> int | None:
    figures = [
        (one.published, groups[one.article_id], said["value"])
        for one in speaking
        for said in _said(one, slot)
        if said.get("side", "victims") == side
    ]
    return best_figure(figures) if figures else None


def _assertions(slot: str, speaking: list[Told]) -> list[dict[str, Any]]:
    """All of them, article by article; past the limit each (value, qualifier, by) once, the newest kept."""
    rows = [
        {
            "value": said["value"],
            "qualifier": said.get("qualifier", "exactly"),
            "by": said.get("by"),
            "article_id": one.article_id,
        }
        for one in speaking
        for said in _said(one, slot)
    ]
    if len(rows) <= ASSERTION_LIMIT:
        return rows
    distinct = {(row["value"], row["qualifier"], row["by"]): row for row in rows}
    return list(distinct.values())[-ASSERTION_LIMIT:]
