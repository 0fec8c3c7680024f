"""Dates relative to the publication ("yesterday", "last week") or to the happening in focus ("hours later")."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from tocsin.reading.questions import WhenAnswer
from tocsin.reading.rules import when_words as words
from tocsin.reading.rules.when_cues import Cues
from tocsin.reading.rules.when_types import Found, Reference
from tocsin.world import calendar
from tocsin.world.calendar import DAY, Days
from tocsin_schemas.enums import DateBasis, DatePrecision, PartOfDay

_PARTS = {
    "morning": PartOfDay.MORNING,
    "noon": PartOfDay.AFTERNOON,
    "midday": PartOfDay.AFTERNOON,
    "afternoon": PartOfDay.AFTERNOON,
    "evening": PartOfDay.EVENING,
    "night": PartOfDay.NIGHT,
}
_LONGEST_AGO = 200  # years
_OPENS = re.compile(
    r"(?:^|[-–—:]\s|\b(?:denial|claim|statement|announcement|message|confession|verdict)\s(?:\w+\s){0,3}?came\s)$"
)
_CLAUSE = re.compile(r"\s(?:an?|the|his|her|its|their|two|three|some|it|he|she|they|[A-Z][\w-]+)\s")


def relative_dates(text: str, cues: Cues, reference: Reference, focus: date | None) -> Iterator[Found]:
    """All relative expressions of a sentence; those of publication need its date, the others a day in focus or it."""
    today = reference.day
    if today is not None:
        if cues.near:
            yield from _near_days(text, today)
        if cues.ago:
            yield from _ago(text, today)
        if cues.span:
            yield from _spans(text, today)
        if cues.recent:
            yield from _recent(text, today)
        if cues.step:
            yield from _days_after(text, today)
    start = focus or today
    if start is not None:
        if cues.anchor:
            yield from _anchored_names(text, start)
        if cues.step:
            yield from _anchored_steps(text, start)


def _found(match: re.Match[str], days: Days, precision: DatePrecision, score: float, vague: bool = False) -> Found:
    answer = WhenAnswer(days.start, days.end, precision, DateBasis.RELATIVE, vague=vague)
    return Found(match.start(), match.end(), answer, score)


def _near_days(text: str, today: date) -> Iterator[Found]:
    for match in words.TODAY.finditer(text):
        word = match["word"].lower()
        steps = 0
        part = _part_in(word) or _part_in((match["part"] or "").lower())
        if word == "yesterday" or word.startswith(("last ", "late last", "early last")):
            steps = -1
        elif word.endswith("before yesterday"):
            steps = -2
        elif word == "tomorrow":
            steps = 1
        elif word in ("tonight", "overnight"):
            part = PartOfDay.NIGHT
        found = _found(match, Days.of(today + steps * DAY), DatePrecision.DAY, 0.3 if steps > 0 else 0.8)
        yield replace(found, answer=replace(found.answer, part_of_day=part), future=steps > 0)


def _part_in(words_found: str) -> PartOfDay | None:
    return next((part for name, part in _PARTS.items() if words_found.endswith(name)), None)


def _ago(text: str, today: date) -> Iterator[Found]:
    for match in words.AGO.finditer(text):
        count = words.count_of(match["count"])
        if count is not None:
            days, precision = _stepped(today, -count, match["unit"].lower())
            exact = precision is DatePrecision.DAY
            yield _found(match, days, precision, 0.75 if exact else 0.5, vague=precision is DatePrecision.YEAR)
    for match in words.AGO_VAGUE.finditer(text):
        unit = (match["unit"] or match["bare"].rstrip("s")).lower()
        if unit in ("minute", "moment", "hour"):
            yield _found(match, Days.of(today), DatePrecision.DAY, 0.6)
            continue
        far, precision = _stepped(today, -9, unit)
        yield _found(match, Days(far.start, today), precision, 0.3, vague=True)


def _stepped(day: date, count: int, unit: str) -> tuple[Days, DatePrecision]:
    """`count` units after `day`; hours stay on the day, weeks give the day itself, months and years a stretch."""
    if unit in ("minute", "moment", "hour"):
        return Days.of(day), DatePrecision.DAY
    if unit in ("day", "night"):
        return Days.of(day + count * DAY), DatePrecision.DAY
    if unit == "week":
        middle = day + timedelta(days=7 * count)
        return Days(middle - 3 * DAY, middle + 3 * DAY), DatePrecision.WEEK
    if unit == "month":
        return calendar.months_back(day, -count), DatePrecision.MONTH
    years = max(-_LONGEST_AGO, count * (10 if unit == "decade" else 1))
    return calendar.year_days(max(1, day.year + years)), DatePrecision.YEAR


def _spans(text: str, today: date) -> Iterator[Found]:
    for match in words.SPAN.finditer(text):
        which, unit = match["which"].lower(), match["unit"].lower()
        past = which.endswith(("last", "previous", "past"))
        if which.endswith("next") or (which.startswith("later") and not past):
            continue
        if unit == "weekend":
            yield _found(match, calendar.weekend_before(today), DatePrecision.WEEK, 0.6)
        elif unit == "week" and not which.startswith(("over", "during", "at")):
            days = calendar.week_days(today, 1 if past else 0)
            yield _found(match, Days(days.start, min(days.end, today)), DatePrecision.WEEK, 0.5)
        elif unit == "month" and not which.startswith(("over", "during", "at")):
            days = calendar.months_back(today, 1 if past else 0)
            yield _found(match, Days(days.start, min(days.end, today)), DatePrecision.MONTH, 0.4)
        elif unit not in ("week", "month"):
            days = calendar.year_days(today.year - (1 if past and unit == "year" else 0))
            yield _found(match, Days(days.start, min(days.end, today)), DatePrecision.YEAR, 0.3, vague=True)


def _recent(text: str, today: date) -> Iterator[Found]:
    for match in words.RECENT.finditer(text):
        unit = (match["unit"] or match["unit2"] or "year").lower()
        count = words.count_of(match["count"] or "") or 5
        far, precision = _stepped(today, -count, unit)
        yield _found(match, Days(far.start, today), precision, 0.2, vague=True)


def _anchored_names(text: str, focus: date) -> Iterator[Found]:
    for match in words.ANCHOR_NAMED.finditer(text):
        step = 1 if match["next"] else -1 if match["previous"] else 0
        part = _part_in(match[0].lower())
        yield _anchor(match, Days.of(focus + step * DAY), DatePrecision.DAY, part)


def _anchored_steps(text: str, focus: date) -> Iterator[Found]:
    for match in words.ANCHOR_STEP.finditer(text):
        unit, way = match["unit"].lower(), match["way"].lower()
        count = words.count_of(match["count"] or "")
        if way in ("after", "before") and count is None and unit not in ("hour", "minute", "moment"):
            continue
        if count is None and unit not in ("hour", "minute", "moment"):
            continue
        sign = -1 if way in ("earlier", "before", "before that") else 1
        days, precision = _stepped(focus, sign * (count or 1), unit)
        yield _anchor(match, days, precision, None)


def _days_after(text: str, today: date) -> Iterator[Found]:
    """Back from today: "A day after a car was driven into a crowd", "The denial came three days after it said ..."."""
    for match in words.ANCHOR_STEP.finditer(text):
        count = words.count_of(match["count"] or "")
        if match["way"].lower() != "after" or count is None or match["unit"].lower() not in ("day", "week"):
            continue
        if _OPENS.search(text, 0, match.start()) and _CLAUSE.match(text, match.end()):
            days, precision = _stepped(today, -count, match["unit"].lower())
            yield _found(match, days, precision, 0.8)


def _anchor(match: re.Match[str], days: Days, precision: DatePrecision, part: PartOfDay | None) -> Found:
    answer = WhenAnswer(days.start, days.end, precision, DateBasis.RELATIVE, part, anchor=True)
    return Found(match.start(), match.end(), answer, 0.5)
