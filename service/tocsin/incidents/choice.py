"""One value from what several mentions say: what, where, when, headline."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import Any

from tocsin.incidents.sources import Told
from tocsin_schemas.taxonomy import Taxonomy

SUPPORT_SHARE = 0.3
"""A type counts as told, not misread, from this share of the best supported type's confidence."""
WEAPON_LIMIT = TARGET_LIMIT = 20
TAG_LIMIT = 20
ALTERNATIVE_LIMIT = 5
_PRECISION = {"exact": 0, "near": 1, "admin1": 2, "country": 3}
_BASIS = {"explicit": 1.0, "weekday": 0.95, "relative": 0.8, "published": 0.15}
_DAY = {"exact_time": 1.0, "day": 1.0, "week": 0.4, "month": 0.25, "year": 0.1}


def _sums(told: list[Told], groups: dict[str, str], value: Callable[[Told], tuple[Hashable, float] | None]) -> Any:
    """Confidence per value, each syndicated text counted once with its best."""
    best: dict[tuple[Hashable, str], float] = {}
    for one in told:
        pair = value(one)
        if pair is not None:
            key = (pair[0], groups[one.article_id])
            best[key] = max(best.get(key, 0.0), pair[1])
    sums: dict[Hashable, float] = defaultdict(float)
    for (name, _), confidence in best.items():
        sums[name] += confidence
    return sums


def _prefer_reported(told: list[Told]) -> list[Told]:
    reported = [one for one in told if one.mention["role"] == "reported"]
    return reported or told


def event_type(told: list[Told], groups: dict[str, str], taxonomy: Taxonomy) -> tuple[str, list[str]]:
    """The type by precedence among those well supported, then all others told, best supported first."""

    def said(one: Told) -> tuple[Hashable, float]:
        return one.mention["what"]["event_type"], one.mention["what"]["confidence"]

    sums: dict[str, float] = _sums(_prefer_reported(told), groups, said)
    least = SUPPORT_SHARE * max(sums.values())

    def rank(code: str) -> tuple[int, float, str]:
        row = taxonomy.get(code)
        return (row.precedence if row else 1_000_000), -sums[code], code

    chosen = min((code for code, total in sums.items() if total >= least), key=rank)
    others = sorted((code for code in sums if code != chosen), key=lambda code: (-sums[code], code))
    return chosen, others


def what_of(told: list[Told], groups: dict[str, str], taxonomy: Taxonomy) -> dict[str, Any]:
    """The `what` group of the incident record."""
    chosen, others = event_type(told, groups, taxonomy)
    confidence: dict[str, float] = {}
    tags: set[str] = set()
    for one in told:
        what = one.mention["what"]
        told_types = [what, *what.get("alternatives", ())]
        for each in told_types:
            code = each["event_type"]
            confidence[code] = max(confidence.get(code, 0.0), each["confidence"])
        tags.update(what.get("tags", ()))
    rest = sorted((code for code in confidence if code != chosen and code not in others), key=_descending(confidence))
    return {
        "event_type": chosen,
        "confidence": confidence[chosen],
        "alternatives": [
            {"event_type": code, "confidence": confidence[code]} for code in [*others, *rest][:ALTERNATIVE_LIMIT]
        ],
        "reality": _reality(told, groups),
        "weapons": _weapons(told),
        "targets": _targets(told),
        "means": _means(told),
        "tags": sorted(tags)[:TAG_LIMIT],
    }


def _descending(confidence: dict[str, float]) -> Callable[[str], tuple[float, str]]:
    return lambda code: (-confidence[code], code)


def _reality(told: list[Told], groups: dict[str, str]) -> str:
    def said(one: Told) -> tuple[Hashable, float]:
        return one.mention["what"].get("reality", "occurred"), one.mention["what"]["confidence"]

    sums: dict[str, float] = _sums(_prefer_reported(told), groups, said)
    return max(sums, key=lambda reality: (round(sums[reality], 6), reality))


def _weapons(told: list[Told]) -> list[dict[str, Any]]:
    """One entry per kind: the name and the count that most mentions give, the later one on a tie."""
    names: dict[str, list[str]] = {}
    counts: dict[str, list[int]] = {}
    for one in told:
        for weapon in one.mention["what"].get("weapons", ()):
            kind = weapon["kind"]
            names.setdefault(kind, []).extend([weapon["name"]] if weapon.get("name") else [])
            counts.setdefault(kind, []).extend([weapon["count"]] if weapon.get("count") is not None else [])
    return [{"kind": kind, "name": _usual(names[kind]), "count": _usual(counts[kind])} for kind in names][:WEAPON_LIMIT]


def _usual(values: list[Any]) -> Any:
    if not values:
        return None
    last = {value: at for at, value in enumerate(values)}
    return max(last, key=lambda value: (values.count(value), last[value]))


