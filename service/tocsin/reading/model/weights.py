"""How far the encoder is believed beside the rules: `data/weights.yaml`, whose head says what each was fitted on."""

from functools import cache
from importlib import resources
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tocsin.reading.model.errors import ModelError
from tocsin_schemas.taxonomy import family_of

_FILE = "weights.yaml"
Share = Annotated[float, Field(ge=0, le=1)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TypeWeights(_Frozen):
    """Log odds of an event type = model * log(share) + rule * score + first * (the rules put it first)."""

    model: float
    rule: float
    first: float


class PartWeights(_Frozen):
    """`span`: least share of the likeliest word of a span; `alone`: least score at which a span that no rule found is
    published; `denied`: share below which a rule's finding in a sentence that was read is struck."""

    span: Share
    alone: Share
    denied: Share


class NewsWeights(_Frozen):
    """Log odds that a trigger tells a fresh happening = bias + the weighted log odds of the rules and of the heads.

    `deeds`: weight of the head that says whether an attack or crime is told, by type or family; none for all else.
    """

    bias: float
    rule: float
    told: float
    deeds: dict[str, float]

    def deed(self, code: str) -> float:
        """The weight of that head for a trigger of an event type."""
        return self.deeds.get(code, self.deeds.get(family_of(code), 0.0))


class BudgetWeights(_Frozen):
    """Word pieces read of an article: `fought` where its likeliest trigger is of the families `fighting`, else `plain`.

    Who fought whom with what lies scattered over a text; a crime or a flood is told in its first sentences. In the
    sentence of that trigger the encoder must give those families a share of `agreed` of all that happens. `whole`: a
    text of so many pieces at most is read in one go beside that, for its type.
    """

    plain: int
    fought: int
    agreed: Share
    whole: int
    fighting: frozenset[str]


class RoleWeights(_Frozen):
    """When the larger encoder reads for roles, and how far it is believed.

    It reads where the likeliest trigger is of the families `fighting`, or of `armed` in a text that names rebels or
    terrorists in two sentences, and tells a fresh happening with a chance of `least_news`: the sentences in which the
    smaller one sees a part with a chance of `seen`, whose tags are `share` its own and the smaller one's for the rest,
    then the nearest others, up to `most` word pieces. In those others a part is told from a share of `beside` on. It
    reads sentences together, in windows of `window` pieces. `deed`: weight of the log odds that it says a deed is told,
    where it says so.
    """

    fighting: frozenset[str]
    armed: frozenset[str]
    least_news: Share
    most: int
    window: int
    seen: Share
    share: Share
    beside: Share
    deed: float


class Weights(_Frozen):
    version: int
    budget: BudgetWeights
    types: TypeWeights
    parts: dict[str, PartWeights]
    roles: RoleWeights
    reach: Share
    """Least share of the words that belong to a span around its likeliest one."""
    news: NewsWeights


@cache
def load_weights() -> Weights:
    """Raises ModelError naming the field that is wrong."""
    text = resources.files("tocsin.reading.model").joinpath("data", _FILE).read_text(encoding="utf-8")
    try:
        return Weights.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as wrong:
        raise ModelError(f"{_FILE}: {wrong}") from wrong
