"""How a sentence relates to a place that it names: in, at, near, 40 km north of, from, dateline, possessive."""

import math
import re
from dataclasses import dataclass
from functools import cache

from tocsin.reading.rules.stems import Openings
from tocsin.reading.rules.where_names import Name
from tocsin.reading.rules.where_words import place_words
from tocsin_schemas.enums import PlaceKind

DIRECTIONS = {
    "north": 0.0,
    "northern": 0.0,
    "northeast": 45.0,
    "northeastern": 45.0,
    "east": 90.0,
    "eastern": 90.0,
    "southeast": 135.0,
    "southeastern": 135.0,
    "south": 180.0,
    "southern": 180.0,
    "southwest": 225.0,
    "southwestern": 225.0,
    "west": 270.0,
    "western": 270.0,
    "northwest": 315.0,
    "northwestern": 315.0,
}
"""Degrees clockwise from north."""
_OFFSET = re.compile(
    r"(\d+(?:[.,]\d+)?|[\w-]+)[ -]?(km|kilomet(?:er|re)s?|miles?|mi)\b\s?(?:\([^)]*\)\s?)?(?:to the |due )?"
    r"(north|south|east|west|north-?east|north-?west|south-?east|south-?west)?(?:ern)?\s?"
    r"(?:of|from|away from|outside|off)? (?:the )?(?:\w+ ){0,2}?(?:(?:city|town|village|capital)(?: of|,)? )?$",
    re.I,
)
_SIDE_OF = re.compile(
    r"\b(?:just |due )?(north|south|east|west|northeast|northwest|southeast|southwest) of (?:the \w+ of )?$", re.I
)
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "twelve": 12,
    "twenty-five": 25,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "hundred": 100,
    "five": 5,
}
_DATELINE = re.compile(
    r"^[^a-z]{0,3}[A-Z][\w .,'/-]{1,45}?(?:\([^)]{2,30}\)\s*)?(?:\s--?\s|\s?--|\s?>>)|"
    r"^[A-Z][\w .,'-]{2,40} \([A-Z][\w ./-]{1,20}\)|^[A-Z][A-Z .'-]{2,30}(?:,\s[\w .]{2,24})?[:.](?:\s(?=[A-Z\"])|\s*$)"
)
_CARE = (
    r"(?:hospitals?|clinics?|medical\scent(?:er|re)s?|trauma\scent(?:er|re)s?|burns?\s(?:cent(?:er|re)|unit|ward)s?|"
    r"intensive\scare|infirmary|morgue|mortuary)"
)
_ELSEWHERE = Openings(
    r"\b(?:told|speaking|spoke|briefed)\s(?:\w+\s){0,2}?(?:reporters|journalists|news\s+conference|press\s+conference|"
    r"parliament|lawmakers|media)\s(?:\w+\s){0,2}?(?:in|at)\s(?:the\s)?$"
    r"|\b(?:spokes\w+|office|headquarters|correspondent|reporter|bureau|analyst|diplomat|embassy|ministry|prosecutors?|"
    r"magistrates?|judges?|tribunal|laborator(?:y|ies)|observator(?:y|ies)|seismologists?|"
    r"institutes?(?:\sof\s(?:[A-Za-z]+\s){0,4}?[A-Za-z]+)?)\s(?:based\s)?in\s$"
    r"|\b(?:was|were|been)\s(?:also\s|even\s)?felt\s(?:[^.;]{0,80}?\s)?(?:in|at)\s(?:the\s)?$"
    r"|\b(?:affiliate|writers?|reporters?|correspondents?)\s(?:[\w.'-]+\s){1,3}in\s$"
    r"|\b(?:taken|rushed|airlifted|lifted|flown|transferred|transported|shifted|evacuated|moved|brought|admitted|driven|"
    r"treated|died|dead|pronounced|way|referred|condition|recovering|surgery)\s(?:[\w'-]+\s){0,4}?(?:to|in|at|by)\s"
    r"(?:(?:an?|the|two|several)\s)?(?:[\w'-]+\s){0,4}?" + _CARE + r"\s(?:in|at|of)\s"
    r"(?:the\s)?(?:\w+\s(?:city\s|town\s)?of\s)?$"
    r"|\b(?:burn(?:ed|t)|injured|wounded|hurt|beaten|stabbed|victims?|survivors?|casualt(?:y|ies))\b[^.;]{1,120}?\sdied\s"
    r"(?:[\w'-]+\s){0,3}?(?:in|at)\s$"
    r"|\b(?:speaking|spoke|talking|talked)\s(?:[\w'-]+\s){0,3}?from\s$"
    r"|\bfrom\s(?:the|an?)\s(?:\w+\s)?hospital\s(?:in|at)\s$"
    r"|\bwill\sbe\sburied\s(?:[\w'-]+\s){0,3}?(?:in|at)\s$"
    r"|\bdied\b[^.;]{1,40}?\shospital\s(?:at|in)\s$|\brecovering\sin\s$"
    r"|\b(?:are|is|remains?|lies?)\s(?:still\s)?in\s(?:an?|the)\s(?:\w+\s)?hospital\s(?:in|at)\s$"
    r"|\b(?:flights?|tickets?)\sto\s$|\bpost-?mortems?(?:\sexaminations?)?\s(?:at|in)\s$|\bbased\sin\s$"
    r"|\b(?:flown|airlifted)\sto\s$|\b(?:taken|rushed|moved|driven|evacuated)\sby\s(?:ambulance|helicopter|air|boat)\sto\s$"
    r"|\bfound\s(?:[\w'-]+\s){0,3}?(?:alive|safe|unharmed|in\sgood\shealth)\s(?:[\w'-]+\s){0,7}?(?:in|at|near)\s$"
    r"|\b(?:messages?|notes?|letters?|leaflets?|videos?|recordings?|statements?|communiqu\w+)\s(?:posted\s|written\s|issued\s)?in\s$"
    r"|\b(?:on\s(?:ventilators?|life\ssupport|a\sventilator)|in\sintensive\scare|(?:general|army|military|joint)\sstaff|"
    r"high\scommand|junta)\sin\s$"
    r"|\breported\s(?:as\s)?stolen\s(?:[\w'-]+\s){0,3}?(?:in|from|at)\s$"
    r"|\b(?:was|were|been)\s(?:reported\s)?(?:stolen|bought|rented|hired|registered)\s(?:[\w'-]+\s){0,5}?(?:in|from|at)\s$"
    r"|\b(?:they|he|she)\s(?:writes?|wrote|says?|claims?|insists?)\s(?:\w+\s)?in\s$"
    r"|\b(?:take|takes|taken|took|taking)\soff\sfrom\s(?:[\w'-]+\s){0,8}?$"
    r"|\b(?:being|still|are|is)\s(?:still\s)?treated\b[^.;]{0,60}?\s(?:in|at)\s(?:the\s)?(?:hospital\sin\s)?$"
    r"|\bdied\sof\s(?:his|her|their|its)\s(?:wounds|injuries)\s(?:[\w'-]+\s){0,3}?(?:in|at|near)\s(?:the\s)?$"
    r"|\b(?:airlifted|flown|shifted|evacuated|referred|medevaced)\sto\s(?:the\s|an?\s)?$"
    r"|\b(?:was|were|been)\s(?:later\s|since\s)?(?:moved|taken|rushed|transferred|driven)\sto\s(?:the\s|an?\s)?$"
    r"|\b(?:(?:call|letter|e-?mail|message|statement|note)s?\s(?:sent\s|made\s)?to|told)\s(?:[\w'-]+\s){0,3}?"
    r"(?:station|newspaper|channel|broadcaster|newsroom|agency|reporter|journalist)s?\s(?:based\s)?in\s(?:the\s)?$"
    r"|\b(?:address\w*|held|holding|gave|giving|hosted|during|at)\s(?:an?|the|his|her|their)\s(?:[\w'-]+\s){0,2}?"
    r"(?:news|press)\s(?:conference|briefing)\s(?:[\w'-]+\s){0,2}?(?:in|at)\s(?:the\s)?$"
    r"|\b(?:denies|denied|deny|denying|alibi|innocent|innocence)\b[^.;]{0,70}?\s(?:been|was|were)\s(?:[\w'-]+\s){0,4}?"
    r"(?:in|at|near)\s(?:the\s)?$"
)
"""Words before the place of those who speak of a happening or were taken away from it."""
_CARED_FOR = Openings(
    r"\b(?:taken|rushed|airlifted|flown|transferred|transported|admitted|driven|treated|died|dead|pronounced|condition|"
    r"recovering|surgery|spoke|talked|interviewed)\b[^.;]{0,40}\b(?:to|in|at|by)\s(?:an?\s|the\s)?$"
)
_CARERS = Openings(
    r"\b(?:doctors?|medics?|surgeons?|nurses?|paramedics|health\s(?:workers?|officials?|authorities)|"
    r"(?:medical|hospital)\s(?:sources?|officials?|workers?|staff|director|authorities))\s(?:[\w'-]+\s){0,3}?in\s(?:the\s)?$"
)
_SAID = re.compile(r"(?:,[^.;,]{1,40},)?\s(?:said|told|reported|confirmed|announced|added)\b")
""" "Medics in X said": where those speak who took in the wounded."""
_DIED = Openings(r"\b(?:died|dies|succumbed)\s(?:[\w'-]+\s){0,4}?(?:in|at)\s(?:the\s)?$")
_OF_WOUNDS = re.compile(r"\s(?:of|from|to)\s(?:the|his|her|their)\s(?:[\w'-]+\s)?(?:wounds|injuries|burns)\b")
""" "Died on Sunday in X of her wounds"."""
_HOUSE_OF_CARE = re.compile(r"(?:[- ]area)?\s" + _CARE + r"\b", re.IGNORECASE)
_CAUGHT = Openings(
    r"\b(?:arrested|captured|caught|(?:was|were|been)\s(?:picked|rounded)\sup|apprehended|hiding|surrendered|extradited|"
    r"fled|booked|jailed)\s(?:[\w'-]+\s){0,4}?(?:at\s(?:[\w'-]+\s){1,4}?)?"
    r"(?:in|near|outside|from|to|at)\s(?:of\s|the\s)?(?:[\w'-]+\s(?:and|or)\s)?$"
    r"|\b(?:picked|rounded)\sup\sin\s[^.;]{0,20}\braids\b[^.;]{0,40}\b(?:in|at)\s$"
)
"""Words before the place where somebody was found or held afterwards."""
_UNTO = frozenset(["to", "into"])
_NEXT = frozenset(["close", "next", "adjacent", "entrance", "gateway", "approach", "approaches"])
"""Words that make "to X" a place by X: "close to X", "at the entrance to X"."""
_WAYS = frozenset(["way", "road", "roads", "highway"])
""" "On the road out of X" is near X; "out of X" alone is where somebody comes from."""
_UNKNOWN_PLACE = frozenset(["in", "at", "near", "outside", "inside"])


