"""Documents and triggers for the tests of reading: sentences given one by one."""

from datetime import UTC, datetime

from tocsin.reading.questions import WHAT, WhatAnswer
from tocsin.types import TITLE, Candidate, Document, Sentence, Span

PUBLISHED = datetime(2024, 5, 16, 9, tzinfo=UTC)


def document(*sentences: str, title: str | None = None, url: str | None = None) -> Document:
    """A document of the given sentences, one blank between them, published on Thursday 16 May 2024."""
    made: list[Sentence] = []
    start = 0
    for index, text in enumerate(sentences):
        made.append(Sentence(index, Span(start, start + len(text)), text, paragraph=index))
        start += len(text) + 1
    head = Sentence(TITLE, Span(0, 0), title, 0) if title else None
    return Document("a", "0" * 16, " ".join(sentences), head, tuple(made), PUBLISHED, None, url, "en")


def what(code: str, score: float, at: int = 0, sentence: int = 0) -> Candidate:
    """A trigger of a type, of five letters, as a rule finds it."""
    return Candidate(WHAT, WhatAnswer(code, "words"), Span(at, at + 5), sentence, score, "rule:type")
