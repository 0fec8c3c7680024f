"""95 % intervals by the bootstrap: the scored units of a set (texts, or incidents) drawn again with replacement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.scorer import Scored, ScorerError

DRAWS, SEED = 1000, 1
_ROUNDED = 0.00051
"""Scorers print three decimals."""

Column = NDArray[np.float64]
"""One number a unit."""
Weights = NDArray[np.float64]
"""(draws, units): how often each unit was drawn."""


class Figure(Protocol):
    """A figure as a function of how often each unit counts."""

    def of(self, weights: Weights) -> Column:
        """One value a draw; nan where a draw has nothing to count."""
        ...


@dataclass(frozen=True, slots=True)
class Ratio:
    """hits / asked, times `factor`."""

    hits: Column
    asked: Column
    factor: float = 1.0

    def of(self, weights: Weights) -> Column:
        return self.factor * divided(weights @ self.hits, weights @ self.asked)


@dataclass(frozen=True, slots=True)
class F1:
    """Harmonic mean of precision and recall: 2 right / (guessed + gold)."""

    right: Column
    guessed: Column
    gold: Column

    def of(self, weights: Weights) -> Column:
        return divided(2 * (weights @ self.right), weights @ (self.guessed + self.gold))


@dataclass(frozen=True, slots=True)
class Samples:
    """What was scored of one set: how many units, and its figures over them."""

    units: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:.3f}-{self.high:.3f}"


def divided(above: Column, below: Column) -> Column:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(below > 0, above / below, np.nan)


def draw(units: int, draws: int = DRAWS, seed: int = SEED) -> Weights:
    """(draws, units) counts that add up to `units` in each draw."""
    chance = np.random.default_rng(seed)
    return chance.multinomial(units, np.full(units, 1 / units), size=draws).astype(np.float64)


def once(units: int) -> Weights:
    """The one draw in which every unit is there once: the set itself."""
    return np.ones((1, units))


def intervals(samples: Samples, scored: Scored, names: Iterable[str]) -> dict[str, Interval]:
    """The interval of each named figure; ScorerError where our figure over all units is not the scorer's."""
    weights, whole = draw(samples.units), once(samples.units)
    found = {}
    for name in names:
        if name not in samples.figures:
            raise ScorerError(f"no interval is computed for {name}; there are {', '.join(samples.figures)}")
        figure = samples.figures[name]
        ours = float(np.nan_to_num(figure.of(whole)[0]))  # of nothing scorers say 0
        theirs = scored.value(name)
        if not abs(ours - theirs) <= _ROUNDED:
            raise ScorerError(f"{name}: the scorer says {theirs:g}, the rows resampled for its interval say {ours:.4f}")
        found[name] = interval_of(figure.of(weights))
    return found


def interval_of(values: Column) -> Interval:
    """2.5th to 97.5th percentile; draws with nothing to count are left out."""
    if np.isnan(values).all():
        return Interval(float("nan"), float("nan"))
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return Interval(float(low), float(high))
