"""What a sentence adds to a verb that tells harm: "and then himself", "also", "in stable condition", "by accident"."""

import re
from collections.abc import Iterator

from tocsin.reading.rules.harm_cues import HURT, Cue, Effect, Voice

_REACH = 110
"""How many characters after a verb may still tell how those hurt are."""
_AND = re.compile(r"\s+and\b", re.IGNORECASE)
_THEN_SELF = re.compile(
    r"[^.;]{2,90}?(?:\b(?:and|then)|,)\s+(?:then\s+|later\s+|finally\s+)?(?:him|her)?self\b(?!-)", re.IGNORECASE
)
_LIVES = re.compile(
    r"\b(?:(?:non|not)[\s-]*(?:be\s+)?(?:life|fatal)|(?:stable|good|fair)\s+condition|minor\s+(?:injur|wound)|"
    r"surviv(?:e|ed|ing)\b(?!\s+by)|(?:and|been|was|were|later)\s+released|"
    r"expected\s+to\s+(?:live|recover|survive|be\s+okay)|recovering|out\s+of\s+danger|"
    r"(?:is|are|was|were)\s+(?:now\s+|still\s+)?in\s+(?:an?\s+|the\s+)?(?:[\w'.-]+\s+){0,3}?hospital\b)",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"(?:[^.;,]{0,40}?\s)?(?:in|through)\s+(?:the|his|her|their)\s+[^.;,]{3,30}?,?\s+(?:and\s+|while\s+)?"
    r"(?=(?:another|the\s+other|an?\s+(?:second|third|fourth))\s+(?:was\s+)?in\s+(?:the|his|her)\s)",
    re.IGNORECASE,
)
""" "A man was shot in the leg and another in the arm"."""
_ALSO = re.compile(r"\balso\b", re.IGNORECASE)
_BY_MISTAKE = re.compile(r"accident|unintention|by mistake|inadvertent", re.IGNORECASE)

_MODAL = re.compile(
    r"\b(?:(?:could|would|may|might|should)(?:'ve|\u2019ve)?|can|will|to|if|unless|threaten\w*|tried|attempt\w*|plan\w*|want\w*|"
    r"intend\w*|not|never|"
    r"n't|without|nearly|almost|he'd|i'd)\s+(?:have\s+|get\s+|be\s+|been\s+|being\s+){0,2}(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_KNOWN_TO = re.compile(
    r"\b(?:known|confirmed|reported|believed|said|thought|feared|presumed|understood)\s+to\s+"
    r"(?:have\s+(?:been\s+)?|be\s+)?$",
    re.IGNORECASE,
)
_TO = re.compile(r"\bto\s+$", re.IGNORECASE)
_GERUND = re.compile(r"(?:\w+ly\s+)?\w{3,}ing\b", re.IGNORECASE)
""" "Pleaded guilty to killing" tells, as "plans to kill" does not."""
_NO_SUBJECT = re.compile(
    r"\b(?:nobody|no[ -]one|none(?:\s+of\s+(?:the\s+|his\s+|her\s+|their\s+)?\w+)?)\s+(?:else\s+)?"
    r"(?:(?:in|on|at|inside|aboard)\s+(?:[\w'-]+\s+){1,4}?)?$",
    re.IGNORECASE,
)


def with_more(text: str, cue: Cue) -> Iterator[Cue]:
    """ "killed himself and six others", "killed his wife and then himself" tell of two: himself, and the others."""
    yield cue
    another = _ANOTHER.match(text, cue.end) if cue.effect is Effect.HIT else None
    if another is not None:
        yield Cue(cue.effect, Voice.ACTIVE, cue.end, another.end(), cue.weight)
    if cue.voice is Voice.SELF:
        others = _AND.match(text, cue.end)
        if others is not None:
            yield Cue(cue.effect, Voice.ACTIVE, cue.start, others.end(), cue.weight)
    elif cue.voice is not Voice.PASSIVE and "self" in text:
        own = _THEN_SELF.match(text, cue.end)
        if own is not None:
            yield Cue(cue.effect, Voice.SELF, cue.start, own.end(), cue.weight)


def tells_life(text: str, cue: Cue) -> bool:
    """Whether those hurt are said to live."""
    return cue.is_alive or (cue.effect in HURT and _LIVES.search(text, cue.start, cue.end + _REACH) is not None)


def is_own_hand(text: str, cue: Cue) -> bool:
    """Whether one did it to himself, and meant to."""
    return cue.voice is Voice.SELF and _BY_MISTAKE.search(text) is None


def tells_more(text: str, start: int, end: int) -> bool:
    """Whether the words between people and their verb say that others came before: "her mother was also shot"."""
    return _ALSO.search(text, start, end) is not None


def is_untold(text: str, before: int, at: int) -> bool:
    """A verb at `at` that is only possible, or that nobody undergoes; "are known to have died" tells."""
    modal = _MODAL.search(text, before, at) and not _KNOWN_TO.search(text, before, at)
    if modal and _TO.search(text, before, at) and _GERUND.match(text, at):
        modal = None
    return bool(modal) or _NO_SUBJECT.search(text, before, at) is not None
