"""Plain text → sentence spans, by rules: abbreviations, initials, decimals, quotes, missing spaces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.intake.boilerplate import BREAK
from tocsin.types import Span

_END = re.compile(r"[.!?]+[\"')\]]*(?=\s)|(?<=[a-z\d)\"'])[.!?]+[\"']*(?=[A-Z][a-z. ])|[.!?]\"(?=[A-Z])")
_WORD_BEFORE = re.compile(r"[\w.&'/-]*$")
_WORD_AFTER = re.compile(r"[\"'(\[]*([\w'-]+)")
_LIST_NUMBER = re.compile(r"\(?\d{1,2}[.)]?$")

# Before a name or a number these never end a sentence.
_TITLES = frozenset(
    "mr mrs ms messrs dr prof rev fr sr sra hon gen lt col maj capt cpt cmdr cdr adm sgt ssgt cpl pvt pfc ofc det insp supt sup "
    "dep dept sen rep gov pres amb atty asst assoc mt ft st ste ave blvd rd hwy rte no nos vs art fig vol pp brig gens lts "
    "cols sens reps govs drs det dist lic ing comdr lieut spc sec min".split()
)
# These end one only before a word that seldom stands inside a sentence with a capital.
_MAYBE = frozenset(
    "u.s u.k u.n e.u u.a.e d.c l.a n.y u.s.a u.s.s.r n.j n.c s.c n.h n.m n.d s.d w.va r.i inc corp co ltd llc jr sr bros etc al "
    "a.m p.m am pm est ph.d m.d b.a m.a esq d-n.y r-n.y ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich "
    "minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo ala b.c a.d".split()
)
_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
_NEVER = frozenset("e.g i.e cf approx ca aka viz".split())
_OPENERS = frozenset(
    "the a an he she it they we i you this that these those there in on at after before when while if but and so as for from "
    "by with no not his her its their our my one two three both all some many most another other authorities officials "
    "police officers witnesses investigators detectives residents according meanwhile however also earlier later last "
    "several what who where how why since until although though despite during under over".split()
)


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
        for low, high in _sentences(paragraph):
            inside = any(left <= low and high <= right for left, right in quoted)
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
    followed = sum(1 for one, two in zip(lines, lines[1:], strict=False) if len(one) >= 45 and two)
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
    piece = paragraph[start:end]
    low = start + len(piece) - len(piece.lstrip())
    high = start + len(piece.rstrip())
    if low < high:
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
    if before in _NEVER or before in _TITLES:
        return False if before != "no" else not number_follows
    if before in _MONTHS:
        return not number_follows
    if before in _MAYBE or ("." in before and len(before) <= 7 and all(len(part) <= 2 for part in before.split("."))):
        return following.lower() in _OPENERS
    if len(before) == 1 and before.isalpha() and before != "i":
        return following.lower() in _OPENERS and len(so_far) > 3
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
