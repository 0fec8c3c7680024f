"""Towns that the packages' lists lack: in which division they lie, and which of them the lists have otherwise spelt."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tocsin.world.flat_map import kilometres
from tocsin.world.folding import fold, sound
from tocsin.world.gazetteer_divisions import Divisions, bare
from tocsin.world.gazetteer_sources import City, Town

_SAME_KM = 6.0
"""So far apart two spellings that sound alike are of one place."""
_RINGS = 8
"""Degrees around a town in which the next one is looked for."""


@dataclass(frozen=True, slots=True)
class PlacedTown:
    """A town with its id, its division as the gazetteer names it, and the city that it is, if it is one."""

    town: Town
    gid: str
    admin1: str | None
    time_zone: str | None
    same: City | None


def placed(towns: Iterable[Town], cities: Sequence[City], divisions: Divisions) -> Iterator[PlacedTown]:
    """The towns among the cities of their countries.

    The division is the one named, where the gazetteer has it by that name or has a city of that name ("Timbuktu" lies
    in Tombouctou); else that of the nearest city.
    """
    told = list(towns)
    names = _by_seat(cities, divisions)
    names |= {(area.country, bare(area.name)): area.name for area in divisions.admin1()}
    often = Counter((town.country, fold(town.name)) for town in told)
    grid = _Grid(cities)
    for town in told:
        nearest = grid.nearest(town)
        near = divisions.admin1_name(nearest.country, nearest.admin1_code) if nearest is not None else None
        slug = fold(town.name).replace(" ", "-")
        if often[town.country, fold(town.name)] > 1:
            slug = f"{slug}.{fold(town.admin1).replace(' ', '-')}"
        yield PlacedTown(
            town,
            f"town:{town.country}.{slug}",
            names.get((town.country, bare(town.admin1)), near),
            nearest.time_zone if nearest is not None else None,
            grid.same(town),
        )


def _by_seat(cities: Sequence[City], divisions: Divisions) -> dict[tuple[str, str], str]:
    """Divisions by the names of their cities, the largest of a name."""
    names: dict[tuple[str, str], str] = {}
    for city in sorted(cities, key=lambda city: city.population):
        admin1 = divisions.admin1_name(city.country, city.admin1_code)
        if admin1 is not None:
            names.update({(city.country, fold(name)): admin1 for name in (city.name, *city.other_names)})
    return names


class _Grid:
    """Cities by country and degree."""

    def __init__(self, cities: Iterable[City]) -> None:
        self._cells: dict[tuple[str, int, int], list[City]] = defaultdict(list)
        for city in cities:
            self._cells[city.country, math.floor(city.lat), math.floor(city.lon)].append(city)

    def nearest(self, town: Town) -> City | None:
        for reach in range(1, _RINGS + 1):
            around = self._around(town, reach)
            if around:
                return min(around, key=lambda city: _km(town, city))
        return None

    def same(self, town: Town) -> City | None:
        """The city close by that one of the town's names is, or sounds like."""
        keys = {sound(fold(name)) for name in (town.name, *town.other_names)}
        close = [city for city in self._around(town, 1) if _km(town, city) <= _SAME_KM]
        alike = (city for city in close if keys & {sound(fold(name)) for name in (city.name, *city.other_names)})
        return min(alike, key=lambda city: _km(town, city), default=None)

    def _around(self, town: Town, reach: int) -> list[City]:
        lat, lon = math.floor(town.lat), math.floor(town.lon)
        return [
            city
            for row in range(lat - reach, lat + reach + 1)
            for column in range(lon - reach, lon + reach + 1)
            for city in self._cells.get((town.country, row, column), ())
        ]


def _km(town: Town, city: City) -> float:
    return kilometres(town.lat, town.lon, city.lat, city.lon)
