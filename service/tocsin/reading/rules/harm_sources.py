"""Who counted the dead and hurt, as a sentence names them."""

import re

from tocsin.reading.rules.stems import Stems, lower, words_of

_TELLERS = (
    r"police|ministry|officials?|authorities|army|military|spokes(?:man|woman|person)|hospital(?:\s+officials)?|"
    r"governor|mayor|sheriff|"
    r"witnesses|residents|coroner|investigators|medics|rescuers|emergency\s+services|department|agency|deputies|"
    r"observatory|"
    r"government|sources?|reports?|media|doctors"
)
_TELLER_ENDS = tuple(
    words_of(
        "police ministry official officials authorities army military spokesman spokeswoman spokesperson hospital "
        "governor mayor sheriff witnesses residents coroner investigators medics rescuers services department agency "
        "deputies observatory government source sources report reports media doctors"
    )
)
"""What _TELLERS end in."""
_TELLER_SAYS = re.compile(rf"((?:[\w.'-]+\s+){{0,3}}?(?:{_TELLERS}))\s+(?:also\s+)?$", re.IGNORECASE)
_SAYS = Stems(["said", "says", "reported", "confirmed", "announced", "told", "put "])
_ACCORDING = re.compile(rf"according\s+to\s+(?:the\s+|a\s+)?((?:[\w.'-]+\s+){{0,4}}?(?:{_TELLERS}))\b", re.IGNORECASE)
_SOURCE_JUNK = re.compile(
    r"^(?:.*\b(?:and|that|as|when|killed|injured|wounded|after|in|on|at|was|were|of)\s+)", re.IGNORECASE
)


def source_of(text: str) -> str | None:
    """Who counted, as the sentence names them ("police", "the interior ministry" without its article)."""
    lowered = lower(text)
    match = None
    for start in _SAYS.starts(lowered):
        if not lowered[:start].rstrip().removesuffix("also").rstrip().endswith(_TELLER_ENDS):
            continue
        match = _TELLER_SAYS.search(text, max(0, start - 48), start)
        if match is not None:
            break
    if match is None:
        at = lowered.find("according")
        match = _ACCORDING.match(text, at) if at >= 0 else None
    if match is None:
        return None
    words = _SOURCE_JUNK.sub("", match[1]).strip()
    return re.sub(r"^(?:the|a|an)\s+", "", words, flags=re.IGNORECASE) or None
