"""Places by rule: every place that a text names, resolved with the gazetteer, with its relation to the sentence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlsplit

from tocsin.reading.lie import is_unlisted
from tocsin.reading.questions import WHERE, WhereAnswer
from tocsin.reading.rules import where_relations as relations
from tocsin.reading.rules.where_afar import names_afar
from tocsin.reading.rules.where_known import (
    LARGE_TOWN,
    LOCATING,
    SPEAKS,
    in_told_countries,
    is_agency,
    is_located,
    is_person,
    is_river,
    is_street,
    is_told_there,
    is_well_known,
    lone_abroad,
    titled,
    without_hamlets,
)
from tocsin.reading.rules.where_names import Name, NameFinder
from tocsin.reading.rules.where_resolve import Resolved, resolve
from tocsin.reading.rules.where_told import ToldTowns, whole_of
from tocsin.reading.rules.where_words import place_words
from tocsin.types import TITLE, Candidate, Document, Place, Sentence, Span
from tocsin.world.folding import fold
from tocsin.world.gazetteer import Gazetteer
from tocsin.world.outlets import OutletHome, OutletRegister
from tocsin_schemas.enums import PlaceKind, PlacePrecision

_BY = "rule:where"
_SCORES = {
    "in": 0.9,
    "at": 0.9,
    "near": 0.85,
    "dateline": 0.6,
    "": 0.5,
    "to": 0.5,
    "from": 0.4,
    "container": 0.4,
    "possessive": 0.45,
    "adjective": 0.35,
}
_ELSEWHERE = 0.15
"""Weight of a place where somebody only spoke or was treated (gva, 2026-11-21, benchmarks.quality)."""
_OF_PERSON = 0.3
"""Weight of the town that a person is from."""
_OF_ARREST = 0.4
"""Weight of a place where somebody was found or held (gva, 2026-11-25, benchmarks.quality.table)."""
_ABROAD = 0.3
"""Weight of a small town in a country that nothing else in the text lies in: the text means a namesake."""
_AFAR = 0.1
"""Weight of a namesake far from all that the outlet and the text are about: too little to be a happening's place."""
# What a title ends in to name the outlet: " - Valley News, Nashville", " | The Valley".
_LABEL = re.compile(r"(?<=[^ ]{3}) (?:-+|\||::|>|:) ?(?=[A-Z\d])(?=[^|]{0,60}$|.*\|)")
_FAR_KM = 60.0
"""Reach of an area from which a town somewhere in it is placed no nearer than in the area."""
_LOCAL_OUTLET, _AT_HOME = 0.2, 0.5
"""Strength from which an outlet's town stands for a text without a place, and the weight of that town."""
_FACILITY = re.compile(
    r"\b((?:the|a|an|its|their)\s+(?:(?!(?:the|a|an|its|their)\s)[\w'-]+\s+){0,3}?(?:air base|base|camp|depot|"
    r"hospital|school|market|checkpoint|church|mosque|temple|station|prison|jail|embassy|consulate|refinery|plant|mine|barracks|bridge|port|harbou?r|village|airport|airfield|"
    r"compound|headquarters|outpost|facility|terminal|mall|shop|restaurant|hotel|park|neighbou?rhood|district|suburb)\s+"
    r"(at|in|near|outside|of)\s+(?:the\s+)?(?:(?:city|town|village)\s+of\s+)?)$",
    re.I,
)
_HEADING_END = re.compile(r"(?:, [\w' -]{2,30})?\s*[.:]\s*$|(?: \([^)]{2,40}\))?: (?=[A-Z\d])")
""" "MUEDA." or "Mueda, Mozambique." as a line of its own; "Mueda (Cabo Delgado): Five soldiers ..."."""
_WHERE = re.compile(r", (?:\d[\w ]{2,40}, )?where ")
""" "From X, 20 kilometres to the south, where gunmen fell upon the village"."""
_IS_CALM = re.compile(r" (?:was|is|remained|remains|stayed) (?:quiet|calm|tense|empty|deserted|in shock|in mourning)\b")
""" "X was quiet on Tuesday after Monday's clashes"."""
_TOLD_WITHIN = 14
"""Words after "where" in which it must be told what happened."""
_HURT = frozenset(
    [
        "killed",
        "wounded",
        "injured",
        "shot",
        "dead",
        "grenade",
        "gunmen",
        "armed",
        "bomb",
        "attacked",
        "stormed",
        "exploded",
    ]
)
_AREAS = frozenset((PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2, PlaceKind.REGION))


