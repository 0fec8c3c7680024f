"""How two places lie to each other."""

from enum import IntEnum
from math import cos, radians, sqrt

from tocsin.types import UNLISTED, Candidate, Place
from tocsin_schemas.enums import PlaceKind

KM_PER_DEGREE = 111.2
APART_KM = 40.0
"""Two exact places farther apart are two happenings (product, Fusing 3)."""
AREAS = frozenset({PlaceKind.ADMIN1, PlaceKind.REGION, PlaceKind.COUNTRY, PlaceKind.SEA})
_LOOSE = 1.8
_THERE = frozenset({"in", "at", "near"})


class Relation(IntEnum):
    """How two places lie to each other."""

    APART = 0
    UNKNOWN = 1
    WITHIN = 2
    SAME = 3


def distance_km(a: Place, b: Place) -> float | None:
    """Equirectangular distance; None where one has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lon = abs(a.lon - b.lon)
    lon = 360 - lon if lon > 180 else lon
    x = lon * cos(radians((a.lat + b.lat) / 2))
    return KM_PER_DEGREE * sqrt(x * x + (a.lat - b.lat) ** 2)


def relation(a: Place, b: Place) -> Relation:
    """SAME within 40 km, WITHIN where one is an area that holds the other, APART, or UNKNOWN."""
    if a.gazetteer_id == b.gazetteer_id:
        return Relation.SAME
    if PlaceKind.COUNTRY in (a.kind, b.kind):
        if a.country is None or b.country is None:
            return Relation.UNKNOWN
        return Relation.WITHIN if a.country == b.country else Relation.APART
    if is_unlisted(a) or is_unlisted(b):
        return _beside_unlisted(a, b)
    distance = distance_km(a, b)
    areas = [place for place in (a, b) if place.kind in AREAS]
    if areas and a.country == b.country and a.admin1 and a.admin1 == b.admin1:
        return Relation.WITHIN
    if distance is None:
        return Relation.UNKNOWN
    if areas:
        reach = max(_reach(place) for place in areas)
        return Relation.WITHIN if distance <= reach + APART_KM else Relation.APART
    return Relation.SAME if distance <= APART_KM else Relation.APART


def _beside_unlisted(a: Place, b: Place) -> Relation:
    """How a town whose point is only that of its area lies to another place: UNKNOWN in its country, if no area."""
    if a.country != b.country:
        return Relation.APART
    return Relation.WITHIN if {a.kind, b.kind} & AREAS and (a.admin1 == b.admin1) else Relation.UNKNOWN


def is_unlisted(place: Place) -> bool:
    """Whether a text names the town and the gazetteer lacks it."""
    return place.gazetteer_id.startswith(UNLISTED)


def _reach(area: Place) -> float:
    """How far an area's places may lie from its point; a part of a country is no circle."""
    return (area.radius_km or 150.0) * (_LOOSE if area.kind is PlaceKind.REGION else 1.0)


def is_area(place: Place) -> bool:
    return place.kind in AREAS


def is_placed_there(where: Candidate) -> bool:
    """Whether a `where` answer is a town that something is in, at or near."""
    relation_told: str = where.value.relation
    return not is_area(where.value.place) and (relation_told in _THERE or relation_told.endswith("_of"))
