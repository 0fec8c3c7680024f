"""How a frame is tied to a happening: by its place, by words that refer to it, by telling it as new."""

import re

from tocsin.reading import questions as q
from tocsin.reading.dates import own_day
from tocsin.reading.frames import Frame
from tocsin.reading.kinship import is_kin
from tocsin.reading.lie import Relation, is_placed_there, relation
from tocsin.reading.places import own_place
from tocsin.reading.section_words import section_patterns
from tocsin.reading.sections import announces, is_told_by_clause, is_town_line
from tocsin.reading.strands import Standing, Thread
from tocsin.types import Candidate
from tocsin_schemas.enums import PlaceKind, Stance

EVENT_RELATIONS = frozenset({"from", "adjective", "possessive", "to", "dateline", "container", ""})
_INDEFINITE = re.compile(r"^[\"']?(?:on|early on|late on) [^,]{3,40}, (?:an?|another) (?:[\w\-]+ ){0,2}$", re.I)
_NAMED_SOON = 3
"""Sentences within which a lead without a word for its happening gets one."""


def leads_to(waiting: Frame, frame: Frame, code: str | None) -> bool:
    """Whether what was told by no word that a rule knows is of the happening that `frame` names, of type `code`."""
    if waiting.sentence.paragraph == frame.sentence.paragraph and is_town_line(waiting):
        return True
    if waiting.sentence.paragraph == frame.sentence.paragraph and own_day(waiting) is not None:
        return waiting.best() is None
    if not waiting.lead or frame.sentence.index > _NAMED_SOON:
        return False
    best = waiting.best("past")
    if best is None:
        return any(one.value.value for one in waiting.harms())
    return code is None or is_kin(best.value.event_type, code)


def lie_between(frame: Frame, thread: Thread) -> Relation | None:
    """How the places of both lie to each other; None where one has none."""
    place = own_place(frame)
    if place is None or thread.place is None:
        return None
    return relation(place.value.place, thread.place.value.place)


def lies_apart(frame: Frame, thread: Thread) -> bool:
    return lie_between(frame, thread) is Relation.APART


def is_abroad(frame: Frame, thread: Thread) -> bool:
    """Whether a frame names a country, not as somebody's, that the thread does not lie in: "at the other end of X"."""
    lands = [one.value.place for one in frame.get(q.WHERE) if one.value.relation not in ("adjective", "container")]
    countries = {place.country for place in lands if place.kind is PlaceKind.COUNTRY}
    return bool(countries) and thread.place is not None and thread.place.value.place.country not in countries


def recalls_town(frame: Frame, thread: Thread) -> bool:
    place = own_place(frame)
    if thread.standing is not Standing.RECALLED or thread.place is None or place is None:
        return False
    same = relation(place.value.place, thread.place.value.place) is Relation.SAME
    return same and is_placed_there(place)


def same_sort(one: str, other: str) -> bool:
    """Whether two types may have one place by default: a bomb of a day before a shooting went off anywhere."""
    return one[:3] == other[:3] or "EXP" not in (one[:3], other[:3])


def event_place(frame: Frame) -> Candidate | None:
    """A place that the frame gives to its happening by a preposition such as in, at, near."""
    place = own_place(frame)
    if place is None or place.value.relation in EVENT_RELATIONS:
        return None
    return place


def is_new(frame: Frame, telling: Candidate) -> bool:
    """ "On Saturday, an ambush ...": told as one not known yet."""
    before = frame.sentence.text[: telling.span.start - frame.sentence.span.start]
    return telling.value.noun and _INDEFINITE.search(before) is not None and frame.best() is telling


def is_alike(frame: Frame, thread: Thread) -> bool:
    """Whether what a frame tells can be another face of what the thread tells, if that has a kind yet."""
    best, code = frame.best("past"), thread.code()
    return best is not None and (code is None or is_kin(best.value.event_type, code))


def only_denies(frame: Frame) -> bool:
    """ "X denied any part in the Corvane blast": nothing is told but whose it was not."""
    denied = any(one.value.stance is Stance.DENIES for one in frame.get(q.CLAIM))
    told = next(frame.harms(), None) is not None or own_day(frame) is not None or is_told_by_clause(frame)
    return denied and not told


def is_told_again(frame: Frame) -> bool:
    """ "Hours after the blast": the one told before, where no town makes it another."""
    best, place = frame.tells(), own_place(frame)
    there = place is not None and is_placed_there(place)
    return best is not None and not frame.earlier and frame.refers(best) and not there


def is_tied(frame: Frame) -> bool:
    """Whether a frame tells of the thread's happening by more than standing near it."""
    best = frame.tells()
    if best is None:
        return False
    tied = frame.lead or frame.speaks_of_known() or next(frame.harms(), None) is not None
    return tied or own_day(frame) is not None or event_place(frame) is not None


def is_plural(frame: Frame) -> bool:
    if any(section_patterns().plural.search(one.value.trigger) for one in frame.get(q.WHAT)):
        return True
    return frame.lead and announces(frame.sentence.text)
