"""How well what a frame tells fits a happening told before, and whether it may begin one of its own."""

from collections.abc import Sequence

from tocsin.reading import questions as q
from tocsin.reading.dates import own_day
from tocsin.reading.frames import Frame
from tocsin.reading.kinship import happens_to_countries, is_kin, is_soft
from tocsin.reading.lie import Relation
from tocsin.reading.places import own_place
from tocsin.reading.sections import is_late_death, is_told_apart
from tocsin.reading.strands import Standing, Thread, words_of
from tocsin.reading.ties import EVENT_RELATIONS, event_place, is_new, lie_between, recalls_town
from tocsin_schemas.enums import PlaceKind

FOUNDS = 0.6
"""Least score of a trigger that begins a further happening of an article (gva, muc4; 2026-11-21)."""
FIRM_PLACE = 0.6
"""Score of a place at which a paragraph is set though no word tells what happened there."""
_FEW_DAYS = 6
_OF_A_SORT = 0.5
"""Points of a happening of the very sort that a sentence speaks of."""


def is_recalled(frame: Frame, thread: Thread, focus: Thread | None) -> bool:
    """A background thread that the frame may go on with: in focus, named by "the hospital attack" or its town."""
    if thread.standing not in (Standing.BACKGROUND, Standing.RECALLED):
        return False
    return thread is focus or bool(frame.modifiers()) or recalls_town(frame, thread)


def may_found(frame: Frame) -> bool:
    best = frame.tells()
    if best is None or best.score < FOUNDS or frame.refers(best) or is_late_death(frame):
        return False
    place = event_place(frame)
    if place is None or (
        place.value.place.kind is PlaceKind.COUNTRY and not happens_to_countries(best.value.event_type)
    ):
        return False
    return own_day(frame) is not None or not is_soft(best.value.event_type)


def fit(frame: Frame, thread: Thread, focus: Thread | None) -> float:
    points = 1.0 if thread is focus else 0.4
    contrary = is_contrary(frame, thread)
    if contrary:
        points -= 3.0
    points += 1.5 if lie_between(frame, thread) is Relation.SAME else 0.0
    points += min(0.5, 0.25 * len(words_of(frame) & thread.words))
    modifiers = frame.modifiers()
    if modifiers:
        points += 0.8 if modifiers & thread.words else -0.3
    best, code = frame.best(), thread.code()
    if best is not None and code is not None:
        points += _OF_A_SORT if best.value.event_type[:3] == code[:3] else 0.0
        points -= 0.0 if is_kin(best.value.event_type, code) else 0.6
    return points


def is_contrary(frame: Frame, thread: Thread) -> bool:
    """Hard evidence that they are two: places too far apart, or another day where the frame tells by itself."""
    place = own_place(frame)
    telling = frame.tells()
    lie = lie_between(frame, thread)
    if place is not None and lie is not None:
        told = frame.best("past")
        meant = told is None or (frame.refers(told) and not is_told_apart(frame, told, place))
        firm = place.value.relation not in EVENT_RELATIONS and not meant
        if lie is Relation.APART and firm:
            return True
    day, known = own_day(frame), thread.first_day
    if day is None or known is None or telling is None or frame.refers(telling):
        return False
    if frame.get(q.CLAIM) and lie is Relation.SAME:
        return False  # the day is that of the denial
    apart = abs((day.value.start - known).days)
    placed = event_place(frame) is not None or (apart <= _FEW_DAYS and is_new(frame, telling))
    return apart >= 1 and not is_soft(telling.value.event_type) and placed


def without_place(frame: Frame, told: Sequence[Thread], thread: Thread) -> Thread:
    """`thread`, or the one happening told without a place where the frame is set at a town far from `thread`.

    People are hurt there, or a new paragraph is set there.
    """
    place = own_place(frame)
    apart = lie_between(frame, thread) is Relation.APART
    if frame.tells() is not None or place is None or place.score < FIRM_PLACE or not apart:
        return thread
    free = [one for one in told if one.place is None and one is not thread]
    anew = frame.sentence.paragraph != thread.parts[-1].frame.sentence.paragraph
    hurts = any(one.value.value > 0 for one in frame.harms())
    return free[0] if len(free) == 1 and (anew or hurts) else thread
