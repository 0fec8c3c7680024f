"""The words that tell harm, compiled: verbs with the voice they stand in, nouns, tolls, "no injuries", who counted."""

import re
from dataclasses import dataclass
from enum import StrEnum

from tocsin.reading.rules.numbers import NUMBER, QUALIFIER


class Effect(StrEnum):
    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    ABDUCTED = "abducted"
    DETAINED = "detained"
    HIT = "hit"
    """Shot, stabbed, in hospital: hurt at least, perhaps dead in the end."""


class Voice(StrEnum):
    PASSIVE = "passive"
    """the people stand before it"""
    ACTIVE = "active"
    """the people stand after it"""
    EITHER = "either"
    """a participle: the object after it, else people right before it"""
    BEFORE = "before"
    """right before it or around it: "12 dead", "one dead man" """
    SELF = "self"
    """one did it to himself"""


@dataclass(frozen=True, slots=True)
class Cue:
    effect: Effect
    voice: Voice
    start: int
    end: int
    weight: float = 1.0


_ADVERB = r"(?:(?:(?!fatally|mortally)\w+ly|also|all|both|later|then|first|since|still|each|either|themselves)\s+)*"
_AUX = (
    rf"(?:(?:has|have|had|having)\s+(?:also\s+|since\s+|all\s+)?been|was|were|is|are|been|being|be|gets?|got|'s|were\s+also)\s+{_ADVERB}"
    r"(?:reported(?:ly)?\s+|confirmed\s+|believed\s+|feared\s+|left\s+|listed\s+as\s+)?(?:to\s+have\s+been\s+)?"
)
_KILLED = (
    r"(?:shot|stabbed|beaten|burn(?:ed|t)|hacked|crushed|run over|bludgeoned|strangled|clubbed|stoned|trampled)\s+(?:and\s+(?:killed|murdered)|to\s+death|dead)"
    r"|(?:fatally|mortally)\s+(?:shot|stabbed|wounded|injured|struck|hit|hurt|beaten)"
    r"|killed(?!\s+and\s+(?:wounded|injured))|slain|murdered|assassinated|executed|massacred|beheaded|lynched|gunned\s+down|butchered|electrocuted|drowned|martyred"
)
_KILLING = (
    r"killing|murdering|assassinating|gunning\s+down|fatally\s+(?:shooting|stabbing|wounding|striking)|shooting\s+(?:dead|and\s+killing)|beheading|executing|"
    r"kills|slays|claimed\s+the\s+li(?:ves|fe)\s+of|claiming\s+the\s+li(?:ves|fe)\s+of|(?:took|taken|taking|cost|costing)\s+the\s+li(?:ves|fe)\s+of|claimed|claiming(?=\s+\w+\s+lives)|"
    r"(?:the\s+)?(?:deaths?|murders?|slayings?|killings?|assassinations?|massacre|homicides?|beheadings?)\s+of|(?:fatal|deadly)\s+(?:shooting|stabbing|beating)\s+of|"
    r"shooting\s+deaths?\s+of|(?:body|bodies|remains)\s+of|opened\s+fire\s+and\s+killed"
)
_DIED = (
    r"(?:has|have|had|later|also|then)?\s*(?:died|perished|succumbed|bled\s+to\s+death|lost\s+(?:his|her|their)\s+li(?:fe|ves)|passed\s+away|"
    rf"(?:{_AUX})?(?:pronounced|declared|found|presumed|confirmed)\s+(?:him\s+|her\s+|them\s+|shot\s+|brain\s+)?(?:dead|deceased)|dies|die(?=\s+in)|met\s+(?:his|her|their)\s+deaths?)"
    rf"|(?:was|were|is|are|lay|lie|lying)\s+{_ADVERB}(?:dead|deceased|among\s+the\s+dead)(?!\s+(?:body|bodies|end))|did\s+not\s+survive"
)
_INJURED = r"injured|wounded|hurt|maimed|hospitali[sz]ed|burned|scalded|gravely\s+ill"
_INJURING = (
    r"injuring|wounding|hurting|maiming|injures|wounds(?=\s+(?:at\s+least|\d|two|three|four|five|six|a\s+|one))|"
    r"(?:wounding|injuring)\s+of"
)
_HURT_NOUN = (
    r"(?:suffered|suffers|suffering|sustained|sustaining|received|receiving|suffer(?=\s+from\s+(?:a\s+)?gunshot))\s+(?:[\w,'/-]+\s+){0,6}?"
    r"(?:injury|injuries|wounds?|burns?|bruises|fractures?|concussion|cuts)"
)
_CARE = (
    r"(?:was|were|is|are|been|being|be)\s+(?:\w+ly\s+|also\s+|then\s+|later\s+|both\s+|all\s+)*"
    r"(?:(?:taken|rushed|airlifted|transported|brought|flown|driven|admitted|transferred|sent|carried|evacuated)\s+(?:\w+\s+){0,3}?(?:to|by|from|for)\b"
    r"(?=[^.;]{0,70}(?:hospital|clinic|medical|trauma|treat|injur|wound|surgery|emergency room|infirmary|health))"
    r"|treated|undergoing\s+surgery|(?:listed\s+|reported\s+|remains?\s+)?in\s+(?:\w+\s+but\s+)?(?:\w+\s+)?(?:critical|serious|stable|fair|guarded|grave|good|intensive)\b(?=\s*(?:but\s+\w+\s+)?(?:condition|care))"
    r"|expected\s+to\s+(?:survive|recover|live|be\s+okay|be\s+ok|make\s+a\s+full)|recovering)"
    r"|remain(?:s|ed)?\s+(?:hospitali[sz]ed|in\s+(?:critical|serious|stable|the\s+hospital|hospital|intensive))|underwent\s+surgery|"
    r"(?:went|drove|walked|arrived|showed\s+up|drove\s+(?:him|her)self|took\s+(?:him|her)self)\s+(?:\w+\s+){0,2}?(?:to|at|into)\s+(?:\w+\s+){0,4}?hospital"
)
_HIT = (
    r"(?:shot|stabbed|slashed|grazed|knifed|run\s+over|shot\s+at\s+and\s+(?:hit|wounded))(?!\s+(?:at|toward|up|down|out|himself|herself|themselves|and\s+(?:killed|wounded)|to\s+death|dead))"
    r"|(?:struck|hit)\s+(?:\w+\s+){0,2}?(?:by\s+(?:\w+\s+){0,2}?(?:gunfire|bullets?|shots?|rounds?|shrapnel|gunshots?)|in\s+the\s+(?:\w+\s+)?(?:arm|leg|head|chest|back|face|neck|torso|stomach|abdomen|"
    r"foot|hand|shoulder|hip|thigh|buttocks?|side|groin|knee|ankle|body|upper|lower)|multiple\s+times|once|twice)"
)
_SHOOTING = r"shooting|stabbing|striking(?=\s+(?:a|an|the|two|three|him|her|\w+\s+people))|(?:nonfatal\s+)?(?:shooting|stabbing)\s+of|strikes(?=\s+(?:a|the)\s+(?:man|woman|boy|girl))"
_ABDUCTED = r"abducted|kidnapped|taken\s+hostage|held\s+hostage|snatched|seized\s+hostage|taken\s+captive|held\s+captive|kidnaped"
_ABDUCTING = r"abducting|kidnapping(?:\s+of)?|abduction\s+of|abductions\s+of|kidnaps|abducts|taking\s+hostage|kidnaping(?:\s+of)?|took\s+hostage"
_DETAINED = r"arrested|detained|taken\s+into\s+custody|rounded\s+up|apprehended"
_DETAINING = r"arresting|detaining|arrests|detains|arrests?\s+of|detention\s+of|rounding\s+up"
_SELF = (
    r"(?:fatally\s+)?(?:kill(?:ed|ing)?|shot\s+and\s+kill(?:ed|ing)?|shot|hang(?:ed|ing)?|fatally\s+shot)\s+(?:him|her)self\b|"
    r"turn(?:ed|ing)\s+(?:the|his|her|a)\s+(?:\w+\s+)?(?:gun|weapon|pistol|rifle|knife)\s+on\s+(?:him|her)self|took\s+(?:his|her)\s+own\s+life|"
    r"taking\s+(?:his|her)\s+own\s+life|committed\s+suicide|died\s+by\s+suicide|blew\s+(?:him|her)self\s+up|self-inflicted\s+(?:gunshot|gun\s+shot)"
)

