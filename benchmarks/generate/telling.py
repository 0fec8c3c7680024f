"""One article version and the report that a perfect reader would make of it."""

import zlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from benchmarks.generate.world import City
from tocsin_schemas.models import Article, Report

VICTIM = "One of the victims was identified as "


@dataclass(frozen=True, slots=True)
class Told:
    """One article version, the happenings that it tells of (none: ordinary news) and a perfect reading of it.

    `is_null` marks a withdrawal that comes as a null value under the article's key.
    """

    article: Article
    happenings: tuple[int, ...]
    report: Report
    is_null: bool = False

    @property
    def record(self) -> tuple[bytes, bytes | None]:
        """Key and value of its record in articles.v1."""
        return self.article.article_id.encode(), None if self.is_null else self.article.to_bytes()


@dataclass(frozen=True, slots=True)
class Passage:
    """What an article says of one happening; `city` is None where the text names no place, only `place_name`.

    `happening` is its number.
    """

    code: str
    weapon: str
    city: City | None
    country: str
    place_name: str
    day: date
    killed: int
    injured: int
    victims: tuple[str, ...] = ()
    sentence: str = ""
    role: str = "reported"
    happening: int = -1


def write_mention(one: Passage, body: str, ordinal: int = 0) -> dict[str, Any]:
    """The passage as a perfect reader has it."""
    start = max(0, body.find(one.sentence))
    end = start + len(one.sentence)
    evidence = [
        {"field": name, "start": start, "end": end, "quote": one.sentence[:280]} for name in ("what", "where", "when")
    ]
    for name in one.victims:
        start = body.find(VICTIM + name)
        end = body.find("\n", start) if body.find("\n", start) > 0 else len(body)
        if start >= 0:
            evidence.append({"field": "actors", "start": start, "end": end, "quote": body[start:end]})
    day = one.day.isoformat()
    return {
        "ordinal": ordinal,
        "role": one.role,
        "start": 0,
        "end": len(body),
        "what": {
            "event_type": one.code,
            "confidence": 0.9,
            "weapons": [{"kind": one.weapon, "name": None, "count": None}],
        },
        "where": _where(one),
        "when": {"start": day, "end": day, "precision": "day", "basis": "weekday", "confidence": 0.9},
        "actors": [{"role": "victim", "name": name, "kind": "person", "confidence": 0.8} for name in one.victims],
        "harm": {
            "killed": [{"value": one.killed, "by": "police"}],
            "injured": [{"value": one.injured, "by": "police"}],
        },
        "evidence": evidence,
        "confidence": 0.9,
    }


def _where(one: Passage) -> dict[str, Any]:
    city = one.city
    if city is None:
        found = {"name": one.place_name, "kind": "country", "country": one.country, "precision": "country"}
        return found | {"confidence": 0.5}
    return {
        "name": city.name,
        "resolved_name": city.name,
        "gazetteer_id": f"geonames:{city.geonameid}",
        "kind": "city",
        "country": city.country,
        "lat": city.lat,
        "lon": city.lon,
        "radius_km": min(30.0, 3 + city.population**0.5 / 100),
        "precision": "exact",
        "confidence": 0.9,
    }


def read_perfectly(article: Article, mentions: list[dict[str, Any]], outcome: str | None = None) -> Report:
    words = (article.text or "").lower().split()
    shingles = {" ".join(words[at : at + 5]) for at in range(len(words) - 4)}
    sketch = sorted((zlib.crc32(one.encode()) * 2654435761) & 0xFFFFFFFF for one in shingles)[:64]
    return Report.model_validate(
        {
            **article.model_dump(exclude={"text", "html", "status"}),
            "content_hash": article.content_hash(),
            "outcome": outcome or ("incidents" if mentions else "none"),
            "received_at": article.revised_at or article.published_at,
            "headline": article.title,
            "summary": (article.text or "").partition("\n")[0] or None,
            "fingerprint": sketch,
            "mentions": mentions,
            "lineage": {"service": "bench", "rules": "generated", "model": None},
        }
    )


def write_article(
    article_id: str, title: str, body: str, publisher: str, published: datetime, revised: datetime | None = None
) -> Article:
    return Article(
        article_id=article_id,
        url=f"https://news.example/{article_id}",
        title=title,
        text=body,
        publisher=publisher,
        published_at=published,
        revised_at=revised,
        language="en",
    )


def take_back(first: Told, at: datetime) -> Told:
    """The article withdrawn at `at`, by its status."""
    taken_back = {"status": "withdrawn", "revised_at": at, "text": None}
    article = Article.model_validate(first.article.model_dump() | taken_back)
    return Told(article, first.happenings, read_perfectly(article, [], "withdrawn"))


def take_back_by_null(first: Told, at: datetime) -> Told:
    """The article withdrawn by a null value, received at `at`."""
    article = Article.model_validate({"article_id": first.article.article_id, "status": "withdrawn"})
    report = read_perfectly(article, [], "withdrawn").model_copy(update={"received_at": at})
    return Told(article, first.happenings, report, is_null=True)
