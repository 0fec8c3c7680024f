"""Where a happening took place: which of the places that its frames name is the happening's own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tocsin.reading import questions as q
from tocsin.reading.frames import Frame
from tocsin.reading.lie import APART_KM, AREAS, Relation, distance_km, is_area, is_placed_there, relation
from tocsin.reading.rules.where_known import PLACING
from tocsin.types import TITLE, Candidate, Place, Span
from tocsin_schemas.enums import PlaceKind

_KIND = {
    PlaceKind.ADMIN1: 0.55,
    PlaceKind.REGION: 0.5,
    PlaceKind.COUNTRY: 0.3,
    PlaceKind.SEA: 0.4,
    PlaceKind.ADMIN2: 0.8,
    PlaceKind.AIR_BASE: 1.2,
    PlaceKind.AIRPORT: 1.1,
}
_NEARNESS = 300.0
"""Characters from the trigger at which a place counts half."""
_SUPPORT = 0.5
_OF_A_PEOPLE = 0.4
"""Weight of "Russian artillery", which says whose it is, not where."""
_DATELINE = 0.55
"""Weight of the town where a report was filed."""
_FOREIGN = {True: 0.6}
_MUCH = 0.9
_UNTOLD = 0.75
"""Share of a place in a sentence that tells neither the happening nor whom it hurt (invented sets, 2026-11-26,
tests/unit/reading/test_sets.py: 1.0 costs nine checks; gva: 1.0 gives place_50km 0.855 for 0.854)."""
_TELLS_IT = re.compile(
    r"\b(?:incidents?|occurred|happened|took place|unfolded|(?:block|corner) of|the scene)\b", re.IGNORECASE
)
"""Words that speak of the happening by none of its own: "it occurred in Perm" (place_50km is 0.852 without them)."""
_LEAST = 0.12
"""Points below which a place named beside a happening is not taken for its own."""
_REPEATED = 0.25
_IN_TITLE = 0.4
"""Weight of the town in the title beside those of the text (gva, 2026-11-25, benchmarks.quality.table)."""
_IN_TITLE_ALONE = 0.8
"""The same where the text names only places that somebody went to, comes from or was caught in, of the same country
(invented sets, 2026-11-26, tests/unit/reading/test_sets.py)."""
_SURE = 0.45
"""Weight from which a place of the text needs no other from the title."""


_LEAD, _FIRM = 2, 0.6
"""Sentences in which a text opens, and the score of a place that it surely opens in."""
OUTLET = "outlet"
"""Relation of a place that is the outlet's own."""


def _is_in_district(place: Place, area: Place) -> bool:
    distance = distance_km(place, area) if area.kind is PlaceKind.ADMIN2 and place.country == area.country else None
    return distance is not None and distance <= (area.radius_km or 0.0) + APART_KM


def weight(candidate: Candidate, trigger: Span | None) -> float:
    """How likely a named place is the place of the happening that `trigger` tells, 0 to about 1."""
    answer: q.WhereAnswer = candidate.value
    fine = _KIND.get(answer.place.kind, 1.0)
    near = 1.0
    if trigger is not None:
        gap = max(candidate.span.start - trigger.end, trigger.start - candidate.span.end, 0)
        near = _NEARNESS / (_NEARNESS + gap)
    if answer.relation == "adjective" and answer.place.kind is PlaceKind.COUNTRY:
        fine *= _OF_A_PEOPLE
    if answer.relation == "dateline":
        fine *= _DATELINE
    return fine * near * candidate.score


def own_place(frame: Frame) -> Candidate | None:
    """The place that a frame most likely gives its happening."""
    wheres = frame.get(q.WHERE)
    if not wheres:
        return None
    best = frame.best()
    trigger = best.span if best else None
    chosen = max(wheres, key=lambda one: weight(one, trigger))
    return chosen if weight(chosen, trigger) >= 0.12 else None


@dataclass(slots=True)
class _Vote:
    candidate: Candidate
    best: float
    rest: float = 0.0
    title: float = 0.0

    def add(self, value: float, candidate: Candidate) -> None:
        if candidate.sentence == TITLE:
            self.title += value
        elif value > self.best:
            self.rest += self.best
            self.best, self.candidate = value, candidate
        else:
            self.rest += value

    @property
    def points(self) -> float:
        return self.best + self.title + _REPEATED * min(self.rest, 2.0)


