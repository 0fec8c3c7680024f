"""The words behind sections and ties, from data/sections.yaml, as patterns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from tocsin.reading.rules import wordlists
from tocsin.reading.rules.stems import Openings

_FILE = "sections.yaml"
_GAP = r"(?:[\w'-]+ ){0,3}?"


class SectionWords(BaseModel):
    """Shape of sections.yaml: lower-case words and phrases; the file explains each list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    counts: tuple[str, ...]
    happenings: tuple[str, ...]
    places: tuple[str, ...]
    together: tuple[str, ...]
    turns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionPatterns:
    """`announced` = several are told, `plural` = several happenings, `turn` = a sentence may turn to another."""

    announced: Openings
    plural: re.Pattern[str]
    turn: re.Pattern[str]


@cache
def section_patterns() -> SectionPatterns:
    """The patterns, made once; DataError where the file is wrong."""
    words = wordlists.read_checked(_FILE, SectionWords)
    counted = rf"\b(?:{_either(words.counts)}) {_GAP}(?:{_either((*words.happenings, *words.places))})\b"
    return SectionPatterns(
        announced=Openings(rf"{counted}|\b(?:{_either(words.together)})\b"),
        plural=re.compile(rf"(?:{_either(words.happenings)})\b", re.I),
        turn=re.compile(rf"[\"']?(?:(?:and|but|also) )?(?:{_either(words.turns)})\b", re.I),
    )


def _either(phrases: Iterable[str]) -> str:
    return "|".join(sorted((_phrase(one) for one in phrases), key=len, reverse=True))


def _phrase(words: str) -> str:
    return "".join(_GAP if word == "_" else f"{re.escape(word)} " for word in words.split()).rstrip()
