"""Upper-case copy (agencies of old, headlines) → ordinary case of the same length."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from tocsin.intake.words import WordSet, load
from tocsin.world.calendar import MONTHS, WEEKDAYS

DATA = "english.yaml"
_MIN_LETTERS = 12
_TOKEN = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?|[^\W_]+(?:'[^\W\d_]+)*")
_BRACKETED = re.compile(r"(?<=\w )[\[(]([A-Z]{2,6})[\])]")
_SUFFIXES = (
    "'s",
    "s'",
    "ers",
    "er",
    "est",
    "ies",
    "ied",
    "ier",
    "iest",
    "ing",
    "ings",
    "es",
    "ed",
    "s",
    "d",
    "ly",
    "ily",
    "r",
)
_DERIVED = re.compile(
    r".{3,}(?:tions?|sions?|ments?|ness|iti?es|ity|isms?|ists?|ally|ously|ously|ably|ibly|able|ible|ative|atory|ously|ious|eous|"
    r"ful|fully|less|iz(?:e|ed|es|ing|ation)|is(?:ed|ing|ation)|ingly|edly|ship|ships|hood|ances?|ences?|ologist|ology|graphy|women|men|wards)$"
)
_PREFIXES = (
    "un",
    "re",
    "dis",
    "non",
    "anti",
    "counter",
    "over",
    "mis",
    "sub",
    "inter",
    "pre",
    "super",
    "under",
    "out",
    "co",
    "ultra",
    "semi",
)
_SHORT_MONTHS = frozenset(month[:3] for month in MONTHS) | {"sept"}
_PARTICLES = frozenset(
    ("de", "del", "y", "e", "da", "do", "dos", "das", "van", "von", "bin", "ibn", "al", "el", "der", "den", "du", "des")
)
_ARTICLES = frozenset(("el", "la", "los", "las", "al", "le", "les"))
_MONTH_CUES = frozenset(
    (
        "in",
        "of",
        "on",
        "since",
        "by",
        "until",
        "last",
        "this",
        "next",
        "late",
        "early",
        "mid",
        "during",
        "and",
        "from",
        "to",
    )
)
_NOT_US_BEFORE = frozenset(
    (
        "told",
        "gave",
        "give",
        "gives",
        "tell",
        "tells",
        "let",
        "help",
        "helped",
        "show",
        "showed",
        "ask",
        "asked",
        "for",
        "of",
        "between",
        "among",
        "around",
        "upon",
        "all",
    )
)
_VOWEL = re.compile("[aeiouy\u00c0-\u024f]", re.I)


class EnglishWords(BaseModel):
    """Shape of the data file: words separated by blanks, `names` one an entry."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    common: WordSet
    acronyms: WordSet
    names: tuple[str, ...]
    titles: WordSet
    generics: WordSet


@dataclass(frozen=True, slots=True)
class _Lexicon:
    common: frozenset[str]
    acronyms: frozenset[str]
    names: re.Pattern[str]
    titles: frozenset[str]
    generics: frozenset[str]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    words = load(DATA, EnglishWords)
    names = "|".join(re.escape(name.upper()) for name in sorted(words.names, key=len, reverse=True))
    return _Lexicon(
        words.common,
        frozenset(map(str.lower, words.acronyms)),
        re.compile(rf"\b(?:{names})\b"),
        words.titles,
        words.generics,
    )


def is_upper_case(text: str) -> bool:
    """At least 12 letters, nine in ten of them capitals."""
    if sum(map(str.islower, text[:40])) > 8:
        return False
    letters = sum(map(str.isalpha, text))
    return letters >= _MIN_LETTERS and sum(map(str.isupper, text)) >= 0.9 * letters


def bracketed(texts: Iterable[str]) -> frozenset[str]:
    """Short forms that the copy itself introduces in brackets, in lower case: "... FRONT [XYZF]"."""
    return frozenset(found.lower() for text in texts for found in _BRACKETED.findall(text))


def truecase(text: str, acronyms: frozenset[str] = frozenset()) -> str:
    """`text` in ordinary case; `acronyms` (lower case) are those the article introduces itself."""
    lexicon = _lexicon()
    tokens = list(_TOKEN.finditer(text))
    cased = [_first_guess(text, token, at, tokens, lexicon, acronyms) for at, token in enumerate(tokens)]
    _settle_neighbours(tokens, cased, text, lexicon)
    characters = list(_lower(text))
    for token, form in zip(tokens, cased, strict=True):
        characters[token.start() : token.end()] = form
    for name in lexicon.names.finditer(text):
        characters[name.start() : name.end()] = _same_length(name[0], name[0].title())
    result = "".join(characters)
    first = next((at for at, character in enumerate(result) if character.isalnum()), 0)
    return (
        result[:first]
        + _same_length(result[first : first + 1], result[first : first + 1].upper())
        + result[first + 1 :]
    )


