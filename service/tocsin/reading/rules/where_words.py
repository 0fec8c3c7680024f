"""The word lists behind the place rules, from data/places.yaml."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from tocsin.reading.rules.wordlists import Words


class PlaceWords(BaseModel):
    """Lower-case words by what they do beside a place's name; data/places.yaml explains each list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    common: Words
    given_names: Words
    surnames: Words
    titles: Words
    organisations: Words
    roads: Words
    venues: Words
    nature: Words
    parts: Words
    place_nouns: Words
    deeds: Words
    happenings: Words
    undergone: Words
    inner: Words
    edges: Words
    offices: Words
    of_heads: Words
    prepositions: dict[str, Words]
    speech: Words
    standing_between: Words
    function: Words
    quarters: tuple[str, ...]
    country_cues: dict[str, tuple[str, ...]]


@cache
def place_words() -> PlaceWords:
    """The lists, read once. Raises pydantic.ValidationError where the file does not hold what it must."""
    text = files("tocsin.reading").joinpath("data", "places.yaml").read_text(encoding="utf-8")
    return PlaceWords.model_validate(yaml.safe_load(text))
