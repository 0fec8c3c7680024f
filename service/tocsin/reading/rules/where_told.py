"""Towns that the gazetteer lacks, somewhere in the area told beside them: "the village of X", "in X, in Y region"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tocsin.reading.lie import KM_PER_DEGREE
from tocsin.reading.rules.where_known import SPEAKS
from tocsin.reading.rules.where_names import Name, Token, folded, tokens_of
from tocsin.reading.rules.where_words import place_words
from tocsin.types import UNLISTED, Place, Sentence
from tocsin.world.gazetteer import Gazetteer, Reading
from tocsin_schemas.enums import PlaceKind

_RUN = r"(?P<name>(?:(?:al|el|ad|ar|as|an)-)?[A-Z][\w'-]+(?: (?:(?:de|del|la|las|los|el|al) )?[A-Z][\w'-]+){0,2})"
_KIND = r"(?:town|village|hamlet|city|settlement|locality|commune|township|municipality)"
_INTRODUCED = (
    re.compile(rf"\b{_KIND}\s+of\s+{_RUN}"),
    re.compile(rf"\b(?:in|at|near|outside|of|from)\s+{_RUN}\s+{_KIND}\b"),
    re.compile(rf"\b(?:in|at|near|outside|around)\s+{_RUN}(?=, (?:in |a {_KIND} in ))"),
    re.compile(rf"\b(?:in|at|near|outside|around)\s+{_RUN}(?=, (?:\w+ern )?[A-Z])"),
)
_AREA_AFTER = re.compile(
    rf"(?:\s+{_KIND}\b)?,?\s*(?:(?:a|an|the)\s+(?:\w+\s+)?{_KIND}\s+)?(?:in|of)?\s*(?:the\s+)?(?:\w+ern\s+)?",
    re.IGNORECASE,
)
_OF_AREA = re.compile(rf"\s+(?:\w+\s+)?{_KIND}\s+of\s+")
""" "The central Myanmar town of X"."""
_BEFORE = 40
"""Characters around a town in which its people, or a town that is listed, may be named: "the Malian town of X"."""
_AREAS = (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.ADMIN1, PlaceKind.ADMIN2)
"""From the widest to the finest."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The middle of a country and how high and wide it is."""

    lat: float
    lon: float
    high_km: float
    wide_km: float


def whole_of(gazetteer: Gazetteer, country: Place) -> Whole | None:
    """None where the gazetteer lists no town of it."""
    box = gazetteer.extent(country)
    if box is None:
        return None
    south, west, north, east = box
    high, wide = KM_PER_DEGREE * (north - south), KM_PER_DEGREE * (east - west) * 0.85
    return Whole((south + north) / 2, (west + east) / 2, high, wide)


@dataclass(frozen=True, slots=True)
class _Told:
    """A name told as a town's, with the area said to hold it."""

    key: str
    words: str
    area: Place


class ToldTowns:
    """Finds the towns that a text tells of by a name that the gazetteer lacks."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        words = place_words()
        self._never = words.titles | words.organisations | words.function | words.given_names | words.place_nouns

    def beside(self, sentences: Sequence[Sentence], listed: Sequence[Name]) -> Iterator[tuple[Sentence, list[Name]]]:
        """Each sentence with its names in their order, those of unlisted towns among the listed ones."""
        found: dict[int, list[Name]] = {sentence.index: [] for sentence in sentences}
        for name in listed:
            found[name.sentence.index].append(name)
        known = {name.key for name in listed}
        told: dict[str, _Told] = {}
        for sentence in sentences:
            for one in self._introduced(sentence, found[sentence.index]):
                if one.key not in known and _is_finer(one, told.get(one.key)):
                    told[one.key] = one
        places = [place for one in told.values() if (place := self._place(one)) is not None]
        for sentence in sentences:
            yield sentence, _with_told(sentence, found[sentence.index], places)

    def _introduced(self, sentence: Sentence, names: Sequence[Name]) -> Iterable[_Told]:
        for pattern in _INTRODUCED:
            for match in pattern.finditer(sentence.text):
                start, end = match.span("name")
                words = match["name"]
                if _is_taken(start, end, names) or any(word.lower() in self._never for word in words.split()):
                    continue
                if self._gazetteer.find(folded(words)) or _is_beside_listed(end, names):
                    continue
                area = _area_of(sentence.text, start, end, names)
                if area is not None:
                    yield _Told(folded(words), words, area)

    def _place(self, told: _Told) -> Place | None:
        area = told.area
        lat, lon, radius = area.lat, area.lon, area.radius_km
        if area.kind is PlaceKind.COUNTRY:
            whole = whole_of(self._gazetteer, area)
            if whole is None:
                return None
            lat, lon = round(whole.lat, 4), round(whole.lon, 4)
            radius = round(max(whole.high_km, whole.wide_km) / 2, 1)
        return Place(
            f"{UNLISTED}{area.country}:{told.key}",
            told.words,
            PlaceKind.CITY,
            area.country,
            None if area.kind is PlaceKind.COUNTRY else area.admin1,
            lat,
            lon,
            radius,
        )


def _is_finer(one: _Told, known: _Told | None) -> bool:
    return known is None or _AREAS.index(one.area.kind) > _AREAS.index(known.area.kind)


def _is_beside_listed(end: int, names: Sequence[Name]) -> bool:
    """Whether a town that is listed follows: "the village of X, near Y" is where Y is."""
    return any(0 <= name.start - end <= _BEFORE and name.readings[0].place.kind is PlaceKind.CITY for name in names)


def _is_taken(start: int, end: int, names: Sequence[Name]) -> bool:
    return any(start < name.end and name.start < end for name in names)


def _area_of(text: str, start: int, end: int, names: Sequence[Name]) -> Place | None:
    """The area named right after a town or, by its people, before it."""
    for name in names:
        place = name.readings[0].place
        if place.kind not in _AREAS or place.country is None:
            continue
        if name.start >= end and _AREA_AFTER.fullmatch(text, end, name.start) and not SPEAKS.match(text, name.end):
            return place
        if name.adjective and 0 <= start - name.end <= _BEFORE and "," not in text[name.end : start]:
            return place
        if name.end <= start and _OF_AREA.fullmatch(text, name.end, start):
            return place
    return None


def _with_told(sentence: Sentence, names: list[Name], places: Sequence[Place]) -> list[Name]:
    if not any(place.name in sentence.text for place in places):
        return names
    known = list(names)
    tokens = known[0].tokens if known else tokens_of(sentence.text)
    for place in places:
        for match in re.finditer(rf"(?<![\w'-]){re.escape(place.name)}(?![\w-])", sentence.text):
            name = _named(sentence, tokens, match.start(), match.end(), place)
            if name is not None and not _is_taken(name.start, name.end, known):
                known.append(name)
    return sorted(known, key=lambda name: name.start)


def _named(sentence: Sentence, tokens: list[Token], start: int, end: int, place: Place) -> Name | None:
    first = next((at for at, token in enumerate(tokens) if token.start == start), None)
    last = next((at for at, token in enumerate(tokens) if token.end == end), None)
    if first is None or last is None:
        return None
    key = place.gazetteer_id.removeprefix(UNLISTED)
    return Name(sentence, tokens, first, last, key, (Reading(place, 0),), end=end)
