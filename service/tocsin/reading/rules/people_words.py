"""Nouns for people and what a phrase for people says: how many, of which side, in which form."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from tocsin_schemas.enums import ActorKind, Qualifier, Side


class PeopleNouns(BaseModel):
    """One row of people.yaml: nouns in the singular, "singular:plural" where the plural is irregular."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    side: Side
    kind: ActorKind
    nouns: tuple[str, ...]


class Form(StrEnum):
    COUNTED = "counted"
    """three soldiers, dozens of people, 12"""
    ONE = "one"
    """a man, another guard: brought in anew"""
    DEFINITE = "definite"
    """the man, his wife: one person, perhaps told before"""
    NAMED = "named"
    PRONOUN = "pronoun"
    PLURAL = "plural"
    """soldiers, the villagers: how many is not said"""


@dataclass(frozen=True, slots=True)
class Person:
    """People at [start, end) of a sentence; `head` is the noun in the singular, "" for a bare count, name or pronoun.

    `value` is 1 for one person and 0 where the number is not told; `is_other` = others than those told before.
    """

    start: int
    end: int
    form: Form
    value: int
    qualifier: Qualifier = Qualifier.EXACTLY
    head: str = ""
    side: Side = Side.VICTIMS
    kind: ActorKind = ActorKind.CIVILIANS
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class Noun:
    singular: str
    side: Side
    kind: ActorKind
    is_plural: bool


class Lexicon:
    """All nouns of people.yaml in both numbers ("staff" is plural), and the last words that they end in."""

    def __init__(self, rows: list[PeopleNouns]) -> None:
        self.nouns: dict[str, Noun] = {}
        for row in rows:
            for noun in row.nouns:
                singular, _, plural = noun.partition(":")
                self.nouns[singular] = Noun(singular, row.side, row.kind, False)
                self.nouns[plural or _plural(singular)] = Noun(singular, row.side, row.kind, True)
        self.last_words = {noun.rsplit(" ", 1)[-1]: max(1, noun.count(" ") + 1) for noun in sorted(self.nouns, key=len)}
        """Last word of a noun → how many words the longest noun with it has."""


def _plural(noun: str) -> str:
    if noun.endswith(("s", "ch", "sh", "x")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


@cache
def lexicon() -> Lexicon:
    """The built-in nouns, read once."""
    text = files("tocsin.reading").joinpath("data", "people.yaml").read_text(encoding="utf-8")
    return Lexicon(TypeAdapter(list[PeopleNouns]).validate_python(yaml.safe_load(text)))


def noun_of(head: str) -> Noun:
    """The noun of a phrase's head; an age ("35-year-old") is a person."""
    noun = lexicon().nouns.get(head.lower())
    return noun if noun is not None else Noun("person", Side.VICTIMS, ActorKind.CIVILIANS, head.lower().endswith("s"))
