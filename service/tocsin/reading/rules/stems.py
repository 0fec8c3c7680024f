"""Finding words fast: plain alternatives over lower-case text, which the regular expression engine scans by first letter.

A pattern that begins with \\b, a group or IGNORECASE is tried at every character; this is ten times faster (2026-11-21).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache


@lru_cache(maxsize=256)
def lower(text: str) -> str:
    """Lower case of the same length (a letter whose lower case is longer stays)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


class Stems:
    """Positions of words that begin with one of the given beginnings."""

    def __init__(self, words: Iterable[str]) -> None:
        self._pattern = re.compile("|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)))

    def any_in(self, lowered: str) -> bool:
        """Whether one occurs, inside a word too."""
        return self._pattern.search(lowered) is not None

    def starts(self, lowered: str) -> Iterator[int]:
        """Where words begin that begin so."""
        for match in self._pattern.finditer(lowered):
            start = match.start()
            if not start or not (lowered[start - 1].isalnum() or lowered[start - 1] == "_"):
                yield start
