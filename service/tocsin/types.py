"""What the rooms hand each other: Document, Sentence, Span, Place, Candidate, Reject.

Offsets are code points of the article's `text` as it arrived (of the extracted text where only html came), so that
`text[span.start:span.end]` is always what a reader can check.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from tocsin_schemas.enums import PlaceKind

TITLE = -1
"""Index of the title's pseudo sentence: read for context, never evidence."""

UNLISTED = "name:"
"""What the id of a town begins with that a text names and the gazetteer lacks; its point is that of the area around."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the body, or the title (`index` TITLE, whose span is empty).

    `text` has the length of its span and ordinary case: upper-case copy is truecased letter by letter, white space and
    control characters are blanks, typographic quotes and dashes are ASCII, so that a match at i in `text` stands at
    span.start + i in the article. `is_quote` = it lies inside a quotation; `paragraph` counts from 0.
    """

    index: int
    span: Span
    text: str
    paragraph: int
    is_quote: bool = False

    def locate(self, start: int, end: int) -> Span:
        return Span(self.span.start + start, self.span.start + end)


@dataclass(frozen=True, slots=True)
class Document:
    """An article made ready for reading: boilerplate set aside, sentences with offsets into the original text."""

    article_id: str
    content_hash: str
    text: str
    title: Sentence | None
    sentences: tuple[Sentence, ...]
    published_at: datetime | None
    publisher: str | None
    url: str | None
    language: str

    def quote(self, span: Span) -> str:
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Place:
    """A thing of the gazetteer; lat, lon in degrees, None for a country; radius_km is how far its area reaches."""

    gazetteer_id: str
    name: str
    kind: PlaceKind
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    population: int = 0
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One annotator's answer to one question.

    `question` is a field path such as `what.type`, `where`, `when`, `harm.killed`, `actor`, `claim`, `reality`; the
    value's type belongs to the question (reading/questions.py lists them). `score` is the annotator's own, calibrated
    by (question, by) in `choose`. `by` names who found it: `rule:<name>` or `model:<version>`.
    """

    question: str
    value: Any
    span: Span
    sentence: int
    score: float
    by: str


class Annotator(Protocol):
    """Answers one or more questions about a document; a rule and a trained model have the same shape."""

    def annotate(self, document: Document) -> Iterable[Candidate]: ...


class Reviewer(Protocol):
    """A second opinion on what the annotators found: it may weigh, rename, add and strike candidates.

    `news` = how likely the trigger at a span tells a fresh happening. `version` stands in the report's lineage.
    """

    @property
    def version(self) -> str: ...

    def review(
        self, document: Document, candidates: tuple[Candidate, ...], news: dict[Span, float]
    ) -> tuple[tuple[Candidate, ...], dict[Span, float]]: ...


class Stage(StrEnum):
    """Where an input was rejected."""

    INTAKE = "intake"
    READING = "reading"
    RESOLVE = "resolve"


class RejectReason(StrEnum):
    """Why an input cannot be processed; the value travels in the dead letter's header."""

    NOT_JSON = "not_json"
    NOT_AN_OBJECT = "not_an_object"
    TOO_DEEP = "too_deep"
    INVALID_FIELD = "invalid_field"
    MISSING_TEXT = "missing_text"
    MISSING_ID = "missing_id"
    KEY_MISMATCH = "key_mismatch"
    BAD_DATE = "bad_date"
    FUTURE = "future"
    TOO_LARGE = "too_large"
    READER_CRASHED = "reader_crashed"
    READER_TIMEOUT = "reader_timeout"
    RECORD_TOO_LARGE = "record_too_large"
    BAD_REPORT = "bad_report"


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that cannot be processed, with the reason and one sentence for the operator (no input text in it)."""

    reason: RejectReason
    stage: Stage
    detail: str
