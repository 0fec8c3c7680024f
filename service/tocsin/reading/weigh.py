"""The chance of each event type, from the rules' points and the encoder's shares: a conditional logistic regression.

All types share three weights: what is weighed is how much to believe whom, not which type is frequent.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Protocol

_LEAST = 1e-4


class Belief(Protocol):
    """Log odds of a type = model * log(share) + rule * points + first * (the rules put it first)."""

    @property
    def model(self) -> float: ...
    @property
    def rule(self) -> float: ...
    @property
    def first(self) -> float: ...


def combine(rules: Mapping[str, float], shares: Mapping[str, float], belief: Belief) -> dict[str, float]:
    """Probability of each type that the encoder knows."""
    first = max(rules.values(), default=0.0)
    points = {}
    for code, share in shares.items():
        score = rules.get(code, 0.0)
        is_first = score > 0 and score == first
        points[code] = belief.model * math.log(max(_LEAST, share)) + belief.rule * score + belief.first * is_first
    return chances_of(points)


def chances_of(points: Mapping[str, float]) -> dict[str, float]:
    """Log chances, each up to the same constant → the chance of each answer."""
    most = max(points.values())
    raised = {answer: math.exp(value - most) for answer, value in points.items()}
    whole = sum(raised.values())
    return {answer: value / whole for answer, value in raised.items()}


def mean_shares(told: Iterable[tuple[Mapping[str, float], float]]) -> dict[str, float]:
    """(shares, weight) of several sentences → the weighted mean; empty where none weighs anything."""
    rows = [(shares, weight) for shares, weight in told if weight > 0]
    whole = sum(weight for _, weight in rows)
    return (
        {code: sum(shares[code] * (weight / whole) for shares, weight in rows) for code in rows[0][0]} if rows else {}
    )
