"""Figures of event types: weighted F1 over the label sets of the published table, with bootstrap intervals."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

_BEYOND_25 = frozenset({"ORG_CRIME", "NATURAL_DISASTER", "MAN_MADE_DISASTER"})
_BEYOND_28 = frozenset({"DIPLO", "ATTRIB"})
LABEL_SETS: dict[str, Callable[[str], bool]] = {
    "acled25": lambda label: label not in _BEYOND_25 | _BEYOND_28,
    "acled28": lambda label: label not in _BEYOND_28,
    "all30": lambda label: True,
}
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """Weighted F1 with its 95 % interval over resampled texts."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}-{self.high:.3f})"


def weighted_f1(gold: Sequence[str], guessed: Sequence[str | None]) -> float:
    """F1 of each label that occurs in `gold`, weighted by how often it does."""
    support, guesses = Counter(gold), Counter(guessed)
    right = Counter(label for label, guess in zip(gold, guessed, strict=True) if label == guess)
    return sum(
        2 * right[label] / (count + guesses[label]) * count for label, count in support.items() if right[label]
    ) / len(gold)


def figures(gold: Sequence[str], guessed: Sequence[str | None], seed: int = 1) -> dict[str, Figure]:
    """One figure a label set."""
    found = {}
    for name, keep in LABEL_SETS.items():
        rows = [row for row, label in enumerate(gold) if keep(label)]
        chance = np.random.default_rng(seed)
        drawn = (chance.integers(0, len(rows), len(rows)) for _ in range(_DRAWS))
        values = sorted(_of(gold, guessed, [rows[at] for at in draw]) for draw in drawn)
        ends = values[round(_DRAWS * 0.025)], values[round(_DRAWS * 0.975)]
        found[name] = Figure(_of(gold, guessed, rows), *ends)
    return found


def gain(
    gold: Sequence[str], guessed: Sequence[str | None], over: Sequence[str | None], name: str = "all30", seed: int = 1
) -> Figure:
    """How much more `guessed` has than `over` on the label set `name`, both on the same resampled texts."""
    rows = [row for row, label in enumerate(gold) if LABEL_SETS[name](label)]
    chance = np.random.default_rng(seed)

    def of(drawn: Sequence[int]) -> float:
        return _of(gold, guessed, drawn) - _of(gold, over, drawn)

    draws = (chance.integers(0, len(rows), len(rows)) for _ in range(_DRAWS))
    values = sorted(of([rows[at] for at in draw]) for draw in draws)
    return Figure(of(rows), values[round(_DRAWS * 0.025)], values[round(_DRAWS * 0.975)])


def confusions(gold: Sequence[str], guessed: Sequence[str | None]) -> list[tuple[str, str | None, int]]:
    """(right, guessed, how often), the most frequent first."""
    wrong = Counter(pair for pair in zip(gold, guessed, strict=True) if pair[0] != pair[1])
    return [(right, guess, count) for (right, guess), count in wrong.most_common()]


def by_label(gold: Sequence[str], guessed: Sequence[str | None]) -> Mapping[str, float]:
    """F1 of each label."""
    support, guesses = Counter(gold), Counter(guessed)
    right = Counter(label for label, guess in zip(gold, guessed, strict=True) if label == guess)
    return {label: 2 * right[label] / (count + guesses[label]) for label, count in support.items()}


def _of(gold: Sequence[str], guessed: Sequence[str | None], rows: Sequence[int]) -> float:
    return weighted_f1([gold[row] for row in rows], [guessed[row] for row in rows])
