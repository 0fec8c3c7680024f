"""Decides jointly which places the names of one document mean."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from tocsin.reading.rules.where_names import Name
from tocsin.reading.rules.where_words import place_words
from tocsin.types import Document, Place
from tocsin.world.flat_map import kilometres
from tocsin.world.gazetteer import Reading
from tocsin.world.outlets import OutletHome
from tocsin_schemas.enums import PlaceKind

# Set by hand on 2026-11-21, checked on the local news of LGL and on the articles of GVA, not fitted.
_OTHER_NAME, _BY_COURTESY = 1.2, 2.0
_COUNTRY_PRIOR, _ADMIN1_PRIOR = 3.0, -0.4
_NEXT_TO_NOTHING = 1e-6
_MAINLY = 0.5
"""Share of the evidence from which one country is what the text is about."""
_IN_COUNTRY, _IN_ADMIN1, _CLOSE, _QUALIFIED = 2.6, 3.0, 1.6, 8.0
_CLOSE_KM = 120.0
_UNCOUNTED = 5_000
"""Inhabitants supposed where the source gives none: it lists such towns because they are seats of a district."""
HAMLET = 5_000
"""Inhabitants below which a town says nothing of the country that a text is about: most names are borne by several."""
_WELL_KNOWN = 50_000
_NAMESAKE = 300_000
"""Inhabitants from which a town is meant even where the text speaks of another country (gva, 2026-11-26)."""
_LARGE = 100_000
"""Inhabitants from which a town under another name is foreign by the text's words only (invented sets, 2026-11-27,
tests/unit/reading/test_sets.py)."""
_OUTLET = 1.5
_HOME, _AT_HOME, _FAR_DEGREES = 1.5, 2.0, 8.0
"""What an outlet's region adds, times its strength (by hand on gva, 2026-11-25, benchmarks.quality.table)."""
_BARE_NAME_OF_A_CITY, _CITY = 2.0, 100_000
_BARE_NAME_OF_A_SEAT = 1.0
"""What a district loses beside the town that it is named after: news says which of them it means where it means it."""

