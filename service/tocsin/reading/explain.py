"""Why a report says what it says: the article's text with the words behind each field and who found them."""

from dataclasses import dataclass

from tocsin.reading.reader import Trace
from tocsin.types import Document, Span


@dataclass(frozen=True, slots=True)
class Note:
    """Words of the article that support a field of a mention."""

    mention: int
    field: str
    span: Span
    words: str
    by: str
    score: float


def explain(trace: Trace, document: Document) -> tuple[Note, ...]:
    """The notes in reading order; every field that the report fills from the text has at least one."""
    notes = [
        Note(ordinal, one.field, one.span, document.quote(one.span), one.by, one.score)
        for ordinal, supports in enumerate(trace.supports)
        for one in supports
    ]
    return tuple(sorted(notes, key=lambda note: (note.span.start, note.span.end, note.mention, note.field)))
