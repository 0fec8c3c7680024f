"""When a happening took place: which of the dates that its frames give is the happening's own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tocsin.reading import questions as q
from tocsin.reading.frames import Frame, is_apposed, is_counted_from
from tocsin.reading.questions import WhenAnswer
from tocsin.types import Candidate, Span
from tocsin_schemas.enums import DateBasis, DatePrecision
from tocsin_schemas.models import When

_NEARNESS = 140.0
_BASIS = {DateBasis.EXPLICIT: 1.0, DateBasis.WEEKDAY: 1.0, DateBasis.RELATIVE: 0.85}
_PRECISION = {
    DatePrecision.EXACT_TIME: 1.1, DatePrecision.DAY: 1.0, DatePrecision.WEEK: 0.6, DatePrecision.MONTH: 0.3,
    DatePrecision.YEAR: 0.1,
}  # fmt: skip
_VAGUE = 0.15
_REPEATED = 0.3
_LEAST = 0.1
"""Points below which a date beside a happening is not taken for its own."""
_BESIDE_ANCHOR = 0.3
_UNTOLD = 0.7
"""Share of a day in a sentence that tells neither the happening nor whom it hurt (invented sets, 2026-11-26,
tests/unit/reading/test_sets.py; none of 938 articles of gva changes)."""
_FIRM = 0.5
_FIRM_ALONE = 0.75
"""Score from which a day that stands beside no happening is taken for that of the one told without a day."""
_COUNTED = 0.95
"""Score of a day counted from one that its sentence names."""
_TRUST = 1.5
_DAY = timedelta(days=1)
_OLD_DAYS = 7
"""A happening this many days before publication is background (product, Words)."""


def weight(candidate: Candidate, trigger: Span | None) -> float:
    """How likely a date is that of the happening that `trigger` tells, 0 to about 1."""
    answer: WhenAnswer = candidate.value
    near = 1.0
    if trigger is not None:
        gap = max(candidate.span.start - trigger.end, trigger.start - candidate.span.end, 0)
        near = _NEARNESS / (_NEARNESS + gap)
    told = _BASIS.get(answer.basis, 0.5) * _PRECISION.get(answer.precision, 0.3) * (_VAGUE if answer.vague else 1.0)
    return float(told * near * candidate.score**_TRUST)


def own_day(frame: Frame) -> Candidate | None:
    """The day that a frame gives its happening; None where it gives none, or only that of an arrest, a court day ..."""
    days = [one for one in frame.days() if one.value.start == one.value.end and one.score >= _FIRM]
    if not days:
        return None
    best = frame.best()
    trigger = best.span if best else None
    return max(days, key=lambda one: weight(one, trigger))


@dataclass(slots=True)
class _Vote:
    candidate: Candidate
    best: float
    rest: float = 0.0


def is_loose(chosen: Candidate, parts: Iterable[tuple[Frame, float]]) -> bool:
    """Whether a date stands only below the lead, beside neither the happening nor whom it hurt: perhaps another's."""
    start = chosen.value.start
    beside = [
        frame
        for frame, _ in parts
        if any(one.value.start == start and not one.value.anchor for one in frame.get(q.WHEN))
    ]
    return bool(beside) and not any(frame.lead or frame.tells() or any(frame.harms()) for frame in beside)


def choose_date(parts: list[tuple[Frame, float]], latest: date | None) -> Candidate | None:
    """The date with most support over (frame, weight); nothing after `latest` counts, a day counted from another only
    before it."""
    votes: dict[tuple[date, date], _Vote] = {}
    for frame, share in parts:
        best = frame.best()
        trigger = best.span if best else None
        share *= 1.0 if frame.is_telling() else _UNTOLD
        for one in frame.get(q.WHEN):
            answer: WhenAnswer = one.value
            if latest is not None and answer.start > (latest - _DAY if answer.anchor else latest):
                continue
            value = weight(firmed(one, frame), trigger) * share * (_BESIDE_ANCHOR if is_outshone(one, frame) else 1.0)
            vote = votes.get((answer.start, answer.end))
            if vote is None:
                votes[(answer.start, answer.end)] = _Vote(one, value)
            elif value > vote.best:
                vote.rest += vote.best
                vote.best, vote.candidate = value, one
            else:
                vote.rest += value
    if not votes:
        return None
    found = max(votes.values(), key=lambda v: (v.best + _REPEATED * min(v.rest, 1.5), -v.candidate.span.start))
    return found.candidate if found.best >= _LEAST else None


def firmed(candidate: Candidate, frame: Frame) -> Candidate:
    """A day counted from another of its sentence is as firm as that; one named twice is the one with a name."""
    whens = frame.get(q.WHEN)
    if is_counted_from(candidate, whens):
        return replace(candidate, score=max(candidate.score, _COUNTED))
    if candidate.value.anchor and any(is_apposed(one, candidate) for one in whens):
        return replace(candidate, score=0.0)
    return candidate


def is_outshone(candidate: Candidate, frame: Frame) -> bool:
    """ "On Thursday claimed the attack of a day earlier": the day beside such words is not the happening's."""
    if candidate.value.anchor:
        return False
    whens = frame.get(q.WHEN)
    others = [
        one.value
        for one in whens
        if one.value.anchor and one.span.start > candidate.span.start and not is_apposed(candidate, one)
    ]
    return any(other.end < candidate.value.start for other in others)


def day_told(named: Iterable[Candidate], published_at: datetime | None) -> Candidate | None:
    """The surest day of a whole text for a happening told without one: past, of the last week, no aftermath's."""
    if published_at is None:
        return None
    days = [
        one
        for one in named
        if one.value.start == one.value.end
        and not (one.value.vague or one.value.anchor)
        and one.score >= _FIRM_ALONE
        and one.value.start <= published_at.date()
        and not is_old(one.value.start, published_at)
    ]
    return max(days, key=lambda one: (weight(one, None), -one.span.start), default=None)


def is_old(day: date, published_at: datetime | None) -> bool:
    """Whether it lies 7 or more days before publication."""
    return published_at is not None and (published_at.date() - day).days >= _OLD_DAYS


def when_of(answer: WhenAnswer, sure: float) -> When:
    """The day or stretch that words give, as sure as that."""
    return When(
        start=answer.start,
        end=answer.end,
        part_of_day=answer.part_of_day,
        precision=answer.precision,
        basis=answer.basis,
        confidence=sure,
    )


def when_published(day: date, sure: float) -> When:
    """The day of publication, taken for that of the happening."""
    return When(start=day, end=day, precision=DatePrecision.DAY, basis=DateBasis.PUBLISHED, confidence=sure)
