"""Figures that only those give who say that they did it: "the group said its men had killed nine soldiers"."""

import re
from collections.abc import Iterator

_SAID = (
    r"(?:said|says?|saying|claim(?:s|ed|ing)?|boast(?:s|ed|ing)?|insist(?:s|ed|ing)?|announc(?:es|ed|ing)|"
    r"declar(?:es|ed|ing))"
)
_THEY = r"(?:it|they|we|(?:its|their|our)\s(?:[\"“]?[\w-]+[\"”]?\s){0,2}?[\w-]+)"
_OWN_DEED = re.compile(
    rf"\b{_SAID}\s(?:[^.;]{{0,80}}?\s)?{_THEY}\s(?:had\s|has\s|have\s)?(?:also\s)?(?P<deed>killed|wounded|injured|(?:carried\sout|"
    r"staged|mounted|launched|planted|was\sbehind|were\sbehind)\s(?:(?!\b(?:that|which)\s(?:killed|wounded|injured|left|claimed)\b)[^.;]){2,80}?\sand\s(?:that\s)?)",
    re.IGNORECASE,
)
_UNCONFIRMED = re.compile(
    r"\ba\s(?:figure|number|toll|count)\s(?:that|which)\s[^.;]{0,40}?\b(?:not|no|nobody|never|unable)\b[^.;]{0,40}?"
    r"\b(?:verif|confirm)\w*",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(
    r"\b(?:which|who|whose)\s(?:says?|said|claims?|claimed)\b[^.;,]{2,80}\b(?:carried\sout|behind|staged|mounted|planted|responsib\w+)"
    r"[^.;,]{0,60},\s(?P<figure>(?:has|have|had)?\s?(?:spoken|spoke|speaks?)\sof\s)",
    re.IGNORECASE,
)
""" "The group, which says that its men carried out the ambush, has spoken of 11 dead"."""
_END = re.compile(r"[;.]")
_A_FIGURE = (" a figure ", " a number ", " a toll ", " a count ")


def boasts_in(text: str) -> Iterator[tuple[int, int]]:
    """The stretches [start, end) of a sentence whose figures rest on such words alone."""
    unconfirmed = _UNCONFIRMED.search(text) if any(words in text for words in _A_FIGURE) else None
    if unconfirmed is not None:
        yield 0, unconfirmed.start()
    spoken = _SPOKEN_OF.search(text) if " of " in text else None
    if spoken is not None:
        yield spoken.start("figure"), len(text)
    for match in _OWN_DEED.finditer(text):
        end = _END.search(text, match.end())
        yield match.start("deed"), end.start() if end else len(text)
