"""A small phrase language over word lists, and one scan of a document that all rules of the room share.

An entry is words separated by blanks: `a|b` either word, `word*` any word that begins so, `word+` with its regular
endings, `~3` up to three words in between, `word?` may be missing. Hyphens and apostrophes separate words ("don t").
Matching ignores case.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tocsin.reading.rules.stems import lower as same_length
from tocsin.reading.rules.stems import word_set, words_at
from tocsin.types import Document, Sentence

_OPTION = re.compile(r"\w+[*+]?|~\d{1,2}")
_GLUE = r"[\s\-'\"(),\[\]./]{1,3}"
_HEAD = 2
_CACHE_LIMIT = 60_000
"""Distinct words remembered; beyond it the memory is cleared (a month of news has fewer words that matter)."""


class LexiconError(Exception):
    """An entry of a word list cannot be compiled; the message names the list and the entry."""


class Hit(NamedTuple):
    """`feature` found at [start, end) of the sentence's text."""

    feature: str
    bit: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scan:
    """The hits of one sentence, by position, and the set of its features as a bit mask."""

    sentence: Sentence
    lower: str
    hits: tuple[Hit, ...]
    mask: int


@dataclass(frozen=True, slots=True)
class _Entry:
    feature: str
    bit: int
    rest: re.Pattern[str] | None
    masks: bool
    second: frozenset[str] | None
    """The words that alone can follow the first, None where others can too."""
    later: frozenset[str] | None
    """Words of which one must stand somewhere after the first; None where `second` says so or none is certain."""


@dataclass(frozen=True, slots=True)
class _Entries:
    """The entries of one first word in their order: `before` the second words that some need, else the `open` ones."""

    open: tuple[_Entry, ...]
    before: dict[str, tuple[_Entry, ...]]

    @classmethod
    def of(cls, entries: Sequence[_Entry]) -> "_Entries":
        seconds = {word for entry in entries for word in entry.second or ()}
        return cls(
            tuple(entry for entry in entries if entry.second is None),
            {word: tuple(one for one in entries if one.second is None or word in one.second) for word in seconds},
        )


def _inflect(word: str) -> set[str]:
    forms = {word, word + "s", word + "ed", word + "ing"}
    if word.endswith("e"):
        forms |= {word + "d", word[:-1] + "ing"}
    if word.endswith("y"):
        forms |= {word[:-1] + "ies", word[:-1] + "ied"}
    if word.endswith(("s", "sh", "ch", "x", "z")):
        forms.add(word + "es")
    return forms


def _word_pattern(word: str) -> str:
    options = []
    for option in word.split("|"):
        if option.endswith("*"):
            options.append(re.escape(option[:-1]) + r"\w*")
        elif option.endswith("+"):
            options.extend(sorted(_inflect(option[:-1])))
        else:
            options.append(re.escape(option))
    return "(?:" + "|".join(options) + r")(?!\w)"


def _rest_pattern(words: list[str]) -> re.Pattern[str] | None:
    """The pattern of all words after the first, from the end of the first on."""
    if not words:
        return None
    parts = []
    for word in words:
        if word.startswith("~"):
            parts.append(rf"(?:{_GLUE}\w+){{0,{int(word[1:])}}}?")
        elif word.endswith("?"):
            parts.append(f"(?:{_GLUE}{_word_pattern(word[:-1])})?")
        else:
            parts.append(_GLUE + _word_pattern(word))
    return re.compile("".join(parts))


def _second_words(words: list[str]) -> frozenset[str] | None:
    """The forms of the second word of an entry; None where it has none, or one that is open or may be missing."""
    return _forms(words[1]) if len(words) > 1 else None


def _later_words(words: list[str]) -> frozenset[str] | None:
    """The forms of the first certain word after the first; None where there is none."""
    return next((forms for forms in map(_forms, words[1:]) if forms is not None), None)


def _forms(word: str) -> frozenset[str] | None:
    """All that can stand for a word of an entry; None where it is open or may be missing."""
    if word.startswith("~") or word.endswith("?") or "*" in word:
        return None
    forms: set[str] = set()
    for option in word.split("|"):
        forms |= _inflect(option[:-1]) if option.endswith("+") else {option}
    return frozenset(forms)


def _covers(mask: Hit, hit: Hit) -> bool:
    """Whether `hit` is a part of the masking phrase; a list that names the whole phrase means it."""
    return mask.start <= hit.start and hit.end <= mask.end and hit.end - hit.start < mask.end - mask.start


