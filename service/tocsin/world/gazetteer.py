"""Looks up names of places in the built gazetteer."""

import re
import sqlite3
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from tocsin.types import Place
from tocsin.world import gazetteer_format as layout
from tocsin.world.folding import fold, sound, without_article
from tocsin_schemas.enums import PlaceKind

AIRPORT_WORDS = (
    "international airport",
    "naval air base",
    "military airport",
    "military base",
    "air force base",
    "regional airport",
    "air base",
    "airbase",
    "air field",
    "airfield",
    "airport",
    "airstrip",
    "afb",
    "base",
)
_AIR_BASE_WORDS = frozenset(AIRPORT_WORDS) - {"international airport", "regional airport", "airport", "airstrip"}
_DIVISION = re.compile(
    r"(.+) (county|parish|province|governorate|region|state|district|oblast|prefecture|department|"
    r"borough|city|town|village)"
)
_OF = re.compile(
    r"(?:the )?(city|town|village|province|governorate|state|district|county|region|republic|port|island) "
    r"of (?:the )?(.+)"
)
_VOWEL = re.compile(r"[aiu]")
_LEAST_SPELT, _LEAST_CONSONANTS = 6, 4
"""Letters that a name must have to be found with other vowels: fewer fit too many names."""
_STEM = 4
"""Letters that a division and the town it is called after share."""
_ALIKE = 0.8
"""Share of letters in order that makes two transcriptions of one name: "Brjansk" and "Bryansk" have 0.86."""
_TOWN_WORDS = frozenset(("city", "town", "village", "port"))
_AREAS = frozenset((PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION, PlaceKind.COUNTRY))


class GazetteerMissing(Exception):
    """There is no usable gazetteer; the message says what to run."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One place that a name may mean; quality 0 its own name, 1 another name, 2 by courtesy.

    `stand_in` = the place is the town of that name, standing for an air base or airport that the gazetteer lacks.
    """

    place: Place
    quality: int
    stand_in: bool = False


