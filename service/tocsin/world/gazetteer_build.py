"""Builds the gazetteer's file from the packages of the extra [gazetteer], once, into the user's cache."""

import math
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from tocsin.world import gazetteer_format as layout
from tocsin.world import gazetteer_sources as sources
from tocsin.world.folding import fold, sound, without_article
from tocsin.world.gazetteer_divisions import Divisions
from tocsin.world.gazetteer_towns import placed
from tocsin_schemas.enums import PlaceKind

Progress = Callable[[str, int, int], None]
"""Called with the step's name, steps done and steps in all."""

STEPS = ("countries", "towns", "divisions", "airports", "regions", "writing")
_LATIN = re.compile(r"[a-z0-9][a-z0-9 ]{2,}")
_AIR_BASE = re.compile(
    r"\b(?:air ?base|air force base|afb|ab|naval air station|nas|army air ?field|air station|raf)\b", re.I
)
_AIRPORT_WORDS = re.compile(
    r"\b(?:international|intl|regional|municipal|domestic|county|airport|aerodrome|air ?field|airstrip|air ?base|naval|"
    r"air force base|afb|ab|nas|air station|field)\b",
    re.I,
)
# Countries whose names come with an Arabic article that news texts drop, or in many transcriptions.
_ARABIC = frozenset(
    [
        "AE",
        "BH",
        "DJ",
        "DZ",
        "EG",
        "EH",
        "ER",
        "IL",
        "IQ",
        "IR",
        "JO",
        "KW",
        "LB",
        "LY",
        "MA",
        "MR",
        "OM",
        "PS",
        "QA",
        "SA",
        "SD",
        "SO",
        "SY",
        "TD",
        "TN",
        "YE",
    ]
)
_TRANSCRIBED = _ARABIC | frozenset(
    [
        "AF",
        "AM",
        "AZ",
        "BD",
        "BY",
        "ET",
        "GE",
        "IN",
        "KG",
        "KZ",
        "LK",
        "MM",
        "NP",
        "PK",
        "RU",
        "SS",
        "TJ",
        "TM",
        "UA",
        "UZ",
    ]
)


class Builder:
    """Collects places and names in memory, then writes them."""

    def __init__(self) -> None:
        self.places: list[tuple[object, ...]] = []
        self.names: dict[str, dict[int, int]] = defaultdict(dict)
        self.zones: dict[str, int] = {}
        self.country_ids: dict[str, int] = {}
        self.city_ids: dict[tuple[str, str], int] = {}
        self.city_rows: dict[int, int] = {}
        self.population: dict[int, int] = {}
        self.extents: list[tuple[str, float, float, float, float]] = []

    def add(
        self,
        gid: str,
        name: str,
        kind: PlaceKind,
        country: str | None = None,
        admin1: str | None = None,
        point: tuple[float, float] | None = None,
        radius_km: float | None = None,
        population: int = 0,
        time_zone: str | None = None,
    ) -> int:
        """Add a place, return its row id."""
        row = len(self.places) + 1
        zone = self.zones.setdefault(time_zone, len(self.zones) + 1) if time_zone else None
        lat, lon = (round(point[0], 4), round(point[1], 4)) if point else (None, None)
        number = layout.KINDS.index(kind)
        reach = None if radius_km is None else round(radius_km, 1)
        self.places.append((row, gid, name, number, country, admin1, lat, lon, reach, population, zone))
        self.population[row] = population
        return row

    def call(self, row: int, name: str, quality: int = layout.MAIN, space: str = "") -> None:
        """Let a place be found under a name; the better quality stays."""
        key = fold(name)
        if key:
            self._note(space + key, row, quality)

    def call_sound(self, row: int, name: str) -> None:
        key = sound(fold(name))
        if len(key) >= 5:
            self._note(layout.SOUND + key, row, layout.ALTERNATE)

    def _note(self, key: str, row: int, quality: int) -> None:
        known = self.names[key]
        known[row] = min(quality, known.get(row, quality))


