"""Who counted the dead and hurt, as a sentence names them."""

import re
from dataclasses import dataclass
from functools import cache

from tocsin.reading.rules.harm_lists import harm_lists
from tocsin.reading.rules.stems import Stems, lower

_SAYS = Stems(["said", "says", "reported", "confirmed", "announced", "told", "put "])
_SOURCE_JUNK = re.compile(
    r"^(?:.*\b(?:and|that|as|when|killed|injured|wounded|after|in|on|at|was|were|of)\s+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """`ends` = last words of those who count, `says` = them before a verb, `according` = them behind "according to"."""

    ends: tuple[str, ...]
    says: re.Pattern[str]
    according: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    tellers = sorted(harm_lists().tellers, key=len, reverse=True)
    told = "|".join(teller.replace(" ", r"\s+") for teller in tellers)
    return _Patterns(
        tuple(dict.fromkeys(teller.rpartition(" ")[2] for teller in tellers)),
        re.compile(rf"((?:[\w.'-]+\s+){{0,3}}?(?:{told}))\s+(?:also\s+)?$", re.IGNORECASE),
        re.compile(rf"according\s+to\s+(?:the\s+|a\s+)?((?:[\w.'-]+\s+){{0,4}}?(?:{told}))\b", re.IGNORECASE),
    )


def source_of(text: str) -> str | None:
    """Who counted, as the sentence names them ("police", "the interior ministry" without its article)."""
    patterns, lowered = _patterns(), lower(text)
    match = None
    for start in _SAYS.starts(lowered):
        if not lowered[:start].rstrip().removesuffix("also").rstrip().endswith(patterns.ends):
            continue
        match = patterns.says.search(text, max(0, start - 48), start)
        if match is not None:
            break
    if match is None:
        at = lowered.find("according")
        match = patterns.according.match(text, at) if at >= 0 else None
    if match is None:
        return None
    words = _SOURCE_JUNK.sub("", match[1]).strip()
    return re.sub(r"^(?:the|a|an)\s+", "", words, flags=re.IGNORECASE) or None