CUE = re.compile(
    rf"\b(?:(?P<self>{_SELF})|(?P<died>{_DIED})|(?P<care>{_CARE})|(?P<hurt>{_HURT_NOUN})|(?P<killing>{_KILLING})\b|(?P<injuring>{_INJURING})\b|"
    rf"(?P<shooting>{_SHOOTING})\b|(?P<abducting>{_ABDUCTING})\b|(?P<detaining>{_DETAINING})\b|"
    rf"(?P<aux>{_AUX})?(?:(?P<killed>{_KILLED})|(?P<injured>{_INJURED})|(?P<hit>{_HIT})|(?P<abducted>{_ABDUCTED})|(?P<detained>{_DETAINED})|(?P<missing>missing)|(?P<fatal>fatally(?=\s*[,.;)]|$))"
    r"|(?P<dead>dead|deaths|fatalities|lives\s+lost))\b)",
    re.IGNORECASE,
)
PREFILTER = re.compile(
    r"kill|dead|death|died|dies|slain|murder|injur|wound|hurt|shot|shoot|stabb|fatal|lives|life|casualt|victim|perish|succumb|hospital|condition|"
    r"abduct|kidnap|hostage|captive|missing|arrest|detain|custody|toll|bod(?:y|ies)|assassin|execut|massacre|behead|struck|hit|maim|"
    r"deceased|surviv|recover|treated|homicide|self-inflicted|suicide|drowned|slaying|gunned|graze|unharmed|apprehend|evacuated",
    re.IGNORECASE,
)
TOLL = re.compile(
    rf"\b(?:death\s+toll|toll|number\s+of\s+(?:dead|deaths|people\s+killed|fatalities|victims)|body\s+count)\b[^.;,]{{0,60}}?"
    rf"\b(?:to|at|reached|hit|was|is|of|surpassed|exceeded|passed|topped|now)\s+(?:(?P<qualifier>{QUALIFIER})\s+)?(?P<number>{NUMBER})(?![\w%-]|,\d|\.\d)",
    re.IGNORECASE,
)
NONE_HURT = re.compile(
    r"\b(?:no\s+(?:(?:immediate|other|further|known|initial|confirmed|serious|major|one\s+was|reports?\s+of|word\s+of|\w+\s+or)\s+){0,4}?"
    r"(?:injur(?:y|ies)|casualt(?:y|ies)|deaths?|fatalit(?:y|ies)|victims|loss\s+of\s+life|wounded)\b(?:\s+(?:or|nor|and)\s+(?:injur(?:y|ies)|deaths?|casualties|fatalities|damage))?"
    r"|no\s+damage\s+(?:or|nor|and)\s+(?:injur(?:y|ies)|casualties)|(?:no\s+one|nobody|none\s+of\s+\w+(?:\s+\w+)?|no\s+(?:people|persons?|officers?|civilians?|soldiers?|students?|children))"
    r"\s+(?:else\s+)?(?:was|were|is|has\s+been|had\s+been|have\s+been)\s+(?:\w+ly\s+)?(?:hurt|injured|killed|wounded|harmed|shot|hit|struck)(?:\s+or\s+(?:hurt|injured|killed|wounded))?"
    r"|without\s+(?:any\s+)?(?:injur(?:y|ies)|casualties|causing\s+(?:any\s+)?(?:injuries|casualties))|did\s+not\s+(?:cause|result\s+in)\s+(?:any\s+)?(?:injuries|casualties|deaths|victims))",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:the\s+|a\s+|an\s+)?((?:[\w.'-]+\s+){0,3}?(?:police|ministry|officials?|authorities|army|military|spokes(?:man|woman|person)|hospital(?:\s+officials)?|"
    r"governor|mayor|sheriff|witnesses|residents|coroner|investigators|medics|rescuers|emergency\s+services|fire\s+department|agency|deputies|observatory|government))"
    r"\s+(?:said|says|reported|confirmed|announced|told|put)\b|\baccording\s+to\s+(?:the\s+|a\s+)?((?:[\w.'-]+\s+){0,4}?"
    r"(?:police|ministry|officials?|authorities|army|military|spokes(?:man|woman|person)|hospital|witnesses|residents|coroner|investigators|medics|department|agency|sources?|reports?|media))\b",
    re.IGNORECASE,
)
_SOURCE_JUNK = re.compile(
    r"^(?:.*\b(?:and|that|as|when|killed|injured|wounded|after|in|on|at|was|were|of)\s+)", re.IGNORECASE
)
_BY_GROUP = {
    "self": (Effect.KILLED, Voice.SELF, 0.9),
    "died": (Effect.KILLED, Voice.PASSIVE, 1.0),
    "care": (Effect.HIT, Voice.PASSIVE, 0.8),
    "hurt": (Effect.INJURED, Voice.PASSIVE, 0.95),
    "killing": (Effect.KILLED, Voice.ACTIVE, 0.95),
    "injuring": (Effect.INJURED, Voice.ACTIVE, 1.0),
    "shooting": (Effect.HIT, Voice.ACTIVE, 0.7),
    "abducting": (Effect.ABDUCTED, Voice.ACTIVE, 0.95),
    "detaining": (Effect.DETAINED, Voice.ACTIVE, 0.9),
    "killed": (Effect.KILLED, Voice.EITHER, 1.0),
    "injured": (Effect.INJURED, Voice.EITHER, 1.0),
    "hit": (Effect.HIT, Voice.EITHER, 0.85),
    "abducted": (Effect.ABDUCTED, Voice.EITHER, 1.0),
    "detained": (Effect.DETAINED, Voice.EITHER, 0.95),
    "missing": (Effect.MISSING, Voice.EITHER, 0.9),
    "dead": (Effect.KILLED, Voice.BEFORE, 0.95),
    "fatal": (Effect.KILLED, Voice.BEFORE, 0.95),
}


def cue_of(match: re.Match[str]) -> Cue | None:
    """What a match of CUE tells; an auxiliary makes a participle passive."""
    name = match.lastgroup
    for group in _BY_GROUP:
        if match[group] is not None:
            name = group
            break
    if name is None or name not in _BY_GROUP:
        return None
    effect, voice, weight = _BY_GROUP[name]
    if name == "self":
        weight = 0.9
    if voice in {Voice.EITHER, Voice.BEFORE} and match["aux"]:
        voice = Voice.PASSIVE
    return Cue(effect, voice, match.start(), match.end(), weight)


def source_of(text: str) -> str | None:
    """Who counted, as the sentence names them ("police", "the interior ministry" without its article)."""
    match = _SOURCE.search(text)
    if match is None:
        return None
    words = _SOURCE_JUNK.sub("", match[1] or match[2] or "").strip()
    return words or None
