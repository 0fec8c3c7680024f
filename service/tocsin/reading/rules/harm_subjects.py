"""Whom a verb or noun of harm speaks of: the people before it, after it or around it, with those linked to them."""

import re

from tocsin.reading.rules.harm_cues import Voice
from tocsin.reading.rules.harm_doers import DID, WHO
from tocsin.reading.rules.people import Form, Person

LINK = re.compile(
    r"^\s*(?:,\s*(?:both\s+)?(?:ages?\s+|aged\s+)?\d{1,2}(?:,?\s+(?:and\s+)?\d{1,2}(?!\d))*(?=,|\s+and\b)|"
    r",?\s+in\s+(?:his|her|their)\s+(?:\w+\s+)?(?:\d0s|teens|twenties|thirties|forties|fifties))?"
    r"\s*,?\s*(?:and|as well as|along with|plus|&)?\s*(?:also\s+)?$",
    re.IGNORECASE,
)
""" "A man, 44, and his wife": an age may stand between people told together."""
_LISTED = re.compile(r"\s*;\s*(?:and\s+)?", re.IGNORECASE)
""" "Killed his wife, Ann; a neighbour; and two guests"."""
_ASIDE = re.compile(
    r"\b(?:including|among them|among whom|such as|like|(?<!total )of|to|with|by|from|near|behind|for|against|into|at|"
    r"on|in|outside|than|between|about|toward|towards|beside|inside|"
    r"them|most of them|mostly|all of them|told|saw|who|whom|"
    r"killing|with a|including a)\s+(?:a|an|the)?\s*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r";|\b(?:said|says|told|but|because|while|although|whose|when|after|before|as)\b", re.IGNORECASE)
_SUBJECT_NEXT = re.compile(
    r"^\s*(?:,[^,]{0,40},)?\s*(?:who\s+)?(?:was|were|is|are|has|have|had|remain\w*|suffered|sustained|died|"
    r"injured|wounded|hurt|dead|missing|"
    r"others?\s+(?:injured|wounded|hurt))\b",
    re.IGNORECASE,
)
_OBJECT_NEXT = re.compile(
    r"\s+(?:an?|the|his|her|their|its|him|them)\s|\s+(?:at\s+least|several|dozens|[A-Z](?!ednes|onday|uesday|hurs|"
    r"riday|atur|unday)|\d)[\w'-]*\s"
)
_SPEAKER_LATER = re.compile(r"[^,;]{0,60}\b(?:said|says|told)\b", re.IGNORECASE)
_SPEAKER_NEXT = re.compile(
    r"^\s*,?\s*(?:\w+\s+)?(?:said|says|told|added|reported|wrote|testified|stated)\b", re.IGNORECASE
)
_OF_THEM = re.compile(r"\s+of\s+(?:whom|them)\b", re.IGNORECASE)
_JOINED_VERB = re.compile(r"\b(?:but|and)\s+(?:\w+ly\s+|later\s+|then\s+|soon\s+)?$", re.IGNORECASE)
_REDUCED = re.compile(
    r"\s+(?:(?:who\s+)?(?:was|were)\s+)?(?:(?:believed|thought|said|reported)\s+to\s+have\s+)?(?:\w+ly\s+)?(?:shot|stabbed|hospitali[sz]ed|wounded|injured|hurt|hit|struck|"
    r"burned|taken|rushed|transported|airlifted|flown)\b",
    re.IGNORECASE,
)
"""What people underwent before the verb that goes on with them: "a woman shot after a party has died"."""
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|from|outside|on|to)\s+$", re.IGNORECASE)
_WHO = re.compile(r",?\s*(?:who|whom|that)\s", re.IGNORECASE)
_ALONG = re.compile(
    r",?\s+(?:along|together)\s+with\s+|(?:\s+(?:in|at)\s+[^.;,]{2,30})?,?\s+as\s+(?:was|were)\s+", re.IGNORECASE
)
_UNDERGOING = re.compile(r"being\b|found\b|suffering\b|sustaining\b|receiving\b", re.IGNORECASE)
""" "Charges for two men found dead", "responsible for four being hurt": theirs, whatever stands before them."""
_HOW = re.compile(r"\b(?!family\b)\w+ly\s+$", re.IGNORECASE)
_INCLUDING = re.compile(r"\b(?:including|among them|such as)\s+(?:an?\s+|the\s+)?$", re.IGNORECASE)
""" "Five others, including two guards, wounded": five."""
_OBJECT_GAP = re.compile(
    r"\s*(?:[A-Za-z]+ly\s+)?(?:the\s+|his\s+|her\s+|of\s+|both\s+)?"
    r"(?!(?:and|or|in|on|at|after|with|by|for|to|near|when|as|from|but|before|during|while|inside|who|that|"
    r"outside)\b)(?:[\w'-]+\s+)?",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_NOUN_OF = re.compile(r"\b(?:body|bodies|remains)\s+of$", re.IGNORECASE)
""" "The bodies of two women and a boy were found": they are found together."""
_DEATH_OF = re.compile(r"\b(?:deaths?|murders?|killings?|slayings?) of$", re.IGNORECASE)
""" "The deaths of his wife and two boys who were shot": of three."""
_DEED_BEFORE = re.compile(
    rf"\b(?:{WHO}(?:{DID})"
    r"(?:\s+(?:and|or)\s+(?:killed|wounded|injured))?|(?:suspected|accused|convicted)\s+of\s+(?:fatally\s+)?"
    r"(?:shooting|killing|stabbing|murdering|wounding)(?:\s+(?:and|or)\s+(?:killing|wounding|injuring))?)\s+"
    r"(?:an?\s+|the\s+|his\s+|her\s+)?$",
    re.IGNORECASE,
)
""" "The teen who shot four was killed": not the four."""
_KIN = re.compile(r"(?:(?:his|her|their)|[A-Z][\w-]+'s)\s[a-z]", re.IGNORECASE)
""" "His mother, Ann Lee, and his brother, Bo Lee": two."""
_NEAR = frozenset({"", "people", "were", "others", "reported", "confirmed", "still", "still reported", "found", "now"})
"""What may stand between people and a word that tells their state: "a boy found fatally shot"."""
_OF_ONE_HOME = re.compile(r"of\s+(?:the\s+|an?\s+|one\s+|same\s+)*(?:family|household)", re.IGNORECASE)
_REACH = 110
"""How many characters may lie between people and the verb that tells what became of them."""


def people_of(text: str, people: tuple[Person, ...], start: int, end: int, voice: Voice) -> tuple[Person, ...]:
    if voice is Voice.PASSIVE:
        return _with_later(text, people, _subject(text, people, start), end)
    if voice is Voice.ACTIVE:
        return _object(text, people, end)
    if voice is Voice.SELF:
        himself = tuple(one for one in people if start < one.start and one.end <= end)
        return _subject(text, people, start) or himself[-1:]
    around = next((person for person in people if person.start < start and end < person.end), None)
    if around is not None:
        return (around,)
    found = _object(text, people, end) if voice is Voice.EITHER else ()
    if not found and voice is Voice.EITHER and _OBJECT_NEXT.match(text, end):
        return ()
    return found or _adjacent(text, people, start)


def _with_later(text: str, people: tuple[Person, ...], group: tuple[Person, ...], end: int) -> tuple[Person, ...]:
    """Those told after their verb: "a boy was hurt, along with two others"."""
    along = _ALONG.match(text, end) if group else None
    return group if along is None else (*group, *(one for one in people if one.start == along.end()))


def _object(text: str, people: tuple[Person, ...], end: int) -> tuple[Person, ...]:
    """The people told right after `end`, with those linked to them."""
    group: list[Person] = []
    at = end
    is_death = _DEATH_OF.search(text, max(0, end - 14), end) is not None
    is_noun = _NOUN_OF.search(text, max(0, end - 10), end) is not None
    for person in people:
        if person.start < at:
            continue
        gap = text[at : person.start]
        if not group:
            if len(gap) > 24 or not _OBJECT_GAP.fullmatch(gap):
                break
        elif (
            not gap.strip()
            or not (LINK.match(gap) or _is_listed(text, gap, person))
            or (not is_noun and _begins_anew(text, gap, person, is_death))
        ):
            break
        elif gap.strip() == "," and _is_apposition(group[-1], person):
            at = person.end
            continue
        if person.form is not Form.PRONOUN or not group:
            group.append(person)
        at = person.end
    return tuple(group)


def _is_listed(text: str, gap: str, person: Person) -> bool:
    """Whether a semicolon parts people of one list, and not what happened from what happened next."""
    return _LISTED.fullmatch(gap) is not None and text[person.end - 1 : person.end + 1].rstrip()[-1:] in {",", ";", "."}


def _begins_anew(text: str, gap: str, person: Person, is_noun: bool = False) -> bool:
    """Whether people in a list of objects are the subject of what comes next: "killed a guard, and two were hurt"."""
    following = text[person.end :]
    if is_noun and following.startswith(" who "):
        return False
    if _OF_THEM.match(following) or _SUBJECT_NEXT.match(following):
        return True
    closed = "and" in gap and (text[person.end - 1] == "," or following.startswith(","))
    if _SPEAKER_NEXT.match(following) and not closed:
        return True
    return gap.strip() == "," and _SPEAKER_LATER.match(following) is not None


def _is_apposition(first: Person, second: Person) -> bool:
    """ "his daughter, Mya" and "John Doe, a guard" are one person."""
    return first.value == second.value == 1 and (first.form is Form.NAMED) != (second.form is Form.NAMED)


def _is_named_so(text: str, person: Person, name: Person) -> bool:
    """Whether a name tells who somebody is: "a nurse, Ann Lee, and a driver, Bo Ray" are two, as are kin."""
    if name.form is not Form.NAMED:
        return False
    closed = "," in text[name.end - 1 : name.end + 1] and person.form is Form.ONE and person.value == 1
    return closed or _KIN.match(text, person.start) is not None


def _adjacent(text: str, people: tuple[Person, ...], start: int) -> tuple[Person, ...]:
    """The people right before `start`: "leaving two dead", "12 injured", "a man and two boys dead"."""
    for person in reversed(people):
        if person.end > start:
            continue
        gap = _HOW.sub("", text[person.end : start]).strip(" ,")
        aside = _INCLUDING.search(text, max(0, person.start - 24), person.start) if gap == "" else None
        if aside is None:
            near = gap in _NEAR or _OF_ONE_HOME.fullmatch(gap) is not None
            return _with_linked(text, people, _of_place(text, people, person)) if near else ()
        start = aside.start()
    return ()


def _of_place(text: str, people: tuple[Person, ...], last: Person) -> Person:
    """Who is told by his town: "Ann Lee of Marlow dead"."""
    if last.form is not Form.NAMED:
        return last
    return next((one for one in people if text[one.end : last.start] == " of "), last)


def _subject(text: str, people: tuple[Person, ...], start: int) -> tuple[Person, ...]:
    """The people that a verb at `start` speaks of: the nearest that are no aside, with those linked to them."""
    chosen: Person | None = None
    for person in reversed(people):
        if person.end > start or start - person.end > _REACH:
            continue
        gap = _IN_BRACKETS.sub("", text[person.end : start])
        if gap.strip() and "," not in gap and _is_cut_off(gap):
            break
        if ";" in gap:
            break
        is_own = _WHO.match(gap) or (gap == " " and _UNDERGOING.match(text, start))
        if _DEED_BEFORE.search(text, max(0, person.start - 60), person.start):
            continue
        if not is_own and _ASIDE.search(text, max(0, person.start - 24), person.start):
            continue
        chosen = person
        break
    if chosen is None:
        return ()
    if chosen.value > 1 and text[chosen.start : chosen.end].lower() == "both":
        return (chosen,)
    return _with_linked(text, people, chosen)


def _is_cut_off(gap: str) -> bool:
    """Whether a new clause begins between people and a verb; "was flown to a hospital but died" goes on with them."""
    found = [match[0].lower() for match in _CLAUSE.finditer(_JOINED_VERB.sub("", gap))]
    if _REDUCED.match(gap):
        found = [word for word in found if word not in {"after", "before", "when", "while", "as"}]
    return bool(found)


def _with_linked(text: str, people: tuple[Person, ...], last: Person) -> tuple[Person, ...]:
    group = [last]
    if _OF_THEM.match(text, last.end):
        return (last,)
    before = [person for person in people if person.end <= last.start]
    begin = last.start
    for person in reversed(before):
        gap = text[person.end : begin]
        if not LINK.match(gap) or not gap.strip():
            break
        if person.form is Form.NAMED and _PLACE_BEFORE.search(text, max(0, person.start - 9), person.start):
            break
        begin = person.start
        if gap.strip() == "," and _is_named_so(text, person, group[0]):
            continue
        if gap.strip() == "," and len(group) == 1 and last.value == 1 and person.value <= 1:
            group[0] = last if last.form is Form.NAMED else person
            continue
        group.insert(0, person)
    return tuple(group)
