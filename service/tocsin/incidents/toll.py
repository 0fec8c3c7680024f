"""Figures of harm: every assertion kept, and from them the best, lowest and highest count."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from tocsin.incidents.sources import Told

SLOTS = ("killed", "injured", "missing", "abducted", "detained")
ASSERTION_LIMIT = 40
FRESH_HOURS = 24
RISE_FACTOR, RISE_STEP = 3, 10
"""A lone text raises a toll to three times itself and ten more at most: beyond that it is rather a misreading."""
SIDES = ("attackers", "security_forces", "civilians")

Speaking = tuple[Told, list[dict[str, Any]]]
"""A mention and its assertions of one slot."""
Figure = tuple[str, str, int]
"""(hour of publication, syndication group, count) of one text."""


def harm_of(told: list[Told], groups: dict[str, str]) -> dict[str, Any]:
    """All five slots in the shape of the incident record, null where every article is silent."""
    speaking: dict[str, list[Speaking]] = {}
    for one in told:
        for slot, said in one.mention.get("harm", {}).items():
            if said:
                speaking.setdefault(slot, []).append((one, said))
    return {slot: _count(speaking[slot], groups) if slot in speaking else None for slot in SLOTS}


def _count(speaking: list[Speaking], groups: dict[str, str]) -> dict[str, Any]:
    figures: list[Figure] = []
    every: list[int] = []
    for one, said in speaking:
        total, values = _total(said)
        if total is not None:
            figures.append((one.published, groups[one.article_id], total))
            every.extend(values)
    if not figures:
        figures, every = [(speaking[-1][0].published, "", 0)], [0]
    return {
        "best": best_figure(figures),
        "low": min(every),
        "high": max(every),
        "assertions": _assertions(speaking),
        "by_side": _sides(speaking, groups),
    }


def _total(said: list[dict[str, Any]]) -> tuple[int | None, list[int]]:
    """One article's figure without the attackers' own, and all totals that it gives; None where it has only those."""
    whole = [one["value"] for one in said if one.get("side", "victims") in ("victims", "other")]
    parts: dict[str, int] = {}
    for one in said:
        side = one.get("side", "victims")
        if side in ("security_forces", "civilians"):
            parts.setdefault(side, one["value"])
    if whole:
        return whole[0], whole
    if parts:
        total = sum(parts.values())
        return total, [total]
    return None, []


def best_figure(figures: list[Figure]) -> int:
    """The count as the latest texts have it: a later text raises it, only more texts than those behind it lower it.

    Tolls rise, so a later higher figure wins even against several earlier ones, unless it is out of all proportion and
    nobody else gives it; a lower one is more often a part of the toll than a correction. Texts of the last 24 h before
    the latest speak, each once, with its latest figure; what was best before them speaks as one text more.
    """
    if len(figures) == 1:
        return figures[0][2]
    latest = max(published for published, _, _ in figures)
    fresh: dict[str, tuple[str, int]] = {}
    old: list[Figure] = []
    for figure in figures:
        published, group, value = figure
        if _is_fresh(published, latest):
            fresh[group] = max(fresh.get(group, ("", 0)), (published, value))
        else:
            old.append(figure)
    votes = Counter(value for _, value in fresh.values())
    best = best_figure(old) if old else min(fresh.values())[1]
    votes[best] += bool(old)
    for _, value in sorted(fresh.values()):
        rises = value > best and (value <= RISE_FACTOR * best + RISE_STEP or votes[value] > 1)
        if rises or votes[value] > votes[best]:
            best = value
    return best


def _is_fresh(published: str, latest: str) -> bool:
    if published[:10] == latest[:10] or not published:
        return True
    gap = datetime.fromisoformat(latest) - datetime.fromisoformat(published)
    return gap <= timedelta(hours=FRESH_HOURS)


def _sides(speaking: list[Speaking], groups: dict[str, str]) -> dict[str, int | None] | None:
    figures: dict[str, list[Figure]] = {}
    for one, said in speaking:
        for each in said:
            side = each.get("side", "victims")
            if side in SIDES:
                figures.setdefault(side, []).append((one.published, groups[one.article_id], each["value"]))
    if not figures:
        return None
    return {side: best_figure(figures[side]) if side in figures else None for side in SIDES}


def _assertions(speaking: list[Speaking]) -> list[dict[str, Any]]:
    """All of them, article by article; past the limit each (value, qualifier, by) once, the newest kept."""
    rows = [
        {
            "value": each["value"],
            "qualifier": each.get("qualifier", "exactly"),
            "by": each.get("by"),
            "article_id": one.article_id,
        }
        for one, said in speaking
        for each in said
    ]
    if len(rows) <= ASSERTION_LIMIT:
        return rows
    distinct = {(row["value"], row["qualifier"], row["by"]): row for row in rows}
    return list(distinct.values())[-ASSERTION_LIMIT:]
