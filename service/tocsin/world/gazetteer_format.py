"""The built gazetteer's file: one SQLite database with a table of places and a table of folded names."""

import hashlib
import os
import struct
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from tocsin_schemas.enums import PlaceKind

SCHEMA_VERSION = 2
DATA_FILES = ("countries.yaml", "regions.yaml", "abbreviations.yaml", "nicknames.yaml", "towns.csv")
KINDS = (
    PlaceKind.CITY,
    PlaceKind.AIRPORT,
    PlaceKind.AIR_BASE,
    PlaceKind.ADMIN2,
    PlaceKind.ADMIN1,
    PlaceKind.REGION,
    PlaceKind.COUNTRY,
    PlaceKind.SEA,
    PlaceKind.OTHER,
)
"""Order is the stored number: only append."""

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
  id INTEGER PRIMARY KEY, gid TEXT NOT NULL, name TEXT NOT NULL, kind INTEGER NOT NULL, country TEXT, admin1 TEXT,
  lat REAL, lon REAL, radius_km REAL, population INTEGER NOT NULL, zone INTEGER
);
CREATE TABLE zone (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE extent (country TEXT PRIMARY KEY, south REAL, west REAL, north REAL, east REAL) WITHOUT ROWID;
CREATE TABLE name (key TEXT PRIMARY KEY, entries BLOB NOT NULL) WITHOUT ROWID;
"""

# Spaces of names: the plain name, and names that only count with the word for the thing or in a given shape.
AIRPORT = "p:"
ADMIN2 = "2:"
DEMONYM = "d:"
ABBREVIATION = "a:"
SOUND = "s:"

MAIN, ALTERNATE, WEAK = 0, 1, 2
"""How a place carries a name: as its own, as another name, or by courtesy (a county without the word county)."""


def default_path() -> Path:
    """TOCSIN_GAZETTEER if set, else tocsin/gazetteer.sqlite in the user's cache directory."""
    named = os.environ.get("TOCSIN_GAZETTEER")
    if named:
        return Path(named).expanduser()
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "tocsin" / "gazetteer.sqlite"


def fingerprint() -> str:
    """What a built file must have been built from: the schema's version and the data files' digest."""
    digest = hashlib.sha256(str(SCHEMA_VERSION).encode())
    for name in DATA_FILES:
        digest.update(files("tocsin.world").joinpath("data", name).read_bytes())
    return digest.hexdigest()[:16]


def pack(entries: Iterable[tuple[int, int]]) -> bytes:
    """(place id, quality) pairs as 32-bit numbers."""
    numbers = [place << 2 | quality for place, quality in entries]
    return struct.pack(f"<{len(numbers)}I", *numbers)


def unpack(blob: bytes) -> list[tuple[int, int]]:
    """The pairs of `pack`."""
    return [(number >> 2, number & 3) for number in struct.unpack(f"<{len(blob) // 4}I", blob)]
