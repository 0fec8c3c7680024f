"""Names folded to one spelling: no case, diacritics, apostrophes, hyphens or abbreviation of Saint, Fort and Mount."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "e", "ħ": "h"}
)
_DROPPED = re.compile(r"[.'`’‘ʻʼʿʾ´]")
_BLANKS = re.compile(r"[\s\-‐-―/_,()\"]+")
_ABBREVIATED = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
ARTICLES = frozenset({"al", "el", "as", "ar", "ad", "an", "ash", "at", "az", "ul", "es", "ed", "er", "ez", "et"})
"""Arabic articles as transcribed before different consonants."""


def fold(name: str) -> str:
    """The key under which a name is stored and looked up: "St. Louis" and "Saint-Louis" both give "saint louis"."""
    text = name.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    words = _BLANKS.sub(" ", _DROPPED.sub("", text).replace("&", " and ")).split()
    for position in range(len(words) - 1):
        words[position] = _ABBREVIATED.get(words[position], words[position])
    return " ".join(words)


def without_article(folded: str) -> str | None:
    """The rest of a name that starts with an Arabic article, None if it starts with none."""
    first, _, rest = folded.partition(" ")
    return rest if first in ARTICLES and len(rest) > 2 else None


_SAME_SOUND = (
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"ou|oo|o|w(?![aeiouy])"), "u"),
    (re.compile(r"ee|ei|ai|ay|ey|e|y"), "i"),
    (re.compile(r"i+"), "i"),
    (re.compile(r"q|kh|ck|c(?![hieyz])"), "k"),
    (re.compile(r"dh|zh|dj"), "d"),
    (re.compile(r"th"), "t"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"(?<=[aiu])h\b|h\b"), ""),
    (re.compile(r"[ ]"), ""),
)


def sound(folded: str) -> str:
    """A rougher key that joins transcriptions: "qamishli" and "kamishly" have the same."""
    words = [word for word in folded.split() if word not in ARTICLES] or folded.split()
    text = " ".join(words)
    for pattern, replacement in _SAME_SOUND:
        text = pattern.sub(replacement, text)
    return text
