"""Word lists of intake, read from data files and checked at the first use."""

from functools import lru_cache
from importlib.resources import files
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

Shape = TypeVar("Shape", bound=BaseModel)


def _split(value: object) -> object:
    return frozenset(value.split()) if isinstance(value, str) else value


WordSet = Annotated[frozenset[str], BeforeValidator(_split)]
"""Words separated by blanks."""


class Stops(BaseModel):
    """Shape of data/stops.yaml: abbreviations in lower case without their last full stop."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    titles: WordSet
    maybe: WordSet
    never: WordSet
    openers: WordSet
    function_words: WordSet


def load(name: str, shape: type[Shape]) -> Shape:
    """A data file of this room as `shape`; ValueError with file and field where it does not fit."""
    raw = yaml.safe_load(files("tocsin.intake").joinpath("data", name).read_text("utf-8"))
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        raise ValueError(f"tocsin/intake/data/{name} is not valid: {error}") from error


@lru_cache(maxsize=1)
def stops() -> Stops:
    return load("stops.yaml", Stops)
