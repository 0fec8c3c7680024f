"""Outlets that no register knows, told by their names and by what stands beside them (data/outlet_words.yaml)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from tocsin.reading.rules import wordlists
from tocsin.reading.rules.stems import Stems, lower
from tocsin.reading.rules.wordlists import either

_FILE = "outlet_words.yaml"
_WORD = r"[A-ZÀ-Þ][\w.'-]*\w"
_NAME = rf"{_WORD}(?:\s{_WORD}){{0,3}}(?:\s\d{{1,3}}\b)?"
_OF = r"(?:\s(?:of(?:\sthe)?|de|del|di|do|der))?"
""" "The Gulf of Aden Wire", "L'Echo de Nouna"."""
_LATER = "first|had|has|have|earlier|previously|also|later"
_CREDIT_LENGTH = 70
"""Most characters of a line of credit."""
_DATELINE_LENGTH = 110

_CREDITS = re.compile(r"[\s]*[(\[*–—-]|.{0,24}\b(?:source|from|by)\b|.*\bcontributed\b", re.I)
"""What every line of credit has."""

_STEMS = Stems.of(
    "radio radyo channel canal kanal told tells according report cited quoted carried agency newspaper website "
    "television station broadcaster tabloid newsletter network outlet magazine portal arm published aired shown verif "
    "seen obtained reviewed sent shared given spoke speaking statement interview confirm journalist correspondent "
    "photographer put"
)
Place = tuple[int, int]


class OutletWords(BaseModel):
    """Shape of outlet_words.yaml, whose comments explain each list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    endings: tuple[str, ...]
    surely: tuple[str, ...]
    openings: tuple[str, ...]
    suffixes: tuple[str, ...]
    kinds: tuple[str, ...]
    receiving: tuple[str, ...]
    not_names: frozenset[str]
    not_endings: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Patterns:
    """`local` = cited within a sentence, `credit` = a line of credit, `dateline` = in brackets before the text."""

    local: re.Pattern[str]
    stems: Stems
    credit: re.Pattern[str]
    dateline: re.Pattern[str]
    words: OutletWords


def named(text: str) -> Iterator[Place]:
    """Where outlets are cited in a sentence by names like an outlet's, or beside words such as "the broadcaster"."""
    patterns = _patterns()
    if patterns.stems.any_in(lower(text)):
        for match in patterns.local.finditer(text):
            group = match.lastgroup
            if group is not None:
                yield match.span(group)


def credited(text: str) -> Place | None:
    """The outlet of a line of credit ("With files from X", "(X)") or of a dateline ("QUITO (X) -")."""
    patterns = _patterns()
    credit = patterns.credit.fullmatch(text) if len(text) <= _CREDIT_LENGTH and _CREDITS.match(text) else None
    if credit is not None and credit.lastgroup is not None:
        return credit.span(credit.lastgroup)
    filed = text[:3].isupper() and "(" in text[:_DATELINE_LENGTH]
    dateline = patterns.dateline.match(text, 0, _DATELINE_LENGTH) if filed else None
    return dateline.span("name") if dateline is not None else None


def is_name(name: str) -> bool:
    """Whether it is not one of the words that only look like an outlet's name."""
    words = _patterns().words
    return name not in words.not_names and name.rpartition(" ")[2] not in words.not_endings


@cache
def _patterns() -> _Patterns:
    words = wordlists.read_checked(_FILE, OutletWords)
    like_one = (
        rf"(?:{_WORD}\s){{1,3}}(?:{either(words.endings)})\b|{_WORD}-(?:{either(words.endings)})\b|"
        rf"[A-Z]\w+(?:{either(words.suffixes)})\b|"
        rf"(?:{either(words.openings)}){_OF}\s{_WORD}(?:\s{_WORD})?"
    )
    return _Patterns(_local(words, like_one), _STEMS, _credit(like_one), _dateline(like_one), words)


def _local(words: OutletWords, like_one: str) -> re.Pattern[str]:
    surely = rf"(?:{_WORD}{_OF}\s|{_WORD}-){{0,3}}(?:{either(words.surely)})(?:\s{_WORD})?"
    few = rf"{_WORD}(?:\s{_WORD}){{0,2}}"
    long = rf"{_WORD}(?:(?:\s(?:de|del|di|do|da|du))?\s{_WORD}){{0,4}}"
    ways = (
        rf"\b(?:{either(words.receiving)})\s(?:the\s|a\s|by\s)?(?P<told>{like_one})",
        rf"\btold\sthe\s(?P<agency>{_WORD})\sagency\b",
        rf"(?:[Tt]he\s)?(?P<says>{surely})(?:\s(?:newspaper|daily))?(?:,\s[^,;.]{{1,50}},)?\s(?:(?:{_LATER})\s){{0,2}}"
        r"(?:report(?:ed|s)|quoted|cited|confirmed|verified|put\sthe\s(?:number|toll|figure|death))\b",
        rf"(?P<beside>{long}),\s(?:an?|the)\s(?:[\w-]+\s){{0,3}}?(?:{either(words.kinds)}),\s(?:{_LATER}\s)?"
        r"(?:report|said|quoted|cited|puts?\b|broadcast|published|showed|told)",
        rf"(?P<station>(?:{either(words.openings)}){_OF}\s(?:[A-Z]\w+|\d{{1,2}})(?:\s[A-Z]\w+)?)"
        r"(?=[^.;]{0,40}\b(?:report|said|told|quot|broadcast)|\W)",
        rf"(?<!\b[Aa]\s)(?<!\b[Aa]n\s)(?P<noun>{few})\s(?:news\sagency|news\swebsite|newspaper|television|TV\sstation|radio\sstation)\b",
        rf"\b(?:{either(words.kinds)})\s(?P<kind>{long})",
        rf"\b[A-Z][a-z]+(?:an|ian|ish|ese)\sagency\s(?P<national>{few})\s(?:report|said|quot|cit)",
        r"\bfirst\s(?:reported|shown|published|aired|broadcast|carried)\sby\s(?:the\s)?(?:[a-z]+\s){0,3}"
        rf"(?P<first>{_NAME})",
        rf",\s(?:the\s)?(?P<last>{_NAME})\sreported(?=\s*[.;]|\s*$)",
        r"\b(?P<own>[A-Z]{2,5})\s(?:reporters?|journalists?|correspondents?|photographers?)\b",
    )
    return re.compile("|".join(ways))


def _credit(like_one: str) -> re.Pattern[str]:
    sort = r"(?:inputs?|files|material|additional\sreporting|reporting|agency\sreports)"
    ways = (
        rf"(?:[Ww]ith\s)?{sort}\sfrom\s(?:the\s)?(?P<files>{_NAME})",
        rf"[Ss]ources?:\s(?:the\s)?(?P<source>{_NAME})",
        rf"(?:[Aa]dditional\s)?[Rr]eporting\sby\s(?:the\s)?(?P<reporting>{like_one})",
        rf"(?P<helped>{like_one})\scontributed\sto\sthis\s(?:report|story|article)",
        rf"(?<=[(\[–—-])\s?(?P<line>{like_one})",
    )
    return re.compile(rf"[\s(\[*–—-]*(?:{'|'.join(ways)})[\s)\].*]*")


def _dateline(like_one: str) -> re.Pattern[str]:
    town = r"[A-ZÀ-Þ][A-ZÀ-Þ'. -]{2,40}(?:,[^()]{1,40})?"
    return re.compile(rf"{town}\s\((?P<name>[A-Z]{{2,6}}|{like_one})\)\s*[-–—:]")
