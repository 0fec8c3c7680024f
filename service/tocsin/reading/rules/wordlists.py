"""Loads the word lists and rules of this room from its data files, checked when loaded."""

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from tocsin.reading.rules.lexicon import DocumentScan, Lexicon

Shape = TypeVar("Shape", bound=BaseModel)
_FILES = ("what/words.yaml", "reality.yaml", "relevance.yaml")


def _words(value: object) -> object:
    return frozenset(value.split()) if isinstance(value, str) else value


Words = Annotated[frozenset[str], BeforeValidator(_words)]
"""Words that stand in one text, separated by blanks."""


class DataError(Exception):
    """A data file of the reading rules is wrong; the message names the file and the field."""


class WordLists(BaseModel):
    """`mask`: lists whose hits silence what they cover."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    mask: tuple[str, ...] = ()
    lists: dict[str, tuple[str, ...]]


class TypeRule(BaseModel):
    """One rule of what/rules.yaml; the file's head explains the fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    at: tuple[str, ...] | str
    score: Annotated[float, Field(gt=0, le=1)]
    all: tuple[tuple[str, ...] | str, ...] = ()
    none: tuple[str, ...] = ()
    near: tuple[tuple[str, ...] | str, ...] = ()
    far: tuple[str, ...] = ()
    agent: tuple[str, ...] = ()
    not_agent: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    not_object: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    bonus: dict[str, float] = {}
    lead: float = 0.0
    tags: tuple[str, ...] = ()


class TypeRules(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    groups: dict[str, tuple[str, ...]]
    rules: tuple[TypeRule, ...]


def read_data(name: str) -> object:
    """The parsed YAML of one of the room's data files."""
    text = resources.files("tocsin.reading").joinpath("data", *name.split("/")).read_text(encoding="utf-8")
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as broken:
        raise DataError(f"{name}: {broken}") from broken


def read_checked(name: str, shape: type[Shape]) -> Shape:
    """A data file of the room in its shape; raises DataError naming the file and the field that is wrong."""
    try:
        return shape.model_validate(read_data(name))
    except ValidationError as wrong:
        raise DataError(f"{name}: {wrong}") from wrong


def read_lists(name: str) -> WordLists:
    return read_checked(name, WordLists)


@cache
def lexicon() -> Lexicon:
    """All word lists of the room in one lexicon, so that a sentence is scanned once."""
    lists: dict[str, tuple[str, ...]] = {}
    masks: list[str] = []
    for name in _FILES:
        loaded = read_lists(name)
        twice = lists.keys() & loaded.lists.keys()
        if twice:
            raise DataError(f"{name}: list given twice: {', '.join(sorted(twice))}")
        lists.update(loaded.lists)
        masks.extend(loaded.mask)
    return Lexicon(lists, masks)


@cache
def document_scan() -> DocumentScan:
    """The scan that all rules of this room share."""
    return DocumentScan(lexicon())


@cache
def type_rules() -> TypeRules:
    return read_checked("what/rules.yaml", TypeRules)


def either(words: Iterable[str], gap: str = r"\s") -> str:
    """A pattern of any of these words, the longest first; `gap` stands for a blank within one."""
    ways = (re.escape(word).replace("\\ ", gap) for word in words)
    return "|".join(sorted(ways, key=len, reverse=True))