@dataclass(frozen=True, slots=True)
class Offset:
    """So many km from a place, `bearing` in degrees clockwise from north, None where the text gives no direction."""

    km: float
    bearing: float | None


def dateline_end(text: str) -> int:
    """Where the dateline of a first sentence ends, 0 if it has none."""
    match = _DATELINE.match(text)
    return match.end() if match else 0


def offset_before(text: str, start: int) -> Offset | None:
    """The distance that stands before a name, as in "40 km north of"."""
    before = text[max(0, start - 90) : start]
    if "m" not in before or not before.endswith(" "):
        return None
    match = _OFFSET.search(before)
    if match is None:
        return None
    number = match[1].replace(",", ".")
    value = float(number) if number[0].isdigit() else float(_NUMBERS.get(number.lower(), 0))
    if not value:
        return None
    km = value * 1.609 if match[2].lower().startswith("mi") else value
    side = match[3].lower().replace("-", "") if match[3] else None
    return Offset(km, DIRECTIONS.get(side) if side else None)


def side_before(text: str, start: int) -> str | None:
    """ "north" in "north of X"."""
    match = _SIDE_OF.search(text[max(0, start - 60) : start])
    return match[1].lower() if match else None


def part_before(name: Name) -> str | None:
    """The direction word right before a name, as in "western Iraq"."""
    if name.first == 0:
        return None
    before = name.tokens[name.first - 1]
    word = before.lower.replace("-", "")
    if name.sentence.text[before.end : name.start] != " ":
        return None
    return word if word in DIRECTIONS or word == "central" else None


