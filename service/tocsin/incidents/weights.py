"""The points of the score, from data/weights.yaml."""

from functools import cache, cached_property
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict, model_validator


class PlacePoints(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    within_km: tuple[float, ...]
    points: tuple[float, ...]

    @model_validator(mode="after")
    def _same_length(self) -> "PlacePoints":
        if len(self.within_km) != len(self.points) or not self.points:
            raise ValueError("within_km and points need the same number of entries, at least one")
        return self


class Weights(BaseModel):
    """Points per piece of evidence; `tuned_on` says on what they were set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tuned_on: str
    link: float
    bridge: float
    bridge_against: float
    exclude: float
    same_place: PlacePoints
    coarse_place: float
    same_gazetteer_id: float
    same_name: float
    same_site: float
    same_site_km: float
    far: float
    far_floor: float
    same_country: float
    other_country: float
    veto_km: float
    same_day: float
    one_day: float
    two_days: float
    more_days: float
    veto_days: int
    soft_factor: float
    assumed_day: tuple[float, ...]
    assumed_later: float
    both_assumed_day: tuple[float, ...]
    both_assumed_later: float
    vague_overlap: float
    vague_apart: float
    before_it_happened: float
    same_type: float
    same_family: float
    kindred_type: float
    other_type: float
    same_reality: float
    shared_actor: float
    other_actor: float
    shared_name: tuple[float, ...]
    other_names: float
    shared_word: float
    shared_words_most: float
    shared_weapon: float
    other_weapon: float
    same_figure: float
    rare_figure: float
    rare_from: int
    no_harm: float
    near_figure: float
    other_figure: float
    risen_figure: float
    rise_factor: float
    rise_step: int
    aftermath_place: float
    aftermath_day: float
    kindred: tuple[frozenset[str], ...]

    @cached_property
    def kindred_pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset((a, b) for group in self.kindred for a in group for b in group)


@cache
def load_weights() -> Weights:
    """The shipped weights; ValidationError names the entry that is wrong."""
    text = resources.files("tocsin.incidents").joinpath("data/weights.yaml").read_text(encoding="utf-8")
    return Weights.model_validate(yaml.safe_load(text))
