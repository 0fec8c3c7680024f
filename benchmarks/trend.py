"""Does a series rise, or does it only waver? The judgement behind `make soak`.

Samples that follow each other are alike, so that a line through all of them would look more certain than it is: the
judged part is cut into blocks, each is told by its median, and the line through these is Theil and Sen's (the median
of the slopes of all pairs), which a spike does not move. A series rises where both hold: the blocks climb more steadily
than chance would make them (Mann and Kendall's test, one-sided, 0.1 %), and the climb stands out: it is more than
thrice what the blocks stray from the line, and more than such a series may differ without meaning anything (`allowed`).

Of 1,000 flat series whose samples remember each other 1 was taken for rising; leaks that climb over the judged part by
8 times what a sample strays were found in 300 of 300, by 6 times in 293 (2026-11-25, the series of test_trend.py).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import NormalDist

import numpy as np

BLOCKS = 12
LEAST_SECONDS = 120.0
"""What is shorter than that is not judged: memory that is only being warmed up would look like a leak."""
CHANCE = 0.001
STRAYS = 3.0


class Verdict(StrEnum):
    STEADY = "steady"
    RISES = "rises"
    TOO_SHORT = "too short to judge"


@dataclass(frozen=True, slots=True)
class Trend:
    """`growth` over the judged part, and `allowed`, what it may be in view of the noise, both in units of the series.

    `chance` is how likely blocks without a trend climb as steadily as these; the fitted line begins at `start`.
    """

    verdict: Verdict
    per_hour: float
    growth: float
    allowed: float
    chance: float
    start: float


def trend(seconds: Sequence[float], values: Sequence[float], allowed: float) -> Trend:
    """Judge samples (any spacing, in order of time)."""
    length = seconds[-1] - seconds[0] if len(seconds) > 1 else 0.0
    if length < LEAST_SECONDS or len(values) < 2 * BLOCKS:
        return Trend(Verdict.TOO_SHORT, 0.0, 0.0, allowed, 1.0, values[0] if values else 0.0)
    times = np.array([np.mean(block) for block in np.array_split(np.asarray(seconds, float), BLOCKS)])
    levels = np.array([np.median(block) for block in np.array_split(np.asarray(values, float), BLOCKS)])
    first, second = np.triu_indices(BLOCKS, k=1)
    slope = float(np.median((levels[second] - levels[first]) / (times[second] - times[first])))
    start = float(np.median(levels - slope * (times - seconds[0])))
    away = np.abs(levels - start - slope * (times - seconds[0]))
    allowed = max(allowed, STRAYS * 1.4826 * float(np.median(away)))
    chance = climb_by_chance(levels.tolist())
    growth = slope * length
    rises = chance < CHANCE and growth > allowed
    return Trend(Verdict.RISES if rises else Verdict.STEADY, slope * 3600, growth, allowed, chance, start)


def climb_by_chance(levels: Sequence[float]) -> float:
    """One-sided probability (Mann-Kendall, normal approximation with ties) of so steady a climb without a trend."""
    count = len(levels)
    score = sum(
        (later > earlier) - (later < earlier) for at, earlier in enumerate(levels) for later in levels[at + 1 :]
    )
    ties = _runs(sorted(levels))
    variance = (count * (count - 1) * (2 * count + 5) - sum(n * (n - 1) * (2 * n + 5) for n in ties)) / 18
    if score <= 0 or variance <= 0:
        return 1.0
    return 1.0 - NormalDist().cdf((score - 1) / math.sqrt(variance))


def _runs(ordered: Sequence[float]) -> list[int]:
    """Lengths of the runs of equal values."""
    lengths = [1]
    for before, after in pairwise(ordered):
        if before == after:
            lengths[-1] += 1
        else:
            lengths.append(1)
    return lengths
