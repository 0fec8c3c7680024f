"""Weights for a choice among the options of a text: a softmax over each text's options, ridge, no bias.

Needs numpy and scipy (the `training` extra).
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

FOLDS = 5
SMALL = 0.02
"""Weights below it are left out."""
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Group:
    """The options of one text by their features, and which of them are right."""

    features: Sequence[Mapping[str, float]]
    right: Sequence[bool]


def fold_of(name: str) -> int:
    """The fold of an incident (or a text), 0 to FOLDS - 1, the same in every run."""
    return zlib.crc32(name.encode()) % FOLDS


def fit(groups: Sequence[Group], ridge: float) -> Weights:
    """Weights under which the right options are likeliest among those of their text; texts without both say nothing."""
    groups = [group for group in groups if 0 < sum(group.right) < len(group.right)]
    names = sorted({name for group in groups for found in group.features for name in found})
    column = {name: at for at, name in enumerate(names)}
    sizes = [len(group.right) for group in groups]
    table = np.zeros((sum(sizes), len(names)))
    for at, found in enumerate(found for group in groups for found in group.features):
        for name, value in found.items():
            table[at, column[name]] = value
    good = np.array([each for group in groups for each in group.right])
    starts = np.cumsum([0, *sizes[:-1]])
    owner = np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        every, best = np.add.reduceat(powers, starts), np.add.reduceat(powers * good, starts)
        pull = powers * good / best[owner] - powers / every[owner]
        return float(np.log(every / best).sum() + ridge * weights @ weights / 2), ridge * weights - table.T @ pull

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return {name: round(float(weight), 3) for name, weight in zip(names, found, strict=True) if abs(weight) >= SMALL}
