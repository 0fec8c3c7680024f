"""How likely a date is the day of the happening, from the word that it stands with."""

import re
from functools import lru_cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

HAPPENING = 0.1
AFTERMATH = -0.45
STALE_WEEKDAY = -0.25
"""Steps on the score, chosen by hand on 2,812 labelled news articles on 2026-11-21: the best-scored day of an article
was right for 0.79 of them, the first one for 0.69. A date beside "was arrested" is seldom the day of the happening."""

_BEFORE = 70
_AFTER = 45
_MODIFIES = re.compile(
    r"(?:'s|(?: early| late)? (?:night|morning|evening|afternoon)(?:'s)?)?"
    r"((?: (?!(?:in|with|to|for|of|on|after|over|at|by|when|and|as|from|under|beneath|near|outside|where|who|which|"
    r"that)\b)[a-z-]+){1,3})"
)
""" "Tuesday's deadly attack", but not "charged Tuesday in the attack"."""
_WORD = re.compile(r"[a-z]+")
_DEADLINE = re.compile(r"\bby (?:late |early )?$")
_DEATHS = re.compile(r"\b(?:died|perished|lost (?:their|his|her) (?:lives|life)) (?:on |late |early |overnight )*$")
_LATER_DEATH = re.compile(r"\b(?:died|dies|dead|succumbed)\b[^,;]{0,20}$")
_ITS_CAUSE_DATED = re.compile(
    r"[^;]{0,24}\b(?:after|from)\b[^;]{0,90}\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|earlier)\b"
)
""" "Died Sunday after being shot on Saturday": the day of the deed is the other one."""
_WITHOUT = re.compile(r"\bwithout (?:an )?incident\b")
_CAUSE = re.compile(r"(?: (?:night|morning|evening|afternoon))? (?:when|as|in|after) ")
_AT_BRIEFING = re.compile(
    r"(?: (?:night|morning|evening|afternoon))?,? (?:at|during|in) (?:(?:a|an|the|his|her|their) )?(?:[\w-]+ ){0,2}?"
    r"(?:conference|briefing|interview|statement|hearing|court|arraignment|email|release)\b"
)
""" "Told more of the shooting Thursday at a news conference": the day of the talk."""
_ATTRIBUTED = re.compile(
    r"(?: (?:night|morning|evening|afternoon))?, (?:[\w'-]+ ){1,6}?"
    r"(?:said|says|told|reported|announced|confirmed|stated)\b"
)
""" "A bomb killed three near X on Saturday, police said": who says so has no part in the day."""
_CLAUSE = 30
"""Characters before a day that make it the end of what is told, not its opening."""
_CONFIRMED = re.compile(
    r"\b(?:confirm|announc|condemn|describ|report)\w* (?:the|this) (?:incident|attacks?|killings?|raid|strikes?|"
    r"explosion|blast|shooting|crash)(?: to (?:[\w'-]+ ){1,5}?)?(?: ?(?:on|late|early))* $"
)
""" "Confirmed the incident to the paper on Friday": the day of the talk."""
_PICKED_UP = re.compile(
    r"\b(?:picked up|rounded up|arrested|detained|held|seized|caught)\b[^,;]{0,30} in (?:[\w-]+ ){0,2}?$"
)
_RAIDS = re.compile(r"(?: [\w-]+)? (?:raids?|swoops?|searches)\b")
""" "Picked up in overnight raids"."""
_CHARGE = re.compile(
    r"\b(?:charge[sd]?|charging|counts?|guilty|convicted|indicted|arrested|suspicion|acquitted|sentenced)\b[^,;]{0,60}?"
    r"\b(?:with|of|on|to|for) (?:[\w-]+ ){0,4}?(?:murder|homicide|manslaughter|robbery|burglary|assault|battery|"
    r"kidnapping|arson)\b(?: (?:in|on|late|early|this|last|and|charges?))* $"
)
""" "Charged with murder on Saturday": the name of the charge tells no deed of that day."""
_THE_HURT = re.compile(r"\bthe (?:injured|wounded)\b|\bthose (?:killed|injured|wounded|hurt|shot)\b")


class DateCues(BaseModel):
    """Shape of reading/data/when.yaml: words in lower case, separated by blanks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    happening: str
    aftermath: str
    things: str


@lru_cache(maxsize=1)
def _steps() -> dict[str, float]:
    cues = _cues()
    return dict.fromkeys(cues.aftermath.split(), AFTERMATH) | dict.fromkeys(cues.happening.split(), HAPPENING)


@lru_cache(maxsize=1)
def _dated() -> frozenset[str]:
    cues = _cues()
    return frozenset(cues.happening.split()) | frozenset(cues.things.split())


@lru_cache(maxsize=1)
def _cues() -> DateCues:
    raw = yaml.safe_load(files("tocsin.reading").joinpath("data/when.yaml").read_text("utf-8"))
    try:
        return DateCues.model_validate(raw)
    except ValidationError as error:
        raise ValueError(f"tocsin/reading/data/when.yaml is not valid: {error}") from error


def step(text: str, start: int, end: int) -> float:
    """What the words around [start, end) add to the score of a date there.

    A noun that the date modifies ("Tuesday's attack", "the March 7 shooting") decides, else the nearest cue before it,
    else the nearest after it.
    """
    steps = _steps()
    after = _THE_HURT.sub("", _WITHOUT.sub("", text[end : end + _AFTER].lower()))
    before = text[max(0, start - _BEFORE) : start].lower()
    if _CONFIRMED.search(before) or (_RAIDS.match(after) and _PICKED_UP.search(before)):
        return AFTERMATH
    modified = _MODIFIES.match(after)
    if modified and not _dated().isdisjoint(_WORD.findall(modified[1])):
        return HAPPENING
    if _DEADLINE.search(before) or _AT_BRIEFING.match(after) or _CHARGE.search(before):
        return AFTERMATH
    if _LATER_DEATH.search(before) and _ITS_CAUSE_DATED.match(text[end : end + 150].lower()):
        return AFTERMATH
    if _DEATHS.search(before) and _CAUSE.match(after):
        return HAPPENING
    for word in reversed(_WORD.findall(_THE_HURT.sub("", before))):
        if word in steps:
            return steps[word]
    if start >= _CLAUSE and _ATTRIBUTED.match(after):
        return 0.0
    for word in _WORD.findall(after):
        if word in steps:
            return steps[word]
    return 0.0
