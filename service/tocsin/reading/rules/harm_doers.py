"""Who did it, where a sentence that tells harm says so: whether he is among those counted, whether it was police."""

import re

from tocsin.reading.rules.harm_cues import Cue, Voice

_DOER = r"(?:gun(?:man|woman)|shooter|suspect|attacker|assailant|killer|perpetrator|assassin)"
_HELD = re.compile(
    rf"[^.;]{{0,40}}?\binclud(?:ing|es?|ed)\s+(?:\w+\s+){{0,3}}?(?:{_DOER}\b|himself|herself)", re.IGNORECASE
)
""" "Five dead, including the gunman"."""
_POLICE = (
    r"(?:police(?:man|men)?|officers?|deput(?:y|ies)|troopers?|agents?|swat|sheriff'?s?|marshals?|cops?|lawmen|guards?|"
    r"authorities)"
)
_BY_POLICE = re.compile(
    rf"[^.;,]{{0,40}}?\b(?:by|with|from|exchange\s+of\s+(?:gun)?fire\s+with)\s+(?:[\w'.-]+\s+){{0,4}}?{_POLICE}\b",
    re.IGNORECASE,
)
_POLICE_BEFORE = re.compile(
    rf"\b{_POLICE}(?:\s+(?:then|later|eventually|ultimately|also|who|had|have|fired|shot|returned\s+fire|opened\s+fire|"
    r"fired\s+back|and|back|at\s+him|on\s+him|,))*\s+$",
    re.IGNORECASE,
)
""" "Officers returned fire and fatally wounded him"."""
_LEFT = re.compile(
    r"\b(?:left|leav(?:es|ing)|claim(?:s|ed|ing)\s+the\s+li(?:fe|ves)\s+of)\s+(?:at\s+least\s+|another\s+)?$",
    re.IGNORECASE,
)


def holds_doer(text: str, end: int) -> bool:
    """Whether people told of up to `end` are said to include who did it."""
    return _HELD.match(text, end) is not None


def is_left(text: str, start: int) -> bool:
    """ "A rampage that left seven dead": people told as what somebody did."""
    return _LEFT.search(text, max(0, start - 30), start) is not None


def is_by_police(text: str, cue: Cue) -> bool:
    """Whether it was police who did it."""
    if cue.voice is Voice.PASSIVE:
        return _BY_POLICE.match(text, cue.end) is not None
    return _POLICE_BEFORE.search(text, max(0, cue.start - 60), cue.start) is not None
