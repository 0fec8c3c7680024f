"""The articles behind an incident: who they are, and which of them are copies of one syndicated text."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

SKETCH = 64
COPY_SHARE = 0.4
"""Share of common shingles from which two bodies count as one text (copies under other heads and boilerplate: above
0.5; two agencies on one happening: below 0.1)."""
COPY_LEAST = 4


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


def _share(a: list[int], b: list[int]) -> float:
    """Estimated share of common wording from two sketches of the smallest hashes."""
    both = sorted({*a, *b})[:SKETCH]
    common = set(a) & set(b)
    return sum(1 for value in both if value in common) / len(both)


def syndication_groups(told: list[Told]) -> dict[str, str]:
    """Article id to the id of the first article (canonical order) with the same text; `told` in canonical order."""
    groups: dict[str, str] = {}
    prints: dict[str, list[int]] = {}
    holders: dict[int, list[str]] = {}
    for one in told:
        if one.article_id in groups:
            continue
        sketch = one.article.get("fingerprint") or []
        common = Counter(holder for value in sketch for holder in holders.get(value, ()))
        copies = [
            holder
            for holder, count in common.items()
            if count >= COPY_LEAST and _share(sketch, prints[holder]) >= COPY_SHARE
        ]
        first = min(copies, key=list(prints).index) if copies else None
        groups[one.article_id] = groups[first] if first else one.article_id
        prints[one.article_id] = sketch
        if first is None:
            for value in sketch:
                holders.setdefault(value, []).append(one.article_id)
    return groups


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
