"""Which sentences are worth the encoder's time: those whose trigger most likely tells the happening, up to a budget.

Where people fight, those too that tell by no trigger who was hurt: "The dead were named as ...".
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol, TypeVar

from tocsin.reading.model.weights import BudgetWeights
from tocsin.reading.questions import ACTOR, HARM, WHAT
from tocsin.types import Candidate, Document, Sentence, Span
from tocsin_schemas.enums import ActorRole
from tocsin_schemas.taxonomy import family_of


class HasText(Protocol):
    """A sentence of a document, or of what training reads."""

    @property
    def text(self) -> str: ...


Told = TypeVar("Told", bound=HasText)
_LEAST_NEWS = 0.02
_CHARACTERS_A_PIECE = 4.2
_MARKS = 2
"""Pieces that stand for the ends of a text."""


def sentences_to_read(
    document: Document,
    candidates: Iterable[Candidate],
    news: Mapping[Span, float],
    budget: BudgetWeights,
    is_fought: bool,
) -> list[Sentence]:
    """In reading order; the likeliest is always among them, however long it is."""
    told = [one for one in candidates if 0 <= one.sentence < len(document.sentences)]
    whats = [one for one in told if one.question == WHAT]
    worth: dict[int, float] = {}
    for one in whats:
        worth[one.sentence] = max(worth.get(one.sentence, 0.0), news.get(one.span, 0.0))
    left = float(budget.fought if is_fought else budget.plain)
    hurt = sorted({one.sentence for one in told if _tells_of_hurt(one)} - worth.keys()) if is_fought else []
    kept: list[int] = []
    for index in [*sorted(worth, key=lambda index: (-round(worth[index], 3), index)), *hurt]:
        cost = _cost(document.sentences[index])
        if kept and worth.get(index, 1.0) < _LEAST_NEWS:
            continue
        if cost <= left or not kept:
            kept.append(index)
            left -= cost
    return [document.sentences[index] for index in sorted(kept)]


def sentences_beside(document: Document, read: Collection[int], most: int) -> list[Sentence]:
    """The other sentences, those nearest to one of `read` first, as far as `most` word pieces go beside those read."""
    left = most - sum(_cost(document.sentences[index]) for index in read)
    others = [one for one in document.sentences if one.index not in read]
    kept = []
    for one in sorted(others, key=lambda one: (min(abs(one.index - index) for index in read), one.index)):
        left -= _cost(one)
        if left < 0:
            break
        kept.append(one)
    return kept


def windows_of(sentences: Iterable[Told], most: float, first: float | None = None) -> list[list[Told]]:
    """Sentences in runs of at most `most` word pieces, the first run of `first`; one that is longer stands alone."""
    windows: list[list[Told]] = []
    left = most if first is None else first
    for one in sentences:
        if windows and _cost(one) <= left:
            windows[-1].append(one)
        else:
            left = most if windows else left
            windows.append([one])
        left -= _cost(one)
    return windows


def trigger_of(
    whats: Iterable[Candidate], news: Mapping[Span, float], families: Collection[str], least: float = 0.0
) -> Candidate | None:
    """The likeliest trigger, where it is of one of `families` and news with a chance of `least`."""
    best = max(whats, key=lambda one: one.score * news.get(one.span, 0.0), default=None)
    if best is None or news.get(best.span, 0.0) < least:
        return None
    return best if family_of(best.value.event_type) in families else None


def whole_text(document: Document, budget: BudgetWeights) -> str | None:
    """All sentences of a text short enough to be read in one go; None of a longer one, or of a single sentence."""
    text = " ".join(one.text for one in document.sentences)
    is_short = len(text) / _CHARACTERS_A_PIECE + _MARKS <= budget.whole
    return text if is_short and len(document.sentences) > 1 else None


def _tells_of_hurt(one: Candidate) -> bool:
    return one.question in HARM or (one.question == ACTOR and one.value.role is ActorRole.VICTIM)


def _cost(sentence: HasText) -> float:
    return len(sentence.text) / _CHARACTERS_A_PIECE + _MARKS
