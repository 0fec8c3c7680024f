"""First- and second-level divisions: names from the spots that carry them, points and reach from the towns inside."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tocsin.world.folding import fold
from tocsin.world.gazetteer_sources import City, Spot

_TYPE_WORDS = frozenset(
    [
        "province",
        "governorate",
        "region",
        "state",
        "oblast",
        "district",
        "county",
        "prefecture",
        "department",
        "territory",
        "republic",
        "municipality",
        "provincia",
        "departamento",
        "raion",
        "rayon",
        "voivodeship",
        "wilaya",
        "muhafazat",
        "mintaqat",
        "autonomous",
        "krai",
        "kray",
        "of",
        "ostan",
        "sheng",
        "shi",
        "federal",
        "capital",
        "parish",
        "borough",
        "division",
        "rayony",
        "powiat",
        "kreis",
        "landkreis",
        "regierungsbezirk",
        "provincie",
        "arrondissement",
        "metropolitan",
        "city",
        "special",
    ]
)


@dataclass(frozen=True, slots=True)
class Area:
    """A division: `names` are the ways to write it, `point` the middle of its towns, radius_km how far they spread."""

    country: str
    code: str
    name: str
    names: tuple[str, ...]
    admin1: str | None
    point: tuple[float, float]
    radius_km: float
    population: int
    time_zone: str | None


@dataclass(frozen=True, slots=True)
class _Town:
    lat: float
    lon: float
    population: int
    time_zone: str | None = None


class Divisions:
    """The divisions of all countries, keyed by country and the division's code (admin1) or name (admin2)."""

    def __init__(
        self,
        names: dict[tuple[str, str], str],
        towns: dict[tuple[str, str], list[_Town]],
        counties: dict[tuple[str, str, str], list[_Town]],
    ) -> None:
        self._names = names
        self._towns = towns
        self._counties = counties

    @classmethod
    def of(cls, cities: list[City], spots: Iterable[Spot], us_states: dict[str, str]) -> "Divisions":
        """Join towns and spots at the same point: the towns know the code of a division, the spots its name."""
        nearby: dict[tuple[str, str], list[City]] = defaultdict(list)
        towns: dict[tuple[str, str], list[_Town]] = defaultdict(list)
        for city in cities:
            nearby[city.country, fold(city.name)].append(city)
            town = _Town(city.lat, city.lon, city.population, city.time_zone)
            towns[city.country, city.admin1_code].append(town)
        votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        counties: dict[tuple[str, str, str], list[_Town]] = defaultdict(list)
        for spot in spots:
            same = _same(spot, nearby.get((spot.country, fold(spot.name)), ()))
            if same is not None:
                votes[spot.country, same.admin1_code][spot.admin1] += 1
            if spot.admin2:
                town = _Town(spot.lat, spot.lon, same.population if same else 1000, same.time_zone if same else None)
                counties[spot.country, spot.admin1, spot.admin2].append(town)
        names = {key: counts.most_common(1)[0][0] for key, counts in votes.items()}
        names |= {("US", code): name for code, name in us_states.items()}
        return cls({key: name for key, name in names.items() if name}, towns, counties)

    def admin1_name(self, country: str, code: str) -> str | None:
        return self._names.get((country, code))

    def admin1(self) -> Iterator[Area]:
        for (country, code), name in self._names.items():
            towns = self._towns.get((country, code))
            if towns:
                yield _area(country, code, name, None, towns)

    def admin2(self) -> Iterator[Area]:
        for (country, admin1, name), towns in self._counties.items():
            code = f"{fold(admin1)}.{fold(name)}".replace(" ", "-")
            yield _area(country, code, name, admin1, towns)


def _same(spot: Spot, cities: Iterable[City]) -> City | None:
    for city in cities:
        if abs(city.lat - spot.lat) < 0.1 and abs(city.lon - spot.lon) < 0.1:
            return city
    return None


def _area(country: str, code: str, name: str, admin1: str | None, towns: list[_Town]) -> Area:
    lat = sum(town.lat for town in towns) / len(towns)
    lon = _mean_longitude([town.lon for town in towns])
    across = math.cos(math.radians(lat))
    distances = sorted(111.2 * math.hypot(town.lat - lat, _turn(town.lon - lon) * across) for town in towns)
    reach = distances[int(0.9 * (len(distances) - 1))]
    zones = Counter(town.time_zone for town in towns if town.time_zone)
    return Area(
        country,
        code,
        name,
        tuple(dict.fromkeys((name, bare(name)))),
        admin1,
        (lat, lon),
        max(15.0, min(900.0, reach)),
        sum(town.population for town in towns),
        zones.most_common(1)[0][0] if zones else None,
    )


def bare(name: str) -> str:
    """The name without the word for the division: "Rapides Parish" gives "Rapides"."""
    words = [word for word in fold(name).split() if word not in _TYPE_WORDS]
    return " ".join(words) or name


def _turn(degrees: float) -> float:
    return (degrees + 180) % 360 - 180


def _mean_longitude(degrees: list[float]) -> float:
    """The mean on the circle, so that a division across the date line keeps its middle."""
    first = degrees[0]
    return _turn(first + sum(_turn(value - first) for value in degrees) / len(degrees))