class PlaceRules:
    """Answers `where` for every place named in the body; the title, dateline and address only help to resolve."""

    def __init__(self, gazetteer: Gazetteer, outlets: OutletRegister | None = None) -> None:
        self._gazetteer = gazetteer
        self._outlets = outlets or OutletRegister()
        self._finder = NameFinder(gazetteer)
        self._told = ToldTowns(gazetteer)
        self._latest: tuple[Document, list[Candidate]] | None = None
        self._in_host = lru_cache(maxsize=2_000)(self._find_in_host)

    def annotate(self, document: Document) -> Iterable[Candidate]:
        """The candidates in the order of the text."""
        return [one for one in self._read(document) if one.sentence != TITLE]

    def headline(self, document: Document) -> list[Candidate]:
        """What stands over the text: the places in its title, then the town where its outlet is at home."""
        found = [one for one in self._read(document) if one.sentence == TITLE]
        label = _LABEL.search(document.title.text) if document.title else None
        if label is not None:
            start = label.start()
            found = [_as_outlets(one) if one.span.start >= start else one for one in found]
        home = self._outlets.home(document.url, document.publisher)
        town = self._town(home) if home is not None and home.strength >= _LOCAL_OUTLET else None
        if town is not None and home is not None:
            answer = WhereAnswer(home.town, town, PlacePrecision.NEAR, "outlet")
            found.append(Candidate(WHERE, answer, Span(0, 0), TITLE, round(_AT_HOME * home.strength, 3), _BY))
        return found

    def _town(self, home: OutletHome) -> Place | None:
        places = (reading.place for reading in self._gazetteer.find(fold(home.town)))
        return next((one for one in places if (one.country, one.admin1) == (home.country, home.admin1)), None)

    def _read(self, document: Document) -> list[Candidate]:
        """The candidates of title and body; kept for one document, as both are asked for."""
        if self._latest is None or self._latest[0] is not document:
            self._latest = document, self._candidates(document)
        return self._latest[1]

    def _candidates(self, document: Document) -> list[Candidate]:
        names, chosen = self.resolved(document)
        located = {name.key for name in names if is_located(name)}
        located |= titled(names, chosen, located)
        lone = lone_abroad(names, chosen)
        afar = names_afar(names, chosen, self._outlets.home(document.url, document.publisher))
        return [
            self._candidate(name, chosen[name.key], _doubt(name.key, lone, afar))
            for name in names
            if self._credible(name, chosen[name.key], located)
        ]

    def resolved(self, document: Document) -> tuple[list[Name], dict[str, Resolved]]:
        """Every name that may be a place, those of the title and the dateline too, and by key the place it means."""
        names = without_hamlets(self._names(document))
        home = self._outlets.home(document.url, document.publisher)
        return names, resolve(names, document, self._of_outlet(document), home)

    def _of_outlet(self, document: Document) -> tuple[Place, ...]:
        host = (urlsplit(document.url).hostname or "") if document.url else ""
        return self._in_host(host)

    def _find_in_host(self, host: str) -> tuple[Place, ...]:
        """The large town or division whose name the outlet's address holds, as "denver" in denverpost.com."""
        label = max(host.removeprefix("www.").split(".")[:-1], key=len, default="")
        for length in range(len(label), 5, -1):
            for start in range(len(label) - length + 1):
                places = [
                    reading.place
                    for reading in self._gazetteer.find(label[start : start + length])
                    if not reading.quality
                ]
                for place in places:
                    if place.kind is PlaceKind.ADMIN1 or (
                        place.kind is PlaceKind.CITY and place.population > LARGE_TOWN
                    ):
                        return (place,)
        return ()

    def _names(self, document: Document) -> list[Name]:
        people: set[str] = set()
        names: list[Name] = []
        sentences = (document.title, *document.sentences) if document.title else document.sentences
        listed = in_told_countries([name for sentence in sentences for name in self._finder.find(sentence, people)])
        for sentence, found in self._told.beside(sentences, listed):
            _relate(sentence, found)
            names += found
        outlet = _called(document.publisher)
        return [
            name
            for name in names
            if not (is_person(name, people) or is_river(name) or is_street(name) or _is_in(outlet, name))
        ]

    def _credible(self, name: Name, resolved: Resolved, located: set[str]) -> bool:
        place = resolved.place
        if (name.key in place_words().quarters and name.qualifier is None) or is_agency(name):
            return False
        if resolved.stand_in and place.kind in _AREAS and (name.needs_cue or not is_told_there(name, located)):
            return False
        if name.adjective or place.kind in (PlaceKind.COUNTRY, PlaceKind.SEA, PlaceKind.REGION):
            return not name.needs_cue or name.key in located or place.kind is PlaceKind.COUNTRY
        if name.needs_cue:
            return (
                name.qualifier is not None
                or name.qualifies
                or (name.relation in LOCATING and is_well_known(name, resolved))
            )
        if name.relation in LOCATING or name.qualifies or name.key in located:
            return True
        return place.population >= LARGE_TOWN or name.shaped or name.first != name.last or name.organisation

    def _candidate(self, name: Name, resolved: Resolved, doubt: float) -> Candidate:
        text, start = name.sentence.text, name.start
        relation = name.relation
        place, precision = resolved.place, _precision(name, resolved)
        phrase = text[start : name.end]
        part = relations.part_before(name)
        if part and not name.adjective and place.kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION):
            place = self._part(place, part)
            precision = PlacePrecision.ADMIN1
            phrase = text[name.tokens[name.first - 1].start : name.end]
        else:
            offset = relations.offset_before(text, start)
            side = relations.side_before(text, start)
            if offset is not None:
                place, precision = _moved(place, offset), _nearer(precision)
                relation = f"{_compass(offset.bearing)}_of" if offset.bearing is not None else "near"
            elif side is not None:
                relation, precision = f"{side}_of", _nearer(precision)
            facility = _FACILITY.search(text[max(0, start - 80) : start])
            if facility:
                phrase = facility[1] + phrase
                precision = _nearer(precision)
                relation = "in" if relation == "possessive" and facility[2].lower() == "of" else relation
        doubt *= _ELSEWHERE if relations.is_elsewhere(text, start, name.end) else 1.0
        doubt *= _OF_PERSON if relations.is_of_person(text, start) else 1.0
        doubt *= _OF_ARREST if relations.is_of_arrest(text, start) else 1.0
        doubt *= 0.7 if name.organisation else 1.0
        speaks = place.kind is PlaceKind.COUNTRY and not relation and SPEAKS.match(text, name.end)
        doubt *= _ELSEWHERE if speaks else 1.0
        score = round(_SCORES.get(relation, 0.8) * (0.5 + 0.5 * resolved.share) * doubt, 3)
        answer = WhereAnswer(" ".join(phrase.split()), place, precision, relation, resolved.alternatives)
        return Candidate(WHERE, answer, name.sentence.locate(start, name.end), name.sentence.index, score, _BY)

    def _part(self, place: Place, part: str) -> Place:
        """The part of a country or division that a direction names, as a region with a point of its own."""
        whole = whole_of(self._gazetteer, place) if place.kind is PlaceKind.COUNTRY else None
        if whole is not None:
            lat, lon, high, wide = whole.lat, whole.lon, whole.high_km, whole.wide_km
        elif place.lat is not None and place.lon is not None and place.radius_km:
            lat, lon, high, wide = place.lat, place.lon, 2 * place.radius_km, 2 * place.radius_km
        else:
            return place
        bearing = relations.DIRECTIONS.get(part)
        if bearing is not None:
            if bearing not in (90.0, 270.0):
                lat, _ = relations.shifted(lat, lon, 0.3 * high, 0.0 if bearing < 90 or bearing > 270 else 180.0)
            if bearing not in (0.0, 180.0):
                _, lon = relations.shifted(lat, lon, 0.3 * wide, 90.0 if bearing < 180 else 270.0)
        return replace(
            place,
            gazetteer_id=f"{place.gazetteer_id}#{part}",
            name=f"{part} {place.name}",
            kind=PlaceKind.REGION,
            lat=round(lat, 4),
            lon=round(lon, 4),
            radius_km=round(max(40.0, 0.3 * max(high, wide)), 1),
        )


