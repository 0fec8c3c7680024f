"""Which type of happening a sentence tells: word lists find the words, scored rules weigh them by who acts on what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tocsin.reading.questions import WHAT, WhatAnswer
from tocsin.reading.rules import clause, wordlists
from tocsin.reading.rules.lexicon import Hit, Lexicon, LexiconError, Scan
from tocsin.reading.rules.parties import PartyFinder
from tocsin.reading.rules.sides import NamedSides
from tocsin.types import Candidate, Document
from tocsin.world.actors import ActorRegister
from tocsin_schemas.taxonomy import load_taxonomy

BY = "rule:type"
_ACTORS = ("state", "police", "rebel", "gunmen", "gang", "crowd", "protester", "civilian")
_SIDES = ("state", "police", "rebel", "gunmen", "gang")
_LATER = 0.93
"""Weight of a sentence after the lead; event_types dev, 2026-11-21."""
_PLANNED = 0.75
_HABIT = 0.85
_DENIED = 0.6
"""Weights of a planned, a habitual and a negated happening; event_types dev, 2026-11-21."""
_FUTURE = re.compile(
    r"\b(?:will|would|can|could|may|might|should|shall|going to|plan(?:s|ned|ning)? to|threaten(?:s|ed|ing)? to|"
    r"vow(?:s|ed)? to|if|unless|prepar(?:e|es|ed|ing) to|want(?:s|ed)? to|expected to|likely to|"
    r"intend(?:s|ed)? to|ready to|in order to|try(?:ing)? to|aimed? at|in anticipation of|"
    r"counter|s(?:eeks?|eeking|ought) to|"
    r"(?:offensive|operations?|campaign|bid|efforts?|mission|push|assault|orders?|drive) to)\s+"
    r"(?:\w+\s+){0,3}$"
)
_GENERIC = re.compile(
    r"\b(?:such|these kinds? of|any|often|frequent|frequently|usually|regularly|repeatedly|routinely|always|never|"
    r"sometimes|past|previous|earlier|future|possible|potential|many|most)\s+(?:\w+\s+){0,2}$"
)
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|his|her|their|its)\s+(?:[\w\-]+\s+){0,3}$")
_OF_DAY = re.compile(r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|weekend|night|morning)\Ws ")
""" "Wednesday's violence" is known, as "the violence" is."""
_NOUN = re.compile(
    r"\b(?:a|an|the|this|that|another|second|first|in|of|after|during|by|from|for)\s+(?:[\w\-]+\s+){0,2}$"
)
_NEGATED = re.compile(r"\b(?:no|not|never|without|neither|nor|hasn't|haven't|didn't)\s+(?:\w+\s+){0,2}$")
_REACH = 40
_CAUSE = re.compile(
    r"\b(?:in (?:retaliation|response|revenge|reprisal|reaction) (?:for|to)|accus(?:ed|es|ing) of|accused by|"
    r"known for|(?:engaged|involved) in|scenes? of|amid|(?:aim|aims|aimed|aiming|goal|purpose) (?:of|at))"
    r"\s+(?:[\w'’\-]+\s+){0,5}$|"
    r"\b(?:that|which) (?:had|has|have)(?: previously| recently| earlier)?(?: been)?\s+$|"
    r"\b(?:groups?|militants|rebels|terrorists|fighters|people|men|targets|positions|sites) "
    r"(?:it|they|he|she) (?:has |have |had )?$|"
    r"\bas\s+(?:[\w'’\-]+\s+){1,4}continu\w+\s+(?:[\w'’\-]+\s+){0,2}$"
)
_CAUSE_WORDS = re.compile(
    r"\b(?:in re|accus|known for|engaged in|involved in|scenes? of|amid|aim|goal|purpose|that ha|which ha|continu)"
)
_CAUSE_REACH = 70
_BESIDE = 0.75
_TOLD_ELSE = 0.5
"""Weight of what is named only as cause, accusation or scene of what else the sentence tells with so many points;
the first third of event_types dev, 2026-11-26, `python -m training evaluate`."""
_DATELINE = 4
"""Words up to which a first sentence is a dateline ("Osk (AP).") and the next one the lead."""


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str
    score: float
    every: tuple[int, ...]
    none: int
    near: tuple[int, ...]
    far: int
    agent: int
    no_agent_named: bool
    not_agent: int
    object: int
    object_name: bool
    not_object: int
    after: int
    bonus: tuple[tuple[int, float], ...]
    lead: float
    tags: tuple[str, ...]


class _Around:
    """What stands around a hit, found out once however many rules ask."""

    __slots__ = ("_actors", "_after", "_agent", "_sides", "_thing", "_things", "_told", "hit", "scan")

    def __init__(self, scan: Scan, hit: Hit, actors: int, things: int, sides: int) -> None:
        self.scan, self.hit = scan, hit
        self._actors, self._things, self._sides = actors, things, sides
        self._agent: int | None = None
        self._after: int | None = None
        self._thing: int | None = None
        self._told: float | None = None

    def agent(self) -> int:
        """The classes of who does it."""
        if self._agent is None:
            self._agent = clause.agents(self.scan, self.hit, self._actors)
        return self._agent

    def thing(self) -> int:
        """The classes of what is acted on."""
        if self._thing is None:
            self._thing = clause.objects(self.scan, self.hit, self._things)
        return self._thing

    def after(self) -> int:
        """The classes of the side that is named next: to whom it falls, from whom it is taken."""
        if self._after is None:
            self._after = clause.following(self.scan, self.hit, self._sides)
        return self._after

    def told(self) -> float:
        """Weight of how it is told: as a happening, or as a plan, a purpose or a habit."""
        if self._told is None:
            self._told = _weight_before(self.scan.lower[max(0, self.hit.start - _REACH) : self.hit.start])
        return self._told


def _names_side(row: wordlists.TypeRule) -> bool:
    """Whether a rule asks for a side in the sentence, so that a name may fill it."""
    return any(side in _listed(need) for need in row.all for side in (*_SIDES, "war_word"))


def _listed(need: tuple[str, ...] | str) -> tuple[str, ...]:
    return (need,) if isinstance(need, str) else need


def _weight_before(before: str) -> float:
    if _FUTURE.search(before):
        return _PLANNED
    if _NEGATED.search(before):
        return _DENIED
    return _HABIT if _GENERIC.search(before) else 1.0


def _lead_of(document: Document) -> int:
    """The number of the sentence that opens the news, a dateline skipped."""
    sentences = document.sentences
    return 1 if len(sentences) > 1 and len(sentences[0].text.split()) <= _DATELINE else 0


def _causes_lowered(scan: Scan, found: list[tuple[float, Hit, _Rule]]) -> list[tuple[float, Hit, _Rule]]:
    """What stands as the cause or the scene of another happening counts less than that."""
    if len(found) < 2 or not _CAUSE_WORDS.search(scan.lower):
        return found
    causes = {
        hit.start for _, hit, _ in found if _CAUSE.search(scan.lower[max(0, hit.start - _CAUSE_REACH) : hit.start])
    }
    if not any(score >= _TOLD_ELSE and hit.start not in causes for score, hit, _ in found):
        return found
    return [(score * _BESIDE if hit.start in causes else score, hit, rule) for score, hit, rule in found]


class TypeRules:
    """Annotator of `what`: for each sentence one candidate a type, with the span of the words that told it."""

    def __init__(self, parties: PartyFinder | None = None) -> None:
        self._scan = wordlists.document_scan()
        words = wordlists.lexicon()
        source = wordlists.type_rules()
        self._groups = source.groups
        self._actors = self._mask(words, _ACTORS)
        self._things = self._actors
        self._sides = self._mask(words, _SIDES)
        self._named = NamedSides(parties or PartyFinder(ActorRegister.load()), words)
        self._acting = 0
        self._rules: dict[int, list[_Rule]] = {}
        for row in source.rules:
            rule = self._compile(words, row)
            for name in (row.at,) if isinstance(row.at, str) else row.at:
                self._rules.setdefault(words.bit(name), []).append(rule)
                if row.agent or row.object or row.after or _names_side(row):
                    self._acting |= words.bit(name)
        for row in source.rules:
            self._things |= self._mask(words, [n for n in (*row.object, *row.not_object) if n != "name"])

    def _mask(self, words: Lexicon, names: Iterable[str]) -> int:
        mask = 0
        for name in names:
            for member in self._groups.get(name, (name,)):
                mask |= words.bit(member)
        return mask

    def _compile(self, words: Lexicon, row: wordlists.TypeRule) -> _Rule:
        if row.type not in load_taxonomy():
            raise LexiconError(f"what/rules.yaml: no event type {row.type!r}")

        def every(items: tuple[tuple[str, ...] | str, ...]) -> tuple[int, ...]:
            return tuple(self._mask(words, (item,) if isinstance(item, str) else item) for item in items)

        return _Rule(
            code=row.type,
            score=row.score,
            every=every(row.all),
            none=self._mask(words, row.none),
            near=every(row.near),
            far=self._mask(words, row.far),
            agent=self._mask(words, [name for name in row.agent if name != "none"]),
            no_agent_named="none" in row.agent,
            not_agent=self._mask(words, row.not_agent),
            object=self._mask(words, [name for name in row.object if name != "name"]),
            object_name="name" in row.object,
            not_object=self._mask(words, row.not_object),
            after=self._mask(words, row.after),
            bonus=tuple((self._mask(words, (name,)), value) for name, value in row.bonus.items()),
            lead=row.lead,
            tags=row.tags,
        )

    def annotate(self, document: Document) -> Iterable[Candidate]:
        """Candidates in reading order; scores are comparable across types."""
        scans, title = self._scan.of(document)
        headline = title.mask if title else 0
        lead = _lead_of(document)
        for index, scan in enumerate(scans):
            if not scan.hits:
                continue
            window = scan.mask
            if index:
                window |= scans[index - 1].mask
            else:
                window |= headline
            if index + 1 < len(scans):
                window |= scans[index + 1].mask
            told = self._named.marked(document, scan) if scan.mask & self._acting else scan
            yield from self._sentence(told, window | told.mask, headline, index <= lead)

    def headline(self, document: Document) -> tuple[Candidate, ...]:
        """What the title tells: context only, never evidence (the spans are empty)."""
        _, title = self._scan.of(document)
        if title is None:
            return ()
        return tuple(
            replace(candidate, span=title.sentence.span)
            for candidate in self._sentence(title, title.mask, title.mask, False)
        )

    def _sentence(self, scan: Scan, window: int, headline: int, lead: bool) -> Iterable[Candidate]:
        found: list[tuple[float, Hit, _Rule]] = []
        for hit in scan.hits:
            rules = self._rules.get(hit.bit)
            if rules is None or clause.tells_holder(scan, hit):
                continue
            around = _Around(scan, hit, self._actors, self._things & ~hit.bit, self._sides)
            for rule in rules:
                score = self._score(rule, scan, around, window, headline)
                if score > 0:
                    score = (score + rule.lead if lead else score * _LATER) * around.told()
                if score > 0:
                    found.append((score, hit, rule))
        best: dict[str, tuple[float, Hit, _Rule]] = {}
        for score, hit, rule in _causes_lowered(scan, found):
            if rule.code not in best or score > best[rule.code][0]:
                best[rule.code] = (score, hit, rule)
        for code, (score, hit, rule) in best.items():
            yield self._candidate(scan, hit, code, min(score, 0.99), rule.tags)

    def _score(self, rule: _Rule, scan: Scan, around: "_Around", window: int, headline: int) -> float:
        mask = scan.mask
        if mask & rule.none or (window | headline) & rule.far:
            return 0.0
        for need in rule.every:
            if not mask & need:
                return 0.0
        for need in rule.near:
            if not window & need:
                return 0.0
        if (rule.agent or rule.no_agent_named or rule.not_agent) and not self._agent_fits(rule, around):
            return 0.0
        if (rule.object or rule.object_name or rule.not_object) and not self._object_fits(rule, around):
            return 0.0
        if rule.after and not around.after() & rule.after:
            return 0.0
        return rule.score + sum([value for bit, value in rule.bonus if mask & bit]) if rule.bonus else rule.score

    def _agent_fits(self, rule: _Rule, around: "_Around") -> bool:
        agent = around.agent()
        if agent & rule.not_agent:
            return False
        if not rule.agent and not rule.no_agent_named:
            return True
        return bool(agent & rule.agent) or (rule.no_agent_named and agent == 0)

    def _object_fits(self, rule: _Rule, around: "_Around") -> bool:
        thing = around.thing()
        if thing & rule.not_object:
            return False
        if not rule.object and not rule.object_name:
            return True
        return bool(thing & rule.object) or (rule.object_name and clause.acts_on_name(around.scan, around.hit))

    def _candidate(self, scan: Scan, hit: Hit, code: str, score: float, tags: tuple[str, ...]) -> Candidate:
        before = scan.lower[max(0, hit.start - _REACH) : hit.start]
        of_day = _OF_DAY.match(scan.lower, hit.start, hit.end) is not None
        answer = WhatAnswer(
            event_type=code,
            trigger=scan.sentence.text[hit.start : hit.end],
            tense="future" if _FUTURE.search(before) else "generic" if _GENERIC.search(before) else "past",
            noun=of_day or _NOUN.search(before) is not None,
            definite=of_day or _DEFINITE.search(before) is not None,
            tags=tags,
        )
        span = scan.sentence.locate(hit.start, hit.end)
        return Candidate(WHAT, answer, span, scan.sentence.index, round(score, 4), BY)
