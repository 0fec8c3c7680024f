"""How likely a published actor is right, by who found it and how sure they were: `data/sure.yaml`."""

import math
from enum import StrEnum
from functools import cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from tocsin.reading.rules import wordlists
from tocsin.types import Candidate

_FILE = "sure.yaml"
_MOST = 0.995
"""No score is believed more: the log odds of 1 have no end."""


class Finder(StrEnum):
    RULE = "rule"
    MODEL = "model"
    BOTH = "both"


class SureWeights(BaseModel):
    """Log odds that an actor is right = `bias` + `slope` * log odds of the score."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bias: float
    slope: Annotated[float, Field(ge=0)]


class SureTable(BaseModel):
    """sure.yaml: a row for each finder, as a score of a rule and a share of the encoder say unlike things."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    actors: dict[Finder, SureWeights]


@cache
def load_table() -> SureTable:
    """Raises DataError naming the field that is wrong."""
    return wordlists.read_checked(_FILE, SureTable)


def actor_sure(one: Candidate) -> float:
    """Probability that an actor plays its role in the happening."""
    weights = load_table().actors[finder_of(one.by)]
    return 1 / (1 + math.exp(-(weights.bias + weights.slope * log_odds(one.score))))


def finder_of(by: str) -> Finder:
    """Who found what: "rule:actor.victim", "model:v2", or both joined by a plus."""
    kinds = {part.partition(":")[0] for part in by.split("+")}
    return Finder.BOTH if len(kinds) == 2 else Finder(kinds.pop())


def log_odds(score: float) -> float:
    """Of a score held within what is believed of any."""
    score = min(_MOST, max(1 - _MOST, score))
    return math.log(score / (1 - score))
