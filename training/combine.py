"""Scores of the model and of the rules → one probability an answer, by a conditional logistic regression.

Answers share their weights: what is weighed is how much to believe whom, not which answer is frequent.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

FEATURES = ("model_log", "rule_score", "rule_first")
_LEAST = 1e-4
_RIDGE = 0.02

Scores = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """One text: the shares that the model gives, the scores that the rules give, the right answer."""

    model: Scores
    rules: Scores
    right: str


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight for each of FEATURES."""

    values: tuple[float, ...]

    def combine(self, model: Scores, rules: Scores, answers: Sequence[str]) -> dict[str, float]:
        """Probability of each answer."""
        raised = features(model, rules, answers) @ np.array(self.values)
        raised = np.exp(raised - raised.max())
        return dict(zip(answers, (raised / raised.sum()).tolist(), strict=True))


def features(model: Scores, rules: Scores, answers: Sequence[str]) -> np.ndarray:
    """answers x FEATURES."""
    first = max(rules.values(), default=0.0)
    rows = []
    for answer in answers:
        rule = rules.get(answer, 0.0)
        rows.append((math.log(max(_LEAST, model.get(answer, 0.0))), rule, float(rule > 0 and rule == first)))
    return np.array(rows)


def fit(cases: Sequence[Case], answers: Sequence[str]) -> Weights:
    """The weights under which the right answers are likeliest (ridge on each weight)."""
    inputs = np.stack([features(case.model, case.rules, answers) for case in cases])
    right = np.array([answers.index(case.right) for case in cases])

    def cost(weights: np.ndarray) -> float:
        raised = inputs @ weights
        raised -= raised.max(axis=1, keepdims=True)
        logs = raised - np.log(np.exp(raised).sum(axis=1, keepdims=True))
        return float(-logs[np.arange(len(right)), right].mean() + _RIDGE * (weights**2).mean())

    found = minimize(cost, np.array([1.0] + [0.5] * (len(FEATURES) - 1)), method="L-BFGS-B")
    return Weights(tuple(round(float(value), 4) for value in found.x))
