"""measures.yaml: what is measured on which set, what others reach, what is aimed at and what must be held."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

FILE = Path(__file__).with_name("measures.yaml")


class MeasuresError(Exception):
    """measures.yaml is wrong; the message names the field."""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Published(_Row):
    """What others state for it; `figure` as they print it."""

    figure: str
    source: str


class Target(_Row):
    """The figure aimed at, and under which condition (empty: as it is measured here)."""

    figure: float
    under: str = ""


class Measure(_Row):
    """One figure of a set by the name in `scorer.read_figures`; at most one of `floor` and `ceiling` pins it."""

    measure: str
    floor: float | None = None
    ceiling: float | None = None
    targets: tuple[Target, ...] = ()
    published: tuple[Published, ...] = ()

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if self.floor is not None and self.ceiling is not None:
            raise ValueError(f"{self.measure}: a figure is pinned from below or from above, not both")
        return self

    @property
    def limit(self) -> str:
        if self.floor is not None:
            return f">= {self.floor:g}"
        return "" if self.ceiling is None else f"<= {self.ceiling:g}"

    def missed_by(self, value: float) -> bool:
        """Whether the value is beyond the limit; a value that is none (nan) holds no limit."""
        if self.floor is not None:
            return not value >= self.floor
        return self.ceiling is not None and not value <= self.ceiling


class LabelledSet(_Row):
    """Where a set's texts, labels and scorer lie below the data folder, how it is resampled, what is measured on it."""

    set: str
    predictions: Literal["types", "incidents", "local_news", "muc4", "places"]
    texts: str
    gold: str
    scorer: str
    skip: Annotated[int, Field(ge=0)] = 0
    """Labelled rows left out at the start of `gold`, a JSONL file."""
    resampled: Literal["text", "incident"]
    seen: str = ""
    """Which part of it was read while rules were written by hand; empty: none."""
    measures: tuple[Measure, ...]


class Confidence(_Row):
    """A confidence of the messages, judged on a set by `calibration.JUDGES`."""

    set: str
    field: str
    right: str
    """When it counts as right, in words."""
    measures: tuple[Measure, ...]


class Speed(_Row):
    """What is read to measure the cost of reading."""

    set: str
    texts: str
    sample: Annotated[int, Field(gt=0)]
    measures: tuple[Measure, ...]


class Measures(_Row):
    version: int
    sets: tuple[LabelledSet, ...]
    confidences: tuple[Confidence, ...]
    speed: Speed

    @model_validator(mode="after")
    def _no_doubles(self) -> Self:
        names = [one.set for one in self.sets]
        doubled = sorted({name for name in names if names.count(name) > 1})
        if doubled:
            raise ValueError(f"sets named twice: {', '.join(doubled)}")
        unknown = sorted({one.set for one in self.confidences} - set(names))
        if unknown:
            raise ValueError(f"confidences on sets that are none: {', '.join(unknown)}")
        return self


def parse_measures(text: str) -> Measures:
    """The measures of a YAML text; MeasuresError where it has not this shape."""
    try:
        return Measures.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as wrong:
        raise MeasuresError(f"{FILE.name}: {wrong}") from wrong


@cache
def load_measures() -> Measures:
    return parse_measures(FILE.read_text(encoding="utf-8"))
