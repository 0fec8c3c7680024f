"""What happens in hard news: two deeds in one city on one day, and deeds at a second place that texts do not name."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from math import hypot
from random import Random

from benchmarks.generate.words import FAMILY, GIVEN, HARD_KINDS, SECONDS
from benchmarks.generate.world import City, Happening, cities, happenings

TWINS = 0.30
"""Share of deeds that have a twin in the same city on the same day, half of them of the same type."""
SECOND_PLACES = 0.5
"""Share, among the types that have words for it, of deeds with a second one at a place beside."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A happening and the thing that it hit; `second` followed it at a place that most texts leave unnamed."""

    happening: Happening
    target: str
    second: Happening | None = None

    @property
    def number(self) -> int:
        return self.happening.number

    @property
    def city(self) -> City:
        return self.happening.city


Scene = tuple[Deed, ...]
"""One deed, or the twins of one city and day."""


def scenes(count: int, seed: int, days: int) -> list[Scene]:
    """`count` scenes in random order; their happenings are numbered without gaps."""
    random = Random(seed * 7919 + 1)
    numbers = iter(range(10 * count))
    found = [tuple(_scene(one, numbers, random)) for one in happenings(count, seed, days)]
    random.shuffle(found)
    return found


def _scene(first: Happening, numbers: Iterator[int], random: Random) -> Iterator[Deed]:
    first = replace(first, number=next(numbers))
    targets = random.sample(HARD_KINDS[first.code].targets, 2)
    second = _second(first, numbers, random) if first.code in SECONDS and random.random() < SECOND_PLACES else None
    yield Deed(first, targets[0], second)
    if random.random() >= TWINS:
        return
    others = [code for code in HARD_KINDS if code != first.code]
    code = first.code if random.random() < 0.5 else random.choice(others)
    target = targets[1] if code == first.code else random.choice(HARD_KINDS[code].targets)
    yield Deed(_another(first, first.city, code, numbers, random), target)


def _another(first: Happening, city: City, code: str, numbers: Iterator[int], random: Random) -> Happening:
    victims = tuple(f"{random.choice(GIVEN)} {random.choice(FAMILY)}" for _ in range(random.randrange(3)))
    killed, injured = random.choice((0, 1, 2, 3, 4, 6, 9)), random.choice((0, 1, 3, 5, 9, 17))
    return Happening(next(numbers), city, first.day, code, killed, injured, victims)


def _second(first: Happening, numbers: Iterator[int], random: Random) -> Happening | None:
    """The next listed city of the country, where there is another."""
    near = nearest(first.city)
    if near is None:
        return None
    found = _another(first, near, first.code, numbers, random)
    return replace(found, killed=max(1, found.killed), victims=())


@cache
def _listed(country: str) -> tuple[City, ...]:
    return tuple(one for one in cities() if one.country == country)


def nearest(city: City) -> City | None:
    """Another listed city of the same country, the nearest by degrees."""
    others = [one for one in _listed(city.country) if one != city]
    return min(others, key=lambda one: hypot(one.lat - city.lat, one.lon - city.lon), default=None)


def day_before(happening: Happening) -> Happening:
    """As a text has it that dates the deed one day too early."""
    return replace(happening, day=happening.day - timedelta(days=1))
