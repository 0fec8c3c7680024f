"""What the larger encoder learns from, epoch by epoch: it tells roles alone. First sentences, then texts in windows."""

import random
from collections.abc import Sequence
from itertools import groupby

from tocsin.reading.model.pick import windows_of
from tocsin.reading.model.weights import load_weights
from training.examples import SEED, Example
from training.labels import NO_DEED, TOLD_DEED

_OTHERS_IN, _ASIDES_IN, _SNIPPETS_IN = 3, 4, 3
"""Epochs over which sentences without a deed, those aside and the wordings are spread: time, not gain, set them."""
_WINDOWS_IN = 3
"""One window without a deed in so many is learnt from, as above."""
_ASIDE = 0.5
"""Chance of a sentence aside to stand in its window: the reader leaves those out in which it sees nobody."""
_LEAST_OF_WINDOW = 0.3
"""The first window of a text is cut short by chance, so that each epoch has other neighbours together."""


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
            *_wordings(fillings, at),
        ]
        for at in range(count)
    ]


def epochs_of_windows(
    told: Sequence[Example], fillings: Sequence[Sequence[Example]], count: int
) -> list[list[Example]]:
    """The same with the sentences of a text read together: every window that tells a deed, a share of the others."""
    texts = [list(sentences) for _, sentences in groupby(told, key=lambda one: one.filling)]
    epochs = []
    for at in range(count):
        chance = random.Random(SEED + at)
        windows = [together(window) for text in texts for window in _cut(text, chance)]
        deeds = [one for one in windows if one.deed == TOLD_DEED]
        others = [one for one in windows if one.deed != TOLD_DEED]
        chance.shuffle(others)
        epochs.append([*deeds, *others[: len(others) // _WINDOWS_IN], *_wordings(fillings, at)])
    return epochs


def together(sentences: Sequence[Example]) -> Example:
    """One example of several sentences of a text, a space between them."""
    text = ""
    tags: list[tuple[int, int, str]] = []
    for one in sentences:
        text += " " if text else ""
        tags.extend((start + len(text), end + len(text), tag) for start, end, tag in one.tags or ())
        text += one.text
    deeds = {one.deed for one in sentences}
    deed = TOLD_DEED if TOLD_DEED in deeds else NO_DEED if deeds == {NO_DEED} else None
    return Example(text=text, codes=(), deed=deed, tags=tuple(tags), filling=sentences[0].filling)


def _cut(text: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    most = load_weights().roles.window
    kept = [one for one in text if not one.aside or chance.random() < _ASIDE]
    return windows_of(kept, most, first=chance.uniform(_LEAST_OF_WINDOW, 1.0) * most)


def _wordings(fillings: Sequence[Sequence[Example]], at: int) -> list[Example]:
    return [_roles_alone(one) for one in fillings[at % len(fillings)][at % _SNIPPETS_IN :: _SNIPPETS_IN]]


def _roles_alone(one: Example) -> Example:
    return one.model_copy(update={"codes": (), "reality": None, "relevance": None})
