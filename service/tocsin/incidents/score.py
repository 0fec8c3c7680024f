"""How surely two mentions tell of one happening: points that add up, hard vetoes apart."""

from math import cos, radians, sqrt
from typing import Any

from tocsin.incidents.features import (
    ADMIN1,
    ASSUMED,
    COUNTRY,
    EXACT,
    HARD,
    SOFT,
    UNDATED,
    VAGUE,
    Features,
)
from tocsin.incidents.weights import Weights

KM_PER_DEGREE = 111.2
PLACE_SLACK_KM = 3.0
_SEVERAL, _LATE_DEATHS = 2, 2
_PARTS = ("place", "date", "type", "names", "means", "harm")
_ONCE = frozenset({"ACC", "DIS"})
GRAIN = 1024
"""Scores are multiples of 1/1024: sums of them are exact, so the order of adding cannot decide on a link."""


def distance_km(a_lat: float, a_lon: float, b_lat: float, b_lon: float) -> float:
    """Equirectangular distance; within 1 % of the great circle up to 500 km away from the poles."""
    lon = abs(a_lon - b_lon)
    if lon > 180:
        lon = 360 - lon
    x = lon * cos(radians((a_lat + b_lat) / 2))
    y = a_lat - b_lat
    return KM_PER_DEGREE * sqrt(x * x + y * y)


