"""Quotes that support fields: the sentence of the words, cut around them where it is too long."""

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.types import Candidate, Document, Span
from tocsin_schemas.models import QUOTE_LIMIT, Evidence


@dataclass(frozen=True, slots=True)
class Support:
    """The words behind one field of one mention and who found them."""

    field: str
    span: Span
    by: str
    score: float


def quote_span(document: Document, candidate: Candidate) -> Span:
    """The candidate's sentence, or a piece of at most 280 code points around its words, cut at blanks."""
    sentence = document.sentences[candidate.sentence].span
    if sentence.end - sentence.start <= QUOTE_LIMIT:
        return sentence
    middle = (candidate.span.start + min(candidate.span.end, candidate.span.start + QUOTE_LIMIT)) // 2
    start = max(sentence.start, min(middle - QUOTE_LIMIT // 2, sentence.end - QUOTE_LIMIT))
    end = min(sentence.end, start + QUOTE_LIMIT)
    return _trimmed(document.text, start, end, sentence, candidate.span)


def _trimmed(text: str, start: int, end: int, sentence: Span, words: Span) -> Span:
    if start > sentence.start:
        blank = text.find(" ", start, words.start)
        start = blank + 1 if blank >= 0 else start
    if end < sentence.end:
        blank = text.rfind(" ", words.end, end)
        end = blank if blank >= 0 else end
    return Span(start, end)


class EvidenceList:
    """Collects the evidence of one mention; the same quote is kept once a field."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._found: dict[tuple[str, int, int], Evidence] = {}
        self.supports: list[Support] = []

    def add(self, field: str, candidate: Candidate) -> None:
        """Only words of the body support a field; a title's candidate adds nothing."""
        if not 0 <= candidate.sentence < len(self._document.sentences):
            return
        span = quote_span(self._document, candidate)
        key = (field, span.start, span.end)
        if key not in self._found:
            quote = self._document.quote(span)
            self._found[key] = Evidence(field=field, start=span.start, end=span.end, quote=quote)
        self.supports.append(Support(field, candidate.span, candidate.by, candidate.score))

    def sentences(self) -> Iterator[str]:
        return (sentence.text for sentence in self._document.sentences)

    def all(self) -> tuple[Evidence, ...]:
        return tuple(self._found.values())