class Lexicon:
    """Compiled word lists; `scan` finds all their entries in a sentence in one pass over its words."""

    def __init__(self, lists: Mapping[str, Iterable[str]], masking: Iterable[str] = ()) -> None:
        self._bits = {name: 1 << index for index, name in enumerate(lists)}
        self._exact: dict[str, list[_Entry]] = {}
        self._prefix: dict[str, list[_Entry]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        """First two letters → the lengths of the beginnings in `_prefix` that open so."""
        self._known: dict[str, _Entries | None] = {}
        silencing = set(masking)
        for name, entries in lists.items():
            for entry in entries:
                self._add(name, entry, name in silencing)

    def bit(self, feature: str) -> int:
        """The bit of a feature; LexiconError where no list has that name."""
        try:
            return self._bits[feature]
        except KeyError:
            raise LexiconError(f"no word list {feature!r}") from None

    def _add(self, name: str, text: str, masks: bool) -> None:
        words = text.lower().split()
        for option in (option for word in words for option in word.removesuffix("?").split("|")):
            if not _OPTION.fullmatch(option):
                raise LexiconError(f"word list {name}: {text!r}: {option!r} is no word")
        if not words or words[0].startswith("~") or words[0].endswith("?"):
            raise LexiconError(f"word list {name}: {text!r} has no first word")
        try:
            rest = _rest_pattern(words[1:])
        except (ValueError, re.error) as wrong:
            raise LexiconError(f"word list {name}: {text!r}: {wrong}") from wrong
        second = _second_words(words)
        later = _later_words(words) if second is None else None
        entry = _Entry(name, self._bits[name], rest, masks, second, later)
        for option in words[0].split("|"):
            if option.endswith("*"):
                self._add_prefix(option[:-1], entry)
            else:
                for form in _inflect(option[:-1]) if option.endswith("+") else (option,):
                    self._exact.setdefault(form, []).append(entry)

    def _add_prefix(self, prefix: str, entry: _Entry) -> None:
        self._prefix.setdefault(prefix, []).append(entry)
        head = prefix[:_HEAD]
        self._lengths[head] = tuple(sorted({*self._lengths.get(head, ()), len(prefix)}))

    def _entries(self, word: str) -> "_Entries | None":
        found = list(self._exact.get(word, ()))
        for length in self._lengths.get(word[:_HEAD], ()):
            found.extend(self._prefix.get(word[:length], ()))
        if len(self._known) > _CACHE_LIMIT:
            self._known.clear()
        entries = self._known[word] = _Entries.of(found) if found else None
        return entries

    def scan(self, sentence: Sentence) -> Scan:
        """All hits of a sentence in reading order; what a masking list covers is left out."""
        lower = same_length(sentence.text)
        hits: list[Hit] = []
        masked: list[Hit] = []
        known = self._known
        words, told = words_at(lower), word_set(lower)
        for at, (start, word) in enumerate(words, start=1):
            entries = known[word] if word in known else self._entries(word)
            if entries is None:
                continue
            following = words[at][1] if at < len(words) else ""
            for entry in entries.before.get(following, entries.open):
                end = start + len(word)
                if entry.rest is not None:
                    if entry.later is not None and entry.later.isdisjoint(told):
                        continue
                    rest = entry.rest.match(lower, end)
                    if rest is None:
                        continue
                    end = rest.end()
                hit = Hit(entry.feature, entry.bit, start, end)
                (masked if entry.masks else hits).append(hit)
        if masked:
            hits = [hit for hit in hits if not any(_covers(mask, hit) for mask in masked)]
        mask = 0
        for hit in hits:
            mask |= hit.bit
        for hit in masked:
            mask |= hit.bit
        return Scan(sentence, lower, tuple(hits), mask)


class DocumentScan:
    """The scans of a document's title and sentences, kept for the last document: several annotators ask for it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._last: tuple[Document, tuple[Scan, ...], Scan | None] | None = None

    def of(self, document: Document) -> tuple[tuple[Scan, ...], Scan | None]:
        if self._last is None or self._last[0] is not document:
            scans = tuple(self._lexicon.scan(sentence) for sentence in document.sentences)
            title = self._lexicon.scan(document.title) if document.title else None
            self._last = (document, scans, title)
        return self._last[1], self._last[2]
