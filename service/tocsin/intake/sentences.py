"""Plain text → sentence spans, by rules: abbreviations, initials, decimals, quotes, missing spaces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tocsin.intake.boilerplate import BREAK
from tocsin.intake.words import stops
from tocsin.types import Span
from tocsin.world.calendar import MONTHS

# Possessive, and never begun inside a run of stops: a megabyte of dots must cost no more than one look.
_END = re.compile(r"(?<![.!?])[.!?]++[\"')\]]*+(?=\s)|(?<=[a-z\d)\"'])[.!?]++[\"']*+(?=[A-Z][a-z. ])|[.!?]\"(?=[A-Z])")
_WORD_BEFORE = re.compile(r"[\w.&'/-]*$")
_WORD_AFTER = re.compile(r"[\"'(\[]*([\w'-]+)")
SHORT_MONTHS = frozenset(month[:3] for month in MONTHS if month != "may") | {"sept"}
_LIST_NUMBER = re.compile(r"\(?\d{1,2}[.)]?$")


LONGEST = 1_500
"""Code points after which a sentence is cut at a blank: no prose, and rules must not choke on it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence before it is named: its span, paragraph (from 0) and whether it lies inside a quotation."""

    span: Span
    paragraph: int
    is_quote: bool


def split(text: str) -> Iterator[Piece]:
    """Sentences of plain text in order; they do not overlap, are not blank and cross neither paragraph nor BREAK."""
    number = -1
    for start, end in _paragraphs(text):
        number += 1
        paragraph = text[start:end]
        quoted = _quotations(paragraph) if '"' in paragraph or "'" in paragraph else ()
        at = 0
        for low, high in _sentences(paragraph):
            while at < len(quoted) and quoted[at][1] < high:
                at += 1
            inside = at < len(quoted) and quoted[at][0] <= low
            yield Piece(Span(start + low, start + high), number, inside)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    wrapped = _is_hard_wrapped(text)
    start = 0
    open_from: int | None = None
    previous = ""
    for line in text.split("\n"):
        bare = line.strip(" " + BREAK)
        if open_from is not None and not (bare and _continues(previous, bare, wrapped)):
            yield open_from, start
            open_from = None
        if bare and open_from is None:
            open_from = start
        previous = bare
        start += len(line) + 1
    if open_from is not None:
        yield open_from, len(text)


def _continues(previous: str, line: str, wrapped: bool) -> bool:
    """A line goes on with the one before it in hard-wrapped copy, or where it begins in the middle of a sentence."""
    if not previous:
        return False
    return wrapped or (line[0].islower() and previous[-1] not in '.!?:;"') or line[0] in ",;"


def _is_hard_wrapped(text: str) -> bool:
    lines = [line.strip() for line in text.split("\n")]
    full = [len(line) for line in lines if line]
    if len(full) < 4 or max(full) > 110:
        return False
    followed = sum(1 for one, two in pairwise(lines) if len(one) >= 45 and two)
    return followed >= 0.5 * len(full)


def _sentences(paragraph: str) -> Iterator[tuple[int, int]]:
    start = 0
    for part in re.finditer(rf"[^{BREAK}]+", paragraph):
        start = part.start()
        for match in _END.finditer(paragraph, start, part.end()):
            if _ends(paragraph, match, start):
                yield from _trimmed(paragraph, start, match.end())
                start = match.end()
        yield from _trimmed(paragraph, start, part.end())


def _trimmed(paragraph: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = paragraph.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        yield from _trimmed(paragraph, start, cut)
        start = cut
    piece = paragraph[start:end]
    low = start + len(piece) - len(piece.lstrip())
    high = start + len(piece.rstrip())
    if any(map(str.isalnum, piece)):
        yield low, high


def _ends(paragraph: str, match: re.Match[str], start: int) -> bool:
    after = _WORD_AFTER.match(paragraph, _skip_blank(paragraph, match.end()))
    if after is None:
        return True
    following = after[1]
    if following[0].islower():
        return False
    if match[0][0] != "." or match[0].startswith(".."):
        return True
    found = _WORD_BEFORE.search(paragraph[max(start, match.start() - 24) : match.start()])
    before = found[0].lstrip("'-/.").lower() if found else ""
    if not before:
        return True
    return _full_stop_ends(before, following, paragraph[start : match.start()])


def _full_stop_ends(before: str, following: str, so_far: str) -> bool:
    number_follows = following[0].isdigit()
    words = stops()
    if before in words.never or before in words.titles:
        return False if before != "no" else not number_follows
    if before in SHORT_MONTHS:
        return not number_follows
    if before in words.maybe or (
        "." in before and len(before) <= 7 and all(len(part) <= 2 for part in before.split("."))
    ):
        return following.lower() in words.openers
    if len(before) == 1 and before.isalpha() and before != "i":
        return following.lower() in words.openers and len(so_far) > 3
    return not (len(so_far.strip()) <= 4 and _LIST_NUMBER.match(so_far.strip()) is not None)


def _skip_blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \n":
        at += 1
    return at


def _quotations(paragraph: str) -> tuple[tuple[int, int], ...]:
    """Ranges from an opening to its closing double quote, marks included; one left open runs to the paragraph's end."""
    marks = [match.start() for match in re.finditer('"', paragraph)]
    spans = [(marks[at], marks[at + 1] + 1) for at in range(0, len(marks) - 1, 2)]
    if len(marks) % 2:
        spans.append((marks[-1], len(paragraph)))
    return tuple(spans)