def build(target: Path, progress: Progress) -> Path:
    """Write the gazetteer to `target` (replaced in one step) and return it.

    Takes about half a minute on one core. Raises SourcesMissing (the extra [gazetteer]), TownsError.
    """
    builder = Builder()
    cities = list(sources.cities())
    divisions = Divisions.of(cities, sources.spots(), sources.us_states())
    work: tuple[Callable[[], None], ...] = (
        lambda: _add_countries(builder),
        lambda: _add_towns(builder, cities, divisions),
        lambda: _add_divisions(builder, divisions),
        lambda: _add_airports(builder),
        lambda: _add_regions(builder),
        lambda: _write(builder, target),
    )
    for number, (step, act) in enumerate(zip(STEPS, work, strict=True)):
        progress(step, number, len(STEPS))
        act()
    progress("done", len(STEPS), len(STEPS))
    return target


def _add_countries(builder: Builder) -> None:
    spoken = sources.country_names()
    for country in sources.countries():
        row = builder.add(
            f"geonames:{country.geonameid}",
            country.names[0],
            PlaceKind.COUNTRY,
            country.code,
            population=country.population,
        )
        builder.country_ids[country.code] = row
        for name in country.names:
            builder.call(row, name)
        words = spoken.get(country.code, sources.CountryNames())
        for name in words.names:
            abbreviated = name.isupper() and len(name.replace(".", "")) <= 4
            builder.call(row, name, space=layout.ABBREVIATION if abbreviated else "")
        for adjective in words.adjectives:
            builder.call(row, adjective, space=layout.DEMONYM)


def city_radius(population: int) -> float:
    """3 km for a village, 25 km for the largest cities."""
    return max(3.0, min(25.0, 3.0 + 22.0 * (math.sqrt(population) / 3000.0)))


_VILLAGE, _VILLAGE_KM = 1_000, 3.0
"""Inhabitants and reach supposed of a town that no list has: as of a hamlet, whose name alone moves no text abroad."""


def _add_towns(builder: Builder, cities: list[sources.City], divisions: Divisions) -> None:
    """The cities of the packages, then the towns that they lack; one that they spell otherwise gets its names."""
    _add_cities(builder, cities, divisions)
    for one in placed(sources.towns(), cities, divisions):
        town = one.town
        row = builder.city_rows.get(one.same.geonameid) if one.same is not None else None
        if row is None:
            point = (town.lat, town.lon)
            row = builder.add(
                one.gid,
                town.name,
                PlaceKind.CITY,
                town.country,
                one.admin1,
                point,
                _VILLAGE_KM,
                _VILLAGE,
                one.time_zone,
            )
            builder.call(row, town.name)
        for name in (town.name, *town.other_names):
            builder.call(row, name, layout.ALTERNATE)
            if town.country in _TRANSCRIBED:
                builder.call_sound(row, name)


def _add_cities(builder: Builder, cities: list[sources.City], divisions: Divisions) -> None:
    builder.extents = _extents(cities)
    for city in cities:
        row = builder.add(
            f"geonames:{city.geonameid}",
            city.name,
            PlaceKind.CITY,
            city.country,
            divisions.admin1_name(city.country, city.admin1_code),
            (city.lat, city.lon),
            city_radius(city.population),
            city.population,
            city.time_zone,
        )
        builder.city_rows[city.geonameid] = row
        _name_city(builder, row, city)
        known = builder.city_ids.get((city.country, fold(city.name)))
        if known is None or builder.population[known] < city.population:
            builder.city_ids[city.country, fold(city.name)] = row


