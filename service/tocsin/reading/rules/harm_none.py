"""Words by which nobody is harmed: "no injuries were reported"."""

import re
from collections.abc import Iterator

from tocsin.reading.rules.stems import Stems, lower

_NONE_HURT = re.compile(
    r"\b(?:no\s+(?:(?:immediate|other|further|known|initial|confirmed|serious|major|one\s+was|reports?\s+of|"
    r"word\s+of|\w+\s+or)\s+){0,4}?"
    r"(?:injur(?:y|ies)|casualt(?:y|ies)|deaths?|fatalit(?:y|ies)|victims|loss\s+of\s+life|wounded)\b(?:\s+(?:or|"
    r"nor|and)\s+(?:injur(?:y|ies)|deaths?|casualties|fatalities|damage))?"
    r"|no\s+damage\s+(?:or|nor|and)\s+(?:injur(?:y|ies)|casualties)|(?:no\s+one|nobody|none\s+of\s+\w+(?:\s+\w+)?|"
    r"no\s+(?:people|persons?|officers?|civilians?|soldiers?|students?|children))"
    r"\s+(?:else\s+)?(?:was|were|is|has\s+been|had\s+been|have\s+been)\s+(?:\w+ly\s+)?(?:hurt|injured|killed|"
    r"wounded|harmed|shot|hit|struck)(?:\s+or\s+(?:hurt|injured|killed|wounded))?"
    r"|neither\s+[^.;,]{2,60}?\s(?:was|were)\s+(?:\w+ly\s+)?(?:hurt|injured|killed|wounded|harmed|shot|hit|struck)"
    r"|without\s+(?:any\s+)?(?:injur(?:y|ies)|casualties|causing\s+(?:any\s+)?(?:injuries|casualties))|"
    r"did\s+not\s+(?:cause|result\s+in)\s+(?:any\s+)?(?:injuries|casualties|deaths|victims))",
    re.IGNORECASE,
)
_NONE_STEMS = Stems(["no ", "nobody", "none", "neither", "without", "not "])


def none_in(text: str) -> Iterator[re.Match[str]]:
    """ "No injuries were reported", "nobody was hurt"."""
    lowered = lower(text)
    if _NONE_STEMS.any_in(lowered):
        yield from _NONE_HURT.finditer(text)
