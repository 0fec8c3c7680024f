"""The headline as a text of its own, for pages whose text is not the article: a paywall's notice, a forecast."""

import re
from dataclasses import replace

from tocsin.intake.words import stops
from tocsin.types import Document, Sentence, Span

_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5
_LEAST_WORDS = 3
"""Words of a headline from which it can be told that a text is about something else."""
_SHARED, _SHARED_SILENT = 0.15, 0.34
"""Share of a headline's words up to which a text is foreign to it, and up to which one is that tells no happening at
all. Of 96 articles of gva below the first nothing had been found in 60; beyond it a text may tell the story in other
words (712 articles of invented sets: none below, three of 40 up to the second). 2026-11-26, benchmarks.quality."""


def headline_alone(document: Document, is_silent: bool) -> Document | None:
    """The document with its headline for a text, where the text has next to no word of it; None where it has.

    `is_silent` = the text tells no happening. Offsets are those of the headline.
    """
    title = document.title
    most = _SHARED_SILENT if is_silent else _SHARED
    if title is None or not is_foreign(" ".join(one.text for one in document.sentences), title.text, most):
        return None
    sentence = Sentence(0, Span(0, len(title.text)), title.text, 0)
    return replace(document, text=title.text, title=None, sentences=(sentence,))


def is_foreign(text: str, headline: str, most: float = _SHARED) -> bool:
    """Whether a text cannot be the article under a headline, as it has `most` of its words: a story repeats them."""
    asked = _stems(headline)
    return len(asked) >= _LEAST_WORDS and len(asked & _stems(text)) <= most * len(asked)


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.lower()) if word not in stops().function_words}