def _means(told: list[Told]) -> list[dict[str, Any]]:
    """One entry a kind, that of most mentions first: whoever any of them says was hit by it, as sure as the surest."""
    found: dict[str, dict[str, Any]] = {}
    counts: dict[str, int] = {}
    for one in told:
        for means in one.mention["what"].get("means", ()):
            kind = means["kind"]
            known = found.setdefault(kind, {"kind": kind, "confidence": 0.0, "hit": []})
            known["confidence"] = max(known["confidence"], means["confidence"])
            known["hit"] = list(dict.fromkeys([*known["hit"], *means.get("hit", ())]))[:TARGET_LIMIT]
            counts[kind] = counts.get(kind, 0) + 1
    return sorted(found.values(), key=lambda means: -counts[means["kind"]])


def _targets(told: list[Told]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for one in told:
        for target in one.mention["what"].get("targets", ()):
            known = found.setdefault(
                target["name"].casefold(),
                {"name": target["name"], "kind": target.get("kind", "other"), "country": target.get("country")},
            )
            if known["country"] is None:
                known["country"] = target.get("country")
    return list(found.values())[:TARGET_LIMIT]


_WHERE = (
    "name", "resolved_name", "gazetteer_id", "kind", "country", "admin1", "lat", "lon", "radius_km", "precision",
    "confidence",
)  # fmt: skip
_WHEN = ("start", "end", "part_of_day", "precision", "basis", "confidence")


def where_of(told: list[Told], groups: dict[str, str]) -> dict[str, Any] | None:
    """The finest place; of several as fine the one with the most support."""
    placed = [one for one in _prefer_reported(told) if one.mention.get("where")] or [
        one for one in told if one.mention.get("where")
    ]
    if not placed:
        return None
    finest = min(_PRECISION.get(one.mention["where"]["precision"], 4) for one in placed)
    fine = [one for one in placed if _PRECISION.get(one.mention["where"]["precision"], 4) == finest]

    def place(one: Told) -> str:
        where = one.mention["where"]
        return str(where.get("gazetteer_id") or where["name"].casefold())

    def said(one: Told) -> tuple[Hashable, float]:
        return place(one), one.mention["where"]["confidence"]

    sums = _sums(fine, groups, said)
    chosen = max(sums, key=lambda name: (round(sums[name], 6), str(name)))
    at_place = [one.mention["where"] for one in fine if place(one) == chosen]
    best = max(at_place, key=lambda where: where["confidence"])
    row = {name: best.get(name) for name in _WHERE}
    row["kind"] = best.get("kind", "other")
    return row


def when_of(told: list[Told], groups: dict[str, str]) -> dict[str, Any] | None:
    """The best founded date: told days before relative ones, those before the publication's.

    No day lies after the publication of a text that gave an earlier one: it told of what had happened.
    """
    dated = [one for one in told if one.mention.get("when")]
    if not dated:
        return None

    def weight(when: dict[str, Any]) -> float:
        return float(_BASIS.get(when["basis"], 0.3) * _DAY.get(when["precision"], 0.3) * when["confidence"])

    def said(one: Told) -> tuple[tuple[str, str], float]:
        when = one.mention["when"]
        return (when["start"], when["end"]), weight(when)

    sums = _sums(dated, groups, said)
    best_of: dict[Hashable, float] = {}
    for span, points in map(said, dated):
        best_of[span] = max(best_of.get(span, 0.0), points)
    firmest = max(best_of.values())
    firm = [span for span in sums if best_of[span] >= firmest / 2]
    known = min((day for one in dated if one.mention["when"]["start"] <= (day := one.published[:10])), default="")
    possible = [span for span in firm if span[0] <= known] or firm
    chosen = max(possible, key=lambda span: (round(sums[span], 6), tuple(-ord(char) for char in "".join(span))))
    on_day = [one.mention["when"] for one in dated if said(one)[0] == chosen]
    best = max(on_day, key=weight)
    row = {name: best.get(name) for name in _WHEN}
    if row["part_of_day"] is None:
        row["part_of_day"] = next((when["part_of_day"] for when in on_day if when.get("part_of_day")), None)
    return row


def headline_of(told: list[Told]) -> tuple[str | None, str | None]:
    """(headline, summary) from the best source: one that reports it, as its first happening, most surely."""

    def rank(one: Told) -> tuple[bool, bool, float]:
        return one.mention["role"] != "reported", one.mention["ordinal"] > 0, -one.mention["confidence"]

    best = min(told, key=rank)
    headline = best.article.get("headline") or best.article.get("title")
    summary = best.article.get("summary")
    if best.mention["ordinal"] > 0:
        quotes = [piece["quote"] for piece in best.mention.get("evidence", ()) if piece["field"].startswith("what")]
        if quotes:
            return quotes[0], quotes[0]
    return headline, summary