def _extents(cities: list[sources.City]) -> list[tuple[str, float, float, float, float]]:
    """South, west, north and east end of each country's towns, the outermost hundredth left out."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in cities:
        points[city.country].append((city.lat, city.lon))
    extents = []
    for country, towns in points.items():
        cut = len(towns) // 100
        lats, lons = sorted(lat for lat, _ in towns), sorted(lon for _, lon in towns)
        extents.append((country, lats[cut], lons[cut], lats[-1 - cut], lons[-1 - cut]))
    return extents


def _name_city(builder: Builder, row: int, city: sources.City) -> None:
    builder.call(row, city.name)
    folded = {fold(city.name)}
    for name in city.other_names:
        key = fold(name)
        if len(key) < 3 or (name.isupper() and len(name) <= 4) or not _LATIN.fullmatch(key):
            continue
        folded.add(key)
        builder.call(row, name, layout.ALTERNATE)
    if city.country in _ARABIC:
        for rest in {without_article(key) for key in folded} - {None}:
            builder.call(row, rest or "", layout.ALTERNATE)
    if city.country in _TRANSCRIBED:
        for key in folded:
            builder.call_sound(row, key)


def _add_divisions(builder: Builder, divisions: Divisions) -> None:
    short = sources.abbreviations()
    for area in divisions.admin1():
        row = builder.add(
            f"admin1:{area.country}.{area.code}",
            area.name,
            PlaceKind.ADMIN1,
            area.country,
            area.name,
            area.point,
            area.radius_km,
            area.population,
            area.time_zone,
        )
        for name in area.names:
            builder.call(row, name)
        if area.country in _TRANSCRIBED:
            builder.call_sound(row, area.name)
        for spelling in short.get(f"{area.country}.{area.code}", ()):
            builder.call(row, spelling, space=layout.ABBREVIATION)
    for area in divisions.admin2():
        row = builder.add(
            f"admin2:{area.country}.{area.code}",
            area.name,
            PlaceKind.ADMIN2,
            area.country,
            area.admin1,
            area.point,
            30.0,
            area.population,
            area.time_zone,
        )
        builder.call(row, area.name)
        for name in area.names:
            builder.call(row, name, layout.WEAK)
            builder.call(row, name, space=layout.ADMIN2)


def _add_airports(builder: Builder) -> None:
    for airport in sources.airports():
        is_base = bool(_AIR_BASE.search(airport.name))
        if not (is_base or airport.has_iata or airport.country != "US"):
            continue
        row = builder.add(
            f"icao:{airport.code}",
            airport.name,
            PlaceKind.AIR_BASE if is_base else PlaceKind.AIRPORT,
            airport.country,
            None,
            (airport.lat, airport.lon),
            5.0,
            0,
            airport.time_zone,
        )
        bare = " ".join(_AIRPORT_WORDS.sub(" ", airport.name).replace("/", " ").split())
        for name in {bare, *airport.name.split("/")}:
            builder.call(row, name, space=layout.AIRPORT)
            rest = without_article(fold(name)) if airport.country in _ARABIC else None
            builder.call(row, rest or "", space=layout.AIRPORT)
        if airport.country in _TRANSCRIBED:
            builder.call(row, sound(fold(bare)), layout.ALTERNATE, layout.AIRPORT + layout.SOUND)
        builder.call(row, airport.city, layout.WEAK, layout.AIRPORT)
        if len(airport.name.split()) > 1:
            builder.call(row, airport.name, layout.ALTERNATE)


def _add_regions(builder: Builder) -> None:
    for region in sources.regions():
        slug = fold(region.name).replace(" ", "-")
        row = builder.add(
            f"region:{slug}",
            region.name,
            region.kind,
            region.country,
            region.name if region.kind is PlaceKind.ADMIN1 else None,
            (region.lat, region.lon),
            region.radius_km,
            int(region.radius_km**2 * 20),
        )
        for name in (region.name, *region.aliases):
            builder.call(row, name)
    for nickname in sources.nicknames():
        found = builder.city_ids.get((nickname.country, fold(nickname.city)))
        if found is not None:
            short = nickname.name.replace(".", "").isupper() and len(nickname.name) <= 4
            builder.call(found, nickname.name, space=layout.ABBREVIATION if short else "")


def _write(builder: Builder, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    database = sqlite3.connect(partial)
    try:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(layout.SCHEMA)
        database.execute("INSERT INTO meta VALUES ('built_for', ?)", (layout.fingerprint(),))
        database.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", builder.places)
        database.executemany("INSERT INTO zone VALUES (?, ?)", ((row, name) for name, row in builder.zones.items()))
        database.executemany("INSERT INTO extent VALUES (?, ?, ?, ?, ?)", builder.extents)
        database.executemany(
            "INSERT INTO name VALUES (?, ?)", ((key, _best(builder, key)) for key in sorted(builder.names))
        )
        database.commit()
    finally:
        database.close()
    partial.replace(target)


def _best(builder: Builder, key: str, most: int = 24) -> bytes:
    """The entries of a name: those that own it first, then the larger ones; more than `most` tell nobody anything."""
    entries = builder.names[key].items()
    ranked = sorted(entries, key=lambda entry: (-_rank(builder, *entry), entry[0]))[:most]
    return layout.pack(ranked)


def _rank(builder: Builder, row: int, quality: int) -> float:
    return math.log10(builder.population[row] + 10) - 1.5 * quality
