"""What the date rules hand each other."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tocsin.reading.questions import WhenAnswer
from tocsin.reading.rules.when_words import FUTURE, TURNS_BACK
from tocsin.world import calendar

_FUTURE_REACH = 70
_CLAUSE_END = re.compile(r';|(?<![ap]\.m)\. | "|," | - ')
""" "To be held at 3 p.m. Wednesday": the stop of a clock time ends no clause."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The day that relative dates count from; `maybe_tomorrow` = the outlet's clock may already show the next day."""

    day: date | None
    maybe_tomorrow: bool = False

    @classmethod
    def of(cls, published_at: datetime | None, offset: timedelta | None) -> "Reference":
        if published_at is None:
            return cls(None)
        day = calendar.publication_day(published_at, offset)
        return cls(day, offset is None and calendar.may_be_next_day(published_at))

    @property
    def known(self) -> date:
        if self.day is None:
            raise ValueError("a relative date without a publication date")
        return self.day


@dataclass(frozen=True, slots=True)
class Found:
    """A date expression at [start, end) of a sentence; `future` = it speaks of what is to come."""

    start: int
    end: int
    answer: WhenAnswer
    score: float
    future: bool = False


def future_near(text: str, at: int) -> bool:
    """True where the clause before position `at` speaks of what is to come ("is due in court on")."""
    clause = _CLAUSE_END.split(text[max(0, at - _FUTURE_REACH) : at])[-1]
    return FUTURE.search(TURNS_BACK.split(clause)[-1]) is not None
