"""Counts in words and digits: "at least a dozen" is 12, at least."""

import re
from dataclasses import dataclass

from tocsin_schemas.enums import Qualifier

_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        start=1,
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_VAGUE = {
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2000,
    "tens of thousands": 20000,
    "several": 3,
    "a few": 3,
    "a handful": 3,
    "a number": 3,
}
_VAGUELY = re.compile(rf"\b(?:{'|'.join(_VAGUE)})\b", re.IGNORECASE)
_EXACT = {
    "a dozen": 12,
    "half a dozen": 6,
    "half-a-dozen": 6,
    "a score": 20,
    "a couple": 2,
    "a pair": 2,
    "a trio": 3,
    "a hundred": 100,
    "both": 2,
}
"""What a vague word is at least worth, and what a fixed one is."""

_QUALIFIERS = {
    Qualifier.AT_LEAST: (
        "at least|more than|over|no fewer than|not less than|no less than|upwards of|a minimum of|in excess of"
    ),
    Qualifier.AT_MOST: "up to|as many as|at most|fewer than|less than|no more than",
    Qualifier.ABOUT: "about|around|nearly|almost|some|approximately|roughly|an estimated|close to|just over|just under",
}
QUALIFIER = "|".join(_QUALIFIERS.values())
_SMALL = "|".join(sorted(_UNITS, key=len, reverse=True))
_TEN = "|".join(_TENS)
_UNDER_HUNDRED = rf"(?:(?:{_TEN})(?:[- ](?:{_SMALL}))?|{_SMALL})"
_FIXED = "|".join(sorted((*_VAGUE, *_EXACT), key=len, reverse=True))
NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|(?:{_FIXED})(?:\s+of)?(?![\w-])"
    rf"|{_UNDER_HUNDRED}\s+(?:hundred|dozen|thousand)(?:\s+(?:and\s+)?{_UNDER_HUNDRED})?|{_UNDER_HUNDRED})"
)
"""A count without its qualifier, for use inside a larger pattern (ignore case)."""

_WORD = re.compile(r"[a-z]+")
_SCALES = {"hundred": 100, "dozen": 12, "thousand": 1000}


@dataclass(frozen=True, slots=True)
class Count:
    value: int
    qualifier: Qualifier


def qualifier_of(words: str | None) -> Qualifier:
    """The qualifier that "at least", "up to", "about" ... give; EXACTLY for None and for any other words."""
    if words:
        lowered = " ".join(words.lower().split())
        for qualifier, alternatives in _QUALIFIERS.items():
            if lowered in alternatives.split("|"):
                return qualifier
    return Qualifier.EXACTLY


def count_of(number: str, qualifier: str | None = None) -> Count:
    """The count of a text that NUMBER matched, with the words before it that qualify it."""
    words = " ".join(number.lower().split()).removesuffix(" of")
    told = qualifier_of(qualifier)
    if words in _VAGUE:
        return Count(_VAGUE[words], Qualifier.AT_LEAST if told is Qualifier.EXACTLY else told)
    if words in _EXACT:
        return Count(_EXACT[words], told)
    if words[0].isdigit():
        return Count(int(words.replace(",", "")), told)
    return Count(_spelt(words), told)


def _spelt(words: str) -> int:
    total = 0
    for word in _WORD.findall(words):
        if word in _SCALES:
            total = max(total, 1) * _SCALES[word]
        else:
            total += _UNITS.get(word, 0) + _TENS.get(word, 0)
    return total


def is_vague(text: str) -> bool:
    """Whether a text counts by words without a figure: "dozens", "several"."""
    return _VAGUELY.search(text) is not None
