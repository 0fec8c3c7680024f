"""Whether a name found in a text is a place there: told in, at or near, known by its size or the title, nobody's."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from tocsin.reading.rules import where_relations as relations
from tocsin.reading.rules.where_names import Name
from tocsin.reading.rules.where_resolve import HAMLET, Resolved
from tocsin.reading.rules.where_words import place_words
from tocsin.types import TITLE
from tocsin_schemas.enums import PlaceKind

_OTHERS_ABROAD = 3
LOCATING = frozenset(("in", "at", "near", "dateline", "from", "to"))
_LOCAL = re.compile(
    r" (?:police|firefighters|officers|fire department|school|residents?|city council|mayor|suburb|airport|homes?|"
    r"house|apartment|bakery|market|shop|store|church|mosque|woman|man|couple|teen(?:ager)?|boy|girl)\b"
    r"|'s (?:[a-z]+ )?(?:market|mayor|outskirts|suburbs|town hall|city hall|old town|streets|squares?|port|harbou?r)\b",
    re.I,
)
LARGE_TOWN = 100_000
_SMALL_TOWN = 20_000
SPEAKS = re.compile(r"\s(?:said|says|reported|reports|quoted)\b")
_ACCUSES = re.compile(r"\s(?:blames|blamed|accuses|accused|denies|denied|insists|insisted|rejects|rejected)\b")
_STREET = re.compile(
    r"\b(?:Avenida|Av\.|Calle|Carrera|Rua|Rue|Via|Viale|Plaza|Praça|Piazza|Jalan|Strada|Paseo|Carretera|Avenue|"
    r"Boulevard)\s(?:(?:de|da|do|del|la|di|du|des|the)\s){0,2}$"
)
_ARTICLE = re.compile(r"\b[Tt]he $")
_NO_NOUN = re.compile(
    r"\s*(?:[,.;:)]|$|(?:after|and|in|at|on|from|near|where|which|before|with|to|is|was|has|have|had|that|when|since|as|"
    r"by|for|during)\b)"
)
PLACING = frozenset(("in", "at", "near", "dateline"))
"""Relations of a place at which something is told to be."""


def is_agency(name: Name) -> bool:
    """ "IRNA said", "which Damascus blames": letters that speak are no town, and a town that speaks is a government."""
    text = name.sentence.text
    if not name.relation and _ACCUSES.match(text, name.end):
        return True
    return text[name.start : name.end].isupper() and SPEAKS.match(text, name.end) is not None and not text.isupper()


def lone_abroad(names: Sequence[Name], chosen: Mapping[str, Resolved]) -> set[str]:
    """Small places that alone lie in their country, in a text with three or more places elsewhere."""
    countries = Counter(chosen[name.key].place.country for name in names)
    told = Counter(name.key for name in names)
    return {
        key
        for key, resolved in chosen.items()
        if resolved.place.kind is PlaceKind.CITY
        and resolved.place.population < _SMALL_TOWN
        and countries[resolved.place.country] == told[key]
        and max(countries.values()) >= _OTHERS_ABROAD
    }


def is_person(name: Name, people: set[str]) -> bool:
    """A lone name that elsewhere is part of a person's name, without a word that makes it a place."""
    if name.first != name.last or name.adjective or name.shaped or name.qualifier or name.qualifies:
        return False
    word = name.tokens[name.first].lower
    if word not in people:
        return False
    return name.relation not in PLACING


def is_street(name: Name) -> bool:
    """ "Avenida San Martín", "Rue de Bamako": what a street is called after."""
    return _STREET.search(name.sentence.text, 0, name.start) is not None


def is_river(name: Name) -> bool:
    """ "On the Volga, hours after": a small town's name with an article and no noun after it is a river's."""
    text = name.sentence.text
    is_the = _ARTICLE.search(text, max(0, name.start - 6), name.start) is not None
    if name.adjective or name.qualifier is not None or not is_the:
        return False
    place = name.readings[0].place
    return place.kind is PlaceKind.CITY and place.population < LARGE_TOWN and _NO_NOUN.match(text, name.end) is not None


def is_told_there(name: Name, located: set[str]) -> bool:
    """Whether words place something there, here or elsewhere in the text."""
    return name.relation in LOCATING or name.key in located


def is_located(name: Name) -> bool:
    """Whether this occurrence says by itself that the name is a place."""
    if name.relation in PLACING or name.qualifier is not None or name.shaped:
        return True
    text = name.sentence.text
    if relations.offset_before(text, name.start) is not None or relations.side_before(text, name.start) is not None:
        return True
    return _LOCAL.match(text, name.end) is not None


def titled(names: Sequence[Name], chosen: Mapping[str, Resolved], located: set[str]) -> set[str]:
    """Towns that the title names and the text names again: what both speak of is a place, if nobody's name.

    Where the text has towns of its own, it lies in their country: a group may be called like a town anywhere.
    """
    told = {name.key for name in names if name.sentence.index != TITLE}
    lands = {chosen[key].place.country for key in located if chosen[key].place.kind is PlaceKind.CITY}
    return {
        name.key
        for name in names
        if name.sentence.index == TITLE
        and name.key in told
        and not name.needs_cue
        and chosen[name.key].place.population >= _SMALL_TOWN
        and lands <= {chosen[name.key].place.country}
    }


def in_told_countries(names: list[Name]) -> list[Name]:
    """Names listed with other vowels only in the countries that the text itself names; elsewhere they are no places."""
    if not any(name.spelt for name in names):
        return names
    told = {
        reading.place.country
        for name in names
        if not name.spelt
        for reading in name.readings[:1]
        if reading.place.kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1)
    }
    for name in names:
        if name.spelt:
            name.readings = tuple(reading for reading in name.readings if reading.place.country in told)
    return [name for name in names if name.readings]


def without_hamlets(names: list[Name]) -> list[Name]:
    """Names that only hamlets bear and that no words place anywhere are something else: a gang, a firm, a person."""
    placed = {name.key for name in names if is_located(name) or name.qualifies or name.relation in LOCATING}
    return [name for name in names if name.key in placed or name.adjective or not _hamlets_only(name)]


def _hamlets_only(name: Name) -> bool:
    return all(
        reading.place.kind is PlaceKind.CITY and 0 < reading.place.population < HAMLET for reading in name.readings
    )


def is_well_known(name: Name, resolved: Resolved) -> bool:
    least = LARGE_TOWN if name.key in place_words().common else 5_000
    return resolved.place.population > least or resolved.place.kind is not PlaceKind.CITY