class Gazetteer:
    """Read-only names of places; open it with `Gazetteer.open()`. One instance serves one thread."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._shapes = {space: self._keys(space) for space in (layout.ABBREVIATION, layout.DEMONYM)}
        """The names of two small spaces, which are asked for nearly every word that is written large."""
        self._zones: dict[int, str] = dict(database.execute("SELECT id, name FROM zone"))
        self.find = lru_cache(maxsize=60_000)(self._find)
        self.spelt = lru_cache(maxsize=20_000)(self._find_spelt)
        self._place = lru_cache(maxsize=60_000)(self._read_place)

    @classmethod
    def open(cls, path: Path | None = None) -> "Gazetteer":
        """Open the built file, in the user's cache unless named. Raises GazetteerMissing if absent or outdated."""
        path = path or layout.default_path()
        if not path.is_file():
            raise GazetteerMissing(f"no gazetteer at {path}: run `tocsin gazetteer build`")
        try:
            database = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            row = database.execute("SELECT value FROM meta WHERE key = 'built_for'").fetchone()
        except sqlite3.DatabaseError as error:
            raise GazetteerMissing(f"{path} is no gazetteer ({error}): run `tocsin gazetteer build`") from error
        if row is None or row[0] != layout.fingerprint():
            database.close()
            raise GazetteerMissing(
                f"the gazetteer at {path} was built for another version: run `tocsin gazetteer build`"
            )
        return cls(database)

    def close(self) -> None:
        self._database.close()

    def lookup(self, name: str) -> tuple[Place, ...]:
        """The places a name may mean, likeliest first; () if none. Any case, spelling, "City of X", "X air base"."""
        folded = fold(name)
        short = self.find(layout.ABBREVIATION + folded) if len(name) <= 8 and name[-2:] != name[-2:].lower() else ()
        return tuple(dict.fromkeys(reading.place for reading in short or self.readings(folded)))

    def readings(self, folded: str) -> tuple[Reading, ...]:
        """Like `lookup`, of a folded name, with how each place carries the name."""
        return self.find(folded) or self.shaped(folded) or self._by_article(folded) or self._by_sound(folded)

    def shaped(self, folded: str) -> tuple[Reading, ...]:
        """Names with the word for the thing: "cook county", "erbil governorate", "city of mosul", "ayn air base"."""
        inverted = _OF.fullmatch(folded)
        if inverted:
            return self._of_kind(inverted[2], inverted[1])
        for word in AIRPORT_WORDS:
            if folded.endswith(" " + word):
                return self.airport(folded[: -len(word) - 1], word)
        suffixed = _DIVISION.fullmatch(folded)
        return self._of_kind(suffixed[1], suffixed[2]) if suffixed else ()

    def airport(self, folded: str, word: str) -> tuple[Reading, ...]:
        """The airport or air base of a name, else the town of that name standing in for it."""
        found = self.find(layout.AIRPORT + folded) or self.find(layout.AIRPORT + (without_article(folded) or "-"))
        if not found and len(folded) > 5:
            found = self.find(layout.AIRPORT + layout.SOUND + sound(folded))
        if found:
            own = tuple(reading for reading in found if reading.quality < layout.WEAK) or found
            wanted = PlaceKind.AIR_BASE if word in _AIR_BASE_WORDS else PlaceKind.AIRPORT
            return tuple(sorted(own, key=lambda reading: reading.place.kind is not wanted))
        if folded.startswith("ain al "):
            return self.airport(folded[4:], word)
        towns = [r for r in self.find(folded) or self._by_article(folded) if r.place.kind is PlaceKind.CITY]
        kind = PlaceKind.AIR_BASE if word in _AIR_BASE_WORDS else PlaceKind.AIRPORT
        return tuple(_standing_in(reading, kind) for reading in towns)

    def country(self, code: str) -> Place | None:
        """The country of an ISO 3166-1 alpha-2 code."""
        row = self._database.execute(
            "SELECT id FROM place WHERE kind = ? AND country = ?", (layout.KINDS.index(PlaceKind.COUNTRY), code)
        )
        found = row.fetchone()
        return self._place(found[0]) if found else None

    def point(self, place: Place) -> tuple[float, float] | None:
        """The place's point, of a country the middle of its towns: for maps and measuring, not for linking."""
        if place.lat is not None and place.lon is not None:
            return place.lat, place.lon
        box = self.extent(place)
        return ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) if box else None

    def extent(self, country: Place) -> tuple[float, float, float, float] | None:
        """South, west, north and east end of a country's towns in degrees, None where it has none."""
        query = "SELECT south, west, north, east FROM extent WHERE country = ?"
        row: tuple[float, float, float, float] | None = self._database.execute(query, (country.country,)).fetchone()
        return row

    def _of_kind(self, folded: str, word: str) -> tuple[Reading, ...]:
        found = self.find(folded) or self._by_article(folded)
        if word in _TOWN_WORDS:
            return tuple(reading for reading in found if reading.place.kind is PlaceKind.CITY)
        if word in ("county", "parish", "district", "borough"):
            second = self.find(layout.ADMIN2 + folded)
            return second or tuple(r for r in found if r.place.kind in _AREAS)
        areas = tuple(r for r in found if r.place.kind in _AREAS) or self.find(layout.ADMIN2 + folded)
        return areas or self._around_town(folded, found)

    def _around_town(self, folded: str, found: tuple[Reading, ...]) -> tuple[Reading, ...]:
        """The division that is called after its town in another form: "Krasnodar region" is Krasnodarskiy."""
        areas: dict[Place, None] = {}
        for town in (reading.place for reading in found if reading.place.kind is PlaceKind.CITY):
            key = fold(town.admin1 or "")
            if key[:_STEM] == folded[:_STEM] or SequenceMatcher(None, key, folded).ratio() >= _ALIKE:
                for reading in self.find(key):
                    if reading.place.kind is PlaceKind.ADMIN1 and reading.place.country == town.country:
                        areas[reading.place] = None
        return tuple(Reading(area, layout.WEAK) for area in areas)

    def _by_article(self, folded: str) -> tuple[Reading, ...]:
        """ "el arish" for "al arish", "as suwayda" for "suwayda"."""
        rest = without_article(folded)
        if rest is None:
            return ()
        return self.find("al " + rest) or self.find(rest)

    def _by_sound(self, folded: str) -> tuple[Reading, ...]:
        key = sound(folded)
        return self.find(layout.SOUND + key) if len(key) >= 5 else ()

    def _find_spelt(self, folded: str) -> tuple[Reading, ...]:
        """Towns whose name sounds alike but for its vowels, as other transcriptions have; by courtesy only."""
        key = sound(folded)
        if len(key) < _LEAST_SPELT or len(_VOWEL.sub("", key)) < _LEAST_CONSONANTS:
            return ()
        pattern = layout.SOUND + key[0] + _VOWEL.sub("[aiu]", key[1:])
        rows = self._database.execute("SELECT entries FROM name WHERE key GLOB ?", (pattern,)).fetchall()
        places = dict.fromkeys(self._place(place) for (entries,) in rows for place, _ in layout.unpack(entries))
        return tuple(Reading(place, layout.WEAK) for place in places if place.kind is PlaceKind.CITY)

    def _keys(self, space: str) -> frozenset[str]:
        after = space[:-1] + chr(ord(space[-1]) + 1)
        rows = self._database.execute("SELECT key FROM name WHERE key >= ? AND key < ?", (space, after))
        return frozenset(key for (key,) in rows)

    def _find(self, key: str) -> tuple[Reading, ...]:
        shaped = self._shapes.get(key[:2])
        if shaped is not None and key not in shaped:
            return ()
        row = self._database.execute("SELECT entries FROM name WHERE key = ?", (key,)).fetchone()
        if row is None:
            return ()
        readings = tuple(Reading(self._place(place), quality) for place, quality in layout.unpack(row[0]))
        return _without_misspelt(key, readings)

    def _read_place(self, row: int) -> Place:
        gid, name, kind, country, admin1, lat, lon, radius_km, population, zone = self._database.execute(
            "SELECT gid, name, kind, country, admin1, lat, lon, radius_km, population, zone FROM place WHERE id = ?",
            (row,),
        ).fetchone()
        time_zone = self._zones.get(zone)
        return Place(gid, name, layout.KINDS[kind], country, admin1, lat, lon, radius_km, population, time_zone)


def _without_misspelt(key: str, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Without places that have the name only as a spelling of their own one letter off, where another is called so."""
    if len(readings) < 2 or not any(one.quality == layout.MAIN for one in readings):
        return readings
    return tuple(one for one in readings if one.quality == layout.MAIN or not _is_one_letter_off(key, one.place.name))


def _is_one_letter_off(key: str, name: str) -> bool:
    other = fold(name)
    return len(other) == len(key) and sum(a != b for a, b in zip(key, other, strict=True)) == 1


def _standing_in(reading: Reading, kind: PlaceKind) -> Reading:
    town = reading.place
    place = Place(
        town.gazetteer_id,
        town.name,
        kind,
        town.country,
        town.admin1,
        town.lat,
        town.lon,
        15.0,
        town.population,
        town.time_zone,
    )
    return Reading(place, reading.quality, stand_in=True)
