"""Who speaks by a name that no register knows: "the X Elders Forum accused ...", "X - a gloss - claimed"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.reading.rules.parties import Party
from tocsin.reading.rules.people import Form, people_in
from tocsin_schemas.enums import ActorKind

_WORD = r"(?:(?:al|el|ash|as|an|ar|at)-)?[A-ZÀ-Þ][\w'’.-]*"
_BEFORE = re.compile(
    rf"(?<![\w'’.-])(?P<name>{_WORD}(?:\s+(?:(?:of|for|the|al|de|del|la|el|na|bin)\s+){{0,2}}{_WORD}){{0,7}})"
    rf"(?P<aside>\s+(?:based\s+)?in\s+{_WORD}|,\s(?:an?|the|one|another|part\sof|led\sby|whose|which|named|blamed|accused|suspected|described|long|(?:for|of|to)\s(?:which|whom))\s[^.;]{{2,160}}?,|\s+\([^()]{{2,60}}\)|\s+[-–—]{{1,2}}\s[^.;]{{2,70}}?\s[-–—]{{1,2}})?"
    rf"\s+(?:(?:has|have|had|also|both|later|since|then|already|again|yesterday|today|on\s+\w+day|\w+ly)\s+)*$"
)
_ADDRESSED = re.compile(r"\b(?:to|told)\s+$")
""" "Said in a message to Radio X that it ...": who is told does not speak."""
_NAME = re.compile(r"(?:the\s+)?(?P<name>[A-Z][\w'-]+(?:\s+(?:(?:of|the|al|de)\s+)*[A-Z][\w'-]+){0,4})")
_LEADING = re.compile(
    r"^(?:(?:On|In|At|But|And|The|A|An|Yet|Meanwhile|Later|Local|For|When|After|While|As|If|Both|Last|\w+day|January|"
    r"February|March|April|May|June|July|August|September|October|November|December)\s+)*(?:(?:[A-Z][\w-]+\s+){1,3}the\s+(?=[A-Z]))?"
)
_PRONOUN = re.compile(
    r"(?:He|She|It|They|We|I|You|This|That|These|Those|No|Nobody|None|Neither|Each|Some|Who|Which|There|Both|\w+day)$"
)
_BODY = re.compile(
    r"\b(?:Forum|Council|Union|Association|Assembly|Congress|Committee|League|Society|Organi[sz]ation|Federation|"
    r"Party|Movement|Front|Army|Legion|Battalion|Regiment|Resistance|Group|Brigades?|Alliance|Coalition|Command|Ministry|Company|Corporation)\b"
)

_WING = re.compile(
    rf"(?P<name>{_WORD}(?:\s+{_WORD}){{0,4}}),\s(?:the|an?)\s(?:armed|military|political|youth)\s(?:wing|branch|arm)\s(?P<of>of)\s[^.;,]{{3,60}},\s*$"
)
""" "X, the armed wing of Y, said": X speaks."""
_RIGHT_BEFORE = re.compile(
    rf"(?P<name>{_WORD}(?:\s+{_WORD}){{0,3}}),?\s+(?:(?:has|have|had|also|later|since|then|again|\w+ly|on\s+\w+day)\s+)*$"
)
_LETTERS = re.compile(
    r"(?<![\w-])(?P<name>[A-Z0-9][A-Z0-9-]{1,7})\s+(?:(?:has|have|had|also|later|since|then|again|\w+ly)\s+)*$"
)
_OWN_OUTLET = re.compile(
    r"\bits\s+(?:[a-z-]+\s+){0,2}?(?:arm|outlet|agency|wing|channel|website|mouthpiece|magazine),?\s+(?:the\s+)?"
    rf"(?P<told>{_WORD}(?:\s+{_WORD})?)|\bits\s+(?P<called>{_WORD})\s+(?:(?:news|media|propaganda)\s+)?"
    r"(?:outlet|agency|channel|arm|wing|website|site|service)\b"
)
_APPOSED = re.compile(
    r"(?:\s(?:group|gang|faction|militia|movement|organi[sz]ation|network|outfit))?,\s(?:the\s)?"
    rf"(?P<name>{_WORD}(?:\s+{_WORD}){{1,3}}),\s+(?:(?:has|have|had|also|later|\w+ly)\s+)*$"
)
_GLOSSED = re.compile(
    rf"(?P<name>{_WORD}(?:\s+(?:of\s+)?{_WORD}){{0,4}}),\s+(?:an?|the|another)\s+(?:[\w-]+\s+){{0,6}}?"
    r"(?:group|gang|club|militia|movement|organi[sz]ation|faction|cartel|network|collective|cell|outfit|front|army)\b"
)
_WHICH = re.compile(
    r"(?P<name>(?:[A-Z0-9][\w'-]*)(?:\s+(?:of|the|al|de)?\s*[A-Z][\w'-]*){0,5}),\s+(?:which|who)\s+"
    r"(?:(?:has|have|had|also|later|since|quickly|immediately|both|\w+ly)\s+)*"
    r"(?:(?!(?:has|have|had)\s)[^,;.\"]{3,80},\s+(?:(?:has|have|had|also|later|on\s+\w+day|\w+ly)\s+)*)?$"
)
_CALLS_ITSELF = re.compile(
    r"\b(?:calls?|called|calling|styles?|styling|named|naming)\s+(?:itself|themselves|himself|herself)\s+(?:the\s+)?"
    r"(?P<name>[A-Z][\w'-]*(?:\s+(?:of\s+)?(?:the\s+)?(?:al-|el-|ash-)?[A-Z][\w'-]*){0,5})"
)


_BEHALF = re.compile(r"[^.;,]{0,40}?\s(?:on\s+behalf|in\s+the\s+name)\s+of\s+(?:the\s+)?", re.IGNORECASE)
GROUPS = frozenset({ActorKind.REBEL_GROUP, ActorKind.TERRORIST_GROUP, ActorKind.MILITIA, ActorKind.CRIMINAL_GROUP})
_SOME_GROUP = re.compile(
    r"(?:(?:the|that|this)\s+(?:[\w-]+\s+){0,2}?|(?:banned|outlawed|same)\s+)(?:group|militia|movement|organi[sz]ation|faction|gang|cartel|outfit|network)$",
    re.IGNORECASE,
)
_SOME_BODY = re.compile(
    r"\b[Tt]he\s(?P<name>(?:[\w-]+\s){0,3}?(?:committee|movement|union|council|association|federation|league|club|company|firm|"
    r"party|campaign|community|brothers|sisters|men|women|suspects?|defendants?|accused|couple|pair))"
    r"(?:,\s(?:whose|which|who)\s[^.;]{2,120}?,)?\s(?:(?:has|have|had|also|both|later|since|then|all|\w+ly)\s)*$"
)
_HIS = re.compile(r"(?:his|her|its|their|our)\s", re.IGNORECASE)
_JOINED = re.compile(r"\s*,?\s*(?:(?:and|or|as\s+well\s+as)\s+)?(?:the\s+|its\s+(?:ally|rival)\s+)?", re.IGNORECASE)


def is_group(party: Party) -> bool:
    """Whether it is an armed or criminal group by a name of its own."""
    return party.is_named and party.kind in GROUPS


def named_before(text: str, at: int, found: Party | None, any_name: bool) -> Party | None:
    """The speaker of a verb at `at` as told: `found`, made whole or taken back from a gloss, or a name of no register.

    `any_name`: any capitals may speak; otherwise only what is called a council, forum, union, ...
    """
    wing = _WING.search(text, max(0, at - 160), at)
    if wing is not None and found is not None and wing.start("of") <= found.start:
        return Party(wing.start("name"), wing.end("name"), wing["name"], ActorKind.REBEL_GROUP)
    if found is not None and found.actor_id is not None and found.end > at - 4:
        return found
    apposed = _APPOSED.match(text, found.end, at) if found is not None and not found.is_named else None
    if apposed is not None:
        kind = found.kind if found is not None and found.kind in GROUPS else ActorKind.PERSON
        return Party(apposed.start("name"), apposed.end("name"), apposed["name"], kind)
    first = max(0, at - 240)
    match = _BEFORE.search(text[first:at])
    if match is None or _ADDRESSED.search(text[: first + match.start("name")]):
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
        return Party(start, end, name, found.kind)
    if start <= found.start and found.end <= end and len(name) > len(found.name) and _is_part(found, name):
        return replace(found, start=start, end=end, name=name, is_named=True)
    return found


def _is_part(found: Party, name: str) -> bool:
    return found.actor_id is None and found.name.lower().removeprefix("the ") in name.lower()


def group_in(text: str, named: Sequence[Party]) -> Party | None:
    """The last group of a sentence: of those `named` in it, or one that it explains ("X, a collective of hackers")."""
    groups = list(named)
    for match in _GLOSSED.finditer(text):
        name = _LEADING.sub("", match["name"])
        groups.append(Party(match.end("name") - len(name), match.end("name"), name, ActorKind.REBEL_GROUP))
    return max(groups, key=lambda party: party.start, default=None)


def speaker_before(text: str, at: int) -> Party | None:
    """Whoever a name right before a verb at `at` stands for, else a person by name."""
    match = _RIGHT_BEFORE.search(text[max(0, at - 90) : at])
    name = _LEADING.sub("", match["name"]) if match is not None else ""
    if match is None or not name or _PRONOUN.match(name):
        return person_before(text, at)
    if _ADDRESSED.search(text[: max(0, at - 90) + match.start("name")]):
        return None
    end = max(0, at - 90) + match.end("name")
    return Party(end - len(name), end, name, ActorKind.UNIDENTIFIED)


def letters_before(text: str, at: int) -> Party | None:
    """Who is called by letters alone right before a verb at `at`: "XYZ claimed ..."."""
    match = _LETTERS.search(text[max(0, at - 40) : at])
    if match is None or match["name"].isdigit():
        return None
    start = max(0, at - 40) + match.start("name")
    return Party(start, start + len(match["name"]), match["name"], ActorKind.UNIDENTIFIED)


def own_outlet(text: str) -> str | None:
    """The outlet that belongs to who speaks: "its media arm, X", "its X outlet"."""
    match = _OWN_OUTLET.search(text)
    return (match["told"] or match["called"]).rstrip(".") if match is not None else None


def person_before(text: str, at: int) -> Party | None:
    """A person by name as the one who blames."""
    names = [
        person
        for person in people_in(text)
        if person.form is Form.NAMED
        and person.end <= at
        and at - person.end < 60
        and not _ADDRESSED.search(text[: person.start])
    ]
    if not names:
        return None
    name = text[names[-1].start : names[-1].end].strip(" ,")
    return Party(names[-1].start, names[-1].end, name, ActorKind.PERSON)


def by_name(text: str, at: int) -> Party | None:
    """A claimant that no register knows: what is written with capitals right there."""
    match = _NAME.match(text, at)
    return Party(match.start("name"), match.end(), match["name"], ActorKind.UNIDENTIFIED) if match else None


def spoken_for(text: str, at: int) -> Party | None:
    """For whom it is claimed at `at`: "a caller claimed responsibility on behalf of X"."""
    match = _BEHALF.match(text, at)
    return by_name(text, match.end()) if match is not None else None


def body_before(text: str, at: int) -> Party | None:
    """A body or people without a name who deny at `at`: "the regional fisheries committee, whose members ...,"."""
    match = _SOME_BODY.search(text, max(0, at - 200), at)
    return Party(match.start("name"), match.end("name"), match["name"], ActorKind.UNIDENTIFIED) if match else None


def described_before(text: str, parties: tuple[Party, ...], at: int) -> Party | None:
    """Who "the channel, which calls itself X, ..." and "X, which has ..." speak of before a verb at `at`."""
    first = max(0, at - 160)
    called = _CALLS_ITSELF.search(text, first, at)
    if called is not None and not any(party.is_named and called.end() < party.start < at for party in parties):
        return Party(called.start("name"), called.end("name"), called["name"], ActorKind.REBEL_GROUP)
    which = _WHICH.search(text, first, at)
    return _antecedent(parties, which) if which is not None else None


def _antecedent(parties: tuple[Party, ...], which: re.Match[str]) -> Party:
    """Who "X, which has ..." speaks of, also where X is no known party."""
    known = next((party for party in parties if party.end == which.end("name")), None)
    return known or Party(which.start("name"), which.end("name"), which["name"], ActorKind.UNIDENTIFIED)


def led_by(parties: tuple[Party, ...], speaker: Party) -> Party:
    """The group named before "his fighters", for which its spokesman speaks."""
    if speaker.is_named or not _HIS.match(speaker.name):
        return speaker
    named = [party for party in parties if party.end <= speaker.start and is_group(party)]
    return named[-1] if named else speaker


def partners(text: str, parties: tuple[Party, ...], subject: Party) -> Iterator[Party]:
    """Those joined to the subject before it: "the X and the Y have both claimed"."""
    last = subject
    for party in reversed(parties):
        if party.end <= last.start and party.is_named and _JOINED.fullmatch(text[party.end : last.start]):
            yield party
            last = party


def meant(text: str, parties: tuple[Party, ...], about: Party, before: Party | None) -> Party:
    """The group named before where the blamed one is only "the banned group"."""
    if about.is_named or not _SOME_GROUP.match(about.name):
        return about
    named = [party for party in parties if party.end <= about.start and party.is_named and party.kind in GROUPS]
    return named[-1] if named else before or about
