"""How many people were carried off, where no word such as "kidnapped" tells it: "took six of its crew away"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from tocsin.reading.questions import HarmAnswer
from tocsin.reading.rules import wordlists
from tocsin.reading.rules.numbers import NUMBER, QUALIFIER, count_of
from tocsin.reading.rules.stems import Stems, lower
from tocsin.reading.rules.wordlists import either
from tocsin.types import Candidate, Sentence
from tocsin_schemas.enums import Qualifier, Side

_FILE = "captives.yaml"
_COUNT = rf"(?:(?P<qualifier>{QUALIFIER})\s+)?(?<![\w-])(?P<number>{NUMBER})(?![\w%-]|,\d|\.\d)"
_FEW = r"(?:[\w'-]+\s+){0,4}?"
_SURE = 0.85
_ONE_AND = re.compile(r"(?:^|[,\"'–-]\s?)(?:an?|the)\s+(?:(?!\w+ed\b)[\w-]+\s+){1,3}and\s$")
""" "A nurse and four children were carried off": five, whom the rules for people count."""


class CaptiveWords(BaseModel):
    """Shape of captives.yaml, whose comments explain each list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    verbs: tuple[str, ...]
    done: tuple[str, ...]
    away: tuple[str, ...]
    people: tuple[str, ...]
    captors: tuple[str, ...]
    not_captives: tuple[str, ...]
    lawful: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Captives:
    """People carried off, told at [start, end) of a sentence; `total` = a count of all that were."""

    count: int
    qualifier: Qualifier
    start: int
    end: int
    total: bool


@dataclass(frozen=True, slots=True)
class _Patterns:
    hints: Stems
    told: tuple[re.Pattern[str], ...]
    total: re.Pattern[str]
    captured: re.Pattern[str]
    not_captives: re.Pattern[str]
    lawful: re.Pattern[str]


def captives(sentence: Sentence, by: str | None, weight: float) -> Iterator[Candidate]:
    """`harm.abducted` candidates of a sentence; `weight` = how far it is to be believed."""
    for one in captives_in(sentence.text):
        answer = HarmAnswer(one.count, one.qualifier, by, Side.VICTIMS, total=one.total)
        span = sentence.locate(one.start, one.end)
        yield Candidate("harm.abducted", answer, span, sentence.index, _SURE * weight, "rule:harm.captives")


def captives_in(text: str) -> Iterator[Captives]:
    """Those that a sentence counts; a quick look at its words comes first."""
    patterns = _patterns()
    lowered = lower(text)
    if not patterns.hints.any_in(lowered) or patterns.not_captives.search(lowered):
        return
    total = patterns.total.search(text)
    if total is not None:
        yield _counted(total, True)
        return
    if patterns.captured.search(lowered) is None:
        return
    for pattern in patterns.told:
        for match in pattern.finditer(text):
            before = lowered[: match.start()]
            if not patterns.lawful.search(before) and not _ONE_AND.search(before):
                yield _counted(match, False)
                return


def _counted(match: re.Match[str], total: bool) -> Captives:
    count = count_of(match["number"], match["qualifier"])
    return Captives(count.value, count.qualifier, match.start(), match.end(), total)


@cache
def _patterns() -> _Patterns:
    words = wordlists.read_checked(_FILE, CaptiveWords)
    verbs, away, people = either(words.verbs), either(words.away), either(words.people)
    done = rf"(?:{either(words.done)})\s+(?:{away})\b(?!\s+(?:{QUALIFIER}|{NUMBER}|(?:the|an?|some)\s+(?:{people}))\b)"
    them = rf"(?:(?!(?:{either(words.captors)})\b)[\w'-]+\s+){{0,4}}?"
    held = r"(?:in\s+captivity|held\s+(?:captive|hostage)|(?:being\s+)?held\s+by)"
    return _Patterns(
        Stems.of("away off hostage captiv seized snatched abduct kidnap held "),
        tuple(
            re.compile(pattern, re.IGNORECASE)
            for pattern in (
                rf"\b(?:{verbs}|seized|snatched)\s+{_COUNT}\s+(?:of\s+)?{_FEW}(?:{away}|hostage|captive)\b",
                rf"\b(?:{verbs})\s+(?:{away})\s+(?:with\s+)?{_COUNT}",
                rf"{_COUNT}\s+{them}(?:(?:was|were|been)\s+)?{done}",
                rf"{_COUNT}\s+{_FEW}(?:{people})\s+(?:(?:was|were|had\s+been)\s+)?(?:seized|snatched)\b",
                rf"\bwith\s+{_COUNT}\s+{_FEW}(?:hostages|captives)\b",
                rf"{_COUNT}\s+{_FEW}(?:(?:are|were|is|was|remain)\s+)?(?:still\s+)?{held}\b",
            )
        ),
        re.compile(
            rf"\bnumber\s+of\s+(?:[\w'-]+\s+){{0,3}}?(?:abducted|kidnapped|captives|hostages|abductees)\b[^.;,]{{0,60}}?"
            rf"\b(?:is|was|at|to|reached|now)\s+{_COUNT}",
            re.IGNORECASE,
        ),
        re.compile(rf"\b(?:{people}|{either(words.captors)}|captivity|captive)\b"),
        re.compile(rf"\b(?:{either(words.not_captives)})\b"),
        re.compile(rf"\b(?:{either(words.lawful)})\s+(?:(?:then|later|also)\s+)?$"),
    )
