"""What a word that tells harm says: the effect, on which side of it the people stand, how sure it is."""

from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    ABDUCTED = "abducted"
    DETAINED = "detained"
    HIT = "hit"
    """Shot, stabbed, in hospital: hurt at least, perhaps dead in the end."""


HURT = frozenset({Effect.HIT, Effect.INJURED})
"""Effects on people who may yet live."""


class Voice(StrEnum):
    PASSIVE = "passive"
    """the people stand before it"""
    ACTIVE = "active"
    """the people stand after it"""
    EITHER = "either"
    """a participle: the object after it, else people right before it"""
    BEFORE = "before"
    """right before it or around it: "12 dead", "one dead man" """
    NOBODY = "nobody"
    """a noun that tells one death without saying whose: "the fatal shooting" """
    SELF = "self"
    """one did it to himself"""


@dataclass(frozen=True, slots=True)
class Cue:
    effect: Effect
    voice: Voice
    start: int
    end: int
    weight: float = 1.0
    is_alive: bool = False
    people: int = 1
    """How many a noun tells of by itself: two for "double homicide"."""
    is_self: bool = False
    """Whether a noun tells that one did it to himself."""