_POINTS = (PlaceKind.CITY, PlaceKind.ADMIN2, PlaceKind.AIR_BASE, PlaceKind.AIRPORT)
_AREAS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
_GENERIC_DOMAINS = frozenset(
    ["com", "org", "net", "info", "biz", "news", "tv", "co", "io", "ac", "edu", "gov", "me", "cc", "fm", "ly"]
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The place chosen for a name, how sure (0 to 1), and the other places it may mean, likeliest first."""

    place: Place
    share: float
    alternatives: tuple[Place, ...]
    stand_in: bool = False


class Context:
    """What the text says about countries and their parts, as weights that sum the evidence."""

    def __init__(self, home: OutletHome | None = None) -> None:
        self.home = home
        self.countries: dict[str, float] = defaultdict(float)
        self.admin1: dict[tuple[str, str], float] = defaultdict(float)
        self.points: list[tuple[float, float, str]] = []
        self.areas: list[tuple[float, Place]] = []
        self.towns: list[tuple[float, Place]] = []
        self.districts: dict[str, Place] = {}
        self.own: dict[str, dict[str, float]] = {}
        """By name, what it adds itself to each country."""
        self.by_address: dict[str, float] = defaultdict(float)
        """What the outlet's address alone adds to each country: no word of the text."""

    def add(self, place: Place, weight: float, key: str | None = None) -> None:
        if key is not None:
            self.note(key, place.country, weight)
        if place.kind in (PlaceKind.ADMIN1, PlaceKind.COUNTRY):
            self.areas.append((weight, place))
        elif place.kind is PlaceKind.CITY and place.population >= HAMLET:
            self.towns.append((weight, place))
        if place.country:
            self.countries[place.country] += weight
            if place.admin1:
                self.admin1[place.country, place.admin1] += weight

    def country_share(self, code: str | None) -> float:
        if not code or code not in self.countries:
            return 0.0
        return self.countries[code] / (sum(self.countries.values()) + 0.7)

    def note(self, key: str, country: str | None, weight: float) -> None:
        """Remember that a name itself speaks for a country."""
        own = self.own.setdefault(key, {})
        own[country or ""] = own.get(country or "", 0.0) + weight

    def lies_abroad(self, place: Place, key: str, by_text: bool = False) -> bool:
        """Whether the text speaks of one country above all and never of this place's; a small place is no such word.

        `by_text`: the outlet's address is no word of the text.
        """
        own = self.own.get(key, {}).get(place.country or "", 0.0) if place.population < HAMLET else 0.0
        if self.countries.get(place.country or "", 0.0) - own > _NEXT_TO_NOTHING:
            return False
        hints = self.by_address if by_text else {}
        others = [weight - hints.get(code, 0.0) for code, weight in self.countries.items() if code != place.country]
        return bool(others) and max(others) >= _MAINLY * (sum(others) + 0.7)

    def main_area(self) -> Place | None:
        """The only district, else the division or the country that the text speaks of most; a town where it is all."""
        most = max(self.countries, key=lambda code: self.countries[code], default=None)
        districts = [place for place in self.districts.values() if place.country == most]
        if len(districts) == 1:
            return districts[0]
        there = [area for area in self.areas if area[1].country == most]
        ranked = sorted(there, key=lambda area: (area[1].kind is PlaceKind.COUNTRY, -area[0]))
        if ranked:
            return ranked[0][1]
        towns = [town for town in self.towns if town[1].country == most]
        return max(towns, key=lambda town: (town[0], town[1].population))[1] if towns else None

    def admin1_share(self, place: Place) -> float:
        if not (place.country and place.admin1):
            return 0.0
        weight = self.admin1.get((place.country, place.admin1))
        return weight / (sum(self.admin1.values()) + 0.7) if weight else 0.0


def resolve(
    names: Sequence[Name], document: Document, outlet: Iterable[Place] = (), home: OutletHome | None = None
) -> dict[str, Resolved]:
    """The place of each name's key; names of one spelling mean one place in one document.

    `outlet` = places that the outlet's address names, a hint of what its readers take for granted; `home` = the region
    that the outlet writes of, which says more.
    """
    groups: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        groups[name.key].append(name)
    qualified = {key: _qualifiers(group) for key, group in groups.items()}
    context = _first_context(groups, document, home)
    for place in outlet:
        context.add(place, _OUTLET)
        context.by_address[place.country or ""] += _OUTLET
    chosen = {key: _choose(group[0], qualified[key], context) for key, group in groups.items()}
    context = _second_context(context, chosen, groups)
    return {key: _choose(group[0], qualified[key], context) for key, group in groups.items()}


def _qualifiers(group: Sequence[Name]) -> tuple[Reading, ...]:
    for name in group:
        if name.qualifier is not None and not _a_mere_side_abroad(name, name.qualifier):
            return name.qualifier.readings
    return next((name.land.readings[:1] for name in group if name.land is not None), ())


def _a_mere_side_abroad(town: Name, area: Name) -> bool:
    """Whether "the Northwest Region" beside a town is listed in other countries only: many have one of such a name."""
    side, *rest = area.key.split()
    sides = side in place_words().parts and place_words().place_nouns.issuperset(rest)
    countries = {reading.place.country for reading in town.readings}
    return sides and all(reading.place.country not in countries for reading in area.readings)


def _first_context(groups: dict[str, list[Name]], document: Document, home: OutletHome | None) -> Context:
    context = Context(home)
    if home is not None:
        context.countries[home.country] += _HOME * home.strength
        context.admin1[home.country, home.admin1] += _HOME * home.strength
    for code, weight in _hints(document):
        context.countries[code] += weight
    for group in groups.values():
        weight = 1.0 + 0.5 * math.log(len(group))
        readings = group[0].readings
        areas = [r.place for r in readings if r.place.kind in _AREAS and r.quality == 0]
        if group[0].shaped and readings[0].place.kind is PlaceKind.ADMIN2:
            context.districts[readings[0].place.gazetteer_id] = readings[0].place
        if (
            areas
            and areas[0] is readings[0].place
            and (len(readings) == 1 or areas[0].kind is PlaceKind.COUNTRY or areas[0].population > 400_000)
        ):
            places = {place.country: place for place in areas}
            for place in places.values():
                context.add(place, weight * (1.0 if len(places) == 1 else 0.5))
        elif (
            readings[0].quality == 0
            and len({r.place.country for r in readings}) == 1
            and not 0 < readings[0].place.population < HAMLET
        ):
            context.countries[readings[0].place.country or ""] += 0.5 * weight
            context.note(group[0].key, readings[0].place.country, 0.5 * weight)
        elif readings[0].quality == 0 and readings[0].place.population > 500_000:
            context.add(readings[0].place, 0.5 * weight, group[0].key)
    return context


def _second_context(first: Context, chosen: dict[str, Resolved], groups: dict[str, list[Name]]) -> Context:
    context = Context(first.home)
    context.districts = first.districts
    for code, weight in first.countries.items():
        context.countries[code] += 0.5 * weight
    for code, weight in first.by_address.items():
        context.by_address[code] += 0.5 * weight
    for pair, weight in first.admin1.items():
        context.admin1[pair] += 0.5 * weight
    for key, resolved in chosen.items():
        if _is_namesake(resolved.place, key, first):
            continue
        weight = resolved.share * (1.0 + 0.5 * math.log(len(groups[key])))
        if groups[key][0].qualifier is not None:
            weight *= 2
        for code, before in first.own.get(key, {}).items():
            context.note(key, code, 0.5 * before)
        context.add(resolved.place, weight, key)
        place = resolved.place
        if place.kind in _POINTS and resolved.share > 0.6 and place.lat is not None and place.lon is not None:
            context.points.append((place.lat, place.lon, key))
    return context


def _hints(document: Document) -> list[tuple[str, float]]:
    """Countries by the address of the outlet and by words of local life that need no name."""
    hints: list[tuple[str, float]] = []
    host = (urlsplit(document.url).hostname or "") if document.url else ""
    suffix = host.rpartition(".")[2].upper()
    if len(suffix) == 2 and suffix.lower() not in _GENERIC_DOMAINS:
        hints.append(("GB" if suffix == "UK" else suffix, 1.0))
    if _CALL_LETTERS.match(host):
        hints.append(("US", 2.0))
    lowered = document.text[:6000].lower()
    for code, cues in place_words().country_cues.items():
        found = sum(cue in lowered for cue in cues)
        if found:
            hints.append((code, min(2.0, 0.5 * found)))
    return hints


_CALL_LETTERS = re.compile(r"(?:www\.)?[wk][a-z]{2,3}(?:-?tv|\d{1,2})?\.com$")


def _choose(name: Name, qualifiers: tuple[Reading, ...], context: Context) -> Resolved:
    scored = sorted(
        ((_score(reading, name, qualifiers, context), -at, reading) for at, reading in enumerate(name.readings)),
        key=lambda entry: (entry[0], entry[1]),
        reverse=True,
    )
    best, _, reading = scored[0]
    if _means_another(reading, name.key, context) or _is_listed_abroad(name, reading.place, qualifiers):
        area = context.main_area()
        if area is not None and area.country != reading.place.country:
            return Resolved(area, 0.5, (reading.place,), stand_in=True)
    if _lies_elsewhere(name, reading.place, qualifiers):
        return Resolved(qualifiers[0].place, 0.5, (reading.place,))
    total = sum(math.exp(score - best) for score, _, _ in scored[:8])
    rest = tuple(other.place for _, _, other in scored[1:4])
    return Resolved(reading.place, 1.0 / total, rest, reading.stand_in)


def _means_another(reading: Reading, key: str, context: Context) -> bool:
    """Whether a town is a namesake in a country that the text never speaks of, while it speaks of one above all."""
    if reading.quality == 0:
        return _is_namesake(reading.place, key, context)
    is_town = reading.quality == 1 and reading.place.kind is PlaceKind.CITY
    return is_town and context.lies_abroad(reading.place, key, by_text=reading.place.population >= _LARGE)


def _is_namesake(place: Place, key: str, context: Context) -> bool:
    """Whether a town lies where the text never is: it says nothing of the country that other towns lie in."""
    return place.kind is PlaceKind.CITY and place.population < _NAMESAKE and context.lies_abroad(place, key)


def _is_listed_abroad(name: Name, place: Place, qualifiers: tuple[Reading, ...]) -> bool:
    """Whether "the Nepali town of X" is listed in other countries only."""
    if name.qualifier is not None or not qualifiers or qualifiers[0].place.kind is not PlaceKind.COUNTRY:
        return False
    if place.kind is not PlaceKind.CITY or place.population >= _NAMESAKE:
        return False
    return all(reading.place.country != qualifiers[0].place.country for reading in name.readings)


def _lies_elsewhere(name: Name, place: Place, qualifiers: tuple[Reading, ...]) -> bool:
    """Whether a town is not listed in the area that the text gives for it: it is somewhere in that area."""
    if not qualifiers or place.kind is not PlaceKind.CITY:
        return False
    if any(_matches(reading.place, qualifiers) for reading in name.readings):
        return False
    return qualifiers[0].place.kind is PlaceKind.ADMIN1 or place.population < _WELL_KNOWN


def _score(reading: Reading, name: Name, qualifiers: tuple[Reading, ...], context: Context) -> float:
    place = reading.place
    score = math.log10((place.population or _UNCOUNTED) + 300)
    if reading.quality:
        score -= _OTHER_NAME if reading.quality == 1 else _BY_COURTESY
        if context.lies_abroad(place, name.key):
            score -= _BY_COURTESY
    if place.kind is PlaceKind.COUNTRY:
        score += _COUNTRY_PRIOR
    elif place.kind is PlaceKind.ADMIN1:
        score += _ADMIN1_PRIOR + (0.8 if place.country in ("US", "CA", "AU", "IN") else 0.0)
        if not name.shaped and any(
            r.place.kind is PlaceKind.CITY and r.place.population > _CITY for r in name.readings
        ):
            score -= _BARE_NAME_OF_A_CITY
    elif place.kind is PlaceKind.ADMIN2 and not name.shaped and any(_is_seat(r.place, place) for r in name.readings):
        score -= _BARE_NAME_OF_A_SEAT
    elif place.kind in (PlaceKind.AIR_BASE, PlaceKind.AIRPORT) or place.kind in (PlaceKind.REGION, PlaceKind.SEA):
        score += 2.0
    if qualifiers:
        score += _QUALIFIED * _matches(place, qualifiers)
    score += _IN_COUNTRY * context.country_share(place.country)
    if place.kind is not PlaceKind.ADMIN1:
        score += _IN_ADMIN1 * context.admin1_share(place)
    return score + _nearness(place, name.key, context)


def _is_seat(town: Place, district: Place) -> bool:
    """Whether a town lies in the division in which the district of its name lies."""
    return town.kind is PlaceKind.CITY and (town.country, town.admin1) == (district.country, district.admin1)


def _matches(place: Place, qualifiers: tuple[Reading, ...]) -> float:
    """1 where the name after the comma is the place's country or division, or near it."""
    for reading in qualifiers:
        area = reading.place
        if place.kind is PlaceKind.COUNTRY:
            continue
        if area.kind is PlaceKind.COUNTRY and area.country == place.country:
            return 0.9
        if area.kind is PlaceKind.ADMIN1 and area.country == place.country and area.admin1 == place.admin1:
            return 1.0 if place.kind is not PlaceKind.ADMIN1 else 0.3
        if area.country == place.country and _within(place, area):
            return 0.8
    return 0.0


def _within(place: Place, area: Place) -> bool:
    if area.lat is None or area.lon is None or place.lat is None or place.lon is None:
        return False
    return kilometres(area.lat, area.lon, place.lat, place.lon) < (area.radius_km or 0.0)


def _nearness(place: Place, key: str, context: Context) -> float:
    if place.lat is None or place.lon is None or place.kind is PlaceKind.ADMIN1:
        return 0.0
    total = 0.0
    for lat, lon, other in context.points:
        if other != key and abs(lat - place.lat) < 4:
            total += math.exp(-kilometres(lat, lon, place.lat, place.lon) / _CLOSE_KM)
    return _CLOSE * min(1.5, total) + _homeliness(place.lat, place.lon, context.home)


def _homeliness(lat: float, lon: float, home: OutletHome | None) -> float:
    if home is None or abs(lat - home.lat) > _FAR_DEGREES:
        return 0.0
    beyond = kilometres(home.lat, home.lon, lat, lon) - home.radius_km
    return _AT_HOME * home.strength * math.exp(-max(0.0, beyond) / _CLOSE_KM)