_CITED = re.compile(r"(?:\(|\b(?:told|by|to) )$")
""" "told Meridian", "(Meridian)": an outlet called like a town is meant where it is cited, else the town is."""


def _called(publisher: str | None) -> re.Pattern[str] | None:
    """The outlet's own name where a text has it: "told Meridian" names no town."""
    name = re.sub(r"(?i)^the\s+", "", publisher or "").strip()
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE) if len(name) > 2 else None


def _is_in(outlet: re.Pattern[str] | None, name: Name) -> bool:
    text = name.sentence.text
    for one in outlet.finditer(text) if outlet is not None else ():
        if one.start() <= name.start and name.end <= one.end():
            return one.span() != (name.start, name.end) or _CITED.search(text, 0, one.start()) is not None
    return False


def _as_outlets(candidate: Candidate) -> Candidate:
    return replace(candidate, value=replace(candidate.value, relation="outlet"), score=_AT_HOME * candidate.score)


def _doubt(key: str, lone: set[str], afar: set[str]) -> float:
    return (_ABROAD if key in lone else 1.0) * (_AFAR if key in afar else 1.0)


def _relate(sentence: Sentence, names: Sequence[Name]) -> None:
    """Fill in relations and qualifiers, in the order of the text."""
    text = sentence.text
    dateline = relations.dateline_end(text) if sentence.index <= 0 and sentence.index != TITLE else 0
    previous: Name | None = None
    for name in names:
        if previous is not None and _qualifies(previous, name, text):
            previous.qualifier = name
            name.qualifies = True
            name.relation = "container"
            previous = name if name.qualifies else previous
            continue
        if previous is not None and previous.adjective and relations.is_town_of(previous, name):
            name.land = previous
        if name.end <= dateline:
            name.relation = "dateline"
        elif name.adjective:
            name.relation = "adjective"
        elif sentence.index >= 0 and name.start == 0 and _HEADING_END.match(text, name.end):
            name.relation = "in"  # a town stands over what is told there
        else:
            name.relation = "in" if relations.is_of_happening(name) else relations.relation_of(name, previous)
            if name.relation in ("", "to", "from") and (_told_where(name) or _IS_CALM.match(text, name.end)):
                name.relation = "in"
            if name.organisation or (not name.relation and text[name.end : name.end + 2] == "'s"):
                name.relation = "possessive"
        previous = name


