"""Who speaks by a name that no register knows: "the X Elders Forum accused ...", "X - a gloss - claimed"."""

import re
from dataclasses import replace

from tocsin.reading.rules.parties import Party
from tocsin.reading.rules.people import Form, people_in
from tocsin_schemas.enums import ActorKind

_WORD = r"[A-ZÀ-Þ][\w'’.-]*"
_BEFORE = re.compile(
    rf"(?<![\w'’.-])(?P<name>{_WORD}(?:\s+(?:(?:of|for|the|al|de|del|la|el|na|bin)\s+){{0,2}}{_WORD}){{0,7}})"
    rf"(?P<aside>\s+(?:based\s+)?in\s+{_WORD}|,\s(?:an?|one|another)\s[^.;]{{2,160}}?,|\s+\([^()]{{2,60}}\)|\s+[-–—]{{1,2}}\s[^.;]{{2,70}}?\s[-–—]{{1,2}})?"
    rf"\s+(?:(?:has|have|had|also|both|later|since|then|already|again|\w+ly)\s+)*$"
)
_NAME = re.compile(r"(?:the\s+)?(?P<name>[A-Z][\w'-]+(?:\s+(?:(?:of|the|al|de)\s+)*[A-Z][\w'-]+){0,4})")
_LEADING = re.compile(
    r"^(?:(?:On|In|At|But|And|The|A|An|Yet|Meanwhile|Later|Local|For|When|After|While|As|If|Both|Last|\w+day|January|"
    r"February|March|April|May|June|July|August|September|October|November|December)\s+)+"
)
_PRONOUN = re.compile(
    r"(?:He|She|It|They|We|I|You|This|That|These|Those|No|Nobody|None|Neither|Each|Some|Who|Which|There|Both|\w+day)$"
)
_BODY = re.compile(
    r"\b(?:Forum|Council|Union|Association|Assembly|Congress|Committee|League|Society|Organi[sz]ation|Federation|"
    r"Party|Movement|Front|Army|Group|Brigades?|Alliance|Coalition|Command|Ministry|Company|Corporation)\b"
)

_WHICH = re.compile(
    r"(?P<name>(?:[A-Z0-9][\w'-]*)(?:\s+(?:of|the|al|de)?\s*[A-Z][\w'-]*){0,5}),\s+(?:which|who)\s+"
    r"(?:(?:has|have|had|also|later|since|quickly|immediately|both|\w+ly)\s+)*$"
)
_CALLS_ITSELF = re.compile(
    r"\b(?:calls?|called|calling|styles?|styling|named|naming)\s+itself\s+(?:the\s+)?"
    r"(?P<name>[A-Z][\w'-]*(?:\s+(?:of\s+)?(?:the\s+)?(?:al-|el-|ash-)?[A-Z][\w'-]*){0,5})"
)


def named_before(text: str, at: int, found: Party | None, any_name: bool) -> Party | None:
    """The speaker of a verb at `at` as told: `found`, made whole or taken back from a gloss, or a name of no register.

    `any_name`: any capitals may speak; otherwise only what is called a council, forum, union, ...
    """
    if found is not None and found.actor_id is not None and found.end > at - 4:
        return found
    first = max(0, at - 240)
    match = _BEFORE.search(text[first:at])
    if match is None:
        return found
    name = _LEADING.sub("", match["name"])
    end = first + match.end("name")
    start = end - len(name)
    if not name or _PRONOUN.match(name):
        return found
    if found is None:
        is_speaker = _BODY.search(name) or (any_name and " " in name)
        return Party(start, end, name, ActorKind.UNIDENTIFIED) if is_speaker else None
    if match["aside"] and end <= found.start and found.end <= at:
        return Party(start, end, name, ActorKind.UNIDENTIFIED)
    if start <= found.start and found.end <= end and len(name) > len(found.name) and _is_part(found, name):
        return replace(found, start=start, end=end, name=name, is_named=True)
    return found


def _is_part(found: Party, name: str) -> bool:
    return found.actor_id is None and found.name.lower().removeprefix("the ") in name.lower()


def person_before(text: str, at: int) -> Party | None:
    """A person by name as the one who blames."""
    names = [
        person
        for person in people_in(text)
        if person.form is Form.NAMED
        and person.end <= at
        and at - person.end < 60
        and not text[: person.start].endswith("told ")
    ]
    if not names:
        return None
    name = text[names[-1].start : names[-1].end].strip(" ,")
    return Party(names[-1].start, names[-1].end, name, ActorKind.PERSON)


def by_name(text: str, at: int) -> Party | None:
    """A claimant that no register knows: what is written with capitals right there."""
    match = _NAME.match(text, at)
    return Party(match.start("name"), match.end(), match["name"], ActorKind.UNIDENTIFIED) if match else None


def described_before(text: str, parties: tuple[Party, ...], at: int) -> Party | None:
    """Who "the channel, which calls itself X, ..." and "X, which has ..." speak of before a verb at `at`."""
    first = max(0, at - 160)
    called = _CALLS_ITSELF.search(text, first, at)
    if called is not None and not any(party.is_named and called.end() < party.start < at for party in parties):
        return Party(called.start("name"), called.end("name"), called["name"], ActorKind.UNIDENTIFIED)
    which = _WHICH.search(text, first, at)
    return _antecedent(parties, which) if which is not None else None


def _antecedent(parties: tuple[Party, ...], which: re.Match[str]) -> Party:
    """Who "X, which has ..." speaks of, also where X is no known party."""
    known = next((party for party in parties if party.end == which.end("name")), None)
    return known or Party(which.start("name"), which.end("name"), which["name"], ActorKind.UNIDENTIFIED)
