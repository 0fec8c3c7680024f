"""Article → Document ready for reading, or Skipped with the reason."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import trafilatura

from tocsin.intake.boilerplate import is_scrap, set_aside
from tocsin.intake.clean import plain
from tocsin.intake.language import ENGLISH, language_of
from tocsin.intake.sentences import Piece, split
from tocsin.intake.truecase import bracketed, is_upper_case, truecase
from tocsin.types import TITLE, Document, Sentence, Span
from tocsin_schemas.enums import ArticleStatus
from tocsin_schemas.models import Article

_TITLE_SITE = re.compile(r"\s(?:::|\||-|»)\s[^|:»]{2,60}$")


MAX_TAGS = 50_000
"""Of a page with more, the tags are blanked and no text is extracted: 245,000 took 14 s and 330 MB (2026-11-25)."""
MAX_SENTENCES = 1_000
MAX_READ = 200_000
"""Sentences and code points that are read of an overlong text: some 20,000 words, far beyond the longest report."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An article that is in order but not read: `reason` for the report, `language` where one was found."""

    reason: str
    language: str | None = None


def prepare(article: Article) -> Document | Skipped:
    """Clean, set boilerplate aside and split; offsets are those of `article.text` (of the extracted text for html).

    A text of which cleaning leaves nothing (links, captions of films) has no sentences; its headline may be read alone.
    """
    if article.status is ArticleStatus.WITHDRAWN:
        return Skipped("withdrawn")
    text = _body(article)
    clean = set_aside(plain(text))
    pieces = tuple(islice(_pieces(clean), MAX_SENTENCES))
    title = _title(article.title)
    heading = title.text if title is not None and text.strip() else ""
    told = clean[pieces[0].span.start : pieces[-1].span.end] if pieces else heading
    if not told:
        return Skipped("no text left after cleaning")
    language = language_of(told, article.language)
    if language != ENGLISH:
        return Skipped(f"language: {language}", language)
    return Document(
        article_id=article.article_id,
        content_hash=article.content_hash(),
        text=text,
        title=title,
        sentences=_sentences(clean, pieces),
        published_at=article.published_at,
        publisher=article.publisher,
        url=article.url,
        language=language,
    )


def _pieces(clean: str) -> Iterator[Piece]:
    for piece in split(clean):
        if piece.span.end > MAX_READ:
            return
        if not is_scrap(clean[piece.span.start : piece.span.end]):
            yield piece


def _body(article: Article) -> str:
    if article.text and article.text.strip():
        return article.text
    if not article.html:
        return ""
    if article.html.count("<") > MAX_TAGS:
        return plain(article.html)
    extracted = trafilatura.extract(article.html, include_comments=False, include_tables=False)
    return extracted or plain(article.html)


def _title(title: str | None) -> Sentence | None:
    """The headline without the site's name; its span is empty because no evidence may rest on it."""
    if not title or not title.strip():
        return None
    text = " ".join(plain(title).split())
    text = _TITLE_SITE.sub("", text) or text
    return Sentence(TITLE, Span(0, 0), truecase(text) if is_upper_case(text) else text, 0)


def _sentences(clean: str, pieces: tuple[Piece, ...]) -> tuple[Sentence, ...]:
    texts = [clean[piece.span.start : piece.span.end].replace("\n", " ") for piece in pieces]
    upper = [is_upper_case(text) for text in texts]
    if any(upper):
        acronyms = bracketed(texts)
        whole = sum(upper) >= 0.6 * len(upper)
        texts = [
            truecase(text, acronyms) if is_so or (whole and text.isupper()) else text
            for text, is_so in zip(texts, upper, strict=True)
        ]
    return tuple(
        Sentence(index, piece.span, text, piece.paragraph, piece.is_quote)
        for index, (piece, text) in enumerate(zip(pieces, texts, strict=True))
    )
