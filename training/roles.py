"""What the larger encoder learns from, epoch by epoch: it tells roles alone."""

from collections.abc import Sequence

from training.examples import Example
from training.labels import TOLD_DEED

_OTHERS_IN, _ASIDES_IN, _SNIPPETS_IN = 3, 4, 3
"""Epochs over which sentences without a deed, those aside and the wordings are spread: time, not gain, set them."""


def epochs_of(told: Sequence[Example], fillings: Sequence[Sequence[Example]], count: int) -> list[list[Example]]:
    """The examples of `count` epochs: every deed of MUC-4, and a share of what tells none, so that it is known too."""
    deeds = [one for one in told if one.deed == TOLD_DEED]
    others = [one for one in told if one.deed != TOLD_DEED and not one.aside]
    asides = [one for one in told if one.aside]
    return [
        [
            *deeds,
            *others[at % _OTHERS_IN :: _OTHERS_IN],
            *asides[at % _ASIDES_IN :: _ASIDES_IN],
            *(_roles_alone(one) for one in fillings[at % len(fillings)][at % _SNIPPETS_IN :: _SNIPPETS_IN]),
        ]
        for at in range(count)
    ]


def _roles_alone(one: Example) -> Example:
    return one.model_copy(update={"codes": (), "reality": None, "relevance": None})
