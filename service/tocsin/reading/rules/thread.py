"""Discourse cues that tell the happenings of one text apart or tie them: "the second attack", "both blasts"."""

import re
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tocsin.reading.questions import THREAD, ThreadAnswer, ThreadKind
from tocsin.reading.rules.stems import Stems, lower, word_set, words_of
from tocsin.types import Candidate, Document, Sentence

BY = "rule:thread"
_FILE = "thread.yaml"
_ORDINALS = {"first": 1, "initial": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_NOT_COUNTING = re.compile(
    r"\s*(?:\w+\s+){0,4}?(?:since|of its kind|this year|in (?:over|more than|nearly|almost|about|\w+) (?:a |\w+ )?"
    r"(?:days?|weeks?|months?|years?|decades?)|in (?:the )?(?:country|region|city|history)|ever\b|such\b)",
    re.I,
)
"""What follows "the first attack" where it counts history, not the happenings of this text."""

_OF_PEOPLE = re.compile(
    r",? (?:[\w-]+ )?(?:m[ae]n|wom[ae]n|person|people|victims?|guards?|soldiers?|officers?|suspects?|child|boy|girl|"
    r"at an? )\b",
    re.I,
)
""" "The second wounded man", "two died there and a third at a hospital": people are counted."""
_HINTS = words_of(
    "first initial second third fourth fifth another separate separately elsewhere both either neither each twin two "
    "three four nearby neighboring neighbouring similar different unrelated same other the this that"
)
_FURTHER = ("other", "separate", "different", "similar", "further", "new")
_ASIDE = ("separate", "similar", "different", "related", "in the same", "nearby", "neighb", "in another")
_TOGETHER = ("both", "two", "three", "four", "twin", "either", "each")
"""Letters without which the patterns for another, for elsewhere and for all of them cannot match."""


class ThreadWords(BaseModel):
    """Word lists of thread.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    happenings: tuple[str, ...]
    targets: tuple[str, ...]
    reach: Annotated[int, Field(ge=0, le=6)]
    turns: tuple[str, ...]


class ThreadWordsError(Exception):
    """thread.yaml is wrong; the message names the field."""


def load_words() -> ThreadWords:
    """The word lists, checked; ThreadWordsError where the file is wrong."""
    text = resources.files("tocsin.reading").joinpath("data", _FILE).read_text(encoding="utf-8")
    try:
        return ThreadWords.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as wrong:
        raise ThreadWordsError(f"{_FILE}: {wrong}") from wrong


def _either(nouns: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(noun) for noun in nouns), key=len, reverse=True))


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")


class ThreadRules:
    """Annotator of `thread`: cues in reading order; the title's are left out."""

    def __init__(self) -> None:
        words = load_words()
        one = _either((*words.happenings, *words.targets))
        event, events = _either(words.happenings), _either(map(_plural, words.happenings))
        many = _either(map(_plural, (*words.happenings, *words.targets)))
        gap = rf"(?:[\w'\-]+ ){{0,{words.reach}}}?"
        self._nouns = Stems((*words.happenings, *words.targets, *map(_plural, (*words.happenings, *words.targets))))
        self._opening = re.compile(rf"[\"']?(?:meanwhile, )?(?:{_either(words.turns)})\b", re.I)
        self._counted = re.compile(
            rf"\b(?:the|a|an|his|their|its)? ?(?P<nth>first|initial|second|third|fourth|fifth),? "
            rf"(?P<gap>{gap})(?P<noun>{one})\b(?! of its kind)",
            re.I,
        )
        self._bare = re.compile(
            r"(?<!\ba )(?<!\bone )\b(?P<nth>first|second|third|fourth|fifth)(?= (?:was|were|hit|struck|targeted|"
            r"exploded|went off|"
            r"occurred|happened|took place|killed|wounded|injured|came|involved|detonated|landed|fell)\b)",
            re.I,
        )
        self._opening_nth = re.compile(
            r"^[\"']?(?:(?:and|but) )?in the (?P<nth>first|second|third|fourth|fifth)(?=,| of (?:the|these|those)\b)",
            re.I,
        )
        self._another = re.compile(
            rf"\b(?:another|(?:a|one) (?:separate|different|similar|further|new)|(?:two|three) (?:similar|further|new)|"
            rf"(?:one|two|three) other)"
            rf" (?P<gap>{gap})(?:{one}|{many})\b",
            re.I,
        )
        self._turn = re.compile(
            rf"^[\"']?(?:meanwhile, )?(?:{_either(words.turns)})\b"
            rf"|\bin an? (?:separate|similar|different|unrelated|related) (?:\w+ )?(?:{event}|{events})\b"
            r"|\b(?:a|another) (?:\w+ )?(?:town|village|city|district|settlement|area|place|neighbou?rhood)"
            r"(?: elsewhere)? in the same (?:region|province|district|area|state|county|country|governorate)\b"
            r"|\ba (?:nearby|neighbou?ring) (?:town|village|city|district|settlement)\b"
            r"|\bin another (?:part of|province|district|village|town|city|area|neighborhood|neighbourhood)\b",
            re.I,
        )
        self._same = re.compile(
            rf"\b(?:the|this|that) (?!first|second|third)(?P<gap>(?:[\w'\-]+ ){{0,2}})(?:{event})\b", re.I
        )
        self._all = re.compile(
            rf"\b(?:both|all (?:two|three|four)|the (?:two|three|four|twin|latest two)|twin|either|neither|each)"
            rf"(?: of (?:the|these|those)(?: two| three| four)?)? (?P<gap>{gap})(?:{one}|{many})\b"
            r"|\bin both cases\b",
            re.I,
        )

    def annotate(self, document: Document) -> Iterable[Candidate]:
        for sentence in document.sentences:
            if not _HINTS.isdisjoint(word_set(lower(sentence.text))):
                yield from self._sentence(sentence)

    def _sentence(self, sentence: Sentence) -> Iterator[Candidate]:
        text = sentence.text
        lowered = lower(text)
        has_noun = self._nouns.any_in(lowered)
        if any(word in lowered for word in _ORDINALS):
            yield from self._ordinals(sentence, text)
        if has_noun and any(word in lowered for word in _FURTHER):
            for match in self._another.finditer(text):
                yield _cue(sentence, match, ThreadKind.NEXT)
        if any(word in lowered for word in _ASIDE) or self._opening.match(text):
            for match in self._turn.finditer(text):
                yield _cue(sentence, match, ThreadKind.NEXT)
        if (has_noun or "both" in lowered) and any(word in lowered for word in _TOGETHER):
            for match in self._all.finditer(text):
                yield _cue(sentence, match, ThreadKind.ALL)
        if has_noun:
            for match in self._same.finditer(text):
                yield _cue(sentence, match, ThreadKind.SAME)

    def _ordinals(self, sentence: Sentence, text: str) -> Iterator[Candidate]:
        for match in self._counted.finditer(text):
            if _OF_PEOPLE.match(text, match.end("nth")):
                continue
            kind = ThreadKind.FIRST if _ORDINALS[match["nth"].lower()] == 1 else ThreadKind.NEXT
            if not _NOT_COUNTING.match(text, match.end()) and not _history(match["gap"]):
                yield _cue(sentence, match, kind, _ORDINALS[match["nth"].lower()])
        for match in (*self._opening_nth.finditer(text), *self._bare.finditer(text)):
            if _OF_PEOPLE.match(text, match.end("nth")):
                continue
            kind = ThreadKind.FIRST if _ORDINALS[match["nth"].lower()] == 1 else ThreadKind.NEXT
            yield _cue(sentence, match, kind, _ORDINALS[match["nth"].lower()])


def _history(gap: str) -> bool:
    """ "The first such attack", "the second-largest", "the third deadly attack this month" count history."""
    return bool(
        re.search(r"\b(?:such|largest|deadliest|time|known|recorded|major|fatal|deadly|suicide bombing|-)", gap, re.I)
    )


def _cue(sentence: Sentence, match: re.Match[str], kind: ThreadKind, ordinal: int | None = None) -> Candidate:
    value = ThreadAnswer(kind, match.group().strip(), ordinal)
    return Candidate(THREAD, value, sentence.locate(match.start(), match.end()), sentence.index, 0.8, BY)
