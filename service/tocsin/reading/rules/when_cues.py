"""Which kinds of date expression a sentence can hold at all, from its words: asked before any pattern runs."""

import re
from dataclasses import dataclass
from functools import cache

from tocsin.reading.rules.stems import lower, word_set
from tocsin.reading.rules.when_holidays import first_words
from tocsin.world.calendar import MONTHS, WEEKDAYS

_LETTERS = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"\d{4}|\d\d?[/.-]\d")
_MONTHS = frozenset(MONTHS) | frozenset(month[:3] for month in MONTHS) | {"sept"}
_WEEKDAYS = frozenset(WEEKDAYS) | {"mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"}
_NEAR = frozenset({"today", "yesterday", "tonight", "tomorrow", "overnight", "this", "last", "earlier"})
_PARTS = frozenset({"day", "night", "morning", "evening", "afternoon"})
_SPAN_WORDS = frozenset({"last", "this", "past", "previous", "over", "during", "at", "next"})
_SPAN_UNITS = frozenset(
    {"week", "weekend", "month", "year", "summer", "winter", "spring", "fall", "autumn", "decade", "century"}
)
_LONG = frozenset({"year", "years", "months", "weeks", "decades", "days", "hours", "month", "week", "decade", "day"})
_RECENT = frozenset(
    {"recent", "past", "last", "previous", "coming", "next", "latest", "for", "over", "in", "many", "several"}
)
_PLURAL = frozenset({"years", "months", "weeks", "decades", "days", "hours"})
_POINTING = frozenset({"same", "that", "next", "following", "previous", "after", "before", "later"})
_STEPS = frozenset({"later", "earlier", "after", "before", "afterward", "afterwards"})
_STEP_UNITS = frozenset(
    {"minute", "hour", "day", "week", "moment", "night", "minutes", "hours", "days", "weeks", "moments", "nights"}
)


@cache
def _needed() -> frozenset[str]:
    """Words of which every kind but a number needs one."""
    return _MONTHS | _WEEKDAYS | _NEAR | {"ago"} | _SPAN_UNITS | _LONG | _PARTS | _STEP_UNITS | first_words()


@dataclass(frozen=True, slots=True)
class Cues:
    """True where the sentence has the words that the kind cannot do without."""

    month: bool
    weekday: bool
    number: bool
    near: bool
    ago: bool
    span: bool
    recent: bool
    anchor: bool
    step: bool
    holiday: bool

    @classmethod
    def of(cls, text: str) -> "Cues | None":
        """None where no kind is possible."""
        lowered = lower(text)
        tokens = word_set(lowered)
        odd = [word for word in tokens if not (word.isascii() and word.isalpha())]  # "9pm", "10th"
        number = bool(odd) and _NUMBER.search(lowered) is not None
        tokens = tokens.difference(odd).union(*map(_LETTERS.findall, odd)) if odd else tokens
        if not number and tokens.isdisjoint(_needed()):
            return None
        units = not tokens.isdisjoint(_LONG)
        cues = cls(
            month=not tokens.isdisjoint(_MONTHS),
            weekday=not tokens.isdisjoint(_WEEKDAYS),
            number=number,
            near=not tokens.isdisjoint(_NEAR),
            ago="ago" in tokens,
            span=not tokens.isdisjoint(_SPAN_UNITS) and not tokens.isdisjoint(_SPAN_WORDS),
            recent=units
            and not tokens.isdisjoint(_RECENT)
            and (not tokens.isdisjoint(_PLURAL) or "over" in tokens or "past" in tokens or "last" in tokens),
            anchor=not tokens.isdisjoint(_PARTS) and not tokens.isdisjoint(_POINTING),
            step=not tokens.isdisjoint(_STEP_UNITS) and not tokens.isdisjoint(_STEPS),
            holiday=not tokens.isdisjoint(first_words()),
        )
        return cues if cues.absolute or cues.relative else None

    @property
    def absolute(self) -> bool:
        return self.month or self.weekday or self.number or self.holiday

    @property
    def relative(self) -> bool:
        return self.near or self.ago or self.span or self.recent or self.anchor or self.step
