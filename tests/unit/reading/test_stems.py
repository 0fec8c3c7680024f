"""Patterns tried only where a word begins as they do find what the patterns alone find."""

import re

import pytest

from tocsin.reading.rules.stems import Openings

PATTERN = (
    r"\b(?:(?:call|e-?mail|note)s? to|told)\s(?:\w+\s){0,2}?in$|\b(?:burn(?:ed|t)|years? ago|in (?:19|20)\d\d)\b"
    r"|\bsuccumbed\b"
)
TEXTS = (
    "Nobody told reporters in",
    "untold reporters in",
    "Two NOTES to the editor in",
    "An e-mail to us in",
    "The barn burnt down in 1999, years ago.",
    "a year ago he succumbed",
    "sunburned, a light-year ago, pin 2001",
    "",
)


@pytest.mark.parametrize("text", TEXTS)
def test_openings_find_what_the_pattern_finds(text: str) -> None:
    plain, openings = re.compile(PATTERN, re.IGNORECASE), Openings(PATTERN)
    for start in range(len(text) + 1):
        found, expected = openings.search(text, start), plain.search(text, start)
        assert (found and found.span()) == (expected and expected.span())
        for end in range(start, len(text) + 1):
            assert openings.is_in(text, start, end) == (plain.search(text[start:end]) is not None)


@pytest.mark.parametrize("pattern", [r"\b(?:told|\d+ years)\b", r"told\b", r"\b(?:very )?big", r"\ba? year"])
def test_openings_refuse_a_pattern_that_need_not_begin_with_a_word(pattern: str) -> None:
    with pytest.raises(ValueError, match="begin with a word"):
        Openings(pattern)
