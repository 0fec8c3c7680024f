"""The event types as typed rows: `load_taxonomy()` reads taxonomy.yaml once."""

from collections.abc import Iterator
from functools import cache, cached_property
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Severity = Annotated[int, Field(ge=0, le=5)]
Code = Annotated[str, Field(pattern=r"^[A-Z]{3}\.[A-Z_]+$")]


class TaxonomyError(Exception):
    """taxonomy.yaml cannot be read, or one of its rows is wrong; the message names the row and the field."""


def family_of(code: str) -> str:
    """The part of a code before the dot: BAT, EXP, CRI ..."""
    return code.partition(".")[0]


class AcledType(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    event_type: str
    sub_event_type: str


class EventType(BaseModel):
    """One type of happening; the lower `precedence` wins where one incident shows several."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    title: Annotated[str, Field(min_length=1)]
    definition: Annotated[str, Field(min_length=1)]
    precedence: Annotated[int, Field(ge=1)]
    base_severity: Severity
    acled: AcledType | None = None
    plover: str | None = None
    cameo: tuple[str, ...] = ()
    case_label: str | None = None
    place: Literal["point", "country"] = "point"
    founds: bool = True
    foiled_acled: Code | None = None

    @property
    def family(self) -> str:
        return family_of(self.code)


class Taxonomy(BaseModel):
    """All rows, in the file's order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    types: tuple[EventType, ...]

    @model_validator(mode="after")
    def _rows_agree(self) -> "Taxonomy":
        codes = [row.code for row in self.types]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"code given twice: {', '.join(twice)}")
        ranks = [row.precedence for row in self.types]
        if len(set(ranks)) != len(ranks):
            raise ValueError("two rows have the same precedence")
        unknown = {row.foiled_acled for row in self.types if row.foiled_acled} - set(codes)
        if unknown:
            raise ValueError(f"foiled_acled names no row: {', '.join(sorted(unknown))}")
        return self

    def __getitem__(self, code: str) -> EventType:
        """The row of a code; KeyError where there is none."""
        row = self.get(code)
        if row is None:
            raise KeyError(f"no event type {code!r} in taxonomy.yaml")
        return row

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and self.get(code) is not None

    def rows(self) -> Iterator[EventType]:
        return iter(self.types)

    def get(self, code: str) -> EventType | None:
        return self._by_code.get(code)

    @cached_property
    def _by_code(self) -> dict[str, EventType]:
        return {row.code: row for row in self.types}


def parse_taxonomy(text: str) -> Taxonomy:
    """Taxonomy from YAML text; TaxonomyError names what is wrong and in which row."""
    try:
        import yaml
    except ImportError as missing:
        raise TaxonomyError('reading the taxonomy needs PyYAML: pip install "tocsin[service]"') from missing
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as broken:
        raise TaxonomyError(f"taxonomy.yaml is no YAML: {broken}") from broken
    try:
        return Taxonomy.model_validate(raw)
    except ValidationError as wrong:
        raise TaxonomyError(_explain(raw, wrong)) from wrong


def _explain(raw: object, wrong: ValidationError) -> str:
    lines = []
    for error in wrong.errors():
        place = error["loc"]
        name = ""
        if len(place) > 1 and place[0] == "types" and isinstance(raw, dict) and isinstance(place[1], int):
            row = raw["types"][place[1]]
            code = row.get("code") if isinstance(row, dict) else row
            name = f"row {place[1] + 1} ({code}): "
        lines.append(f"{name}{'.'.join(map(str, place[2:] or place))}: {error['msg']}")
    return "taxonomy.yaml: " + "; ".join(lines)


@cache
def load_taxonomy() -> Taxonomy:
    """The shipped taxonomy, read once per process."""
    return parse_taxonomy(resources.files("tocsin_schemas").joinpath("taxonomy.yaml").read_text(encoding="utf-8"))
