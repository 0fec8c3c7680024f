"""Armies and ministries of defence that say what their own forces did: "its forces had struck the refinery"."""

import re
from collections.abc import Iterator

from tocsin.reading.rules.denials import DEED
from tocsin.reading.rules.parties import Party
from tocsin_schemas.enums import ActorKind

_STAFF = (
    r"(?:(?P<land>[A-Z][a-z]{3,})(?:'s)?\s+)?(?P<name>[Gg]eneral\s[Ss]taff|(?:[Dd]efen[cs]e|[Ww]ar)\s[Mm]inistry|"
    r"[Mm]inistry\sof\s(?:[Dd]efen[cs]e|[Ww]ar)|[Aa]rmed\s[Ff]orces|[Aa]ir\s[Ff]orce|[Nn]avy|[Ss]ecurity\s[Ss]ervice|"
    r"[Mm]ilitary\s[Ii]ntelligence)(?:\s(?:of|in)\s[A-Z]\w+)?"
)
_SAYS = (
    r"(?:\s(?:also|later|has|had|on\s\w+day|,))*\s(?:said|says|announced|reported|stated|acknowledged|admitted|confirmed|"
    r"claimed)\s(?:on\s\w+day\s)?(?:that\s)?(?:on\s(?:[\w-]+\s){1,3}?)?"
)
_OWN = (
    r"(?:it|its\s(?:[\w-]+\s){0,2}?[\w-]+|(?P<whose>[A-Z][a-z]{3,})\s(?:[\w-]+\s)?(?:forces|troops|aviation|jets|warplanes|drones|"
    r"missiles|navy|gunners))"
)
_DID = (
    rf"\s(?:(?:had|has|have)\s)?(?:also\s|successfully\s)?(?:{DEED}|(?:delivered|dealt|inflicted|mounted)\s(?:an?\s)?(?:[\w-]+\s)"
    r"{0,3}?(?:strikes?|attacks?|blow))"
)
_CLAIM = re.compile(rf"\b{_STAFF}{_SAYS}{_OWN}{_DID}")
_DENIAL = re.compile(
    rf"\b{_STAFF}(?:\s(?:also|later|has|had|have))*\s(?:denied|denies|rejected|rejects|dismissed)\s(?:it\b|this\b|that(?=[\s]*[.,;])|any\b|"
    r"having\b|involvement|responsibility|the\s(?:accusation|allegation|claim|charge))"
)
_SAME = 4
"""Letters in which a country and its people begin alike: "Russia's ministry", "Russian forces"."""


def staff_claims(text: str) -> Iterator[Party]:
    """Who so says that its forces did it; of other forces it speaks as anybody does."""
    for match in _CLAIM.finditer(text):
        land, whose = match["land"] or "", match["whose"] or ""
        if not whose or land[:_SAME] == whose[:_SAME]:
            yield Party(match.start("name"), match.end("name"), match["name"], ActorKind.STATE_FORCES)


def staff_denials(text: str) -> Iterator[Party]:
    """Who so denies a deed: "Ruria's General Staff denied that."."""
    for match in _DENIAL.finditer(text):
        yield Party(match.start("name"), match.end("name"), match["name"], ActorKind.STATE_FORCES)