def _told_where(name: Name) -> bool:
    """ "The minister goes to X, where a blast killed four": what follows happened there."""
    where = _WHERE.match(name.sentence.text, name.end)
    if where is None:
        return False
    near = [token for token in name.tokens if token.start >= where.end()][:_TOLD_WITHIN]
    return any(token.lower in place_words().happenings or token.lower in _HURT for token in near)


def _qualifies(town: Name, area: Name, text: str) -> bool:
    """Whether `area` says where `town` is: "Town, State", "Town in State", "Town, northern Country"."""
    if town.adjective or area.adjective or town.end > area.start or town.qualifies:
        return False
    if town.readings[0].place.kind is PlaceKind.COUNTRY or area.readings[0].place.kind is PlaceKind.CITY:
        return False
    between = text[town.end : area.start]
    if not (between.startswith(",") and len(between) < 28):
        return False
    middle = between[1:].strip().lower().split()
    if middle and not all(word in place_words().parts or word in ("in", "the", "a") for word in middle):
        return False
    return any(
        r.place.kind in (PlaceKind.ADMIN1, PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.ADMIN2) and r.quality < 2
        for r in area.readings
    )


def _precision(name: Name, resolved: Resolved) -> PlacePrecision:
    kind = resolved.place.kind
    if kind is PlaceKind.COUNTRY:
        return PlacePrecision.COUNTRY
    if kind in (PlaceKind.ADMIN1, PlaceKind.REGION, PlaceKind.SEA):
        return PlacePrecision.ADMIN1
    if is_unlisted(resolved.place):
        return PlacePrecision.NEAR if (resolved.place.radius_km or _FAR_KM) < _FAR_KM else PlacePrecision.ADMIN1
    if resolved.stand_in or kind is PlaceKind.ADMIN2 or name.relation == "near" or name.relation.endswith("_of"):
        return PlacePrecision.NEAR
    return PlacePrecision.EXACT


def _nearer(precision: PlacePrecision) -> PlacePrecision:
    return PlacePrecision.NEAR if precision is PlacePrecision.EXACT else precision


def _moved(place: Place, offset: relations.Offset) -> Place:
    if place.lat is None or place.lon is None:
        return place
    if offset.bearing is None:
        return replace(place, radius_km=max(place.radius_km or 0.0, round(offset.km, 1)))
    lat, lon = relations.shifted(place.lat, place.lon, offset.km, offset.bearing)
    return replace(place, lat=round(lat, 4), lon=round(lon, 4), radius_km=max(5.0, round(0.25 * offset.km, 1)))


def _compass(bearing: float) -> str:
    names = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
    return names[round(bearing / 45) % 8]
