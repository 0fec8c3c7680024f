"""Parties named in a sentence: registered groups, groups called something, forces and governments of a country."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from tocsin.reading.rules.people import Form, Person, people_in
from tocsin.reading.rules.stems import Stems, lower
from tocsin.types import Document, Sentence
from tocsin.world.actors import ActorRegister
from tocsin.world.nations import Nations
from tocsin_schemas.enums import ActorKind


@dataclass(frozen=True, slots=True)
class Party:
    """A party at [start, end) of a sentence; `is_named` = by a name of its own, not by a description."""

    start: int
    end: int
    name: str
    kind: ActorKind
    actor_id: str | None = None
    country: str | None = None
    is_named: bool = True


_KINDS: dict[ActorKind, str] = {
    ActorKind.STATE_FORCES: (
        r"(?:armed|security|government|special|naval|air|ground|defen[cs]e|military|occupation|"
        r"coalition)\s+forces|army|military(?:\s+(?:personnel|"
        r"officials?))?|forces|troops|soldiers?|air\s+force|navy|air\s+defen[cs]es?|warplanes?|fighter\s+jets|"
        r"jets|coast\s+guard|marines|"
        r"peacekeepers|border\s+guards|national\s+guard|artillery|commandos|paratroopers|defen[cs]e\s+(?:ministry|"
        r"officials?)|military\s+base"
    ),
    ActorKind.POLICE: (
        r"(?:riot\s+|national\s+|federal\s+|border\s+|military\s+)?police(?:\s+(?:officers?|patrol|force|men))?|"
        r"gendarmes|law\s+enforcement"
    ),
    ActorKind.GOVERNMENT: (
        r"government|authorities|officials?|(?:foreign|interior|health|prime)\s+(?:ministry|minister)|ministry|"
        r"president|leaders?|diplomats?|"
        r"intelligence(?:\s+(?:agency|agencies|officials?|services?))?|administration"
    ),
    ActorKind.MILITIA: (
        r"militias?|militia\s+groups?|militiamen|paramilitaries|armed\s+(?:groups?|factions?|men)|(?:proxy|"
        r"allied)\s+groups?"
    ),
    ActorKind.REBEL_GROUP: (
        r"rebels?|rebel\s+groups?|insurgents?|guerrillas?|separatists?|resistance|"
        r"(?<!fire )(?<!fire-)fighters|dissidents"
    ),
    ActorKind.TERRORIST_GROUP: (
        r"militants?|militant\s+groups?|jihadists?|terrorists?|islamists?|extremists?|suicide\s+bombers?"
    ),
    ActorKind.CRIMINAL_GROUP: r"gangs?|cartels?|bandits?|drug\s+traffickers|pirates|mafia|hackers",
    ActorKind.CIVILIANS: (
        r"settlers|civilians?|citizens|villagers|residents|nationals|tourists|workers|students|migrants"
    ),
    ActorKind.PROTESTERS: r"protest[eo]rs?|demonstrators?|rioters?",
}
_GROUP_NOUN = (
    r"(?:group|militia|faction|organi[sz]ation|outfit|movement|cell|gang|network|army|front|brigade|alliance|"
    r"cartel|unit|command|coalition|party)"
)
_NAME_TAIL = r"(?:\s+(?:of|the|for|and|al|in|de|e|i|for\s+the|of\s+the)(?=\s+[A-Z])|[\s-]+[A-Z][\w'-]*)*"
_CALLED = re.compile(
    rf"(?:\b(?:an?|the)\s+)?(?:[\w-]+\s+){{0,3}}?{_GROUP_NOUN}s?,?\s+(?:calling\s+itself|that\s+calls\s+itself|"
    rf"which\s+calls\s+itself|called|named|"
    rf"known\s+as|going\s+by\s+the\s+name(?:\s+of)?|identifying\s+itself\s+as|that\s+identified\s+itself\s+as|"
    rf"styling\s+itself)\s+(?:the\s+)?"
    rf"['\"]?(?P<name>[A-Z][\w'-]*{_NAME_TAIL})"
)
_TITLED = re.compile(
    r"\b(?P<name>(?:(?:[A-Z][\w'-]+|\d{1,3}(?:st|nd|rd|th))\s+(?:(?:of|for|the|al)\s+){0,2}){1,4}(?P<noun>Brigades?|Front|Army|Movement|"
    r"Militia|Battalions?|Forces|Group|Gang|Cartel|"
    r"Resistance|Guards|Commandos?|Fighters|Mujahideen|Mujahidin|Militants|Command|Alliance|Clan|Mafia|Column|Jihad)"
    r"(?:\s+(?:of|for|in)\s+(?:the\s+)?[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)*)?)"
)
_TITLED_LOW = re.compile(
    r"\b(?P<name>(?:(?!(?:The|A|An|In|On|At|By|But|And|When|After|Two|Three|Rival|Local|Armed|Sunni|Shia|Shi'?ites?|"
    r"Kurdish|Islamist|Marxist|Maoist|Communist|Christian|Muslim|Arab|Hutu|Tutsi|African|Asian|European|Latin|"
    r"Western|Eastern|Northern|Southern|Central|Police|Street|Drug|Motorcycle|Home|Cold|Popular|Eastern|Political|"
    r"Both|His|Her|Its|Their|This|That|One|No|Some|\w+day|January|February|March|April|May|June|July|August|"
    r"September|October|November|December)\b)(?:[A-Z][\w'-]+|\d{1,3}(?:st|nd|rd|th)|\d{2,3}(?=\s[A-Z]))\s+"
    r"(?:(?:de|del|la|los|al|of|the)\s+(?=[A-Z]|la\s))*){1,4}(?P<noun>front|gang|cartel|clan|mafia|militia|brigades?|faction|"
    r"column|(?:armed|rebel|militant|insurgent|jihadist|extremist)\s+(?:group|movement|faction|organi[sz]ation)))"
    r"(?![\w-])"
)
"""Names whose noun is written small: "the Gulf cartel", "the 10th Front" in a paper that writes "10th front"."""
_LOW_STEMS = Stems.of(
    "front gang cartel clan mafia militia brigade faction column armed rebel militant insurgent jihadist extremist"
)
_TITLE_STEMS = re.compile(
    "Brigade|Front|Army|Movement|Militia|Battalion|Forces|Group|Gang|Cartel|Resistance|Guards|Commando|Fighters|"
    "Mujahideen|Mujahidin|Militants|"
    "Command|Alliance|Clan|Mafia|Column|Jihad"
)
_TITLED_KINDS = {
    "Army": ActorKind.REBEL_GROUP,
    "Front": ActorKind.REBEL_GROUP,
    "Gang": ActorKind.CRIMINAL_GROUP,
    "Cartel": ActorKind.CRIMINAL_GROUP,
    "Clan": ActorKind.CRIMINAL_GROUP,
    "Mafia": ActorKind.CRIMINAL_GROUP,
    "front": ActorKind.REBEL_GROUP,
    "gang": ActorKind.CRIMINAL_GROUP,
    "cartel": ActorKind.CRIMINAL_GROUP,
    "clan": ActorKind.CRIMINAL_GROUP,
    "mafia": ActorKind.CRIMINAL_GROUP,
    "Group": ActorKind.ORGANISATION,
    "Alliance": ActorKind.ORGANISATION,
}
_NOT_TITLED = re.compile(
    r"^(?:The |A |An )?(?:Salvation|Air|Delta|Joint|Task|National|Armed|Security|Special|Police|U\.S|US|World|"
    r"Investment|Media|News|Capital|Working|G7|Wagner)?\s*"
    r"(?:Army|Forces|Guards|Group|Command|Front|Alliance|Movement)$|Salvation Army|Working Group|Media Group|"
    r"Support Group|Old Guards"
)
_DESCRIBED = re.compile(
    r"(?<![\w'])(?:an?|the|some|several|unidentified|unknown|suspected|armed|masked|two|three|four|five|heavily\s+armed|"
    r"presumed|alleged)\s+(?:(?!(?:of|on|in|by|and|to|that|with|for|after|before|when|since|where|while|as|but|or|"
    r"from|at|was|were|who|said|had|has|is|blaming|accusing|killing)\b)\w[\w'-]*\s+){0,4}?(?P<noun>"
    + "|".join(f"(?:{words})" for kind, words in _KINDS.items() if kind not in {ActorKind.CIVILIANS})
    + r"|group|gunm[ae]n|attackers?|assailants?)\b(?!\s+(?:depot|base|camp|post|convoy|vehicle|truck|"
    r"barracks|airport|hospital|installation|site|target|facility|"
    r"position|checkpoint|headquarters|station|equipment|compound|outpost|academy)s?\b)",
    re.IGNORECASE,
)
_LEADING = re.compile(
    "[\"']?(?P<noun>"
    + "|".join(f"(?:{words})" for kind, words in _KINDS.items() if kind is not ActorKind.CIVILIANS)
    + r"|gunm[ae]n|attackers|assailants)(?![\w'-])",
    re.IGNORECASE,
)
_DESCRIBED_STEMS = Stems.of(
    "force army military troops soldier navy air warplane jets coast marines peacekeeper guard artillery "
    "commando paratrooper police gendarm enforcement "
    "government authorit official ministry minister president leader diplomat intelligence administration "
    "militia paramilit armed group rebel insurgent "
    "guerrilla separatist resistance fighter dissident militant jihadi terrorist islamist extremist bomber gang "
    "cartel bandit trafficker pirate mafia hacker "
    "protest demonstrator rioter gunm attacker assailant"
)
AT_WAR = frozenset({ActorKind.REBEL_GROUP, ActorKind.TERRORIST_GROUP})
_WAR_STEMS = Stems.of(
    "rebel insurgent guerrilla guerilla separatist subversive naxal maoist mujahid jihad combatant secessionist "
    "partisan dissident extremist resistance fighter militant terrorist islamist suicide army front"
)
_BACKED = re.compile(
    r"\b(?:[A-Z][\w.]*-(?:backed|aligned|allied|linked|led|supported|affiliated)|pro-[A-Z]\w+|anti-[A-Z]\w+)\s+$"
)


@cache
def _nation_pattern() -> re.Pattern[str]:
    nouns = "|".join(f"(?P<k{at}>{words})" for at, words in enumerate(_KINDS.values()))
    return re.compile(
        rf"(?<![\w-])(?=[A-Zatp])(?:[Tt]he\s+|[Aa]n?\s+)?(?P<side>[Pp]ro-|"
        rf"[Aa]nti-)?(?=[A-ZÀ-Þ])(?P<nation>{Nations.load().alternation})s?(?:'s|')?"
        rf"(?P<backed>-(?:backed|aligned|allied|linked|led|supported))?(?!-)"
        rf"(?:\s+(?:(?!(?:and|in|on|of|was|is|said|to|the|for|has|had|that|by|with|who|at|from|\w+ed|\w+ing|kills?|"
        rf"hits?|struck|shot|says?)\b)[\w-]+\s+){{0,2}}?(?i:{nouns})\b)?(?![\w'-])",
    )


class PartyFinder:
    """Finds the parties of sentences; one per annotator set, safe to share."""

    def __init__(self, register: ActorRegister, nations: Nations | None = None) -> None:
        self._register = register
        self._nations = nations or Nations.load()
        self._document: Document | None = None
        self._found: dict[int, tuple[Party, ...]] = {}
        self._named: dict[int, tuple[Party, ...]] = {}
        self._called: dict[int, list[Party]] = {}
        self._names: tuple[str, ...] = ()

    def parties(self, document: Document, sentence: Sentence) -> tuple[Party, ...]:
        """The parties of one sentence in order, none overlapping; kept until the next document comes."""
        self._begin(document)
        found = self._found.get(sentence.index)
        if found is None:
            found = self._found[sentence.index] = self._find(document, sentence)
        return found

    def names_fighters(self, document: Document, sentence: Sentence) -> bool:
        """Whether rebels or terrorists are among its parties; most sentences tell by their words that none are."""
        self._begin(document)
        registered = self._registered_in(document, sentence)
        may_be = _WAR_STEMS.any_in(lower(sentence.text)) or any(one.kind in AT_WAR for one in registered)
        return may_be and any(one.kind in AT_WAR for one in self.parties(document, sentence))

    def groups(self, document: Document, sentence: Sentence) -> tuple[Party, ...]:
        """Groups and forces by a name of their own, registered or titled; without the forces of a country."""
        self._begin(document)
        registered = self._registered_in(document, sentence)
        titled = [
            party
            for party in _titled(sentence.text)
            if not any(party.start < other.end and other.start < party.end for other in registered)
        ]
        nations = [*self._national(sentence.text)] if titled else []
        return registered + tuple(
            party for party in titled if not any(one.start < party.end and party.start < one.end for one in nations)
        )

    def _registered_in(self, document: Document, sentence: Sentence) -> tuple[Party, ...]:
        found = self._named.get(sentence.index)
        if found is None:
            found = self._named[sentence.index] = tuple(self._registered(document, sentence))
        return found

    def _begin(self, document: Document) -> None:
        if self._document is not document:
            self._document, self._found, self._named = document, {}, {}
            self._called = {each.index: [*_called(each.text)] for each in document.sentences}
            names = {party.name for parties in self._called.values() for party in parties if " " in party.name}
            self._names = tuple(sorted(names, key=lambda name: (-len(name), name)))

    def _find(self, document: Document, sentence: Sentence) -> tuple[Party, ...]:
        taken: list[Party] = []
        for party in (
            *self._registered_in(document, sentence),
            *self._called.get(sentence.index, ()),
            *_again(sentence.text, self._names),
            *self._national(sentence.text),
            *_titled(sentence.text),
            *_described(sentence.text),
            *_people(sentence.text),
        ):
            if not any(party.start < other.end and other.start < party.end for other in taken):
                taken.append(party)
        return tuple(sorted(taken, key=lambda party: party.start))

    def _registered(self, document: Document, sentence: Sentence) -> Iterator[Party]:
        has_case = not document.quote(sentence.span).isupper()
        for match in self._register.find(sentence.text, document.text, has_case):
            group = match.group
            name = sentence.text[match.start : match.end]
            if not has_case:
                name = group.name
            members = _MEMBERS.match(sentence.text, match.end)
            yield Party(
                match.start,
                members.end() if members else match.end,
                _canonical(name, group.name),
                group.kind,
                group.id,
                group.country[0] if group.country[0] not in {"EU", "UN", "XN"} else None,
            )

    def _national(self, text: str) -> Iterator[Party]:
        for match in _nation_pattern().finditer(text):
            kind = next((kind for at, kind in enumerate(_KINDS) if match[f"k{at}"]), None)
            is_backed = bool(match["backed"] or match["side"])
            if kind is None:
                if is_backed or self._is_adjective(match["nation"]) or _is_attribute(match):
                    continue
                kind = ActorKind.GOVERNMENT
            country = None if is_backed else self._nations.country_of(match["nation"])
            is_named = not is_backed and kind in _OF_STATES
            yield Party(match.start(), match.end(), match[0], kind, None, country, is_named=is_named)

    def _is_adjective(self, word: str) -> bool:
        country = self._nations.country_of(word)
        return country is None or word not in self._nations.names(country)


_MEMBERS = re.compile(
    r"\s+(?:insurgents?|fighters?|rebels?|militants?|gunmen|guerrillas?|terrorists?|members?|separatists?|"
    r"suicide\s+bombers?|snipers?|commandos?|hitmen|troops|soldiers|militiamen|"
    r"jihadists?|operatives?|group)\b",
    re.IGNORECASE,
)
_OF_STATES = frozenset({ActorKind.STATE_FORCES, ActorKind.POLICE, ActorKind.GOVERNMENT})
_ABBREVIATED = frozenset({"US", "U.S.", "U.S", "UK", "U.K.", "UAE"})
_STANDS_ALONE = re.compile(
    r"[.,;:)\"'?!]|\s*$|\s+(?:has|have|had|is|was|were|will|would|could|can|may|said|says|and|or|but|in|on|to|of|"
    r"for|from|by|as|with|at|after|over|against|"
    r"before|when|while|if|than|since|that|which|who|also|carried|struck|shot|launch\w*|den(?:y|ied|ies)|blam\w+|"
    r"accus\w+|kill\w*|\w+ed|\w+ly|into|during)\b"
)


def _is_attribute(match: re.Match[str]) -> bool:
    """A country only as the owner or the attribute of what follows: "Iraq's air base", "US interests"."""
    if match[0].endswith(("'s", "s'")):
        return True
    return match["nation"] in _ABBREVIATED and not _STANDS_ALONE.match(match.string, match.end())


def _canonical(written: str, name: str) -> str:
    """As written, unless an acronym hides the name."""
    return (
        name if written.isupper() and len(written) <= 5 and len(name) > len(written) and " " not in written else written
    )


_KIND_OF_GROUP = re.compile(
    rf"\b(?:militant|armed|hack(?:er|ing)|ransomware|rebel|insurgent|jihadist|separatist|dissident|extremist|terror(?:ist)?|"
    rf"criminal|guerrilla|paramilitary|Islamist)\s+(?:splinter\s+|umbrella\s+)?{_GROUP_NOUN}\s+"
    rf"['\"]?(?P<name>[A-Z][\w'-]*(?:\s+(?:of|the|for|al|in|de|na|e)(?=\s+[A-Z])|[\s-]+[A-Z][\w'-]*)*)"
)
""" "The dissident group Red Harbour": a name of no register told with its kind."""


def _called(text: str) -> Iterator[Party]:
    lowered = lower(text)
    patterns = (
        (_CALLED, ("call", "known as", "named", "name", "identif", "styling")),
        (_KIND_OF_GROUP, ("group", "faction", "gang", "organi", "movement", "network", "militia", "cell", "outfit")),
    )
    for pattern, words in patterns:
        if any(word in lowered for word in words):
            yield from _names_by(pattern, text)


def _again(text: str, names: tuple[str, ...]) -> Iterator[Party]:
    """Groups of no register that the document introduces somewhere by their kind, named again."""
    for name in names:
        at = text.find(name)
        if at >= 0 and not text[at + len(name) : at + len(name) + 1].isalnum():
            yield Party(at, at + len(name), name, ActorKind.MILITIA)


def _names_by(pattern: re.Pattern[str], text: str) -> Iterator[Party]:
    for match in pattern.finditer(text):
        yield Party(match.start(), match.end("name"), match["name"].strip(" '\""), ActorKind.MILITIA)


def _titled(text: str) -> Iterator[Party]:
    if _LOW_STEMS.any_in(lower(text)):
        for match in _TITLED_LOW.finditer(text):
            kind = _TITLED_KINDS.get(match["noun"], ActorKind.MILITIA)
            yield Party(match.start(), match.end(), match["name"], kind)
    if not _TITLE_STEMS.search(text):
        return
    for match in _TITLED.finditer(text):
        if _NOT_TITLED.search(match["name"]):
            continue
        kind = _TITLED_KINDS.get(match["noun"], ActorKind.MILITIA)
        name = re.sub(r"^(?:The|A|An)\s+", "", match["name"])
        yield Party(match.start(), match.end(), name, kind)


def _described(text: str) -> Iterator[Party]:
    if not _DESCRIBED_STEMS.any_in(lower(text)):
        return
    leading = _LEADING.match(text)
    if leading is not None:
        start = leading.start("noun")
        yield Party(start, leading.end(), leading["noun"], _kind_of(leading["noun"]), is_named=False)
    for match in _DESCRIBED.finditer(text):
        before = _BACKED.search(text, 0, match.start())
        start = before.start() if before else match.start()
        yield Party(start, match.end(), match[0], _kind_of(match["noun"]), is_named=False)


def _kind_of(noun: str) -> ActorKind:
    kinds = (kind for kind, words in _KINDS.items() if re.fullmatch(words, noun, re.IGNORECASE))
    return next(kinds, ActorKind.UNIDENTIFIED)


def _people(text: str) -> Iterator[Party]:
    for person in people_in(text):
        if person.form in {Form.NAMED, Form.PRONOUN} or not person.head or person.kind in _HARMLESS:
            continue
        yield Party(person.start, person.end, described(text, person), person.kind, is_named=False)


_HARMLESS = frozenset({ActorKind.CIVILIANS, ActorKind.PERSON})


def described(text: str, person: Person) -> str:
    """The words for people without their number: "three U.S. soldiers" is "U.S. soldiers"."""
    words = text[person.start : person.end].rstrip(" ,")
    if person.form is Form.COUNTED and person.head:
        words = re.sub(
            r"^(?:(?:at|more|least|than|about|around|some|nearly|almost|up|to|as|many|the|all|other|another|over|"
            r"dozens|scores|hundreds|"
            r"thousands|several|a|few|couple|handful|half|dozen|of|two|three|four|five|six|seven|eight|nine|ten|"
            r"eleven|twelve|"
            r"\w+teen|\w+ty(?:-\w+)?|[\d,]+|other|more|others)\s+)+",
            "",
            words,
            flags=re.IGNORECASE,
        )
    return words


def without_article(party: Party) -> Party:
    return replace(party, name=re.sub(r"^(?:the|an?)\s+", "", party.name, flags=re.IGNORECASE))
