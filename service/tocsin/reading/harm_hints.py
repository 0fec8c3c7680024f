"""Numbers that an article tells beside what became of people: counts of a charge, how many victims there were."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tocsin.reading.rules.numbers import NUMBER, count_of
from tocsin.reading.rules.stems import lower
from tocsin.types import Sentence

_DEGREE = (
    r"(?:(?:first|second|third|1st|2nd|3rd)[\s-]+degree|capital|aggravated|felony|criminal|premeditated|intentional|"
    r"malice|voluntary|involuntary|reckless|vehicular|open)[\s,]+"
)
_TRIED = (
    r"(?P<tried>attempt(?:ed)?\s+(?:to\s+(?:commit\s+)?)?(?:" + _DEGREE + r")*(?:murder|homicide|manslaughter)"
    r"|assault\s+with\s+(?:intent\s+to\s+(?:commit\s+)?(?:murder|kill|do\s+great)|an?\s+(?:deadly\s+weapon|firearm|"
    r"handgun|gun))"
    r"|(?:(?:first|second|1st|2nd)[\s-]+degree\s+|aggravated\s+|felonious\s+|felony\s+)(?:assault|battery)"
    r"|(?:aggravated\s+)?malicious\s+wounding|unlawful\s+wounding)"
)
_CHARGE = re.compile(
    rf"(?:(?P<number>{NUMBER})\s+(?:felony\s+)?counts?(?:\s+each)?\s+(?:of\s+)?)?"
    rf"(?:{_TRIED}|(?:{_DEGREE})*(?P<done>murder|homicide|manslaughter)\b(?!\s*-?\s*(?:suicide|detective|unit|division|"
    r"bureau|section|squad|investigat|rate|report|scene|case|victim)))",
    re.IGNORECASE,
)
_CHARGED = ("charge", "count", "guilty", "convict", "indict", "accus", "plead", "sentenc", "arraign", "suspicion")
_CRIMES = ("murder", "homicide", "manslaughter", "assault", "battery", "wounding")
""" "He pleaded guilty to murder": words of a court and of a crime in one sentence."""
_VICTIMS = re.compile(
    rf"(?<![\w$#:/.,-])(?P<number>{NUMBER})\s+(?!of\b)(?:(?:other|more|different|known|adult|teenage|young|male|female|"
    r"shooting|gunshot|shot|gun|wounded|injured|surviving|homicide|murder|dead|deceased|fatal|additional)\s+){0,3}"
    r"victims\b",
    re.IGNORECASE,
)
_REACH = 60
"""How many characters before "victims" may hold their number."""
_MOST = 30
"""More counts are those of several charges taken together (gva, 2026-11-26; benchmarks.harm_fit)."""


@dataclass(frozen=True, slots=True)
class Hints:
    """The highest of each, 0 where the article is silent."""

    charged_dead: int = 0
    charged_hurt: int = 0
    victims: int = 0

    def of_dead(self) -> dict[str, int]:
        """What the number of dead is weighed against, by name."""
        both = self.charged_dead + self.charged_hurt if self.charged_hurt else 0
        return _told(charged=self.charged_dead, charged_both=both)

    def of_hurt(self, dead: int) -> dict[str, int]:
        """The same for injured, where `dead` of the victims died."""
        left = {"victims_left": max(0, self.victims - dead)} if self.victims else {}
        return _told(charged=self.charged_hurt, victims_told=self.victims) | left


def _told(**numbers: int) -> dict[str, int]:
    return {name: number for name, number in numbers.items() if number}


def hints_of(sentences: Sequence[Sentence]) -> Hints:
    """What the sentences of an article tell of charges and of victims by their number."""
    dead = hurt = victims = 0
    for sentence in sentences:
        lowered = lower(sentence.text)
        if "victims" in lowered:
            victims = max(victims, _largest(_counted(sentence.text, lowered)))
        if any(word in lowered for word in _CRIMES) and any(word in lowered for word in _CHARGED):
            found = list(_CHARGE.finditer(sentence.text))
            hurt = max(hurt, _largest(one for one in found if one["tried"]))
            dead = max(dead, _largest(one for one in found if one["done"]))
    return Hints(dead, hurt, victims)


def _counted(text: str, lowered: str) -> Iterator[re.Match[str]]:
    """Numbers of victims: looked for only in what stands before that word."""
    at = lowered.find("victims")
    while at >= 0:
        found = _VICTIMS.search(text, max(0, at - _REACH), at + len("victims"))
        if found is not None:
            yield found
        at = lowered.find("victims", at + 1)


def _largest(found: Iterable[re.Match[str]]) -> int:
    values = (count_of(one["number"], None).value if one["number"] else 1 for one in found)
    return max((value for value in values if value <= _MOST), default=0)
