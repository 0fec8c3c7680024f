"""Names within one article: which mean the same, which words of one are a title, and which naming is the fullest."""

import re
from collections.abc import Iterable

from tocsin.reading.rules.people import Form, people_in
from tocsin.reading.rules.people_words import lexicon
from tocsin.reading.rules.person_words import person_words
from tocsin.reading.rules.stems import words_of
from tocsin.world.nations import Nations

_WORD = re.compile(r"\w[\w'-]*")
_AGED = re.compile(r",.*$")
_AGE = re.compile(r"\d+-year-old")
_OPENS = words_of(
    "yesterday today tonight earlier later meanwhile although though while when after before since once also then"
)
"""Words with a capital at the start of a sentence that are no name."""
_MOST_WORDS = 5
"""Words of a person's name: what is longer has taken in its neighbours."""


def bare_name(name: str) -> str:
    """A person's name without title, office, age and nation: "Mrs Ana Ruiz", "Police Commander Luis Soto's"."""
    words = name.removesuffix("'s").removesuffix("’s").split()
    titles = person_words().titles
    for first in range(len(words) - 1, 0, -1):
        before = words[first - 1].rstrip(".").casefold()
        if before in titles or (first < len(words) - 1 and _says_what(before)):
            return " ".join(words[first:])
    return " ".join(words)


def _says_what(word: str) -> bool:
    """Whether the word before a full name says who or how old the person is, or of which nation: no "Jordan"."""
    if word in lexicon().nouns or _AGE.fullmatch(word):
        return True
    nations = Nations.load()
    country = nations.country_of(word)
    return country is not None and word not in map(str.casefold, nations.names(country))


def fullest_name(name: str, texts: Iterable[str]) -> str:
    """The longest name in the texts that goes on from a given name to this one: "Soto" is "Luis Soto Rojas" there."""
    words = name.split()
    best = words
    for text in texts:
        if words[-1] not in text:
            continue
        for person in (one for one in people_in(text) if one.form is Form.NAMED):
            told = bare_name(_AGED.sub("", text[person.start : person.end])).split()
            told = told[1:] if told[0].casefold() in _OPENS else told
            if len(best) < len(told) <= _MOST_WORDS and _goes_on(told, words):
                best = told
    return " ".join(best)


def _goes_on(told: list[str], words: list[str]) -> bool:
    """Whether the words stand in the longer name behind its first."""
    return any(told[at : at + len(words)] == words for at in range(1, len(told) - len(words) + 1))


def is_same_name(one: str, other: str) -> bool:
    """Whether all telling words of one stand in the other ("Soto", "mayor Luis Soto"), or one abbreviates the other."""
    short, long = sorted((_telling(one), _telling(other)), key=len)
    if not short:
        return False
    return set(short) <= set(long) or _abbreviates(one, other) or _abbreviates(other, one)


def _telling(name: str) -> list[str]:
    words = (word.removesuffix("'s") for word in _WORD.findall(name.casefold()))
    empty = person_words().empty
    return [word.removesuffix("s") for word in words if word not in empty and not word.isdigit()]


def _abbreviates(short: str, name: str) -> bool:
    """Initials of the words that are written large: FMLN for the Farabundo Marti National Liberation Front."""
    initials = "".join(word[0] for word in _WORD.findall(name) if word[0].isupper())
    return short.isupper() and len(short) >= 3 and short.replace(".", "") == initials