def choose_place(parts: list[tuple[Frame, float]], title: Iterable[Candidate] = ()) -> tuple[Candidate, float] | None:
    """The place with most support over (frame, weight), and its points; what lies around it supports it.

    `title` = places that the title names or in which the text opens, which support the same place told of the happening
    or stand for themselves.
    """
    weighed: list[tuple[Candidate, float]] = []
    for frame, share in parts:
        best = frame.best()
        trigger = best.span if best else None
        share *= 1.0 if frame.is_telling() or _TELLS_IT.search(frame.sentence.text) else _UNTOLD
        weighed += [(one, weight(one, trigger) * share) for one in frame.get(q.WHERE)]
    sure = max((value for _, value in weighed), default=0.0) >= _SURE
    told = {one.value.place.gazetteer_id for one, _ in weighed}
    lands = {one.value.place.country for one, _ in weighed}
    if any(one.value.relation in PLACING and one.score >= _SURE for one, _ in weighed):
        lands.clear()
    for one in title:
        if not sure or one.value.place.gazetteer_id in told:
            share = _IN_TITLE_ALONE if one.value.place.country in lands else _IN_TITLE
            weighed.append((one, weight(one, None) * share))
    return _elected(weighed)


def named_by_title(headline: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The one town that a title's own words name; () where it names none or several, as it then tells of more."""
    towns: dict[str, Candidate] = {}
    for one in headline:
        if one.question == q.WHERE and one.value.relation not in (OUTLET, "adjective") and not is_area(one.value.place):
            towns.setdefault(one.value.place.gazetteer_id, one)
    return tuple(towns.values()) if len(towns) == 1 else ()


def named_by_lead(frames: Iterable[Frame]) -> tuple[Candidate, ...]:
    """The town in which a text opens before it tells anything: "Ask the neighbours in Ulm ..."; () if none."""
    for frame in frames:
        if frame.tells() is not None or frame.sentence.index >= _LEAD:
            return ()
        for one in frame.get(q.WHERE):
            if is_placed_there(one) and one.score >= _FIRM:
                return (one,)
    return ()


def scene_of(named: Iterable[Candidate], headline: Iterable[Candidate]) -> Candidate | None:
    """What an article is set in, for a happening beside which it names no place: told in its body, title or outlet."""
    found = [one for one in (*named, *headline) if not is_area(one.value.place)]
    chosen = _elected([(one, weight(one, None)) for one in found])
    return chosen[0] if chosen else None


def _elected(weighed: Iterable[tuple[Candidate, float]]) -> tuple[Candidate, float] | None:
    votes: dict[str, _Vote] = {}
    for one, value in weighed:
        key = one.value.place.gazetteer_id
        if key in votes:
            votes[key].add(value, one)
        else:
            votes[key] = _Vote(one, value)
    if not votes:
        return None
    abroad = _countries(votes)
    scored = [
        (_FOREIGN.get(abroad[key], 1.0) * (vote.points + _around(vote, votes)), vote) for key, vote in votes.items()
    ]
    points, vote = max(scored, key=lambda pair: (pair[0], -pair[1].candidate.span.start))
    return (vote.candidate, points) if vote.best >= _LEAST else None


def _countries(votes: dict[str, _Vote]) -> dict[str, bool]:
    """By place, whether nothing else lies in its country while much lies in another: a name read in the wrong land."""
    shares: dict[str | None, float] = {}
    for vote in votes.values():
        country = vote.candidate.value.place.country
        shares[country] = shares.get(country, 0.0) + vote.candidate.score
    found = {}
    for key, vote in votes.items():
        country = vote.candidate.value.place.country
        alone = shares[country] <= vote.candidate.score
        found[key] = alone and any(other >= _MUCH for name, other in shares.items() if name != country)
    return found


def _lies_around(area: Place, place: Place) -> bool:
    """Whether `area` is of a kind that holds such places: a country holds all, a district its towns."""
    if place.kind in AREAS:
        return area.kind is PlaceKind.COUNTRY
    return area.kind in AREAS or (area.kind is PlaceKind.ADMIN2 and place.kind is not PlaceKind.ADMIN2)


def _around(vote: _Vote, votes: dict[str, _Vote]) -> float:
    place = vote.candidate.value.place
    if place.kind is PlaceKind.COUNTRY:
        return 0.0
    support = 0.0
    for other in votes.values():
        area = other.candidate.value.place
        if area is place or not _lies_around(area, place):
            continue
        if relation(place, area) is Relation.WITHIN or _is_in_district(place, area):
            support = max(support, other.points)
    return _SUPPORT * min(1.0, support)
