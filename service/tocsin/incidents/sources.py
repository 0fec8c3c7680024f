"""The articles behind an incident: who they are, and which of them are copies of one syndicated text."""

from dataclasses import dataclass
from typing import Any

SKETCH = 64
COPY_SHARE = 0.4
"""Share of common shingles from which two bodies count as one text (copies under other heads and boilerplate: above
0.5; two agencies on one happening: below 0.1)."""
COPY_LEAST = 4
FEW = 12
"""Up to so many distinct texts are compared one by one, more through an index of their hashes."""


@dataclass(frozen=True, slots=True)
class Told:
    """One mention of an incident with the article that it stands in, both in the short form of the record."""

    article: dict[str, Any]
    mention: dict[str, Any]

    @property
    def article_id(self) -> str:
        return str(self.article["article_id"])

    @property
    def published(self) -> str:
        return self.article.get("published_at") or self.article.get("received_at") or ""

    @property
    def key(self) -> tuple[str, str, int]:
        return self.published, self.article_id, self.mention["ordinal"]


def is_copy(a: frozenset[int], b: frozenset[int]) -> bool:
    """Whether two sketches of the smallest hashes say that most of the wording is common."""
    common = a & b
    if len(common) < COPY_LEAST:
        return False
    both = sorted(a | b)[:SKETCH]
    return sum(1 for value in both if value in common) >= COPY_SHARE * len(both)


def syndication_groups(told: list[Told]) -> dict[str, str]:
    """Article id to the id of the first article (canonical order) with the same text; `told` in canonical order."""
    groups: dict[str, str] = {}
    firsts: dict[str, frozenset[int]] = {}
    holders: dict[int, dict[str, None]] = {}
    for one in told:
        if one.article_id in groups:
            continue
        sketch = frozenset(one.article.get("fingerprint") or ())
        near = (
            firsts if len(firsts) <= FEW else dict.fromkeys(name for value in sketch for name in holders.get(value, ()))
        )
        first = min((name for name in near if is_copy(sketch, firsts[name])), key=list(firsts).index, default=None)
        groups[one.article_id] = first or one.article_id
        if first is None:
            firsts[one.article_id] = sketch
            if len(firsts) > FEW:
                _index(firsts if not holders else {one.article_id: sketch}, holders)
    return groups


def _index(sketches: dict[str, frozenset[int]], holders: dict[int, dict[str, None]]) -> None:
    for name, sketch in sketches.items():
        for value in sketch:
            holders.setdefault(value, {})[name] = None


def sources_of(told: list[Told], groups: dict[str, str]) -> list[dict[str, Any]]:
    """One entry per article, in canonical order, in the shape of the incident record."""
    seen: dict[str, dict[str, Any]] = {}
    for one in told:
        if one.article_id in seen:
            continue
        article = one.article
        seen[one.article_id] = {
            "article_id": one.article_id,
            "role": one.mention["role"],
            "title": article.get("title"),
            "url": article.get("url"),
            "publisher": article.get("publisher"),
            "published_at": article.get("published_at"),
            "language": article.get("language"),
            "syndication_group": groups[one.article_id],
        }
    return list(seen.values())


def cited_outlets(told: list[Told], limit: int) -> list[str]:
    """The outlets that the texts name as their source, each once."""
    seen: dict[str, str] = {}
    for one in told:
        for name in one.article.get("cited_outlets", ()):
            seen.setdefault(name.casefold().removeprefix("the "), name)
    return list(seen.values())[:limit]
