"""The questions that annotators answer, and the type of each answer.

| question | value | asked of |
|---|---|---|
| `what` | WhatAnswer | each sentence that tells, plans, denies or recalls a happening |
| `type` | TypeAnswer | a sentence with a `what` answer, by the trained reader: the share of every type |
| `means` | MeansAnswer | whoever or whatever plays a part, by the larger encoder: by which means it was done |
| `reality` | RealityAnswer | cues that it was foiled, threatened, rumoured, denied ... |
| `non_event` | NonEventAnswer | cues that the sentence or the article tells no happening |
| `role` | RoleAnswer | cues of follow-up (court, arrest, funeral) or background ("in 2021", "a history of") |
| `thread` | ThreadAnswer | discourse cues that tell happenings of one article apart or tie them |
| `where` | WhereAnswer | every place named, resolved |
| `when` | WhenAnswer | every date expression, resolved |
| `harm.killed` ... `harm.detained` | HarmAnswer | every figure or "no injuries" |
| `actor` | ActorAnswer | people, forces, groups, with the role that the sentence gives them |
| `weapon` | Weapon (schemas) | |
| `target` | Target (schemas) | |
| `claim` | Claim (schemas) | who claims, denies or accuses |
| `outlet` | str | an outlet or agency that the text names as its source ("Reuters reported") |
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tocsin.reading.weigh import Belief
from tocsin.types import Place
from tocsin_schemas.enums import (
    ActorKind,
    ActorRole,
    DateBasis,
    DatePrecision,
    PartOfDay,
    PlacePrecision,
    Qualifier,
    Reality,
    Role,
    Side,
)

WHAT = "what"
TYPE = "type"
MEANS = "means"
REALITY = "reality"
NON_EVENT = "non_event"
ROLE = "role"
THREAD = "thread"
WHERE = "where"
WHEN = "when"
HURT = ("harm.killed", "harm.injured", "harm.missing", "harm.abducted")
HARM = (*HURT, "harm.detained")
ACTOR = "actor"
WEAPON = "weapon"
TARGET = "target"
CLAIM = "claim"
OUTLET = "outlet"


@dataclass(frozen=True, slots=True)
class WhatAnswer:
    """An event type (code of taxonomy.yaml) and the words that gave it away.

    `tense`: "past" for a told happening, "future" for a plan, threat or forecast, "generic" for habits and conditions.
    `noun` = the trigger is a noun phrase ("the attack"), which may only refer back; `definite` = with the/this/that.
    """

    event_type: str
    trigger: str
    tense: str = "past"
    noun: bool = False
    definite: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeAnswer:
    """Probability of each event type (codes of taxonomy.yaml) by the words of a sentence, and how far to believe it."""

    shares: Mapping[str, float]
    belief: Belief


@dataclass(frozen=True, slots=True)
class MeansAnswer:
    """Log chance of each means by which it was done, as told of somebody or something, up to a constant.

    `hit` = who or what came to harm, None of whoever did it and with what.
    """

    logits: Mapping[str, float]
    hit: str | None = None


@dataclass(frozen=True, slots=True)
class RealityAnswer:
    reality: Reality
    cue: str


@dataclass(frozen=True, slots=True)
class NonEventAnswer:
    """`reason`: commentary, trial, anniversary, drill, fiction, sport, market, forecast, obituary, history, advice ...

    `whole` = it speaks for the whole article (sport page, column), not for its sentence alone.
    """

    reason: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class RoleAnswer:
    role: Role
    cue: str
    whole: bool = False


_COUNTED = {"two": 2, "three": 3, "four": 4}


class ThreadKind(StrEnum):
    FIRST = "first"
    """the first attack, an initial strike"""
    NEXT = "next"
    """the second attack, another blast, a third launch, a separate incident"""
    SAME = "same"
    """that attack, the blast, this incident: refers back to the happening in focus"""
    ALL = "all"
    """both attacks, either incident, the three explosions: speaks of all in focus"""


@dataclass(frozen=True, slots=True)
class ThreadAnswer:
    """`ordinal` = 2 for "the second attack", None where the words give no number ("another")."""

    kind: ThreadKind
    cue: str
    ordinal: int | None = None

    def fits(self, happenings: int) -> bool:
        """Whether so many can be meant: "the three drones" are not two attacks."""
        told = [number for word, number in _COUNTED.items() if f" {word} " in f" {self.cue.lower()} "]
        return not told or happenings in told


@dataclass(frozen=True, slots=True)
class WhereAnswer:
    """A place as named in the sentence.

    `name` is the phrase to publish ("the fuel depot at Port Lavandor"), the candidate's span that of the toponym.
    `relation`: in, at, near, north_of ..., from (home of an actor), dateline, possessive, adjective, to, or "".
    `alternatives`: other readings of the name, best first. precision `near` = not the place itself but by it.
    """

    name: str
    place: Place
    precision: PlacePrecision
    relation: str = ""
    alternatives: tuple[Place, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class WhenAnswer:
    """`vague` = context without a day ("in recent years", "last year"); `anchor` = relative to the event in focus
    ("hours later", "the next day") rather than to the publication."""

    start: date
    end: date
    precision: DatePrecision
    basis: DateBasis
    part_of_day: PartOfDay | None = None
    vague: bool = False
    anchor: bool = False


@dataclass(frozen=True, slots=True)
class HarmAnswer:
    """One figure; `total` = it is a running total ("the toll rose to 12"), not to be added to others.

    How it was told, for `harm_totals.combine`: `who` = the words for the people, `form` = counted, one (a man),
    definite (the man), named or pronoun; `is_other` = others than those told before; `is_hit` = shot or in hospital,
    so hurt unless the text says that they died; `is_alive` = hurt and said to live; `is_self` = by their own hand, and
    meant; `is_sum` = perhaps of several happenings taken together; `is_boast` = given only by who says that they did
    it; `is_object` = told as those whom somebody hurt, so without him; `is_by_police` = hurt by police; `holds_doer` =
    "including the gunman".
    """

    value: int
    qualifier: Qualifier = Qualifier.EXACTLY
    by: str | None = None
    side: Side = Side.VICTIMS
    total: bool = False
    who: str = ""
    form: str = ""
    is_other: bool = False
    is_hit: bool = False
    is_alive: bool = False
    is_self: bool = False
    is_sum: bool = False
    is_boast: bool = False
    is_object: bool = False
    is_by_police: bool = False
    holds_doer: bool = False


@dataclass(frozen=True, slots=True)
class ActorAnswer:
    role: ActorRole
    name: str
    actor_id: str | None = None
    kind: ActorKind = ActorKind.OTHER
    country: str | None = None
