"""What fills the slots of wordings: the service's places, groups, forces and nations, and invented names."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from tocsin.world.actors import ActorRegister
from tocsin.world.gazetteer import GazetteerMissing
from tocsin.world.gazetteer_format import KINDS, default_path
from tocsin.world.nations import Nations
from tocsin_schemas.enums import ActorKind, PlaceKind
from training.wordings import CORPUS

LEAST_PEOPLE = 15_000
_REBELS = frozenset({ActorKind.REBEL_GROUP, ActorKind.TERRORIST_GROUP, ActorKind.MILITIA})
_STATE = frozenset({ActorKind.STATE_FORCES})
_ORDER = "ORDER BY gid"
"""Places in an order of their own, so that one seed draws the same ones from every build of the gazetteer."""


class RegisterLacks(Exception):
    """A register has nothing for a slot; the message names it."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NamePool(_Frozen):
    given: tuple[str, ...]
    family: tuple[str, ...]


class Invented(_Frozen):
    """`corpus/invented.yaml`."""

    names: dict[str, NamePool]
    gangs: tuple[str, ...]
    rebels: tuple[str, ...]
    outlets: tuple[str, ...]
    companies: tuple[str, ...]
    rivers: tuple[str, ...]


class _Slots(_Frozen):
    kinds: dict[str, tuple[str, ...] | dict[Annotated[str, Field(pattern="^from$")], str]]


@dataclass(frozen=True, slots=True)
class Land:
    """One country as a scene; `capital` is its largest town, as the gazetteer does not know which one governs."""

    name: str
    people: str
    capital: str
    towns: tuple[str, ...]
    regions: tuple[str, ...]
    groups: tuple[str, ...]
    forces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Registers:
    """What slots are filled from; `words` = the kinds whose fillings slots.yaml itself lists."""

    lands: tuple[Land, ...]
    words: Mapping[str, Sequence[str]]
    invented: Invented
    groups: tuple[str, ...]

    @classmethod
    def open(cls, gazetteer: Path | None = None) -> "Registers":
        """Read everything (about two seconds); raises GazetteerMissing."""
        groups, forces = _actors()
        lands = tuple(_lands(gazetteer or default_path(), groups, forces))
        return cls(lands, _words(), _invented(), tuple(name for names in groups.values() for name in names))


def _words() -> dict[str, tuple[str, ...]]:
    kinds = _Slots.model_validate(yaml.safe_load((CORPUS / "slots.yaml").read_text(encoding="utf-8"))).kinds
    return {kind: words for kind, words in kinds.items() if isinstance(words, tuple)}


def _invented() -> Invented:
    return Invented.model_validate(yaml.safe_load((CORPUS / "invented.yaml").read_text(encoding="utf-8")))


def _actors() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Names of armed groups and of state forces by home country."""
    groups: dict[str, list[str]] = {}
    forces: dict[str, list[str]] = {}
    for row in ActorRegister.load():
        if row.kind not in _REBELS | _STATE:
            continue
        into = groups if row.kind in _REBELS else forces
        for code in row.country:
            into.setdefault(code, []).extend((row.name, *(alias for alias in row.aliases[:3] if len(alias) > 2)))
    return groups, forces


def _lands(gazetteer: Path, groups: dict[str, list[str]], forces: dict[str, list[str]]) -> list[Land]:
    if not gazetteer.is_file():
        raise GazetteerMissing(f"no gazetteer at {gazetteer}: run `tocsin gazetteer build`")
    database = sqlite3.connect(f"{gazetteer.absolute().as_uri()}?mode=ro", uri=True)
    towns = _places(database, PlaceKind.CITY)
    regions = _places(database, PlaceKind.ADMIN1)
    database.close()
    nations = Nations.load()
    found = []
    for code in sorted(towns):
        names = nations.names(code)
        people = nations.words(code)[len(names) :]
        if names and people and len(towns[code]) > 2:
            ranked = [name for name, _ in sorted(towns[code], key=lambda row: (-row[1], row[0]))]
            areas = tuple(name for name, _ in regions.get(code, ())) or (ranked[0],)
            own = groups.get(code, ()), forces.get(code, ())
            found.append(Land(names[0], people[0], ranked[0], tuple(ranked), areas, *map(tuple, own)))
    if not found:
        raise RegisterLacks(f"{gazetteer} holds no town of a country that nations.yaml names")
    return found


def _places(database: sqlite3.Connection, kind: PlaceKind) -> dict[str, list[tuple[str, int]]]:
    """(name, inhabitants) by country."""
    least = LEAST_PEOPLE if kind is PlaceKind.CITY else 0
    query = f"SELECT country, name, population FROM place WHERE kind = ? AND population >= ? {_ORDER}"
    found: dict[str, list[tuple[str, int]]] = {}
    for country, name, population in database.execute(query, (KINDS.index(kind), least)):
        if country and name.isprintable() and len(name) < 32:
            found.setdefault(country, []).append((name, population))
    return found
