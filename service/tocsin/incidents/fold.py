"""The mentions of one incident into one record: a pure function of what the articles say."""

from datetime import datetime
from typing import Any

from tocsin.incidents.choice import headline_of, what_of, when_of, where_of
from tocsin.incidents.severity import severity_of
from tocsin.incidents.sources import Told, cited_outlets, sources_of, syndication_groups
from tocsin.incidents.toll import harm_of
from tocsin_schemas.taxonomy import Taxonomy

ACTOR_LIMIT = 40
CLAIM_LIMIT = 60
OUTLET_LIMIT = 40
SOURCE_LIMIT = 500
"""Sources listed; `article_count` and `distinct_texts` always count all."""
EVIDENCE_PER_FIELD = 6
EVIDENCE_LIMIT = 120
RELATED_LIMIT = 20
COPY_OF_BEST = 0.7
"""How much of the doubt each further distinct text leaves."""


def fold(told: list[Told], related: list[str], taxonomy: Taxonomy) -> dict[str, Any]:
    """The record's content from the mentions in canonical order, without id, revision, state and lineage."""
    groups = syndication_groups(told)
    what = what_of(told, groups, taxonomy)
    harm = harm_of(told, groups)
    claims = _claims(told)
    headline, summary = headline_of(told)
    sources = sources_of(told, groups)
    received = [one.article.get("received_at") or one.article.get("published_at") for one in told]
    return {
        "first_reported_at": min((at for at in received if at), default=None, key=_instant),
        "headline": headline,
        "summary": summary,
        "what": what,
        "where": where_of(told, groups),
        "when": when_of(told, groups),
        "actors": _actors(told),
        "claims": claims,
        "harm": harm,
        "severity": severity_of(what["event_type"], what["reality"], harm, claims, taxonomy),
        "sources": sources[-SOURCE_LIMIT:],
        "article_count": len(sources),
        "distinct_texts": len(set(groups.values())),
        "cited_outlets": cited_outlets(told, OUTLET_LIMIT),
        "evidence": _evidence(told),
        "confidence": _confidence(told, groups),
        "related": related[:RELATED_LIMIT],
    }


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _actors(told: list[Told]) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in told:
        for actor in one.mention.get("actors", ()):
            key = (actor["role"], actor.get("actor_id") or actor["name"].casefold())
            known = found.get(key)
            if known is None:
                found[key] = {
                    "role": actor["role"],
                    "name": actor["name"],
                    "actor_id": actor.get("actor_id"),
                    "kind": actor.get("kind", "other"),
                    "country": actor.get("country"),
                    "confidence": actor["confidence"],
                }
            else:
                known["confidence"] = max(known["confidence"], actor["confidence"])
                if known["country"] is None:
                    known["country"] = actor.get("country")
    return list(found.values())[:ACTOR_LIMIT]


def _claims(told: list[Told]) -> list[dict[str, Any]]:
    """Side by side, never overwritten: who says what through whom, each with the first article that carried it."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for one in told:
        for claim in one.mention.get("claims", ()):
            row = {name: claim.get(name) for name in ("kind", "stance", "by", "about", "via")}
            key = tuple((value or "").casefold() for value in row.values())
            found.setdefault(key, {**row, "article_id": one.article_id})
    return list(found.values())[:CLAIM_LIMIT]


def _evidence(told: list[Told]) -> list[dict[str, Any]]:
    """Pieces in canonical order, at most so many per field: every field that an article supports keeps some."""
    per_field: dict[str, int] = {}
    found: list[dict[str, Any]] = []
    for one in told:
        for piece in one.mention.get("evidence", ()):
            name = piece["field"]
            if per_field.get(name, 0) < EVIDENCE_PER_FIELD and len(found) < EVIDENCE_LIMIT:
                per_field[name] = per_field.get(name, 0) + 1
                found.append(
                    {
                        "field": name,
                        "start": piece["start"],
                        "end": piece["end"],
                        "quote": piece["quote"],
                        "article_id": one.article_id,
                    }
                )
    return found


def _confidence(told: list[Told], groups: dict[str, str]) -> float:
    best: float = max(one.mention["confidence"] for one in told)
    texts = len(set(groups.values()))
    return round(1 - (1 - best) * float(COPY_OF_BEST ** (texts - 1)), 4)