class Scorer:
    """Scores pairs; symmetric, and a function of the two mentions alone."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights

    def vetoed(self, a: Features, b: Features) -> bool:
        """Hard evidence that they are two: exact places too far apart, or told days too far apart."""
        weights = self.weights
        if a.firmness == HARD == b.firmness and max(a.first - b.last, b.first - a.last) >= weights.veto_days:
            return True
        return a.precision == EXACT == b.precision and distance_km(a.lat, a.lon, b.lat, b.lon) > weights.veto_km

    def score(self, a: Features, b: Features) -> float | None:
        """Points for one happening; None where a hard veto speaks."""
        if self.vetoed(a, b):
            return None
        place, date, kind, names, means, harm = self._points(a, b)
        return round((place + date + kind + names + means + harm) * GRAIN) / GRAIN

    def explain(self, a: Features, b: Features) -> dict[str, Any]:
        """The features behind a score, for the message that a decision causes."""
        placed = a.placed and b.placed
        points = zip(_PARTS, self._points(a, b), strict=True)
        return {
            "distance_km": round(distance_km(a.lat, a.lon, b.lat, b.lon), 1) if placed else None,
            "days_apart": max(0, a.first - b.last, b.first - a.last),
            "same_type": a.code == b.code,
            "shared_names": len(a.names & b.names),
            "shared_words": len(a.words & b.words),
            **{part: round(value, 2) for part, value in points},
        }

    def _points(self, a: Features, b: Features) -> tuple[float, float, float, float, float, float]:
        """What each of `_PARTS` speaks for one happening."""
        place = self._place(a, b)
        date, harm = self._date_and_harm(a, b, place)
        return place, date, self._type(a, b), self._names(a, b), self._means(a, b), harm

    def _place(self, a: Features, b: Features) -> float:
        weights = self.weights
        if not (a.placed and b.placed):
            if not a.country or not b.country:
                return 0.0
            if a.country != b.country:
                return weights.other_country
            return weights.same_country if a.by_country and b.by_country else 0.0
        if a.unlisted and b.unlisted:
            return weights.same_name if a.place_id == b.place_id else 0.0
        distance = distance_km(a.lat, a.lon, b.lat, b.lon)
        coarse = a.precision == ADMIN1 or b.precision == ADMIN1
        reach = a.radius_km + b.radius_km + PLACE_SLACK_KM
        if distance > reach:
            if distance <= weights.same_site_km and not a.site.isdisjoint(b.site):
                return weights.same_site
            return max(weights.far_floor, weights.far * (distance / reach - 1) - 0.5)
        if coarse:
            return weights.coarse_place
        return self._points_by_radius(max(a.radius_km, b.radius_km, distance)) + (
            weights.same_gazetteer_id if a.place_id and a.place_id == b.place_id else 0.0
        )

    def _points_by_radius(self, radius: float) -> float:
        table = self.weights.same_place
        for limit, points in zip(table.within_km, table.points, strict=True):
            if radius <= limit:
                return points
        return self.weights.coarse_place

    def _date(self, a: Features, b: Features) -> float:
        if a.firmness > b.firmness:
            a, b = b, a
        weights = self.weights
        if b.firmness == UNDATED:
            return 0.0
        if b.firmness == ASSUMED:
            return self._assumed(a, b)
        if (b.published and b.published < a.first - 1) or (a.published and a.published < b.first - 1):
            return weights.before_it_happened
        apart = max(a.first - b.last, b.first - a.last)
        if b.firmness == VAGUE:
            return weights.vague_overlap if apart <= 1 else weights.vague_apart
        points = (weights.same_day, weights.one_day, weights.two_days)[apart] if 0 <= apart <= 2 else weights.more_days
        if apart < 0:
            points = weights.same_day
        return points * weights.soft_factor if b.firmness == SOFT or a.firmness == SOFT else points

    def _assumed(self, a: Features, b: Features) -> float:
        weights = self.weights
        if a.firmness == ASSUMED:
            apart = abs(a.first - b.first)
            return (
                weights.both_assumed_day[apart] if apart < len(weights.both_assumed_day) else weights.both_assumed_later
            )
        if b.first < a.first - 1:
            return weights.before_it_happened
        if a.firmness == VAGUE and b.first <= a.last + 7:
            return weights.assumed_day[-1]
        after = max(0, b.first - a.last)
        return weights.assumed_day[after] if after < len(weights.assumed_day) else weights.assumed_later

    def _type(self, a: Features, b: Features) -> float:
        weights = self.weights
        points = weights.same_reality if a.reality == b.reality else 0.0
        if a.code == b.code:
            return points + weights.same_type
        families = (a.code[:3], b.code[:3])
        if families[0] == families[1]:
            return points + weights.same_family
        return points + (weights.kindred_type if families in weights.kindred_pairs else weights.other_type)

    def _names(self, a: Features, b: Features) -> float:
        weights = self.weights
        points = 0.0
        if a.names and b.names:
            shared = len(a.names & b.names)
            points = weights.shared_name[min(shared, len(weights.shared_name)) - 1] if shared else weights.other_names
        if a.words and b.words:
            points += min(weights.shared_words_most, weights.shared_word * len(a.words & b.words))
        return points

    def _means(self, a: Features, b: Features) -> float:
        weights = self.weights
        points = 0.0
        if a.actors and b.actors:
            points = weights.other_actor if a.actors.isdisjoint(b.actors) else weights.shared_actor
        if a.weapons and b.weapons:
            points += weights.other_weapon if a.weapons.isdisjoint(b.weapons) else weights.shared_weapon
        return points

    def _date_and_harm(self, a: Features, b: Features, place: float) -> tuple[float, float]:
        date, harm = self._date(a, b), self._harms(a, b)
        if date < self.weights.aftermath_day and place >= self.weights.aftermath_place and is_aftermath(a, b):
            return self.weights.aftermath_day, max(harm, 0.0)
        return date, harm

    def _harms(self, a: Features, b: Features) -> float:
        if a.key > b.key:
            a, b = b, a
        return self._harm(a.killed, b.killed, rises=True) + self._harm(a.injured, b.injured)

    def _harm(self, a: tuple[int, ...], b: tuple[int, ...], rises: bool = False) -> float:
        """Points of the figures of two texts, the earlier first."""
        if not a or not b:
            return 0.0
        weights = self.weights
        shared = set(a) & set(b)
        if shared:
            if max(shared) >= weights.rare_from:
                return weights.rare_figure
            return weights.same_figure if max(shared) > 0 else weights.no_harm
        low, high = min(a[-1], b[-1]), max(a[-1], b[-1])
        if rises and 0 < a[-1] < b[-1] <= weights.rise_factor * a[-1] + weights.rise_step:
            return weights.risen_figure
        return weights.near_figure if high <= max(low + 2, low * 1.5) else weights.other_figure


def is_aftermath(a: Features, b: Features) -> bool:
    """Whether the later text gives the day on which it tells a toll: that of a late death, a search or a funeral.

    Such a day is that of its publication or the one before, one or two after the other's. The toll is the same or has
    risen by late deaths, and by any number after what seldom strikes a town twice in a week.
    """
    early, late = (a, b) if a.key <= b.key else (b, a)
    if not early.killed or not late.killed or early.killed[-1] < _SEVERAL:
        return False
    once = early.code[:3] in _ONCE and late.code[:3] == early.code[:3]
    rise = late.killed[-1] - early.killed[-1]
    return (
        0 <= rise <= (rise if once else _LATE_DEATHS)
        and 1 <= late.first - early.last <= 2
        and late.published - late.first <= 1
    )


def comparable_place(a: Features, b: Features) -> bool:
    """Whether one of them names no more than a country and nothing speaks against the other's place."""
    nameless = a.precision >= COUNTRY or b.precision >= COUNTRY
    return nameless and (not a.country or not b.country or a.country == b.country)
