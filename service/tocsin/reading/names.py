"""Whether two namings within one article mean the same: one is part of the other, or its initials."""

import re

from tocsin.reading.rules.stems import words_of

_WORD = re.compile(r"\w[\w'-]*")
_EMPTY = words_of(
    "the a an of and for in on at de la del los las y el their his her its several some two three four five six seven "
    "eight nine ten unidentified unknown alleged suspected presumed other another"
)


def is_same_name(one: str, other: str) -> bool:
    """Whether all telling words of one stand in the other ("Soto", "mayor Luis Soto"), or one abbreviates the other."""
    short, long = sorted((_telling(one), _telling(other)), key=len)
    if not short:
        return False
    return set(short) <= set(long) or _abbreviates(one, other) or _abbreviates(other, one)


def _telling(name: str) -> list[str]:
    words = (word.removesuffix("'s") for word in _WORD.findall(name.casefold()))
    return [word.removesuffix("s") for word in words if word not in _EMPTY and not word.isdigit()]


def _abbreviates(short: str, name: str) -> bool:
    """Initials of the words that are written large: FMLN for the Farabundo Marti National Liberation Front."""
    initials = "".join(word[0] for word in _WORD.findall(name) if word[0].isupper())
    return short.isupper() and len(short) >= 3 and short.replace(".", "") == initials
