"""Invented reports for the tests of fusing: a place, a day and a few words make a mention."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from tocsin_schemas.models import Mention, Report

PLACES: dict[str, tuple[float, float, str]] = {
    "Tarnovo": (43.08, 25.63, "BG"),
    "Ruse": (43.85, 25.95, "BG"),
    "Gabrovo": (42.87, 25.33, "BG"),
    "Maroua": (10.59, 14.32, "CM"),
    "Quibdo": (5.69, -76.66, "CO"),
}


def where(place: str | None, precision: str = "exact", radius: float = 6.0, **more: Any) -> dict[str, Any] | None:
    if place is None:
        return None
    if place not in PLACES:
        return {
            "name": place,
            "country": more.get("country", "BG"),
            "precision": "country",
            "kind": "country",
            "confidence": 0.6,
        }
    lat, lon, country = PLACES[place]
    return {
        "name": place, "resolved_name": place, "gazetteer_id": f"g:{place}", "kind": "city", "country": country,
        "lat": lat, "lon": lon, "radius_km": radius, "precision": precision, "confidence": 0.9, **more,
    }  # fmt: skip


def when(
    day: str | None, basis: str = "explicit", precision: str = "day", end: str | None = None
) -> dict[str, Any] | None:
    if day is None:
        return None
    return {"start": day, "end": end or day, "precision": precision, "basis": basis, "confidence": 0.9}


def mention(
    place: str | None = "Tarnovo",
    day: str | None = "2026-03-10",
    code: str = "EXP.IED_MINE",
    ordinal: int = 0,
    role: str = "reported",
    reality: str = "occurred",
    killed: int | None = None,
    names: tuple[str, ...] = (),
    **more: Any,
) -> Mention:
    actors = [{"role": "victim", "name": name, "kind": "person", "confidence": 0.8} for name in names]
    harm = {} if killed is None else {"killed": [{"value": killed}]}
    row: dict[str, Any] = {
        "ordinal": ordinal, "role": role, "start": 0, "end": 100,
        "what": {"event_type": code, "confidence": 0.9, "reality": reality},
        "where": where(place), "when": when(day), "actors": actors, "harm": harm,
        "evidence": [{"field": "what.event_type", "start": 0, "end": 9, "quote": "it struck"}], "confidence": 0.9,
    }  # fmt: skip
    row.update(more)
    return Mention.model_validate(row)


def report(
    article_id: str,
    *mentions: Mention,
    published: str = "2026-03-10T12:00:00Z",
    version: int = 0,
    outcome: str | None = None,
    **more: Any,
) -> Report:
    at = datetime.fromisoformat(published)
    row: dict[str, Any] = {
        "article_id": article_id, "published_at": published,
        "revised_at": (at + timedelta(minutes=version)) if version else None,
        "outcome": outcome or ("incidents" if mentions else "none"),
        "title": f"Title of {article_id}", "publisher": "Daily", "received_at": published, "language": "en",
        "headline": f"Headline of {article_id}", "summary": "It struck.",
        "mentions": [one.model_dump() for one in mentions],
        "lineage": {"service": "0.1.0", "rules": "test", "model": None},
    }  # fmt: skip
    row.update(more)
    row["content_hash"] = hashlib.sha256(repr((mentions, published, more)).encode()).hexdigest()[:16]
    return Report.model_validate(row)
