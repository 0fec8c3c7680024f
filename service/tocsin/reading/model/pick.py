"""Which sentences are worth the encoder's time: those whose trigger most likely tells the happening, up to a budget."""

from collections.abc import Iterable, Mapping

from tocsin.reading.model.weights import BudgetWeights
from tocsin.reading.questions import WHAT
from tocsin.types import Candidate, Document, Sentence, Span

_LEAST_NEWS = 0.02
_CHARACTERS_A_PIECE = 4.2
_MARKS = 2
"""Pieces that stand for the ends of a text."""


def sentences_to_read(
    document: Document, candidates: Iterable[Candidate], news: Mapping[Span, float], budget: BudgetWeights
) -> list[Sentence]:
    """In reading order; the likeliest is always among them, however long it is."""
    whats = [one for one in candidates if one.question == WHAT and 0 <= one.sentence < len(document.sentences)]
    worth: dict[int, float] = {}
    for one in whats:
        worth[one.sentence] = max(worth.get(one.sentence, 0.0), news.get(one.span, 0.0))
    left = float(pieces_for(whats, news, budget))
    kept: list[int] = []
    for index in sorted(worth, key=lambda index: (-round(worth[index], 3), index)):
        cost = len(document.sentences[index].text) / _CHARACTERS_A_PIECE + _MARKS
        if worth[index] < _LEAST_NEWS and kept:
            break
        if cost <= left or not kept:
            kept.append(index)
            left -= cost
    return [document.sentences[index] for index in sorted(kept)]


def pieces_for(whats: Iterable[Candidate], news: Mapping[Span, float], budget: BudgetWeights) -> int:
    """Word pieces that an article may cost, by the family of its likeliest trigger."""
    best = max(whats, key=lambda one: one.score * news.get(one.span, 0.0), default=None)
    fought = best is not None and best.value.event_type.partition(".")[0] in budget.fighting
    return budget.fought if fought else budget.plain
