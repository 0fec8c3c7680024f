"""Days named by a feast ("on Christmas Eve", "Thanksgiving night") → dates; the names are data/holidays.yaml."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tocsin.reading.questions import WhenAnswer
from tocsin.reading.rules import wordlists
from tocsin.reading.rules.when_types import Found, Reference, future_near
from tocsin.world import calendar
from tocsin.world.calendar import DAY
from tocsin_schemas.enums import DateBasis, DatePrecision

_FILE = "holidays.yaml"
_SCORE = 0.8
_AHEAD = 150
"""Days within which a feast told as yet to come lies; further ahead it is the past one."""
_ON = re.compile(r"\b(?:on|early|late)\s+$", re.I)
_PART = re.compile(r"\s+(?:morning|afternoon|evening|night)\b", re.I)
_NOT_THE_DAY = re.compile(r"\s+(?:weekend|week|season|break|holidays?|vacation|sale|eve)\b", re.I)
_NEVER_ON_IT = re.compile(
    r"\b(?:before|until|till|by|every|each|past|ahead of|last|next|happy|merry)\s+(?:the\s+)?$", re.I
)


class Holiday(BaseModel):
    """A row of holidays.yaml: names in lower case, and the day of the year that they mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: tuple[str, ...]
    month: int = Field(ge=1, le=12)
    bare: bool
    day: int | None = None
    weekday: str | None = None
    nth: int = 1

    def in_year(self, year: int) -> date | None:
        if self.day is not None:
            return calendar.day_of(year, self.month, self.day)
        number = calendar.weekday_number(self.weekday or "")
        return None if number is None else calendar.nth_weekday(year, self.month, number, self.nth)


@cache
def _holidays() -> dict[str, Holiday]:
    try:
        rows = TypeAdapter(tuple[Holiday, ...]).validate_python(wordlists.read_data(_FILE))
    except ValidationError as wrong:
        raise wordlists.DataError(f"{_FILE}: {wrong}") from wrong
    return {name: row for row in rows for name in row.names}


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_holidays(), key=len, reverse=True)
    return re.compile(rf"\b(?P<name>{'|'.join(map(re.escape, names))})\b", re.I)


@cache
def first_words() -> frozenset[str]:
    """Words of which every name of a holiday holds one."""
    return frozenset(re.split(r"\W", name)[0] for name in _holidays())


def holidays_in(text: str, reference: Reference) -> Iterator[Found]:
    """Every day that a sentence names by a feast; without a day of publication none."""
    if reference.day is None:
        return
    for match in _pattern().finditer(text):
        row = _holidays()[match["name"].lower()]
        before = text[max(0, match.start() - 14) : match.start()]
        if _NOT_THE_DAY.match(text, match.end()) or _NEVER_ON_IT.search(before):
            continue
        if not (row.bare or _ON.search(before) or _PART.match(text, match.end())):
            continue
        day, future = _nearest(row, reference.day, future_near(text, match.start()))
        if day is not None:
            answer = WhenAnswer(day, day, DatePrecision.DAY, DateBasis.EXPLICIT)
            yield Found(match.start(), match.end(), answer, 0.3 if future else _SCORE, future)


def _nearest(row: Holiday, today: date, ahead: bool) -> tuple[date | None, bool]:
    """The coming one where the text looks ahead and it is near, else the latest up to the day after `today`."""
    days = [day for year in range(today.year - 1, today.year + 2) if (day := row.in_year(year)) is not None]
    coming = min((day for day in days if day >= today), default=None)
    if ahead and coming is not None and (coming - today).days <= _AHEAD:
        return coming, True
    return max((day for day in days if day <= today + DAY), default=None), False
