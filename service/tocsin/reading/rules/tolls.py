"""Counts given as such: "the toll rose to 12", "put the injured at 30", "a fourth guard has died"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.reading.questions import HarmAnswer
from tocsin.reading.rules.harm_cues import Effect
from tocsin.reading.rules.numbers import NUMBER, QUALIFIER, count_of
from tocsin.reading.rules.stems import lower
from tocsin.types import Candidate, Sentence
from tocsin_schemas.enums import Qualifier, Side

_END = r"(?![\w%-]|,\d|\.\d)"
_TOLL = re.compile(
    r"\b(?:death\s+toll|toll|number\s+of\s+(?!(?:dead|killed)\s+(?:and|or)\s+(?:wounded|injured|hurt)\b)"
    rf"(?:dead|deaths|fatalities|victims|bodies|(?:[\w'-]+\s+){{1,3}}?(?:killed|dead)|"
    r"(?:people|those|passengers)\s+who\s+(?:have\s+|had\s+)?(?:died|lost\s+their\s+lives|been\s+killed))|number\s+(?:killed|dead)|"
    rf"body\s+count)\b[^.;,]{{0,120}}?(?:,[^.;,]{{1,50}},)?"
    rf"\b(?:to|at|reached|hit|was|is|of|surpassed|exceeded|passed|topped|"
    rf"now)\s+(?:(?P<qualifier>{QUALIFIER})\s+)?(?P<number>{NUMBER}){_END}",
    re.IGNORECASE,
)
_ALSO_COUNTED = re.compile(
    rf"\s+(?:dead|killed|deaths|fatalities)|(?:,(?:\s+and)?|\s+and)\s+(?:(?P<qualifier>{QUALIFIER})\s+)?(?P<number>{NUMBER})\s+"
    r"(?:(?:people|others|persons)\s+)?(?P<effect>injured|wounded|hurt|missing)\b",
    re.IGNORECASE,
)
""" "The toll is now 14 dead, ten missing and nine injured": what a toll counts besides."""
_PUT_AT = re.compile(
    rf"\b(?:put|puts|putting|gave|given)\s+(?:the\s+)?(?:number\s+of\s+(?:the\s+)?)?"
    rf"(?P<effect>dead|deaths|killed|fatalities|injured|wounded|hurt|missing)\s+(?:\w+\s+)?(?:at|as)\s+"
    rf"(?:(?P<qualifier>{QUALIFIER})\s+)?(?P<number>{NUMBER}){_END}",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(
    rf"\b(?:number|count)\s+of\s+(?:the\s+)?(?:(?!dead|killed)[\w'-]+\s+){{0,2}}?(?P<effect>injured|wounded|hurt|missing|abducted|"
    rf"kidnapped|taken\s+captive|detained|arrested|arrests)\b[^.;]{{0,90}}?\b(?:to|at|reached|now|is|was)\s+"
    rf"(?:(?P<qualifier>{QUALIFIER})\s+)?(?P<number>{NUMBER}){_END}",
    re.IGNORECASE,
)
_NOW_NUMBER = re.compile(
    rf"\bthe\s+(?P<effect>dead|killed|injured|wounded|missing)(?:\s+(?:in|at|of|from)\s+[\w' -]{{2,40}}?)?\s+"
    rf"(?:now\s+)?(?:numbers?|numbered|stands?\s+at|total|totals|totalled)\s+(?:(?P<qualifier>{QUALIFIER})\s+)?(?P<number>{NUMBER}){_END}",
    re.IGNORECASE,
)
""" "The dead in the town now number six"."""
_MAKES = re.compile(
    rf"\b(?:(?:that|this|which)\s+(?:makes?|made)\s+(?:it\s+)?(?:(?P<qualifier>{QUALIFIER})\s+)?(?P<number>{NUMBER})\s+"
    r"(?:(?!in\b|of\b|more\b)[\w'-]+\s+){0,2}?(?:dead|killed|deaths|lives\s+lost|fatalities)\b|"
    rf"(?:has|have|had)\s+(?:now\s+)?(?:taken|cost)\s+(?P<lives>{NUMBER})\s+lives\b)",
    re.IGNORECASE,
)
""" "Which makes two dead", "the robbery has taken three lives"."""
_RAISED = re.compile(
    rf"\b(?:rais(?:es|ed|ing)|br(?:ings|ought|inging)|t(?:akes|ook|aking)|push(?:es|ed|ing)|lift(?:s|ed|ing))\s+to\s+"
    rf"(?:(?P<qualifier>{QUALIFIER})\s+)?(?P<number>{NUMBER})\s+the\s+(?:[\w'-]+\s+){{0,2}}?"
    r"(?:toll|number\s+(?:killed|dead|of\s+(?:the\s+)?(?:dead|deaths|fatalities|(?:[\w'-]+\s+){1,3}?(?:killed|dead))))\b",
    re.IGNORECASE,
)
""" "His death raises to two the number of people killed": the count comes first."""
_HELD_NOW = re.compile(
    rf"\b(?:brings?|bringing|brought|takes?|taking|took|rais(?:es|ed|ing))\s+to\s+(?P<number>{NUMBER})\s+the\s+number\s+"
    r"(?:of\s+\w+\s+)?(?:in\s+custody|held|arrested|detained|under\s+arrest|being\s+held)\b",
    re.IGNORECASE,
)
""" "Bringing to three the number in custody"."""
_EFFECTS = {
    "injured": Effect.INJURED, "wounded": Effect.INJURED, "hurt": Effect.INJURED, "missing": Effect.MISSING,
    "abducted": Effect.ABDUCTED, "kidnapped": Effect.ABDUCTED, "taken captive": Effect.ABDUCTED,
    "detained": Effect.DETAINED, "arrested": Effect.DETAINED, "arrests": Effect.DETAINED,
}  # fmt: skip
_NTH = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_NTH_DEATH = re.compile(
    rf"(?:\b(?:an?|the)\s+|^)(?P<nth>{'|'.join(_NTH)})\s+(?:(?!suspect|gunman|attacker)[\w'-]+\s+){{1,7}}?"
    r"(?:(?:has|had)\s+)?(?:also\s+|now\s+)?(?:died|dies|succumb(?:ed|s))\b",
    re.IGNORECASE,
)
_NTH_VICTIM = re.compile(
    rf"\b(?:an?|the)\s+(?P<nth>{'|'.join(_NTH)})\s+(?:(?:shooting|shot|gunshot|stabbing|wounded|injured|adult|male|female)\s+){{0,2}}"
    r"(?:victim|person)\b(?!'s)|\bwound(?:ed|ing)\s+an?\s+(?P<more>"
    rf"{'|'.join(_NTH)})\b|\ban?\s+(?P<also>{'|'.join(_NTH)})\s+(?:was|is)\s+(?:\w+ly\s+)?(?:injured|wounded|hurt|hospitali)",
    re.IGNORECASE,
)
""" "A fourth victim was grazed": four were hit so far, the dead among them."""
_TOLD, _NTH_TOLD, _NTH_HIT = 0.95, 0.9, 0.6
_SPAN_OF_TIME = re.compile(r"\b(?:years?|months?|weeks?|season|decade)\b", re.IGNORECASE)
""" "The year's toll": that of many happenings."""


@dataclass(frozen=True, slots=True)
class Toll:
    """A running total of one effect, told at [start, end) of a sentence."""

    effect: Effect
    count: int
    qualifier: Qualifier
    start: int
    end: int
    score: float = _TOLD
    is_nth: bool = False


def tolls(sentence: Sentence, by: str | None, weight: float) -> Iterator[Candidate]:
    """`harm.*` candidates of the totals that a sentence gives; `weight` = how far it is to be believed."""
    for toll in tolls_in(sentence.text):
        is_hit = toll.effect is Effect.HIT
        is_sum = _SPAN_OF_TIME.search(sentence.text) is not None
        answer = HarmAnswer(
            toll.count,
            toll.qualifier,
            by,
            Side.VICTIMS,
            total=not is_hit,
            form="counted" if is_hit else "",
            is_hit=is_hit,
            is_other=toll.is_nth,
            is_sum=is_sum,
        )
        span = sentence.locate(toll.start, toll.end)
        effect = Effect.INJURED if is_hit else toll.effect
        yield Candidate(f"harm.{effect}", answer, span, sentence.index, toll.score * weight, "rule:harm.toll")


def tolls_in(text: str) -> Iterator[Toll]:
    """The totals of a sentence; a quick look at its letters comes first."""
    lowered = lower(text)
    if "toll" in lowered or "number " in lowered or "body count" in lowered:
        for match in _TOLL.finditer(text):
            yield _toll(match, Effect.KILLED)
            yield from _besides(text, match.end())
        yield from (_toll(match, Effect.KILLED) for match in _RAISED.finditer(text))
    if " number" in lowered or "stand" in lowered or "total" in lowered:
        yield from (_toll(match, _effect(match)) for match in _NOW_NUMBER.finditer(text))
    yield from _reckoned(text, lowered)
    if "number of" in lowered or "count of" in lowered:
        yield from (_toll(match, _effect(match)) for match in _NUMBER_OF.finditer(text))
    if "put" in lowered or "gave" in lowered or "given" in lowered:
        yield from (_toll(match, _effect(match)) for match in _PUT_AT.finditer(text))
    if " victim" in lowered or " person" in lowered or "wound" in lowered or "injur" in lowered:
        for match in _NTH_VICTIM.finditer(text):
            count = _NTH[(match["nth"] or match["more"] or match["also"]).lower()]
            yield Toll(Effect.HIT, count, Qualifier.EXACTLY, match.start(), match.end(), _NTH_HIT)
    if "died" in lowered or "dies" in lowered or "succumb" in lowered:
        for match in _NTH_DEATH.finditer(text):
            count = _NTH[match["nth"].lower()]
            yield Toll(Effect.KILLED, count, Qualifier.EXACTLY, match.start(), match.end(), _NTH_TOLD, is_nth=True)


def _reckoned(text: str, lowered: str) -> Iterator[Toll]:
    """ "Which makes two dead", "bringing to three the number in custody"."""
    if " ma" in lowered or " lives" in lowered:
        for match in _MAKES.finditer(text):
            made = count_of(match["number"] or match["lives"], match["qualifier"])
            yield Toll(Effect.KILLED, made.value, made.qualifier, match.start(), match.end())
    if " the number " in lowered:
        for match in _HELD_NOW.finditer(text):
            held = count_of(match["number"], None)
            yield Toll(Effect.DETAINED, held.value, held.qualifier, match.start(), match.end())


def _besides(text: str, at: int) -> Iterator[Toll]:
    """The other figures of a toll that ends at `at`."""
    found = _ALSO_COUNTED.match(text, at)
    while found is not None:
        if found["number"]:
            yield _toll(found, _effect(found))
        found = _ALSO_COUNTED.match(text, found.end())


def _effect(match: re.Match[str]) -> Effect:
    return _EFFECTS.get(match["effect"].lower(), Effect.KILLED)


def _toll(match: re.Match[str], effect: Effect) -> Toll:
    count = count_of(match["number"], match["qualifier"])
    return Toll(effect, count.value, count.qualifier, match.start(), match.end())
