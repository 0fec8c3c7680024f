"""Which names lie far from all that the text and its outlet are about: namesakes of quarters, people, schools."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tocsin.reading.rules.where_names import Name
from tocsin.reading.rules.where_resolve import Resolved
from tocsin.types import Place
from tocsin.world.flat_map import kilometres
from tocsin.world.outlets import OutletHome
from tocsin_schemas.enums import PlaceKind

# Set by hand on gva, 2026-11-25, benchmarks.quality.table.
_FAR_KM = 150.0
_LARGE = 100_000
_SURE = 0.75
_RELIED_ON = 0.25
"""Strength from which an outlet's home says what is near."""
_QUARTER = re.compile(
    r"(?: (?:\w+ )?(?:neighbou?rhood|quarter|section|district|ward|barrio|area) (?:of|on|in|near)\b| neighbou?rhood\b)"
)
_POINTS = frozenset((PlaceKind.CITY, PlaceKind.ADMIN2, PlaceKind.AIR_BASE, PlaceKind.AIRPORT))


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Somewhere that the text is surely about."""

    key: str
    lat: float
    lon: float
    radius_km: float


def names_afar(names: Sequence[Name], chosen: Mapping[str, Resolved], home: OutletHome | None) -> set[str]:
    """Keys whose place lies over 150 km from the outlet's home and from all that is sure; empty without a home.

    A division or a large town of its own is never afar, unless words call it a quarter; nor is a town that its
    division is named with.
    """
    if home is None or home.strength < _RELIED_ON:
        return set()
    anchors = _anchors(names, chosen, home)
    qualified = {name.key for name in names if name.qualifier is not None}
    quarters = {name.key for name in names if _QUARTER.match(name.sentence.text, name.end)}
    afar = set()
    for key, resolved in chosen.items():
        place = resolved.place
        if key in qualified or place.kind not in _POINTS or (place.population >= _LARGE and key not in quarters):
            continue
        if all(_is_far(place, anchor) for anchor in anchors if anchor.key != key):
            afar.add(key)
    return afar


def _anchors(names: Sequence[Name], chosen: Mapping[str, Resolved], home: OutletHome) -> list[_Anchor]:
    anchors = {"": _Anchor("", home.lat, home.lon, home.radius_km)}
    for name in names:
        resolved = chosen[name.key]
        place = resolved.place
        if name.adjective or place.lat is None or place.lon is None or place.kind is PlaceKind.COUNTRY:
            continue
        if _is_sure(name, resolved):
            anchors[name.key] = _Anchor(name.key, place.lat, place.lon, place.radius_km or 0.0)
    return list(anchors.values())


def _is_sure(name: Name, resolved: Resolved) -> bool:
    place = resolved.place
    if name.qualifier is not None:
        return True
    if resolved.share < _SURE or name.needs_cue:
        return False
    return place.kind in (PlaceKind.ADMIN1, PlaceKind.REGION) or place.population >= _LARGE


def _is_far(place: Place, anchor: _Anchor) -> bool:
    if place.lat is None or place.lon is None:
        return False
    return kilometres(place.lat, place.lon, anchor.lat, anchor.lon) > anchor.radius_km + _FAR_KM
