"""Which sentences are worth the encoder's time: those whose trigger most likely tells the happening, up to a budget.

Where people fight, those too that tell by no trigger who was hurt: "The dead were named as ...".
"""

from collections.abc import Iterable, Mapping

from tocsin.reading.model.weights import BudgetWeights
from tocsin.reading.questions import ACTOR, HARM, WHAT
from tocsin.types import Candidate, Document, Sentence, Span
from tocsin_schemas.enums import ActorRole

_LEAST_NEWS = 0.02
_CHARACTERS_A_PIECE = 4.2
_MARKS = 2
"""Pieces that stand for the ends of a text."""


def sentences_to_read(
    document: Document, candidates: Iterable[Candidate], news: Mapping[Span, float], budget: BudgetWeights
) -> list[Sentence]:
    """In reading order; the likeliest is always among them, however long it is."""
    told = [one for one in candidates if 0 <= one.sentence < len(document.sentences)]
    whats = [one for one in told if one.question == WHAT]
    worth: dict[int, float] = {}
    for one in whats:
        worth[one.sentence] = max(worth.get(one.sentence, 0.0), news.get(one.span, 0.0))
    left = float(pieces_for(whats, news, budget))
    fought = bool(whats) and _is_fought(whats, news, budget)
    hurt = sorted({one.sentence for one in told if _tells_of_hurt(one)} - worth.keys()) if fought else []
    kept: list[int] = []
    for index in [*sorted(worth, key=lambda index: (-round(worth[index], 3), index)), *hurt]:
        cost = len(document.sentences[index].text) / _CHARACTERS_A_PIECE + _MARKS
        if kept and worth.get(index, 1.0) < _LEAST_NEWS:
            continue
        if cost <= left or not kept:
            kept.append(index)
            left -= cost
    return [document.sentences[index] for index in sorted(kept)]


def whole_text(document: Document, budget: BudgetWeights) -> str | None:
    """All sentences of a text short enough to be read in one go; None of a longer one, or of a single sentence."""
    text = " ".join(one.text for one in document.sentences)
    is_short = len(text) / _CHARACTERS_A_PIECE + _MARKS <= budget.whole
    return text if is_short and len(document.sentences) > 1 else None


def _tells_of_hurt(one: Candidate) -> bool:
    return one.question in HARM or (one.question == ACTOR and one.value.role is ActorRole.VICTIM)


def pieces_for(whats: Iterable[Candidate], news: Mapping[Span, float], budget: BudgetWeights) -> int:
    """Word pieces that an article may cost, by the family of its likeliest trigger."""
    return budget.fought if _is_fought(whats, news, budget) else budget.plain


def _is_fought(whats: Iterable[Candidate], news: Mapping[Span, float], budget: BudgetWeights) -> bool:
    best = max(whats, key=lambda one: one.score * news.get(one.span, 0.0), default=None)
    return best is not None and best.value.event_type.partition(".")[0] in budget.fighting
