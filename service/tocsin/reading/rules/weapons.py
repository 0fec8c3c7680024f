"""Weapons told of, and the things and facilities that were attacked."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from tocsin.reading.rules import wordlists
from tocsin.reading.rules.numbers import NUMBER, count_of
from tocsin.reading.rules.stems import Stems, lower
from tocsin.types import Candidate, Document, Sentence
from tocsin.world.nations import Nations
from tocsin_schemas.enums import Qualifier, TargetKind, WeaponKind
from tocsin_schemas.models import Target, Weapon

_FILE = "attack_words.yaml"
_Kind = TypeVar("_Kind")


class WeaponWords(BaseModel):
    """`only_used` words are weapons only where the sentence tells that they were used as one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[str, ...]
    only_used: tuple[str, ...] = ()


class AttackWords(BaseModel):
    """Shape of attack_words.yaml, whose comments explain each list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    used: wordlists.Words
    attack: wordlists.Words


_MODIFIER = (
    r"(?:(?:small|large|several|powerful|makeshift|explosive|armed|explosive-laden|explosives-laden|low-flying|"
    r"suspected|attack|one-way|kamikaze|iranian-made|homemade|heavy|long-range|short-range|light|unidentified|"
    r"hostile|automatic|medium-range|high-caliber|large-caliber|semi-automatic|fragmentation)[\s-]+)*"
)
_MODIFIER_END = re.compile(rf"(?<![\w-]){_MODIFIER}$", re.IGNORECASE)
_COUNT = re.compile(
    rf"(?P<number>{NUMBER})\s+(?:more\s+|other\s+|of\s+the\s+|additional\s+)?(?:(?!an?\b|the\b|"
    rf"of\b)[\w-]+\s+){{0,2}}$|(?P<one>\b(?:an?|one|another|a\s+single|the\s+(?=\w+$)))\s+(?:[\w-]+\s+){{0,2}}$",
    re.IGNORECASE,
)
_NOT_A_WEAPON = re.compile(
    r"\s*(?:tech\w*|threat|scare|control|violence|law|laws|show|store|shop|owner|rights|defen[cs]es?|program\w*|"
    r"expert\w*|squad|disposal|hoax|industry|range|"
    r"safety|attack\s+drill|deal|fire\s+was\s+heard\s+in\s+the\s+distance|shelters?|detection|factory|"
    r"manufactur\w*|permit|license|buyback)",
    re.IGNORECASE,
)
_NOT_USED_BEFORE = re.compile(r"(?:anti-|counter-|stun\s|nail\s|top\s|glue\s|big\s|price\s|sea\s)$", re.IGNORECASE)
_ATTACK_NOUN = re.compile(
    r"\s*(?:attack|strike|raid|blast|launch|assault|barrage|fire|salvo|operation|incursion)", re.IGNORECASE
)
_AIMED = re.compile(
    r"(?:\b(?:attack(?:ed|ing|s)?|target(?:ed|ing|s)?|hit(?:ting)?|struck|strik(?:e|es|ing)|storm(?:ed|ing)?|"
    r"bomb(?:ed|ing)|shell(?:ed|ing)|raid(?:ed|ing)?|ambush(?:ed|ing)?|destroy(?:ed|ing)|"
    r"stopp(?:ed|ing)|halt(?:ed|ing)|waylaid|waylaying|commandeer(?:ed|ing)|(?:abducted|kidnapped|seized|taken)\s+from|"
    r"damag(?:ed|ing)|burn(?:ed|t|ing)|torch(?:ed|ing)|set\s+fire\s+to|seiz(?:ed|ing)|assault(?:ed|ing)|"
    r"dynamit(?:ed|ing)|loot(?:ed|ing)|robb(?:ed|ing)|hijack(?:ed|ing)|overr[au]n|against|on|at|into|near|"
    r"outside|inside|in\s+front\s+of|upon|toward|towards|blew\s+up|blowing\s+up|under|of|sabotag(?:ed|ing)|"
    r"in)\s+)(?:(?:an?|the|two|three|several|another|its|their|his|her|some)\s+)?(?:[\w'.-]+\s+){0,4}$",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\b(?:slam|abduct|kidnap|stopp|halt|wayla|commandeer|explo|fired|firing|launch|"
    r"threw|thrown|detonat|lobbed|hurled|attack|target|hit|struck|strik|storm|bomb|shell|raid|ambush|destroy|damag|burn|torch|set\s+fire|seiz|"
    r"assault|dynamit|loot|robb|hijack|overr|against|aimed|fired\s+(?:at|on)|blew|blow|sabotag|attack(?:s|"
    r"ed)?\s+on|attempted\s+to)\w*",
    re.IGNORECASE,
)
_PASSIVE_AFTER = re.compile(
    r"^[^.;,]{0,40}?\b(?:was|were|has\s+been|have\s+been|had\s+been|came)\s+(?:also\s+|under\s+|"
    r"\w+ly\s+)?(?:attacked|targeted|hit|struck|bombed|shelled|stormed|raided|destroyed|damaged|burned|burnt|"
    r"torched|set|"
    r"ablaze|attack|fire|robbed|seized|blown|hijacked|ambushed|dynamited|sabotaged|occupied)",
    re.IGNORECASE,
)
_CARE = re.compile(
    r"\b(?:taken|rushed|transported|airlifted|flown|brought|admitted|treated|died|dead|recover\w*|went|drove|"
    r"carried)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_CARE_KINDS = frozenset({TargetKind.HEALTH_FACILITY})
_MODIFIER_BEFORE = re.compile(
    r"(?<![\w'.-])(?:(?!(?:\w+ed|\w+ing|a|an|the|on|at|in|of|to|and|or|by|near|with|from|its|their|his|her|two|three|four|"
    r"several|that|which|this|another|against|into|for|was|were|is|attacked|targeted|hit|struck|targeting|"
    r"attacking|inside|outside|bombed|shelled|stormed|raided|destroyed|burned|hitting|striking|some|damaged|"
    r"targets|under|as|when|after|who|had|has|said|local|nearby|crowded|busy)\b)[\w'.-]+\s+){1,3}$",
    re.IGNORECASE,
)


class WeaponRules:
    """Answers `weapon` and `target` from sentences that tell an attack."""

    def __init__(self, nations: Nations | None = None) -> None:
        self._nations = nations or Nations.load()
        self._weapons, self._weapon_kinds, self._only_used = _weapon_pattern()
        self._targets, self._target_kinds = _target_pattern()
        words = attack_words()
        self._used, self._attack = Stems(words.used), Stems(words.attack)
        self._weapon_stems = _stems(self._weapon_kinds)
        self._target_stems = _stems(self._target_kinds)

    def annotate(self, document: Document) -> Iterable[Candidate]:
        for sentence in document.sentences:
            lowered = lower(sentence.text)
            if self._used.any_in(lowered):
                yield from self._weapons_of(sentence, lowered)
            if self._attack.any_in(lowered):
                yield from self._targets_of(sentence, lowered)

    def _weapons_of(self, sentence: Sentence, lowered: str) -> Iterator[Candidate]:
        text = sentence.text
        for match in _matches(self._weapons, self._weapon_stems, lowered):
            word = match[0]
            kind = _kind_of(word, self._weapon_kinds)
            if (
                kind is None
                or _NOT_A_WEAPON.match(text, match.end())
                or _NOT_USED_BEFORE.search(text, 0, match.start())
            ):
                continue
            if word in self._only_used and not _is_rammed(text, match.start(), kind):
                continue
            modifier = _MODIFIER_END.search(text, max(0, match.start() - 40), match.start())
            start = modifier.start() if modifier else match.start()
            name = " ".join(text[start : match.end()].split())
            weapon = Weapon(kind=kind, name=name, count=_count(text, start, match.end() - start, word))
            score = 0.85 if weapon.count is not None else 0.75
            yield Candidate("weapon", weapon, sentence.locate(start, match.end()), sentence.index, score, "rule:weapon")

    def _targets_of(self, sentence: Sentence, lowered: str) -> Iterator[Candidate]:
        text = sentence.text
        for match in _matches(self._targets, self._target_stems, lowered):
            kind = _kind_of(match[0], self._target_kinds)
            if kind is None:
                continue
            score = _target_score(text, match.start(), match.end(), kind)
            if not score:
                continue
            before = _MODIFIER_BEFORE.search(text, max(0, match.start() - 40), match.start())
            start = before.start() if before else match.start()
            name = text[start : match.end()]
            target = Target(name=name, kind=kind, country=self._country(name))
            yield Candidate("target", target, sentence.locate(start, match.end()), sentence.index, score, "rule:target")

    def _country(self, name: str) -> str | None:
        words = name.split()
        for length in (2, 1):
            for at in range(len(words) - length):
                country = self._nations.country_of(" ".join(words[at : at + length]))
                if country is not None and words[at][0].isupper():
                    return country
        return None


def _stems(words: Iterable[str]) -> Stems:
    return Stems(word.split(" ")[0].rstrip("*") for word in words)


def _matches(pattern: re.Pattern[str], stems: Stems, lowered: str) -> Iterator[re.Match[str]]:
    last = 0
    for start in stems.starts(lowered):
        match = pattern.match(lowered, start) if start >= last and lowered[max(0, start - 1)] != "-" else None
        if match is not None:
            yield match
            last = match.end()


def _is_rammed(text: str, start: int, kind: WeaponKind) -> bool:
    if kind is WeaponKind.VEHICLE:
        return bool(
            re.search(r"(?:ramm|plow|plough|drove|crash|mow)\w*\s+(?:\w+\s+){0,3}$", text[:start], re.IGNORECASE)
            and re.search(
                r"into\s+(?:\w+\s+){0,4}(?:crowd|people|pedestrians|worshippers|shoppers|soldiers|police|group|"
                r"market)",
                text[start:],
                re.IGNORECASE,
            )
        )
    return bool(re.search(r"bomb|strafe|raid|attack\w*\s+(?:by|from)|fired\s+from", text, re.IGNORECASE))


def _count(text: str, start: int, length: int, word: str) -> int | None:
    match = _COUNT.search(text, max(0, start - 40), start)
    if match is None or _ATTACK_NOUN.match(text, start + length):
        return None
    if match["one"]:
        return 1 if not word.endswith("s") else None
    count = count_of(match["number"])
    is_year = match["number"].isdigit() and len(match["number"]) == 4 and 1900 <= count.value < 2100
    return count.value if count.qualifier is Qualifier.EXACTLY and count.value < 10_000 and not is_year else None


def _target_score(text: str, start: int, end: int, kind: TargetKind) -> float:
    if kind in _CARE_KINDS and _CARE.search(text, max(0, start - 90), start):
        return 0.0
    if _PASSIVE_AFTER.match(text[end:]):
        return 0.8
    aimed = _AIMED.search(text, max(0, start - 70), start)
    if aimed is None:
        return 0.0
    if _STRONG.search(aimed[0]) or _STRONG.search(text, max(0, aimed.start() - 28), aimed.start() + 3):
        return 0.75
    return 0.35


def _kind_of(word: str, kinds: dict[str, _Kind]) -> _Kind | None:
    word = " ".join(word.split())
    for form in (word, word + "*", word[:-1] + "*", word[:-2] + "*"):
        if form in kinds:
            return kinds[form]
    return None


@cache
def attack_words() -> AttackWords:
    """The lists, read once; DataError where the file is wrong."""
    return wordlists.read_checked(_FILE, AttackWords)


def _alternation(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\*", r"(?:s|es|ed)?").replace(r"\ ", r"\s+") for word in ordered)


@cache
def _weapon_pattern() -> tuple[re.Pattern[str], dict[str, WeaponKind], frozenset[str]]:
    text = files("tocsin.reading").joinpath("data", "weapons.yaml").read_text(encoding="utf-8")
    rows = TypeAdapter(dict[WeaponKind, WeaponWords]).validate_python(yaml.safe_load(text))
    kinds = {word: kind for kind, row in rows.items() for word in (*row.only_used, *row.words)}
    only_used = frozenset(word for row in rows.values() for word in row.only_used)
    pattern = re.compile(rf"(?:{_alternation(kinds)})(?!\w)")
    return pattern, kinds, only_used


@cache
def _target_pattern() -> tuple[re.Pattern[str], dict[str, TargetKind]]:
    text = files("tocsin.reading").joinpath("data", "targets.yaml").read_text(encoding="utf-8")
    rows = TypeAdapter(dict[TargetKind, tuple[str, ...]]).validate_python(yaml.safe_load(text))
    kinds = {word: kind for kind, words in rows.items() for word in words}
    return re.compile(rf"(?:{_alternation(kinds)})(?![\w-])"), kinds


def weapon_kind_of(name: str) -> WeaponKind:
    """The kind that the last known word of a name tells, OTHER where none does."""
    pattern, kinds, _ = _weapon_pattern()
    return _last_kind(pattern, kinds, name) or WeaponKind.OTHER


def target_kind_of(name: str) -> TargetKind:
    """The same for a thing or facility."""
    pattern, kinds = _target_pattern()
    return _last_kind(pattern, kinds, name) or TargetKind.OTHER


def _last_kind(pattern: re.Pattern[str], kinds: dict[str, _Kind], name: str) -> _Kind | None:
    found = [_kind_of(match[0], kinds) for match in pattern.finditer(lower(name))]
    return found[-1] if found else None
