"""Date expressions of a document → `when` candidates."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from tocsin.reading.questions import WHEN, WhenAnswer
from tocsin.reading.rules import when_words as words
from tocsin.reading.rules.when_cues import Cues
from tocsin.reading.rules.when_holidays import holidays_in
from tocsin.reading.rules.when_relative import relative_dates
from tocsin.reading.rules.when_types import Found, Reference, future_near
from tocsin.reading.rules.when_weight import STALE_WEEKDAY, step
from tocsin.types import Candidate, Document, Sentence
from tocsin.world import calendar
from tocsin.world.calendar import DAY, Days
from tocsin_schemas.enums import DateBasis, DatePrecision, PartOfDay

BY = "rule:when"
_DATELINE_SENTENCES = 3
_REACH = 28
"""Characters between a day and the clock time or part of day that belongs to it ("at about 6 p.m. on Monday")."""

_FURTHEST_PLAN = timedelta(days=150)
"""A day named without its year that lies further ahead is the past one."""

_PARTS = {
    "morning": PartOfDay.MORNING, "dawn": PartOfDay.MORNING, "sunrise": PartOfDay.MORNING, "predawn": PartOfDay.NIGHT,
    "pre-dawn": PartOfDay.NIGHT, "small hours": PartOfDay.NIGHT,
    "afternoon": PartOfDay.AFTERNOON, "noon": PartOfDay.AFTERNOON,
    "midday": PartOfDay.AFTERNOON, "lunchtime": PartOfDay.AFTERNOON,
    "evening": PartOfDay.EVENING, "dusk": PartOfDay.EVENING,
    "sunset": PartOfDay.EVENING, "rush hour": PartOfDay.MORNING,
    "night": PartOfDay.NIGHT, "midnight": PartOfDay.NIGHT,
    "nightfall": PartOfDay.NIGHT,
}  # fmt: skip


class DateRules:
    """Annotator of `when`: every date expression of the body, resolved against the publication date.

    `utc_offset` = the outlet's distance from UTC where known. Without a publication date only explicit dates that name
    their year are answered. Scores: how often an expression of the kind means the day it says.
    """

    def __init__(self, utc_offset: timedelta | None = None) -> None:
        self._offset = utc_offset

    def annotate(self, document: Document) -> Iterator[Candidate]:
        reference = Reference.of(document.published_at, self._offset)
        focus: date | None = None
        for sentence in document.sentences:
            cues = Cues.of(sentence.text)
            if cues is None:
                continue
            for found in _in_order(sentence, cues, reference, focus):
                answer = found.answer
                if not answer.vague and answer.start == answer.end and not found.future:
                    focus = answer.start
                yield Candidate(WHEN, answer, sentence.locate(found.start, found.end), sentence.index, found.score, BY)


def _in_order(sentence: Sentence, cues: Cues, reference: Reference, focus: date | None) -> list[Found]:
    text = sentence.text
    taken: list[Found] = []
    blocked = _blocked(sentence)

    def keep(found: Found) -> None:
        if found.end > blocked and all(found.end <= other.start or other.end <= found.start for other in taken):
            taken.append(found)

    for found in _explicit(text, cues, reference):
        keep(found)
    if cues.holiday:
        for found in holidays_in(text, reference):
            keep(found)
    if cues.weekday:
        for found in _weekdays(text, reference, taken):
            keep(found)
    for found in _months_and_years(text, cues, reference):
        keep(found)
    if cues.relative:
        for found in relative_dates(text, cues, reference, _focus_in(taken, focus)):
            keep(found)
    if not taken:
        return taken
    taken = [_weighed(text, _with_time(text, found), reference) for found in taken if not _is_stamp(text, found)]
    return sorted(taken, key=lambda found: found.start)


def _weighed(text: str, found: Found, reference: Reference) -> Found:
    """The score after the words beside the date; six days back is more often a slip of the days than a true weekday."""
    answer = found.answer
    if answer.vague or answer.anchor or found.future:
        return found
    change = step(text, found.start, found.end)
    score = found.score + change
    if answer.basis is DateBasis.WEEKDAY and reference.day and (reference.day - answer.start).days >= 6:
        score += STALE_WEEKDAY
    return replace(found, score=min(0.98, max(0.05, score)))


def _focus_in(taken: list[Found], focus: date | None) -> date | None:
    days = [found.answer.start for found in taken if found.answer.start == found.answer.end and not found.answer.vague]
    return days[0] if days else focus


def _blocked(sentence: Sentence) -> int:
    """End of a dateline at the head of the article: its date says when the text was filed."""
    if sentence.index >= _DATELINE_SENTENCES:
        return 0
    match = words.DATELINE.match(sentence.text)
    return match.end() if match else 0


def _is_stamp(text: str, found: Found) -> bool:
    return words.STAMP_BEFORE.search(text[max(0, found.start - 45) : found.start]) is not None


_Resolver = Callable[[re.Match[str], Reference, str], "Found | None"]


def _explicit(text: str, cues: Cues, reference: Reference) -> Iterator[Found]:
    patterns: list[tuple[re.Pattern[str], _Resolver]] = []
    if cues.number:
        patterns += [(words.ISO_DAY, _full_date), (words.NUMERIC_DAY, _numeric_day)]
    if cues.month:
        patterns += [(words.DAY_MONTH, _month_day), (words.MONTH_DAY, _month_day)]
    for pattern, resolve in patterns:
        for match in pattern.finditer(text):
            found = resolve(match, reference, text)
            if found is not None:
                yield _vague_since(text, found)


def _vague_since(text: str, found: Found) -> Found:
    """ "Since October 7" begins a stretch in which things went on: context, not the day of a happening, unless it
    names one: "missing since Thursday's blast", "since Sunday evening, when he was seized"."""
    if words.BEGAN_THEN.match(text, found.end) and "since" in text[max(0, found.start - 72) : found.start].lower():
        return found
    if words.SINCE_BEFORE.search(text[max(0, found.start - 72) : found.start]):
        return replace(found, answer=replace(found.answer, vague=True), score=0.2)
    return found


def _full_date(match: re.Match[str], reference: Reference, text: str) -> Found | None:
    day = calendar.day_of(int(match["year"]), int(match["month"]), int(match["day"]))
    return _explicit_day(match, day, 0.9)


def _explicit_day(match: re.Match[str], day: date | None, score: float, future: bool = False) -> Found | None:
    if day is None:
        return None
    answer = WhenAnswer(day, day, DatePrecision.DAY, DateBasis.EXPLICIT)
    return Found(match.start(), match.end(), answer, score, future)


def _month_day(match: re.Match[str], reference: Reference, text: str) -> Found | None:
    month = calendar.month_number(match["month"])
    number = int(match["day"])
    if month is None or number == 0 or _counts_things(match, text):
        return None
    if match["year"]:
        year = calendar.full_year(match["year"].lstrip("'"), reference.day)
        day = calendar.day_of(year, month, number)
        future = day is not None and reference.day is not None and day > reference.day + DAY
        return _explicit_day(match, day, 0.3 if future else 0.95, future)
    if reference.day is None:
        return None
    ahead = calendar.nearest_future(month, number, reference.day) if future_near(text, match.start()) else None
    if ahead is not None and ahead - reference.day <= _FURTHEST_PLAN:
        return _explicit_day(match, ahead, 0.3, True)
    return _explicit_day(match, calendar.nearest_past(month, number, reference.day), 0.9)


def _counts_things(match: re.Match[str], text: str) -> bool:
    """ "In March 20 people died": a preposition that takes the month, and a noun after the number."""
    if match.re is not words.MONTH_DAY or match["year"]:
        return False
    return (
        text[: match.start()].lower().endswith(("in ", "in early ", "in late "))
        and text[match.end() : match.end() + 1] == " "
    )


def _numeric_day(match: re.Match[str], reference: Reference, text: str) -> Found | None:
    """3/7/2014: month first as in the United States, day first where only that is a date or it lies nearer the news."""
    one, two = int(match["one"]), int(match["two"])
    if len(match["year"]) == 2 and (reference.day is None or match["mark"] != "/"):
        return None
    year = calendar.full_year(match["year"], reference.day)
    days = [day for day in (calendar.day_of(year, one, two), calendar.day_of(year, two, one)) if day]
    if match["mark"] == ".":
        days.reverse()
    if reference.day is not None and len(days) == 2:
        latest = reference.day + DAY
        days.sort(key=lambda day: (day > latest, abs((latest - day).days) > 40))
    return _explicit_day(match, days[0] if days else None, 0.85)


def _weekdays(text: str, reference: Reference, taken: list[Found]) -> Iterator[Found]:
    for match in words.WEEKDAY_DAY.finditer(text):
        if words.NAMED_WEEKDAY.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        explicit = _explicit_beside(text, match, taken)
        if explicit is not None:
            widened = replace(explicit, start=min(explicit.start, match.start()), end=max(explicit.end, match.end()))
            taken[taken.index(explicit)] = widened
            continue
        weekday = calendar.weekday_number(match["name"])
        if weekday is not None and reference.day is not None:
            yield _vague_since(text, _weekday(text, match, weekday, reference))


def _explicit_beside(text: str, match: re.Match[str], taken: list[Found]) -> Found | None:
    """ "Wednesday (Oct 18)", "Wednesday, March 5", "March 5, a Wednesday": the weekday only repeats the date."""
    for found in taken:
        if found.start >= match.end() and re.fullmatch(
            r",? ?(?:(?:the|on|night|evening|morning|afternoon)\b,? ?)*\(?", text[match.end() : found.start]
        ):
            return found
        if found.end <= match.start() and re.fullmatch(r",? \(?(?:a |on )?", text[found.end : match.start()]):
            return found
    return None


def _weekday(text: str, match: re.Match[str], weekday: int, reference: Reference) -> Found:
    today = reference.known
    before = (match["before"] or "").strip().lower()
    if before in ("next", "coming", "this coming") or (before != "last" and future_near(text, match.start())):
        day = calendar.weekday_after(weekday, today)
        return _weekday_found(match, day, 0.3, True)
    day = calendar.weekday_before(weekday, today)
    if before in ("last", "previous") and day == today:
        day -= timedelta(days=7)
    elif reference.maybe_tomorrow and weekday == (today + DAY).weekday() and not before:
        day = today + DAY
    return _weekday_found(match, day, 0.85, False)


def _weekday_found(match: re.Match[str], day: date, score: float, future: bool) -> Found:
    answer = WhenAnswer(day, day, DatePrecision.DAY, DateBasis.WEEKDAY)
    return Found(match.start(), match.end(), answer, score, future)


def _months_and_years(text: str, cues: Cues, reference: Reference) -> Iterator[Found]:
    if cues.month and cues.number:
        for match in words.MONTH_YEAR.finditer(text):
            month = calendar.month_number(match["month"])
            if month is not None:
                days = calendar.month_days(int(match["year"]), month)
                yield _vague_since(text, _stretch(match, days, DatePrecision.MONTH))
    if cues.month and reference.day is not None:
        for match in words.MONTH_ALONE.finditer(text):
            month = calendar.month_number(match["month"])
            if month is not None:
                days = calendar.month_of_past(month, reference.day)
                yield _vague_since(text, _stretch(match, days, DatePrecision.MONTH, start="month"))
    if cues.number:
        yield from _years(text, reference)


def _years(text: str, reference: Reference) -> Iterator[Found]:
    for match in words.YEAR_ALONE.finditer(text):
        year = int(match["year"])
        if match["decade"]:
            days = Days(date(year, 1, 1), date(year + 9, 12, 31))
            yield _stretch(match, days, DatePrecision.YEAR, start="year", vague=True)
        elif reference.day is None or year <= reference.day.year + 1:
            yield _stretch(match, calendar.year_days(year), DatePrecision.YEAR, start="year", vague=True)


def _stretch(
    match: re.Match[str], days: Days, precision: DatePrecision, start: str | int = 0, vague: bool = False
) -> Found:
    answer = WhenAnswer(days.start, days.end, precision, DateBasis.EXPLICIT, vague=vague)
    return Found(match.start(start), match.end(), answer, 0.6, False)


def _with_time(text: str, found: Found) -> Found:
    """The day with the part of day or clock time that stands beside it."""
    answer = found.answer
    if answer.precision is not DatePrecision.DAY or answer.start != answer.end:
        return found
    low, high = max(0, found.start - _REACH), min(len(text), found.end + _REACH)
    clock = _nearest(words.CLOCK, text, found, low, high)
    if clock is not None:
        part = calendar.part_of_hour(_hour(clock))
        answer = replace(answer, part_of_day=part, precision=DatePrecision.EXACT_TIME)
        return replace(found, answer=answer)
    if answer.part_of_day is not None:
        return found
    named = _nearest(words.PART, text, found, low, high)
    if named is not None:
        return replace(found, answer=replace(answer, part_of_day=_PARTS.get(named["part"].lower())))
    if words.EARLY_BEFORE.search(text[low : found.start]):
        return replace(found, answer=replace(answer, part_of_day=PartOfDay.MORNING))
    if words.LATE_BEFORE.search(text[low : found.start]):
        return replace(found, answer=replace(answer, part_of_day=PartOfDay.NIGHT))
    return found


def _nearest(pattern: re.Pattern[str], text: str, found: Found, low: int, high: int) -> re.Match[str] | None:
    """The match beside the expression, unless a sentence part or another date lies between."""
    best: tuple[int, re.Match[str]] | None = None
    for match in pattern.finditer(text, low, high):
        between = text[match.end() : found.start] if match.end() <= found.start else text[found.end : match.start()]
        if len(between) > _REACH or re.search(r"[;()]|\b(?:and|but|when|after|before|until|said|who|that)\b", between):
            continue
        if words.WEEKDAY_DAY.search(between):
            continue
        if best is None or len(between) < best[0]:
            best = (len(between), match)
    return best[1] if best else None


def _hour(match: re.Match[str]) -> int:
    if match["hour"]:
        hour = int(match["hour"]) % 12 if int(match["hour"]) <= 12 else int(match["hour"])
        return hour + 12 if match["half"].lower() == "p" and hour < 12 else hour
    return int(match["hour24"] or match["military"][:2])
