"""What of a page is no news text: menus, sharing, tweets, stamps, credits, prompts. The phrases are data."""

import re
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, field_validator

from tocsin.intake.words import load

DATA = "boilerplate.yaml"
BREAK = "\0"
"""Stands for each set-aside character: no sentence crosses it."""

_LONGEST_LINE = 1_200  # a line pattern is about furniture: longer lines are prose and are not asked
_REPEATED = 25  # letters from which a line said twice (a caption, a pull quote) is read once
_TWEET_END = re.compile(
    r" ?- [^\n()]{1,60}? ?\(@\w{1,30}\) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}, \d{4}", re.I
)
_DATE_STAMP = re.compile(
    r"(?:date|published|updated)?:? ?\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)? (?=[A-Z\"'])", re.I
)
_EDGE = " .:;,-*|>»→←•()[]!?\"'"


class BoilerplatePhrases(BaseModel):
    """Shape of the data file: `lines` are literal, all others regular expressions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: frozenset[str]
    whole: tuple[str, ...]
    starts: tuple[str, ...]
    headline_follows: tuple[str, ...]
    piece_cues: tuple[str, ...]
    pieces: tuple[str, ...]

    @field_validator("whole", "starts", "headline_follows", "pieces")
    @classmethod
    def _compiles(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
        return patterns


@dataclass(frozen=True, slots=True)
class _Patterns:
    lines: frozenset[str]
    whole: re.Pattern[str]
    starts: re.Pattern[str]
    headline_follows: re.Pattern[str]
    piece_cues: tuple[str, ...]
    pieces: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    phrases = load(DATA, BoilerplatePhrases)

    def one_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.I)

    return _Patterns(
        lines=phrases.lines,
        whole=one_of(phrases.whole),
        starts=one_of(phrases.starts),
        headline_follows=one_of(phrases.headline_follows),
        piece_cues=phrases.piece_cues,
        pieces=one_of(phrases.pieces),
    )


def set_aside(text: str) -> str:
    """`text` (plain) with boilerplate overwritten by BREAK, character by character: the length is kept."""
    patterns = _patterns()
    kept: list[str] = []
    after_prompt = False
    seen: set[str] = set()
    for line in text.split("\n"):
        if not line.strip():
            kept.append(line)
            continue
        bare = line.strip()
        prompt = len(bare) <= 60 and patterns.headline_follows.fullmatch(bare.strip(_EDGE + ":")) is not None
        repeated = len(bare) >= _REPEATED and bare in seen
        seen.add(bare)
        if prompt or repeated or (after_prompt and _is_headline(bare)) or _is_furniture(bare, patterns):
            kept.append(BREAK * len(line))
            after_prompt = prompt or (after_prompt and _is_headline(bare))
        else:
            kept.append(_without_pieces(line, patterns))
            after_prompt = False
    return "\n".join(kept)


def is_scrap(sentence: str) -> bool:
    """True for furniture at the end of a line of text: a credit, a station's name, a phone number."""
    bare = sentence.strip()
    return len(bare) <= 160 and bare[-1:] not in (".", "!", "?", '"') and _is_furniture(bare, _patterns())


def _is_headline(line: str) -> bool:
    return len(line) <= 200 and line.rstrip(" \"'")[-1:] not in (".", "!", "?", ",", ";")


def _is_furniture(line: str, patterns: _Patterns) -> bool:
    if len(line) > _LONGEST_LINE:
        return False
    if line.strip(_EDGE).lower() in patterns.lines or not any(character.isalnum() for character in line):
        return True
    if len(line) <= 320 and patterns.whole.fullmatch(line):
        return True
    return len(line) <= 600 and patterns.starts.match(line) is not None


def _without_pieces(line: str, patterns: _Patterns) -> str:
    if "(@" in line:
        ends = [match.end() for match in _TWEET_END.finditer(line)]
        if ends:
            line = BREAK * ends[-1] + line[ends[-1] :]
    stamp = _DATE_STAMP.match(line.lstrip())
    if stamp:
        at = len(line) - len(line.lstrip()) + stamp.end()
        line = BREAK * at + line[at:]
    lowered = line.lower()
    if not any(cue in lowered for cue in patterns.piece_cues):
        return line
    return patterns.pieces.sub(lambda match: BREAK * len(match[0]), line)
