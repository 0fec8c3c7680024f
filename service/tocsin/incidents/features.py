"""What scoring needs of one mention, small enough to hold every live one in memory."""

import sys
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from tocsin.incidents.words import full_names, rare_words, site_words, words_of
from tocsin.types import UNLISTED
from tocsin_schemas.taxonomy import Taxonomy

NOTHING: frozenset[str] = frozenset()
HARD_BASES = frozenset({"explicit", "weekday"})
DAY_PRECISIONS = frozenset({"day", "exact_time"})
UNREAL = frozenset({"threatened", "denied"})
DEFAULT_RADIUS_KM = {"exact": 5.0, "near": 12.0, "admin1": 150.0}
EXACT, NEAR, ADMIN1, COUNTRY, NOWHERE = 0, 1, 2, 3, 4
_PRECISION = {"exact": EXACT, "near": NEAR, "admin1": ADMIN1}
SURE_DAY = 0.5
"""Confidence below which a day may be that of an aftermath: no firmer than the publication's."""
HARD, SOFT, VAGUE, ASSUMED, UNDATED = 0, 1, 2, 3, 4
"""How firm a date is: a told day, a relative day, a week or month, the publication's day, none."""

Key = tuple[str, str, int]
"""Canonical order: (published_at, article id, ordinal)."""


@dataclass(slots=True, frozen=True, eq=False)
class Features:
    """One live mention; degrees, km, proleptic day numbers; `first`..`last` the days it may have happened on."""

    key: Key
    founds: bool
    follow_up: bool
    by_country: bool
    code: str
    reality: str
    country: str | None
    lat: float
    lon: float
    radius_km: float
    precision: int
    place_id: str | None
    first: int
    last: int
    firmness: int
    published: int
    names: frozenset[str]
    words: frozenset[str]
    site: frozenset[str]
    actors: frozenset[str]
    weapons: frozenset[str]
    killed: tuple[int, ...]
    injured: tuple[int, ...]

    @property
    def article_id(self) -> str:
        return self.key[1]

    @property
    def unlisted(self) -> bool:
        """Whether it is placed in a town by name alone."""
        return self.place_id is not None and self.place_id.startswith(UNLISTED)

    @property
    def placed(self) -> bool:
        return self.precision <= ADMIN1


@lru_cache(maxsize=4096)
def day_number(text: str) -> int:
    return date.fromisoformat(text[:10]).toordinal()


def _intern(words: set[str]) -> frozenset[str]:
    return frozenset(map(sys.intern, words)) if words else NOTHING


def _place(where: dict[str, Any] | None) -> tuple[float, float, float, int]:
    if not where:
        return 0.0, 0.0, 0.0, NOWHERE
    lat, lon = where.get("lat"), where.get("lon")
    precision = _PRECISION.get(where["precision"], COUNTRY)
    if lat is None or lon is None or precision == COUNTRY:
        return 0.0, 0.0, 0.0, COUNTRY
    return lat, lon, where.get("radius_km") or DEFAULT_RADIUS_KM[where["precision"]], precision


def _days(when: dict[str, Any] | None, published: int) -> tuple[int, int, int]:
    if not when:
        return published, published, UNDATED
    first, last = day_number(when["start"]), day_number(when["end"])
    if when["basis"] == "published" or when.get("confidence", 1.0) < SURE_DAY:
        return first, last, ASSUMED
    if when["precision"] not in DAY_PRECISIONS or last - first > 1:
        return first, last, VAGUE
    return first, last, HARD if when["basis"] in HARD_BASES else SOFT


def _figures(harm: dict[str, Any], slot: str) -> tuple[int, ...]:
    said = harm.get(slot) or ()
    return tuple(sorted({one["value"] for one in said if one.get("side", "victims") != "attackers"}))


def _actors(mention: dict[str, Any]) -> set[str]:
    found = set()
    for actor in mention.get("actors", ()):
        if actor["role"] in ("perpetrator", "claimant") and actor.get("kind") not in ("unidentified", "person"):
            found.add(actor.get("actor_id") or actor["name"].casefold())
    return found


def _people(mention: dict[str, Any]) -> list[str]:
    return [actor["name"] for actor in mention.get("actors", ()) if actor.get("kind") == "person"]


def founds(mention: dict[str, Any], precision: int, taxonomy: Taxonomy) -> bool:
    """Whether a mention may start an incident: reported, real, of a founding type, placed as its type asks."""
    what = mention["what"]
    row = taxonomy.get(what["event_type"])
    if mention["role"] != "reported" or what.get("reality") in UNREAL or row is None or not row.founds:
        return False
    return precision <= ADMIN1 or (precision == COUNTRY and row.place == "country")


def features_of(article: dict[str, Any], mention: dict[str, Any], taxonomy: Taxonomy) -> Features:
    """Features of a mention in the short form of an article's record."""
    what, where = mention["what"], mention.get("where")
    lat, lon, radius, precision = _place(where)
    stamp = article.get("published_at") or article.get("received_at") or ""
    published = day_number(stamp) if stamp else 0
    first, last, firmness = _days(mention.get("when"), published)
    toponym = f"{where.get('resolved_name') or ''} {where.get('admin1') or ''}" if where else ""
    besides = frozenset(words_of(toponym))
    quotes = list({one["quote"]: None for one in mention.get("evidence", ())})
    phrases = [target["name"] for target in what.get("targets", ())] + ([where["name"]] if where else [])
    row = taxonomy.get(what["event_type"])
    harm = mention.get("harm", {})
    return Features(
        key=(stamp, article["article_id"], mention["ordinal"]),
        founds=founds(mention, precision, taxonomy),
        follow_up=mention["role"] == "follow_up",
        by_country=row is not None and row.place == "country",
        code=sys.intern(what["event_type"]),
        reality=sys.intern(what.get("reality", "occurred")),
        country=sys.intern(where["country"]) if where and where.get("country") else None,
        lat=lat,
        lon=lon,
        radius_km=radius,
        precision=precision,
        place_id=sys.intern(where["gazetteer_id"]) if where and where.get("gazetteer_id") else None,
        first=first,
        last=last,
        firmness=firmness,
        published=published,
        names=_intern(full_names([*quotes, *_people(mention)], besides)),
        words=_intern(rare_words(quotes, phrases, besides)),
        site=_intern(site_words(where["name"], where.get("resolved_name"))) if where and precision <= NEAR else NOTHING,
        actors=_intern(_actors(mention)),
        weapons=_intern({weapon["kind"] for weapon in what.get("weapons", ())}),
        killed=_figures(harm, "killed"),
        injured=_figures(harm, "injured"),
    )
