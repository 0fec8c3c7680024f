"""What the words right beside a day say of it, and what clock time a text tells without a day."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from pydantic import BaseModel, ConfigDict

from tocsin.reading.rules import wordlists
from tocsin.reading.rules.when_words import CLOCK
from tocsin.types import Sentence, Span

_FILE = "day_words.yaml"
_BEFORE, _AFTER = 60, 40
_BEFORE_WORDS, _AFTER_WORDS = 6, 3
"""Words on either side (2026-11-26, gva, out of fold by incident: 4 before are no better, 8 no better)."""
_BESIDE = 30
"""Characters between a day and the clock time that belongs to it."""
_CLOCK_SENTENCES = 25
_WORD = re.compile(r"[a-z]+")
_MAY_TELL = re.compile(r"\d(?: ?[apAP]\.?[mM]\b|:\d\d)|midnight|h(?:ou)?rs|dawn|[Ee]arly")
_SMALL = re.compile(r"after midnight|(?:wee|small|early|early[- ]morning) hours|pre-?dawn|early[- ]morning", re.I)
_LATE = re.compile(r"before midnight", re.I)
_PARTS = ((6, "small"), (12, "morning"), (18, "afternoon"), (21, "evening"), (24, "late"))
"""Hour of the day up to which → its name."""


class DayWords(BaseModel):
    """Shape of day_words.yaml: group → words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    before: dict[str, str]
    after: dict[str, str]


@cache
def _groups() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Word → the cues it gives, before a day and after it."""
    found = wordlists.read_checked(_FILE, DayWords)
    return _by_word("before_", found.before), _by_word("after_", found.after)


def _by_word(side: str, groups: dict[str, str]) -> dict[str, set[str]]:
    cues: dict[str, set[str]] = {}
    for name, words in groups.items():
        for word in words.split():
            cues.setdefault(word, set()).add(side + name)
    return cues


def words_beside(text: str, start: int, end: int) -> set[str]:
    """The groups of day_words.yaml of which a word stands beside [start, end): "before_arrest", "after_deed"."""
    before, after = _groups()
    cues: set[str] = set()
    for word in _WORD.findall(text[max(0, start - _BEFORE) : start].lower())[-_BEFORE_WORDS:]:
        cues |= before.get(word, set())
    for word in _WORD.findall(text[end : end + _AFTER].lower())[:_AFTER_WORDS]:
        cues |= after.get(word, set())
    return cues


def clock_of(sentences: Sequence[Sentence], days: Iterable[Span]) -> str | None:
    """The part of the day that the first clock time falls in which stands beside none of `days`; None without one."""
    taken = tuple(days)
    for sentence in sentences[:_CLOCK_SENTENCES]:
        if _MAY_TELL.search(sentence.text):
            for start, end, part in _times(sentence.text):
                span = sentence.locate(start - _BESIDE, end + _BESIDE)
                if not any(span.overlaps(day) for day in taken):
                    return part
    return None


def _times(text: str) -> list[tuple[int, int, str]]:
    found = [(*match.span(), "small") for match in _SMALL.finditer(text)]
    found += [(*match.span(), "late") for match in _LATE.finditer(text)]
    found += [(*match.span(), _part(match)) for match in CLOCK.finditer(text)]
    return sorted(found)


def _part(match: re.Match[str]) -> str:
    if match["military"]:
        hour = int(match["military"][:2])
    elif match["hour24"]:
        hour = int(match["hour24"])
    else:
        hour = int(match["hour"])
        hour = hour if hour > 12 else hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return next(name for most, name in _PARTS if hour < most)
