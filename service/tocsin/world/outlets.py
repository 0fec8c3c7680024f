"""Where outlets are at home: the region that the articles of a host or publisher mostly name."""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field


class OutletHome(BaseModel):
    """A row of data/outlet_homes.csv: a centre in degrees, and the radius in km that holds most places named near it.

    `outlet` = host without "www." or publisher in lower case; `town` = the place named most there, as the gazetteer
    spells it; `share` = how much of what the articles name lies there (0 to 1); `articles` = how many it rests on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    outlet: Annotated[str, Field(min_length=2)]
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    admin1: str
    town: str
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    radius_km: Annotated[float, Field(gt=0)]
    share: Annotated[float, Field(gt=0, le=1)]
    articles: Annotated[int, Field(gt=0)]

    @property
    def strength(self) -> float:
        """How far to rely on it, 0 to 1: one article says half of what many say."""
        return self.share * self.articles / (self.articles + 1)


class OutletRegister:
    """Looks up the home of an outlet; an outlet without a row has none."""

    def __init__(self, homes: Iterable[OutletHome] = ()) -> None:
        self._homes: Mapping[str, OutletHome] = {home.outlet: home for home in homes}

    @classmethod
    def load(cls) -> "OutletRegister":
        """The built-in register, read once. Raises pydantic.ValidationError where a row is not what it must be."""
        return _loaded()

    def home(self, url: str | None, publisher: str | None) -> OutletHome | None:
        """By the address if it has a row, else by the publisher's name."""
        return self._homes.get(host_of(url)) or self._homes.get((publisher or "").strip().casefold())


def host_of(url: str | None) -> str:
    """The host of an address in lower case without "www.", "" where there is none."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        return ""
    return (host or "").lower().removeprefix("www.")


@cache
def _loaded() -> OutletRegister:
    text = files("tocsin.world").joinpath("data", "outlet_homes.csv").read_text(encoding="utf-8")
    return OutletRegister(OutletHome.model_validate(row) for row in csv.DictReader(text.splitlines()))
