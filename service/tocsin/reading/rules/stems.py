"""Finding words fast: a sentence's words are split once, then beginnings of words are looked up by their first letters.

Patterns of many alternatives are tried at every character by the regular expression engine; looking up the first three
letters of each word first is more than ten times faster (gva, 2026-11-21).
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_WORD = re.compile(r"\w+")
_KEY = 3


@lru_cache(maxsize=256)
def lower(text: str) -> str:
    """Lower case of the same length (a letter whose lower case is longer stays)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


@lru_cache(maxsize=256)
def _keys(lowered: str) -> tuple[tuple[tuple[int, str], ...], frozenset[str]]:
    starts = tuple((match.start(), lowered[match.start() : match.start() + _KEY]) for match in _WORD.finditer(lowered))
    return starts, frozenset(key for _, key in starts)


class Stems:
    """Positions of words that begin with one of the given beginnings (each of three letters or more)."""

    def __init__(self, words: Iterable[str]) -> None:
        by_key: dict[str, set[str]] = {}
        for word in words:
            by_key.setdefault(word[:_KEY], set()).add(word)
        self._by_key = {key: tuple(sorted(found)) for key, found in by_key.items()}
        self._short = tuple(key for key in self._by_key if len(key) < _KEY)

    @classmethod
    def of(cls, words: str, separator: str | None = None) -> "Stems":
        """From words in one text, divided by white space or by `separator`."""
        return cls(word for word in words.split(separator) if word)

    def any_in(self, lowered: str) -> bool:
        """Whether a word of the text begins so."""
        if not self._short and _keys(lowered)[1].isdisjoint(self._by_key):
            return False
        return next(self.starts(lowered), None) is not None

    def starts(self, lowered: str) -> Iterator[int]:
        """Where words begin that begin so, in order."""
        for start, key in _keys(lowered)[0]:
            stems = self._by_key.get(key)
            if (stems is not None and lowered.startswith(stems, start)) or (
                self._short and lowered.startswith(self._short, start)
            ):
                yield start


def words_of(text: str) -> frozenset[str]:
    """The words of a text that white space divides."""
    return frozenset(text.split())
