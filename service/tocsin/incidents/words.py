"""Names and rare words of a mention: what ties two texts to one happening beyond day and place."""

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from itertools import pairwise

import yaml
from pydantic import BaseModel, ConfigDict

_SEQUENCE = re.compile(r"\b[^\W\d_a-z][\w'-]*(?:[ ]+[^\W\d_a-z][\w'.-]*)+")
_CAPITALISED = re.compile(r"(?<=[\w,;:] )[^\W\d_a-z][\w'-]{3,}")
_ARTICLE = re.compile(r"^(?:al|el|ad|ar|as|at|an|ash)-")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
NAME_LIMIT = 24
WORD_LIMIT = 24


class _PlainWords(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    institutions: str
    sites: str
    calendar: str
    speech: str


@cache
def plain_words() -> frozenset[str]:
    """Words that tell no happening from another; ValidationError where the file lacks a list."""
    text = resources.files("tocsin.incidents").joinpath("data/plain_words.yaml").read_text(encoding="utf-8")
    lists = _PlainWords.model_validate(yaml.safe_load(text))
    return frozenset(f"{lists.institutions} {lists.sites} {lists.calendar} {lists.speech}".split())


def words_of(text: str) -> list[str]:
    return [word.casefold().removesuffix("'s").rstrip("'.-") for word in _WORD.findall(text)]


def site_words(*names: str | None) -> set[str]:
    """What is particular in the names of a place: articles ("al-") and kinds ("air base") left out."""
    words = {_ARTICLE.sub("", word) for name in names if name for word in words_of(name)}
    return {word for word in words if len(word) > 2} - plain_words()


def full_names(texts: Iterable[str], besides: frozenset[str] = frozenset()) -> set[str]:
    """Pairs of neighbouring capitalised words ("kevin barbee"), none of them plain or among `besides`."""
    plain = plain_words()
    found: set[str] = set()
    for text in texts:
        if text.isupper():
            continue
        for sequence in _SEQUENCE.findall(text):
            words = [word for word in words_of(sequence) if len(word) > 1]
            for first, second in pairwise(words):
                if not ({first, second} & plain or {first, second} & besides):
                    found.add(f"{first} {second}")
    return set(sorted(found)[:NAME_LIMIT])


def rare_words(quotes: Iterable[str], phrases: Iterable[str], besides: frozenset[str] = frozenset()) -> set[str]:
    """Capitalised words within the quotes and all words of the phrases, none of them plain or among `besides`."""
    plain = plain_words()
    found: set[str] = set()
    for quote in quotes:
        if not quote.isupper():
            found.update(word for part in _CAPITALISED.findall(quote) for word in words_of(part))
    for phrase in phrases:
        found.update(word for word in words_of(phrase) if len(word) > 3)
    return set(sorted(found - plain - besides)[:WORD_LIMIT])
