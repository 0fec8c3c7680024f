"""Who did it, where a sentence that tells harm says so: whether he is among those counted, whether it was police."""

import re

from tocsin.reading.rules.harm_cues import Cue, Voice
from tocsin.reading.rules.people import Form, Person
from tocsin_schemas.enums import Side

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
    r"fired\s+back|and|back|at\s+him|on\s+him),?)*\s+$",
    re.IGNORECASE,
)
""" "Officers returned fire and fatally wounded him"."""
_LEFT = re.compile(
    r"\b(?:left|leav(?:es|ing)|claim(?:s|ed|ing)\s+the\s+li(?:fe|ves)\s+of)\s+(?:at\s+least\s+|another\s+)?$",
    re.IGNORECASE,
)

_WEAPON = r"(?:shooting|stabbing|shot|stabbed)"
_AFTER_DEED = re.compile(
    rf"[^.;]{{0,40}}?\bafter\s+(?:(?:he|she)\s+)?(?:(?:allegedly|apparently|reportedly|fatally)\s+)*"
    rf"(?:(?:killing|killed|murdering|murdered)\s+(?!(?:in|at|on|by|him|her)(?:self)?\b)|opening\s+fire\b(?!\s+by\b)|"
    rf"{_WEAPON}\s+(?:and\s+(?:killing|killed|wounding|wounded|injuring)\s+)?"
    r"(?:an?|the|his|her|their|two|three|four|five|six|\d+|ex|wife|girlfriend|boyfriend|husband)\b)",
    re.IGNORECASE,
)
""" "Found dead after allegedly killing his wife"."""
WHO = r"(?:who|that)\s+(?:had\s+|allegedly\s+|fatally\s+)*"
DID = "shot|killed|stabbed|wounded|murdered|attacked"
_DEED = re.compile(
    rf",?\s+(?:{WHO}(?:{DID}|opened\s+fire)"
    r"(?!\s+(?:him|her)self\b)|(?:suspected|accused|convicted|wanted)\s+(?:of|in|for)\s)",
    re.IGNORECASE,
)
""" "The teen who shot four was killed"."""
_UNTIL = re.compile(r"\b(?:before|until|and\s+then)\s+$", re.IGNORECASE)
_DID = re.compile(
    r"\b(?:kills|killed|shoots|shot|stabbed|stabs|wounded|wounds|injured|murdered|opened\s+fire|killing|shooting)\s+"
    r"(?!(?:and|in|at|by|to|on|dead|him|her)\b)",
    re.IGNORECASE,
)


def is_doer(text: str, cue: Cue, person: Person) -> bool:
    """Whether who was harmed is told to have done it himself: "the gunman killed one before he was shot dead"."""
    if person.value != 1 or cue.voice not in (Voice.PASSIVE, Voice.BEFORE, Voice.EITHER) or person.start > cue.start:
        return False
    if person.form is Form.PRONOUN:
        until = _UNTIL.search(text, max(0, person.start - 10), person.start)
        return until is not None and _DID.search(text, 0, until.start()) is not None
    if _AFTER_DEED.match(text, cue.end) is not None:
        return True
    return person.side is not Side.SECURITY_FORCES and _DEED.match(text, person.end) is not None


def holds_doer(text: str, end: int) -> bool:
    """Whether people told of up to `end` are said to include who did it."""
    return _HELD.match(text, end) is not None


def is_left(text: str, start: int) -> bool:
    """ "A rampage that left seven dead": people told as what somebody did."""
    return _LEFT.search(text, max(0, start - 30), start) is not None and "suicide" not in text


def is_by_police(text: str, cue: Cue) -> bool:
    """Whether it was police who did it."""
    if cue.voice is Voice.PASSIVE:
        return _BY_POLICE.match(text, cue.end) is not None
    return _POLICE_BEFORE.search(text, max(0, cue.start - 60), cue.start) is not None