def _lower(text: str) -> str:
    return "".join(_same_length(character, character.lower()) for character in text)


def _same_length(before: str, after: str) -> str:
    return after if len(after) == len(before) else before


def _capital(word: str) -> str:
    return word[:1] + _lower(word[1:])


def _first_guess(
    text: str, token: re.Match[str], at: int, tokens: list[re.Match[str]], lexicon: _Lexicon, acronyms: frozenset[str]
) -> str:
    word = token[0]
    low = _lower(word)
    stem = low.removesuffix("'s")
    if "." in word or stem in acronyms or stem in lexicon.acronyms:
        return word if low == stem else word[: len(stem)] + low[len(stem) :]
    if any(map(str.isdigit, word)):
        return low
    before = _lower(tokens[at - 1][0]) if at else ""
    after = _lower(tokens[at + 1][0]) if at + 1 < len(tokens) else ""
    if stem in WEEKDAYS:
        return _capital(word)
    if stem in MONTHS or stem in _SHORT_MONTHS:
        return _month(word, stem, before, after, lexicon)
    if low == "us":
        return low if before in _NOT_US_BEFORE or not after or _joins(text, token) else word
    if low == "i" or (len(word) == 1 and low != "a" and text[token.end() : token.end() + 1] == "."):
        return word
    if is_common(stem):
        return low
    if len(stem) <= 5 and not _VOWEL.search(stem) and stem not in lexicon.titles:
        return word if low == stem else word[: len(stem)] + low[len(stem) :]
    return _capital(word)


def _joins(text: str, token: re.Match[str]) -> bool:
    """True where a stop or comma follows: "THEY FIRED AT US."."""
    return text[token.end() : token.end() + 1] in (".", ",", ";", "?", "!")


def _month(word: str, stem: str, before: str, after: str, lexicon: _Lexicon) -> str:
    beside_number = before[:1].isdigit() or after[:1].isdigit()
    if stem in ("may", "march"):
        is_name = beside_number or (
            before in _MONTH_CUES and not (stem == "may" and is_common(after)) and before != "to"
        )
        return _capital(word) if is_name else _lower(word)
    if stem in MONTHS or beside_number:
        return _capital(word)
    return _lower(word) if stem in lexicon.common else _capital(word)


def _settle_neighbours(tokens: list[re.Match[str]], cased: list[str], text: str, lexicon: _Lexicon) -> None:
    """Particles, titles and generic nouns take their case from the name beside them."""
    for at in range(len(tokens) - 1, -1, -1):
        low = _lower(tokens[at][0])
        follows = at + 1 < len(tokens) and cased[at + 1][:1].isupper() and _adjoin(text, tokens[at], tokens[at + 1])
        if low in lexicon.titles and follows:
            cased[at] = _capital(tokens[at][0])
        elif low in _ARTICLES:
            cased[at] = _capital(tokens[at][0]) if follows else low
    for at in range(1, len(tokens)):
        low = _lower(tokens[at][0])
        precedes = cased[at - 1][:1].isupper() and _adjoin(text, tokens[at - 1], tokens[at])
        if low in lexicon.generics and precedes and cased[at - 1] not in ("US",) and "." not in cased[at - 1]:
            cased[at] = _capital(tokens[at][0])
        elif low in _PARTICLES and precedes and low not in _ARTICLES:
            cased[at] = low


def _adjoin(text: str, one: re.Match[str], two: re.Match[str]) -> bool:
    return text[one.end() : two.start()] in (" ", ". ", "-")


@lru_cache(maxsize=50_000)
def is_common(word: str) -> bool:
    """True for a lower-case word of ordinary prose, inflected or derived."""
    common = _lexicon().common
    if word in common or _DERIVED.match(word):
        return True
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 2 and _is_stem(word[: -len(suffix)], common):
            return True
    return any(
        word.startswith(prefix) and len(word) - len(prefix) >= 4 and is_common(word[len(prefix) :])
        for prefix in _PREFIXES
    )


def _is_stem(stem: str, common: frozenset[str]) -> bool:
    if stem in common or stem + "e" in common or stem + "y" in common:
        return True
    return len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in common