def shifted(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """The point `km` away from a point in a direction."""
    angle = math.radians(bearing)
    moved = lat + km * math.cos(angle) / 111.2
    turned = lon + km * math.sin(angle) / (111.2 * max(0.05, math.cos(math.radians(lat))))
    return max(-90.0, min(90.0, moved)), (turned + 180) % 360 - 180


_SCENE_OFFICE = re.compile(
    r"\b(?:outside|gates?\sof|front\sof|at|inside|into|near|attacked|stormed|hit|struck|bombed|torched)\s(?:the|an?|its|their)\s"
    r"(?:[\w-]+\s){0,4}?(?:office|headquarters|bureau|embassy|ministry)\sin\s$",
    re.IGNORECASE,
)
""" "A bomb at the gate of the land office in X": an office that is the scene, not who speaks."""


def is_elsewhere(text: str, start: int, end: int) -> bool:
    """Whether [start, end) is where somebody spoke, was treated or once lived: "told reporters in X", "born in X"."""
    begin = max(0, start - 110)
    if _ELSEWHERE.is_in(text, begin, start) and not _SCENE_OFFICE.search(text[begin:start]):
        return True
    if _OF_LIFE.is_in(text, begin, start):
        return True
    if _OF_WOUNDS.match(text, end) and _DIED.is_in(text, begin, start):
        return True
    if _SAID.match(text, end) and _CARERS.is_in(text, begin, start):
        return True
    return _HOUSE_OF_CARE.match(text, end) is not None and _CARED_FOR.is_in(text, begin, start)


_NEAR_TOKENS = 6
_AT_HOME_THERE = re.compile(
    r"\b(?:year-old|aged \d\d?)(?:\s[\w'-]+){0,2}\s(?:from|of)\s$|"
    r"\w,\s\d\d?,\s(?:(?:an?|the)\s(?:[\w-]+\s){1,4})?(?:from|of)\s$|"
    r"\b(?:student|pupil|resident|m[ae]n|wom[ae]n|boy|girl|youth|farmer|trader|couple)s?\sfrom\s$",
    re.IGNORECASE,
)
"""Words before the town that a person is from: "a 29-year-old from X"."""


_OF_LIFE = Openings(
    r"\b(?:grew\s+up|was\s+born|born(?:\s+and\s+raised)?|was\s+raised|hail(?:s|ed)|a\s+native|went\s+to\s+school)\s(?:[\w'-]+\s){0,2}?"
    r"(?:in|of|from|near)\s(?:the\s)?(?:\w+\s(?:city|town|village)\sof\s)?$"
)
"""Words before the place of somebody's earlier life: "who grew up in X"."""


def is_of_person(text: str, start: int) -> bool:
    """Whether the name at `start` is where a person is from."""
    return _AT_HOME_THERE.search(text[max(0, start - 50) : start]) is not None


def is_of_arrest(text: str, start: int) -> bool:
    """Whether the name at `start` is where somebody was found or held: "was captured outside of X"."""
    return _CAUGHT.is_in(text, max(0, start - 80), start)


_TOWN_OF = re.compile(
    r"(?: (?!(?:and|in|on|at|near|to|into|from|with|against|by|for|the)\b)[a-z][\w-]*){0,3}? "
    r"(?:city|town|village|hamlet|port|municipality|suburb|district|province|region|"
    r"area|neighbou?rhood|settlement)(?: of)? $"
)


def is_town_of(people: Name, name: Name) -> bool:
    """Whether a name is that of a town of the people before it: "the western Nepali town of X"."""
    text = name.sentence.text
    return name.first - people.last <= _NEAR_TOKENS and _TOWN_OF.match(text[people.end : name.start]) is not None


def _past_unknown(name: Name, comma: int) -> str:
    """The relation through a name that is no known place: "in Barangay Poponton, Las Navas"."""
    text = name.sentence.text
    for at in range(comma, max(-1, comma - 6), -1):
        token = name.tokens[at]
        if at < comma and text[token.end : name.tokens[at + 1].start].strip(" '\""):
            return ""
        if token.lower in _UNKNOWN_PLACE:
            return "in" if at < comma else ""
        if not (
            text[token.start].isupper() or token.lower in place_words().place_nouns or token.lower in ("the", "of", "a")
        ):
            return ""
    return ""


def relation_of(name: Name, previous: Name | None) -> str:
    """The relation of a name to its sentence, from the words before it; "" where they give none."""
    text = name.sentence.text
    words = place_words()
    seen_noun = False
    headed = ""
    for at in range(name.first - 1, max(-1, name.first - 9), -1):
        token = name.tokens[at]
        if token.lower == "s" and previous is not None and previous.last == at - 1 and _is_owner(previous):
            return "" if previous.relation == "possessive" else previous.relation
        gap = text[token.end : name.tokens[at + 1].start]
        if "," in gap or "/" in gap:
            if at != name.first - 1 or "/" in gap:
                return headed
            return _inherited(previous, at) or _past_unknown(name, at)
        if gap.strip(" \"'-"):
            return headed
        if token.lower == "of":
            step = _of(name, at, words.place_nouns)
            if step is not None:
                return step
            seen_noun = True
            before = name.tokens[at - 1].lower
            headed = "in" if before in words.place_nouns or before in words.inner else headed
            continue
        if token.lower in ("and", "or", "&") and previous is not None and previous.last == at - 1:
            return _inherited(previous, at - 1)
        placed = _placed_by(token.lower, name.tokens[at - 1].lower if at else "", seen_noun)
        if placed is not None:
            return placed
        if token.lower in words.place_nouns:
            seen_noun = True
        elif not (
            seen_noun
            or token.lower in words.standing_between
            or token.lower in words.parts
            or _part_of_list(previous, at)
        ):
            return headed
    return headed


def is_of_happening(name: Name) -> bool:
    """Whether the word after a town is what happened to it or what was hit there: "the Corvane shelling"."""
    after = name.last + 1
    if name.shaped or after >= len(name.tokens) or name.readings[0].place.kind is PlaceKind.COUNTRY:
        return False
    token = name.tokens[after]
    return token.lower in place_words().happenings and name.sentence.text[name.end : token.start] == " "


@cache
def _prepositions() -> dict[str, str]:
    """Preposition → the relation that it gives."""
    return {word: relation for relation, words in place_words().prepositions.items() for word in words}


def _placed_by(word: str, before: str, is_site: bool) -> str | None:
    """The relation that a preposition gives, or a verb that is done to a place: "seized Macomia" is in Macomia.

    `before` = the word before it ("close to X"), `is_site` = a site stands between ("against the port of X").
    """
    if word in _UNTO and before in _NEXT:
        return "near"
    if word == "against" and is_site:
        return "at"
    return "in" if word in place_words().deeds else _prepositions().get(word)


def _is_owner(previous: Name) -> bool:
    """ "in Kenya's coastal Lamu county" is in Lamu."""
    return previous.sentence.text[previous.end : previous.end + 2] == "'s"


def _part_of_list(previous: Name | None, at: int) -> bool:
    return previous is not None and previous.adjective and previous.first <= at <= previous.last


def _of(name: Name, at: int, nouns: frozenset[str]) -> str | None:
    """What "X of" says; None where X is a word such as "city", so that the words before it count."""
    before = name.tokens[at - 1].lower if at else ""
    if before.replace("-", "") in DIRECTIONS:
        return f"{before.replace('-', '')}_of"
    if before == "out" and at > 1 and name.tokens[at - 2].lower in _WAYS:
        return "near"
    if before in place_words().edges:
        launched = any(token.lower == "from" for token in name.tokens[max(0, at - 3) : at - 1])
        return "from" if launched else "near"  # "rockets launched from the vicinity of X"
    if before in place_words().undergone:
        return "in"
    if before in place_words().offices:
        return "possessive"
    if before in nouns or before in place_words().inner:
        return None
    return "possessive"


def _inherited(previous: Name | None, at: int) -> str:
    if previous is None or previous.last != at or previous.adjective:
        return ""
    return previous.relation
