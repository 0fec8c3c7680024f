"""The words that tell harm, compiled: verbs with the voice they stand in, and nouns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tocsin.reading.rules.harm_cues import Cue, Effect, Voice
from tocsin.reading.rules.harm_lists import HarmLists, harm_lists
from tocsin.reading.rules.numbers import NUMBER, QUALIFIER
from tocsin.reading.rules.stems import Stems, lower

_ADVERB = r"(?:(?:(?!fatally|mortally)\w+ly|also|all|both|later|then|first|since|still|each|either|themselves)\s+)*"
_AUX = (
    rf"(?:(?:has|have|had|having)\s+(?:also\s+|since\s+|all\s+)?been|was|were|is|are|been|being|be|gets?|got|remain(?:s|ed)?|'s|"
    rf"were\s+also)\s+{_ADVERB}"
    r"(?:reported(?:ly)?\s+|confirmed\s+|believed\s+|feared\s+|left\s+|found\s+|listed\s+as\s+)?(?:to\s+have\s+been\s+)?"
)
_KILLED = (
    r"(?:shot|stabbed|beaten|burn(?:ed|t)|hacked|crushed|run over|bludgeoned|strangled|clubbed|stoned|"
    r"trampled)(?:(?:\s+and|\s*,)\s+(?:killed|murdered)|\s+to\s+death|\s+dead)"
    r"|(?:fatally|mortally)\s+(?:shot|stabbed|wounded|injured|struck|hit|hurt|beaten)"
    r"|killed(?!\s+and\s+(?:wounded|injured))|slain|murdered|assassinated|executed|massacred|beheaded|lynched|"
    r"(?:gunned|mowed|cut)\s+down|butchered|electrocuted|drowned|martyred"
)
_INVERTED = r"\s+(?:(?:in|at|by|on|inside|during)\s+[^.;,]{2,40}?\s+)?(?:was|were|are|is)\b"
_OPENS = r"(?<![\w,;:'\")]\s)(?<!-\s)"
""" "Injured in the gunfire were a boy and a woman": what opens a sentence so tells of those after it."""
_OPENING = rf"{_OPENS}(?:killed|found\s+dead|pronounced\s+dead|dead){_INVERTED}"
_KILLING = (
    r"killing|murdering|assassinating|gunning\s+down|fatally\s+(?:shooting|stabbing|wounding|striking|injuring|hitting)|"
    r"shooting\s+(?:dead|and\s+killing)|beheading|executing|fatally\s+(?:shoots|stabs)|(?:shoots|stabs)\s+(?:and\s+kills|dead)|"
    r"kills|slays|claimed\s+the\s+li(?:ves|fe)\s+of|claiming\s+the\s+li(?:ves|fe)\s+of|(?:took|taken|taking|cost|"
    r"costing)\s+the\s+li(?:ves|fe)\s+of|(?:claimed|claiming)(?=\s+(?:\w+\s+){1,3}lives)|"
    r"(?:deaths?|murders?|slayings?|killings?|assassinations?|massacre|homicides?|beheadings?)\s+of|(?:fatal|"
    r"deadly)\s+(?:shooting|stabbing|beating)\s+of|"
    r"among\s+(?:the|those)\s+(?:dead|killed|victims\s+killed)\s+(?:was|were|is|are)|shooting\s+deaths?\s+of|(?:body|bodies|remains)\s+of|opened\s+fire\s+and\s+killed|"
    r"(?:could\s+not|couldn't|(?:was|were)\s+(?:not\s+able|unable)\s+to)\s+(?:save|revive)|"
    r"(?:pronounced|declared)(?=\s+(?!dead\b)[^.;]{3,70}\sdead\b)"
)
_DIED = (
    r"died(?!\s+(?:down|away|out|off)\b)|perished|succumbed|bled\s+to\s+death|"
    r"lost\s+(?:his|her|their)\s+li(?:fe|ves)|passed\s+away|"
    r"(?:pronounced|declared|found|presumed|confirmed)\s+(?:him\s+|her\s+|them\s+|shot\s+|(?:brain|clinically|legally)[\s-]+)?(?:dead|"
    r"deceased)|dies|die(?=\s+in)|"
    r"found\s+(?:shot|stabbed|beaten|strangled)\s+to\s+death|met\s+(?:his|her|their)\s+deaths?|among\s+the\s+dead(?!\s+(?:was|were|is|are)\b)|"
    r"could\s+not\s+be\s+(?:saved|revived)|deceased|did\s+not\s+survive"
)
_INJURED = (
    r"among\s+(?:the|those)\s+(?:wounded|injured|hurt)|injured|wounded|hurt|maimed|hospitali[sz]ed|burned|scalded|"
    r"gravely\s+ill"
)
_INJURING = (
    r"injuring|wounding|hurting|maiming|injures|wounds(?=\s+(?:at\s+least|\d|two|three|four|five|six|a\s+|one))|"
    rf"{_OPENS}(?:injured|wounded|hurt){_INVERTED}|"
    r"(?:wounding|injuring)\s+of|among\s+(?:the|those)\s+(?:wounded|injured|hurt)\s+(?:was|were|is|are)"
)
_FOR_WOUNDS = r"for\s+(?:(?:minor|serious|severe|various|slight|their|gunshot|bullet)\s+)?(?:injuries|burns|wounds)"
_HURT_NOUN = (
    r"(?:suffered|suffers|suffering|sustained|sustaining|received|receiving|"
    r"suffer(?=\s+from\s+(?:a\s+)?gunshot))\s+(?:[\w,'/-]+\s+){0,6}?"
    r"(?:injury|injuries|wounds?|burns?|bruises|fractures?|concussion|cuts)"
    rf"|treated\s+{_FOR_WOUNDS}"
    r"|(?:have|has|had)\s+(?:minor|serious|critical|(?:non-?\s?)?life-?\s?threatening)\s+(?:injur(?:y|ies)|wounds?)"
    r"|(?:have|has|had)\s+(?:an?\s+)?(?:gun\s?shot|bullet|stab)\s+wounds?"
    r"|bleeding\s+(?:heavily\s+)?from\s+(?:[\w,'/-]+\s+){0,3}?(?:wounds?|arm|leg|head|chest|face|neck)"
    r"|(?:brought|taken|carried|rushed)\s+in\s+(?:with|suffering)\b(?=[^.;]{0,50}(?:wound|injur|burns))"
)
_WITH_WOUNDS = (
    r"with\s+(?:(?:an?|apparent|multiple|several|single|two|non-life-threatening|life-threatening)\s+){0,3}"
    r"(?:gun\s?shot|bullet|stab)\s+wounds?"
    r"|with\s+(?:(?:an?|what\s+(?:are|were)\s+described\s+as|apparently)\s+)?(?:(?:very|less|more)\s+)?"
    r"(?:serious|minor|critical|severe|(?:non-?\s?)?life-?\s?threatening)\s+(?:gunshot\s+)?(?:injury|injuries|wounds?)"
)
""" "Found two men with gunshot wounds": right after those who have them."""
_CAME = re.compile(
    r"\b(?:walked|arrived|came|went|checked|drove|showed\s+up|turned\s+up|"
    r"(?:was|were)\s+(?:found|located|discovered))\b[^.;,]{0,50}$",
    re.IGNORECASE,
)
""" "Three men walked into a clinic with gunshot wounds": who came has them."""
_ON = r"(?:[^.;]|(?<=\sst)\.)"
""" "To St. Agnes Hospital" goes on after its full stop."""
_CARRYING = (
    r"(?:rushed|took|flew|transported|airlifted|drove|brought|carried|transferred)"
    rf"(?=\s+(?:him|her|them|the|an?|both|all|his|another|one|{NUMBER})\b(?!\s+(?:own\s+)?li(?:fe|ves))[^.;,]{{0,60}}?\s(?:to|into)\s"
    rf"{_ON}{{0,60}}(?:hospital|medical|trauma|clinic|infirmary))"
)
""" "Paramedics rushed two men to a hospital": whom, not who."""
_CARE = (
    r"(?:taken|rushed|airlifted|transported|brought|flown|driven|admitted|transferred|sent|carried|evacuated|"
    r"medevac(?:k?ed|'d)|(?:life|care|med|air)[\s-]?(?:flighted|lifted|lined))\s+"
    r"(?:\w+\s+){0,3}?(?:to|by|from|for)\b"
    rf"(?={_ON}{{0,70}}(?:hospital|clinic|medical|trauma|treat|injur|wound|surgery|emergency room|infirmary|health))"
    rf"|treated(?!\s+{_FOR_WOUNDS})|undergoing\s+surgery|(?:listed\s+|reported\s+)?in\s+(?:\w+\s+but\s+)?(?:\w+\s+)?"
    r"(?:critical|serious|stable|fair|guarded|grave|good|intensive)\b(?=\s*(?:but\s+\w+\s+)?(?:condition|care))"
    r"|underwent\s+surgery|"
    r"(?:went|drove|walked|arrived|showed\s+up|drove\s+(?:him|her)self|took\s+(?:him|her)self)\s+(?:\w+\s+){0,2}?"
    r"(?:to|at|into)\s+(?:\w+\s+){0,4}?hospital"
)
_ALIVE = (
    r"expected\s+to\s+(?:survive|recover|live|be\s+okay|be\s+ok|make\s+a\s+full)|recovering"
    r"|(?:fighting|fights)\s+for\s+(?:his|her|their)\s+li(?:fe|ves)|clinging\s+to\s+life|survived(?=\s*(?:[.,;]|$))"
    r"|remain(?:s|ed)?\s+(?:hospitali[sz]ed|in\s+(?:critical|serious|stable|the\s+hospital|hospital|intensive))"
    r"|(?:is|are|was|were)\s+(?:now\s+|still\s+|also\s+)?(?:in|at)\s+(?:an?\s+|the\s+)?(?:[\w'.-]+\s+){0,4}?(?:hospital|intensive\s+care|life\s+support)\b|"
    r"(?:is|are|was|were|put|placed|kept)\s+on\s+life\s+support"
    r"|(?:is|are|was|were)\s+(?:now\s+)?out\s+of\s+danger"
    r"|still\s+(?:(?:being\s+)?treated|in\s+(?:the\s+)?hospital|hospitali[sz]ed)"
)
"""Hurt and not dead so far."""


def _hit(words: HarmLists) -> str:
    """Shot, stabbed or struck, at a place where people gather or in a part of the body."""
    venues, body = "|".join(words.venues), "|".join(words.body)
    return (
        r"among\s+(?:those|the\s+[\w-]+)\s+(?:shot|stabbed|hit)|(?:shot|stabbed|slashed|grazed|knifed|run\s+over|shot\s+at\s+and\s+(?:hit|wounded))(?!\s+(?:"
        rf"at(?!\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){{0,2}}?(?:{venues})\b)|towards?|up|"
        r"down|out|and\s+(?:killed|wounded)|to\s+death|dead)\b)"
        r"|shot(?=\s+at\s+least\b)"
        r"|(?:(?<=\bwas\s)|(?<=\bwere\s)|(?<=\bbeen\s)|(?<=\bare\s)|(?<=\bis\s))shot(?=\s+at\s+(?:an?|the|his|her|their|about|around|\d)\b)"
        r"|(?:struck|hit)\s+(?:(?!the\b|his\b|her\b|an\b|a\s+(?!second|third|fourth))\w+\s+){0,2}?(?:by\s+(?:\w+\s+){0,2}?(?:gunfire|bullets?|shots?|rounds?|shrapnel|"
        r"gunshots?)|in\s+(?:the|(?:both|one)(?:\s+of)?(?:\s+(?:his|her|their))?|his|her|their)\s+(?:\w+\s+)?"
        rf"(?:{body})|multiple\s+times|once|twice)"
        r"|(?<=\bwere\s)(?:hit|struck)(?!\s+(?:by|with|hard))"
    )


_STRUCK = r"(?:struck|hit|pierced)(?!\s+by\b)"
_MISSILE = re.compile(
    r"\b(?:bullets?|gunfire|gunshots?|shots?|rounds?|blast|pellets?|shrapnel|shells?|grenades?|car|truck|suv|vehicle)\s+"
    r"(?:\w+\s+){0,3}?$|\b(?:bullet|shot|gunfire)\b[^.;]{0,50}\b(?:and|then)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
"""What strikes people, before the verb: "gunfire struck three others"."""
_SENDING = (
    rf"(?:sent|sends|sending|landed|landing|put|puts|putting)"
    rf"(?=\s+(?:{QUALIFIER}|{NUMBER}|an?|another)\s[^.;,]{{1,50}}?\s?(?:to|in|into)\s(?:[\w'-]+\s){{0,3}}?hospitals?\b)"
)
_SHOOTING = (
    r"(?:shoots|stabs)(?!\s+(?:at|up|down|back|and\s+kills?|dead|to\s+kill|(?:him|her)?self)\b)|"
    r"(?:shooting|stabbing)(?!\s+(?:deaths?|leaves|left|kills|killed|claims|claimed|injures|injured|wounds|wounded|sends|"
    r"sent)\b)|(?:striking|hitting)(?=\s+(?:an?|the|his|her|another|one|both|\w+\s+(?:other\s+|more\s+)?(?:people|others|victims|m[ae]n|wom[ae]n|teens|teenagers|boys|girls|children|"
    r"bystanders|officers|students|passengers))\s)|(?:nonfatal\s+)?(?:shooting|"
    r"stabbing)\s+of|strikes(?=\s+(?:a|the)\s+(?:man|woman|boy|girl))"
)
_ABDUCTED = (
    r"abducted|kidnapped|taken\s+hostage|held\s+hostage|snatched|seized\s+hostage|taken\s+captive|held\s+captive|"
    r"kidnaped|held(?=\s+(?:after|since)\b[^.;]{0,40}(?:kidnap|abduct))"
)
_LED_OFF = (
    r"(?:taken|took|taking|led|leading|carried|carrying|dragged|dragging|marched|marching|driven|pulled)\s+(?:away|off)"
)
_CAPTORS = re.compile(
    r"\b(?:gunm[ae]n|armed m[ae]n|kidnap\w*|abduct\w*|attackers|militants|bandits|rebels|insurgents|assailants|"
    r"jihadists|raiders|"
    r"men (?:with|on|in|carrying)|gang|on (?:motorcycles|motorbikes|horseback|camels))\b",
    re.IGNORECASE,
)
"""Those who lead people off to hold them, as the police do not."""
_ABDUCTING = (
    r"abducting|kidnapping(?:\s+of)?|abduction\s+of|abductions\s+of|kidnaps|abducts|taking\s+hostage|"
    r"kidnaping(?:\s+of)?|took\s+hostage"
)
_DETAINED = r"arrested|detained|taken\s+into\s+custody|rounded\s+up|apprehended"
_DETAINING = r"arresting|detaining|arrests|detains|arrests?\s+of|detention\s+of|rounding\s+up"
_SELF = (
    r"(?:fatally\s+)?(?:kill(?:s|ed|ing)?|sho(?:t|ots|oting)\s+and\s+kill(?:s|ed|ing)?|hang(?:s|ed|ing)?|fatally\s+"
    r"sho(?:t|ots|oting)|shot(?=\s+\w+self\s+(?:to\s+death|dead)))\s+(?:him|her)?self\b|"
    r"(?:fatally\s+)?turn(?:s|ed|ing)\s+(?:the|his|her|a|that)\s+(?:\w+\s+)?(?:gun|weapon|pistol|rifle|shotgun|firearm|"
    r"handgun|revolver|knife)\s+on\s+(?:him|her)self|"
    r"(?:takes?|took|taking)\s+(?:his|her)\s+own\s+life|committ?(?:s|ed|ing)\s+suicide|died\s+by\s+suicide|"
    r"blew\s+(?:him|her)self\s+up|self-inflicted\s+(?:gunshot|gun\s+shot)"
)
_SELF_HIT = r"sho(?:t|ots|oting)\s+(?:him|her)?self\b"
_OWN_DEATH = r"(?:murder|homicide)(?:\s*[-/\u2013]\s*|\s+)suicide\b"
""" "A murder-suicide": one of the dead did it, whoever it was."""

_AUX_BEFORE = re.compile(
    rf"(?<![\w'-])(?:{_AUX})(?:(?:shot|hit|struck|cut|\w+(?:ed|en|pt|wn|ung|ught))\s+(?:(?:away|down|off|out|over|under|up)\s+)?and\s+)?$"
)


def _cue(hit: str) -> re.Pattern[str]:
    """All that tells harm, each way in a group of its own name."""
    return re.compile(
        rf"(?:(?P<opening>{_OPENING})|(?P<led>{_LED_OFF})|(?P<self>{_SELF})|(?P<self_hit>{_SELF_HIT})|(?P<own_death>{_OWN_DEATH})|(?P<died>{_DIED})|(?P<abducted>{_ABDUCTED})|(?P<detained>{_DETAINED})|(?P<alive>{_ALIVE})|"
        rf"(?P<sending>{_SENDING})|(?P<carrying>{_CARRYING})|(?P<care>{_CARE})"
        rf"|(?P<hurt>{_HURT_NOUN})|(?P<wounds>{_WITH_WOUNDS})|(?P<killing>{_KILLING})|(?P<injuring>{_INJURING})|(?P<abducting>{_ABDUCTING})"
        rf"|(?P<detaining>{_DETAINING})|(?P<killed>{_KILLED})|(?P<injured>{_INJURED})|(?P<hit>{hit})|"
        rf"(?P<shooting>{_SHOOTING})|(?P<struck>{_STRUCK})|(?P<lying>in\s+(?:a|the)\s+hospital|critical(?=\s*(?:$|[,;.]|after\b|in\b|following\b))|surviving(?=\s+(?:victims?|m[ae]n|wom[ae]n|boys?|girls?|teens?|teenagers?|officers?)\b))|(?P<lived>survived\s+(?:the|an?|his|her|their)\s+(?:[\w-]+\s+)?(?:shootings?|attack|stabbing|assault|wounds?|injuries))"
        r"|(?P<several>(?:double|triple|quadruple|quintuple)[ -]"
        r"(?:homicides?|murders?|slayings?|killings?|fatal\s+shooting))"
        r"|(?P<several_hit>(?:double|triple|quadruple|quintuple)[ -](?:shootings?|stabbings?)(?!\s+deaths?\b))"
        r"|(?P<implied>(?:fatal|deadly)\s+(?:\w+\s+){0,2}?(?:shootings?|stabbings?|beating|crash|attack)|(?:murder|"
        r"homicide|manslaughter)\s+(?:charges?|"
        r"investigation|case|victim|suspect|trial)|(?:shooting|stabbing)\s+death|murder(?=\s+(?:in\s+the|on\s|and\s)))"
        r"|(?P<missing>missing)|(?P<fatal>fatally(?=\s*[,.;)-]|\s*$))|(?P<dead>losing\s+(?:his|her|their)\s+li(?:fe|ves)|dead|deaths|fatalities|"
        r"lives\s+lost))(?!\w)"
    )


@dataclass(frozen=True, slots=True)
class _Patterns:
    """`stems` = with which a cue begins, `hurtful` = without which a sentence is not looked at."""

    cue: re.Pattern[str]
    stems: Stems
    hurtful: Stems


@cache
def _patterns() -> _Patterns:
    words = harm_lists()
    return _Patterns(_cue(_hit(words)), Stems(words.stems), Stems(words.hurtful))


def tells_harm(text: str) -> bool:
    """A quick look: False where no word of a sentence can tell harm."""
    lowered = lower(text)
    return (
        _patterns().hurtful.any_in(lowered) or " away" in lowered or "ed off" in lowered or "out of danger" in lowered
    )


def cues_in(text: str) -> Iterator[Cue]:
    """The words that tell harm, in order, none overlapping."""
    patterns, lowered = _patterns(), lower(text)
    last = 0
    for start in patterns.stems.starts(lowered):
        match = patterns.cue.match(lowered, start) if start >= last else None
        if match is not None and _is_meant(match, lowered):
            yield _cue_of(match)
            last = match.end()


_TRIED = re.compile(r"\battempt\w*\s+(?:to\s+commit\s+)?(?:[\w-]+\s+){0,3}$")
""" "Attempted first-degree murder" tells no death."""


_NOT_SO = re.compile(r"\bno[nt][\s-]+$")
""" "A non-fatal shooting"."""


def _is_meant(match: re.Match[str], lowered: str) -> bool:
    """Whether a verb of many senses tells harm here: led off by captors, struck by what can hurt."""
    if match["led"] is not None:
        return _CAPTORS.search(lowered) is not None
    at = match.start()
    if match[0].startswith(("fatal", "deadly")) and _NOT_SO.search(lowered, max(0, at - 5), at) is not None:
        return False
    if match["implied"] is not None and _TRIED.search(lowered, max(0, at - 48), at) is not None:
        return False
    return match["struck"] is None or _MISSILE.search(lowered, max(0, at - 90), at) is not None


_BY_GROUP = {
    "self": (Effect.KILLED, Voice.SELF, 0.9),
    "self_hit": (Effect.HIT, Voice.SELF, 0.85),
    "own_death": (Effect.KILLED, Voice.NOBODY, 0.4),
    "opening": (Effect.KILLED, Voice.ACTIVE, 0.95),
    "died": (Effect.KILLED, Voice.PASSIVE, 1.0),
    "alive": (Effect.INJURED, Voice.PASSIVE, 0.8),
    "carrying": (Effect.HIT, Voice.ACTIVE, 0.8),
    "care": (Effect.HIT, Voice.PASSIVE, 0.8),
    "hurt": (Effect.INJURED, Voice.PASSIVE, 0.95),
    "killing": (Effect.KILLED, Voice.ACTIVE, 0.95),
    "injuring": (Effect.INJURED, Voice.ACTIVE, 1.0),
    "sending": (Effect.HIT, Voice.ACTIVE, 0.8),
    "shooting": (Effect.HIT, Voice.ACTIVE, 0.7),
    "abducting": (Effect.ABDUCTED, Voice.ACTIVE, 0.95),
    "detaining": (Effect.DETAINED, Voice.ACTIVE, 0.9),
    "killed": (Effect.KILLED, Voice.EITHER, 1.0),
    "injured": (Effect.INJURED, Voice.EITHER, 1.0),
    "lying": (Effect.INJURED, Voice.BEFORE, 0.7),
    "lived": (Effect.INJURED, Voice.PASSIVE, 0.7),
    "hit": (Effect.HIT, Voice.EITHER, 0.85),
    "abducted": (Effect.ABDUCTED, Voice.EITHER, 1.0),
    "led": (Effect.ABDUCTED, Voice.EITHER, 0.9),
    "detained": (Effect.DETAINED, Voice.EITHER, 0.95),
    "several": (Effect.KILLED, Voice.NOBODY, 0.7),
    "several_hit": (Effect.HIT, Voice.NOBODY, 0.7),
    "struck": (Effect.HIT, Voice.ACTIVE, 0.8),
    "implied": (Effect.KILLED, Voice.NOBODY, 0.4),
    "wounds": (Effect.HIT, Voice.BEFORE, 0.8),
    "missing": (Effect.MISSING, Voice.EITHER, 0.9),
    "dead": (Effect.KILLED, Voice.BEFORE, 0.95),
    "fatal": (Effect.KILLED, Voice.BEFORE, 0.95),
}


_SEVERAL = {"doub": 2, "trip": 3, "quad": 4, "quin": 5}
_SHOT = re.compile(r"\b(?:gun\s?shots?|bullet|stab)\b")
_FATAL = re.compile(r"(?<!non-)(?<!not )(?<!non )\b(?:fatal|mortal|deadly)\b")


def _cue_of(match: re.Match[str]) -> Cue:
    """What a match tells; an auxiliary makes a participle passive."""
    name = next(group for group in _BY_GROUP if match[group] is not None)
    effect, voice, weight = _BY_GROUP[name]
    start = match.start()
    if name == "wounds":
        came = _CAME.search(match.string, max(0, start - 80), start)
        voice, start = (Voice.PASSIVE, came.start()) if came is not None else (voice, start)
    if name == "hurt":
        is_hit = _SHOT.search(match[0]) is not None and not match[0].startswith("treated")
        effect = Effect.KILLED if _FATAL.search(match[0]) else Effect.HIT if is_hit else effect
    if voice is not Voice.ACTIVE:
        auxiliary = _AUX_BEFORE.search(match.string, max(0, start - 48), start)
        if auxiliary is not None:
            start = auxiliary.start()
            voice = Voice.PASSIVE if voice in {Voice.EITHER, Voice.BEFORE} else voice
    people = _SEVERAL[match[0][:4].lower()] if name.startswith("several") else 1
    return Cue(effect, voice, start, match.end(), weight, name in {"alive", "lived"}, people, name == "own_death")
