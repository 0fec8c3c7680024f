"""Articles in incidents under resampling: B-cubed, pairwise F1 and over-count when whole true incidents are drawn.

An incident drawn twice is two incidents, each with its own pairs; a pair of articles of two incidents counts as often
as the two are drawn together. With every incident drawn once these are the scorer's figures.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarks.quality.bootstrap import Column, Figure, Weights, divided


@dataclass(slots=True)
class Shares:
    """How many articles each true incident has, and how many of them each predicted one holds."""

    sizes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    held: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    """(predicted, true) → articles whose first mention is there."""
    told: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    """predicted → true → articles with any mention there."""

    def add(self, true: str, article_id: str, homes: Sequence[str | None]) -> None:
        """`homes` are the predicted incidents of the article's mentions, the first one first."""
        self.sizes[true] += 1
        first = homes[0] if homes else None
        self.held[first or f"none:{article_id}", true] += 1
        for home in set(filter(None, homes)):
            self.told[home][true] += 1


def cluster_figures(shares: Shares) -> dict[str, Figure]:
    index = {true: at for at, true in enumerate(shares.sizes)}
    cells = Cells.of(shares, index)
    return {"bcubed_f1": BCubed(cells), "pairwise_f1": Pairwise(cells), "overcount": OverCount(_spread(shares, index))}


@dataclass(frozen=True, slots=True)
class Cells:
    """Each (predicted cluster, true incident) that share articles: `held` of them; `sizes` by true incident."""

    cluster: np.ndarray[tuple[int], np.dtype[np.int64]]
    true: np.ndarray[tuple[int], np.dtype[np.int64]]
    held: Column
    sizes: Column

    @classmethod
    def of(cls, shares: Shares, index: dict[str, int]) -> "Cells":
        numbers: dict[str, int] = {}
        cluster = [numbers.setdefault(predicted, len(numbers)) for predicted, _ in shares.held]
        true = [index[name] for _, name in shares.held]
        held = np.array(list(shares.held.values()), dtype=np.float64)
        sizes = np.array(list(shares.sizes.values()), dtype=np.float64)
        return cls(np.array(cluster), np.array(true), held, sizes)

    def in_cluster(self, values: Column) -> Column:
        """Sum of a cell value over the cluster of each cell."""
        total = np.bincount(self.cluster, weights=values).astype(np.float64)
        return total[self.cluster]


def by_draw(weights: Weights, one: "BCubed | Pairwise") -> Column:
    return np.array([one.f1(draw) for draw in weights])


@dataclass(frozen=True, slots=True)
class BCubed:
    """For each article: which share of its predicted incident belongs there, which share of its true one is there."""

    cells: Cells

    def of(self, weights: Weights) -> Column:
        return by_draw(weights, self)

    def f1(self, draw: Column) -> float:
        cells = self.cells
        weight = draw[cells.true]
        strangers = cells.in_cluster(weight * cells.held) - weight * cells.held
        articles = float(draw @ cells.sizes)
        precision = float(weight @ (cells.held**2 / (cells.held + strangers))) / articles
        recall = float(weight @ (cells.held**2 / cells.sizes[cells.true])) / articles
        return harmonic(precision, recall)


@dataclass(frozen=True, slots=True)
class Pairwise:
    """Pairs of articles put together and belonging together."""

    cells: Cells

    def of(self, weights: Weights) -> Column:
        return by_draw(weights, self)

    def f1(self, draw: Column) -> float:
        cells = self.cells
        weight = draw[cells.true]
        right = float(weight @ _pairs(cells.held))
        drawn = weight * cells.held
        wrong = float((cells.in_cluster(drawn) - drawn) @ drawn) / 2
        true = float(draw @ _pairs(cells.sizes))
        return 2 * right / (right + wrong + true) if right else 0.0


@dataclass(frozen=True, slots=True)
class OverCount:
    """Predicted incidents for each true one; one that holds articles of several is shared out among them."""

    published: Column

    def of(self, weights: Weights) -> Column:
        return divided(weights @ self.published, weights.sum(axis=1))


def _spread(shares: Shares, index: dict[str, int]) -> Column:
    published = np.zeros(len(index))
    for members in shares.told.values():
        articles = sum(members.values())
        for true, held in members.items():
            published[index[true]] += held / articles
    return published


def _pairs(count: Column) -> Column:
    return count * (count - 1) / 2


def harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
