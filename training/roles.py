"""What the larger encoder learns from, epoch by epoch: texts in windows, and wordings of the corpus for roles alone."""

import random
from collections.abc import Sequence
from itertools import groupby

from tocsin.reading.model.pick import windows_of
from training.examples import SEED, Example
from training.labels import NO_DEED, TOLD_DEED

_WINDOWS_IN, _SNIPPETS_IN = 3, 3
"""One window without a deed, one wording in so many is learnt from each epoch: time, not gain, set them."""
_ASIDE = 0.5
"""Chance of a sentence aside to stand in its window: the reader leaves those out in which it sees nobody."""
_LEAST, _MOST = 60, 240
"""Word pieces of the windows of a text, by chance: the reader's have 200 or less. With 100 to 450 the tags of
the held-out texts are no better (average precision 0.619 for 0.638, one run each, 2026-11-27)."""
_LEAST_OF_WINDOW = 0.3
"""The first window of a text is cut short by chance, so that each epoch has other neighbours together."""


def epochs_of_windows(
    told: Sequence[Example], fillings: Sequence[Sequence[Example]], count: int, seed: int = SEED
) -> list[list[Example]]:
    """The examples of `count` epochs, the sentences of a text read together: every window that tells a deed, a share of
    the others, so that the encoder knows that most say nothing, and of the wordings, so that it knows today's drones.
    """
    texts = [list(sentences) for _, sentences in groupby(told, key=lambda one: one.filling)]
    epochs = []
    for at in range(count):
        chance = random.Random(seed * 1_000 + at)
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
    means: list[tuple[int, int, tuple[str, ...]]] = []
    deeds: list[tuple[int, int, str]] = []
    for one in sentences:
        text += " " if text else ""
        at = len(text)
        tags.extend((start + at, end + at, tag) for start, end, tag in one.tags or ())
        means.extend((start + at, end + at, right) for start, end, right in one.means)
        text += one.text
        deeds.extend([(at, len(text), one.deed)] if one.deed else [])
    known = {one.deed for one in sentences}
    deed = TOLD_DEED if TOLD_DEED in known else NO_DEED if known == {NO_DEED} else None
    return Example(
        text=text,
        codes=(),
        deed=deed,
        tags=tuple(tags),
        means=tuple(means),
        deeds=tuple(deeds),
        filling=sentences[0].filling,
    )


def _cut(text: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    most = chance.uniform(_LEAST, _MOST)
    kept = [one for one in text if not one.aside or chance.random() < _ASIDE]
    return windows_of(kept, most, first=chance.uniform(_LEAST_OF_WINDOW, 1.0) * most)


def _wordings(fillings: Sequence[Sequence[Example]], at: int) -> list[Example]:
    return [_roles_alone(one) for one in fillings[at % len(fillings)][at % _SNIPPETS_IN :: _SNIPPETS_IN]]


def _roles_alone(one: Example) -> Example:
    return one.model_copy(update={"codes": (), "reality": None, "relevance": None})
