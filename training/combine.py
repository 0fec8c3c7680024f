"""How far to believe the encoder beside the rules on the type: a conditional logistic regression of three weights.

All types share the weights: what is weighed is how much to believe whom, not which type is frequent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from tocsin.reading.model.weights import TypeWeights
from tocsin.reading.weigh import combine

_RIDGE = 0.02
_START = (0.8, 1.7, 1.0)

Scores = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """One text: the encoder's share and the rules' score of each type, and the types that are right."""

    shares: Scores
    rules: Scores
    right: frozenset[str]


def fit(cases: Sequence[Case]) -> TypeWeights:
    """The weights under which the right types together are likeliest (ridge on each weight)."""

    def cost(values: np.ndarray) -> float:
        weights = weights_of(values)
        told = (combine(case.rules, case.shares, weights) for case in cases)
        raised = [sum(chances[code] for code in case.right) for case, chances in zip(cases, told, strict=True)]
        return float(-np.log(np.maximum(raised, 1e-9)).mean() + _RIDGE * (values**2).mean())

    return weights_of(minimize(cost, np.array(_START), method="Nelder-Mead", options={"maxiter": 120}).x)


def weights_of(values: Sequence[float] | np.ndarray) -> TypeWeights:
    model, rule, first = (round(float(value), 3) for value in values)
    return TypeWeights(model=model, rule=rule, first=first)
