"""Of several answers to one question about the same words the likeliest wins; the others stay as losers."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tocsin.reading.questions import MEANS, NON_EVENT, REALITY, ROLE, THREAD, TYPE, WHAT
from tocsin.types import Candidate

_FILE = "calibration.yaml"
_ANY = "*"
_SIDE_BY_SIDE = frozenset({WHAT, TYPE, MEANS, THREAD, NON_EVENT, ROLE, REALITY})
"""Questions whose answers do not compete for their words: all are kept."""


class CalibrationRow(BaseModel):
    """probability = offset + factor * score for one (question, by); `*` stands for all that have no row."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    by: str
    factor: Annotated[float, Field(gt=0, le=2)]
    offset: Annotated[float, Field(ge=-1, le=1)]
    least: Annotated[float, Field(ge=0, le=1)]


class CalibrationTable(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    rows: tuple[CalibrationRow, ...]


class CalibrationError(Exception):
    """calibration.yaml is wrong; the message names the field."""


class Calibration:
    """Annotators' scores → probabilities that can be compared."""

    def __init__(self, table: CalibrationTable) -> None:
        self._rows = {(row.question, row.by): row for row in table.rows}
        if (_ANY, _ANY) not in self._rows:
            raise CalibrationError(f"{_FILE}: no row for question '*' by '*'")
        self._known: dict[tuple[str, str], CalibrationRow] = {}

    @classmethod
    def load(cls) -> "Calibration":
        return cls(_table())

    def of(self, candidate: Candidate) -> Candidate | None:
        """The candidate with its calibrated score; None where it is not worth a look."""
        key = (candidate.question, candidate.by)
        row = self._known.get(key)
        if row is None:
            row = self._known[key] = self._row(*key)
        score = min(1.0, max(0.0, row.offset + row.factor * candidate.score))
        if score < row.least:
            return None
        return candidate if score == candidate.score else replace(candidate, score=score)

    def _row(self, question: str, by: str) -> CalibrationRow:
        for key in ((question, by), (question, _ANY), (_ANY, by)):
            if key in self._rows:
                return self._rows[key]
        return self._rows[(_ANY, _ANY)]


@cache
def _table() -> CalibrationTable:
    text = resources.files("tocsin.reading").joinpath("data", _FILE).read_text(encoding="utf-8")
    try:
        return CalibrationTable.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as wrong:
        raise CalibrationError(f"{_FILE}: {wrong}") from wrong


@dataclass(slots=True)
class Answers:
    """The chosen candidates of one sentence by question, in reading order, and those that lost."""

    by_question: dict[str, list[Candidate]] = field(default_factory=dict)
    lost: list[Candidate] = field(default_factory=list)

    def get(self, question: str) -> list[Candidate]:
        return self.by_question.get(question, [])


def choose(candidates: Iterable[Candidate], calibration: Calibration) -> dict[int, Answers]:
    """Answers by sentence index; of overlapping ones the likeliest wins (ties: the longer, then the earlier)."""
    chosen: dict[int, Answers] = {}
    for raw in candidates:
        candidate = calibration.of(raw)
        if candidate is None:
            continue
        answers = chosen.get(candidate.sentence)
        if answers is None:
            answers = chosen[candidate.sentence] = Answers()
        answers.by_question.setdefault(candidate.question, []).append(candidate)
    for answers in chosen.values():
        for question, found in answers.by_question.items():
            if len(found) > 1:
                found.sort(key=lambda c: (c.span.start, c.span.end))
                if question not in _SIDE_BY_SIDE:
                    answers.by_question[question] = _without_rivals(found, answers.lost)
    return chosen


def _without_rivals(found: list[Candidate], lost: list[Candidate]) -> list[Candidate]:
    """Drop answers that another annotator beats on the same words; one annotator may say several things of them."""
    if len({candidate.by for candidate in found}) == 1:
        return found
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (-c.score, c.span.start - c.span.end, c.span.start)):
        beaten = any(candidate.span.overlaps(other.span) and candidate.by != other.by for other in kept)
        (lost if beaten else kept).append(candidate)
    return sorted(kept, key=lambda c: (c.span.start, c.span.end))
