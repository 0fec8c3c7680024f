"""Arrests that no verb with its people tells: "made 31 arrests", "the suspect is in custody", "held its director"."""

import re
from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel, ConfigDict

from tocsin.reading.questions import HarmAnswer
from tocsin.reading.rules import wordlists
from tocsin.reading.rules.numbers import NUMBER, QUALIFIER, count_of
from tocsin.reading.rules.stems import Stems, lower
from tocsin.reading.rules.wordlists import either
from tocsin.types import Candidate, Sentence
from tocsin_schemas.enums import Side

_FILE = "arrests.yaml"
_HINTS = Stems.of("arrest detain apprehend custody detention bars ")
_SURE, _ONE = 0.85, 0.55
_COUNT = rf"(?:(?P<qualifier>{QUALIFIER})\s+)?(?<![\w-])(?P<number>{NUMBER})"
_NOT_YET = re.compile(
    r"\b(?:no|not|nobody|never|without|if|unless|until|before|wanted|seek\w*|sought|hop\w+|want\w*)\b", re.I
)


class ArrestWords(BaseModel):
    """Shape of arrests.yaml, whose comments explain each list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    held: tuple[str, ...]
    done: tuple[str, ...]
    custody: tuple[str, ...]


def arrests(sentence: Sentence, by: str | None, weight: float) -> Iterator[Candidate]:
    """`harm.detained` candidates of a sentence; `weight` = how far it is to be believed."""
    text = sentence.text
    if not _HINTS.any_in(lower(text)):
        return
    counted, one = _patterns()
    for match in counted.finditer(text):
        count = count_of(match["number"], match["qualifier"])
        answer = HarmAnswer(count.value, count.qualifier, by, Side.VICTIMS, form="counted")
        span = sentence.locate(match.start(), match.end())
        yield Candidate("harm.detained", answer, span, sentence.index, _SURE * weight, "rule:harm.arrests")
    held = one.search(text)
    if held is not None and not _NOT_YET.search(held[0]):
        span = sentence.locate(held.start(), held.end())
        answer = HarmAnswer(1, by=by, form="definite")
        yield Candidate("harm.detained", answer, span, sentence.index, _ONE * weight, "rule:harm.arrests")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Counts of arrests, and one person who is held."""
    words = wordlists.read_checked(_FILE, ArrestWords)
    done, begun, custody, kept = (
        either(some, gap=r"\s+") for some in (words.done, words.done[:3], words.custody, words.held)
    )
    held = rf"\b(?:the|an?|its|his|her)\s+(?:[\w'-]+\s+){{0,2}}?(?:{kept})\b"
    counted = rf"\b(?:made|make|making|carried\s+out)\s+{_COUNT}\s+arrests\b"
    one = (
        rf"{held}(?:,[^.;]{{2,60}},|\s+who\s[^.;,]{{2,50}},?|\s+of\s[^.;,]{{2,40}})?\s+(?:(?:is|was|remains?|remained|has\s+been|were)\s+"
        rf"(?:\w+\s+)?(?:{custody}|{done})|(?:was|were|had\s+been)\s[^.;,]{{3,50}}\s+and\s+(?:{done}))\b"
        rf"|\b(?:have|has|had|police|officers|detectives|deputies|investigators)\s+(?:{begun})\s+{held}"
    )
    return re.compile(counted, re.IGNORECASE), re.compile(one, re.IGNORECASE)
