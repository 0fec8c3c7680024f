"""The mentions of one article against the incidents they may belong to: one to one, best total."""

from collections.abc import Hashable, Sequence
from typing import TypeVar

Target = TypeVar("Target", bound=Hashable)
EXHAUSTIVE = 7
"""Up to this many mentions every assignment is tried; longer round-ups are assigned best pair first."""


def assign(options: Sequence[dict[Target, float]]) -> list[Target | None]:
    """For each mention the target that it gets, None where it gets none.

    `options[i]` holds the points of mention i for each target that it may take. No target is given twice; the sum of
    points is the largest possible. Targets are tried in the order of the mappings, so ties fall to the first.
    """
    if len(options) == 1:
        only = options[0]
        return [max(only, key=lambda target: only[target]) if only else None]
    if sum(1 for one in options if one) > EXHAUSTIVE:
        return _best_pair_first(options)
    return _best_total(options)


def _best_pair_first(options: Sequence[dict[Target, float]]) -> list[Target | None]:
    pairs = [(points, at, target) for at, row in enumerate(options) for target, points in row.items()]
    pairs.sort(key=lambda pair: (-pair[0], pair[1]))
    given: list[Target | None] = [None] * len(options)
    taken: set[Target] = set()
    for _, at, target in pairs:
        if given[at] is None and target not in taken:
            given[at] = target
            taken.add(target)
    return given


def _best_total(options: Sequence[dict[Target, float]]) -> list[Target | None]:
    best_points = -1.0
    best: list[Target | None] = [None] * len(options)
    given: list[Target | None] = [None] * len(options)
    taken: set[Target] = set()
    rest = [0.0] * (len(options) + 1)
    for at in range(len(options) - 1, -1, -1):
        rest[at] = rest[at + 1] + max(options[at].values(), default=0.0)

    def place(at: int, points: float) -> None:
        nonlocal best_points, best
        if points + rest[at] <= best_points:
            return
        if at == len(options):
            best_points, best = points, given.copy()
            return
        for target, gain in sorted(options[at].items(), key=lambda pair: -pair[1]):
            if target not in taken:
                taken.add(target)
                given[at] = target
                place(at + 1, points + gain)
                taken.discard(target)
        given[at] = None
        place(at + 1, points)

    place(0, 0.0)
    return best
