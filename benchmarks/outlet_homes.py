"""`python -m benchmarks.outlet_homes ARTICLES.jsonl ... --out FILE.csv`: where outlets are at home, from texts alone.

Reads articles with `url` or `publisher`, takes the places that they name without doubt (a town with its division, a
division, a town whose name the text settles) and sums them by outlet, each article counting once. An outlet whose
places lie all over gets no row. No label is read and no text is kept.
"""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.quality.rows import MissingData, read_rows
from tocsin.intake.decode import decode
from tocsin.intake.prepare import Skipped, prepare
from tocsin.reading.rules.where import PlaceRules
from tocsin.types import Document, Place, Reject
from tocsin.world.flat_map import kilometres
from tocsin.world.gazetteer import Gazetteer
from tocsin.world.outlets import OutletHome, host_of
from tocsin_schemas.enums import PlaceKind
from tocsin_schemas.models import Article

_SURE = 0.75
"""Share from which a name without a division counts as settled."""
_QUALIFIED = 2.0
_NEAR_KM, _REACH_KM = 50.0, 160.0
_LEAST_RADIUS_KM = 15.0
_HELD = 0.7
"""Share of the places around the centre that the radius holds."""
_LEAST_SHARE = 0.4
_TOWNS = (PlaceKind.CITY, PlaceKind.ADMIN2)


@dataclass(frozen=True, slots=True)
class Named:
    """A place that an article names without doubt; the weights of one article sum to 1."""

    place: Place
    weight: float


def named_in(rules: PlaceRules, document: Document) -> tuple[Named, ...]:
    """The settled places of one article."""
    names, chosen = rules.resolved(document)
    found: dict[str, Named] = {}
    for name in names:
        resolved = chosen[name.key]
        place = resolved.place
        if place.country is None or place.admin1 is None or name.adjective or resolved.stand_in:
            continue
        qualified = name.qualifier is not None
        if qualified or resolved.share >= _SURE:
            weight = _QUALIFIED if qualified else resolved.share
            before = found.get(place.gazetteer_id)
            found[place.gazetteer_id] = Named(place, max(weight, before.weight if before else 0.0))
    total = sum(one.weight for one in found.values())
    return tuple(Named(one.place, one.weight / total) for one in found.values())


def home_of(outlet: str, articles: Sequence[Sequence[Named]]) -> OutletHome | None:
    """The home of one outlet from its articles' places, None where they name none or lie all over."""
    named = [one for article in articles for one in article]
    told = sum(1 for article in articles if article)
    towns = [one for one in named if one.place.kind in _TOWNS and one.place.lat is not None]
    if not towns:
        return None
    cities = [one for one in towns if one.place.kind is PlaceKind.CITY] or towns
    centre = max((one.place for one in cities), key=lambda place: (_around(place, towns), place.population))
    held = sorted((_distance(centre, one.place), one.weight) for one in towns if one.place.country == centre.country)
    weight = sum(one.weight for one in named)
    there = sum(one.weight for one in named if _lies_there(centre, one.place))
    if there < _LEAST_SHARE * weight:
        return None
    return OutletHome(
        outlet=outlet,
        country=centre.country or "",
        admin1=centre.admin1 or "",
        town=centre.name,
        lat=round(centre.lat or 0.0, 3),
        lon=round(centre.lon or 0.0, 3),
        radius_km=round(max(_LEAST_RADIUS_KM, _radius(held)), 0),
        share=round(there / weight, 2),
        articles=told,
    )


def _around(place: Place, towns: Iterable[Named]) -> float:
    """Weight of the towns close by, the place's own counted half again, so that the middle is a town much named."""
    total = 0.0
    for one in towns:
        if one.place.gazetteer_id == place.gazetteer_id:
            total += 1.5 * one.weight
        elif _distance(place, one.place) <= _NEAR_KM:
            total += one.weight
    return total


def _distance(one: Place, other: Place) -> float:
    return kilometres(one.lat or 0.0, one.lon or 0.0, other.lat or 0.0, other.lon or 0.0)


def _lies_there(centre: Place, place: Place) -> bool:
    if place.country == centre.country and place.admin1 == centre.admin1:
        return True
    return place.kind in _TOWNS and place.lat is not None and _distance(centre, place) <= _REACH_KM


def _radius(held: Sequence[tuple[float, float]]) -> float:
    """The distance that holds most of the weight, of (distance, weight) by distance."""
    total, summed = sum(weight for _, weight in held), 0.0
    for distance, weight in held:
        summed += weight
        if summed >= _HELD * total:
            return distance
    return 0.0


def homes(named: Mapping[str, Sequence[Sequence[Named]]]) -> list[OutletHome]:
    """A row for each outlet that has a home, by name."""
    found = (home_of(outlet, named[outlet]) for outlet in sorted(named) if len(outlet) > 1)
    return [home for home in found if home is not None]


def outlet_of(article: Article) -> str:
    return host_of(article.url) or (article.publisher or "").strip().casefold()


def read_homes(paths: Iterable[Path], rules: PlaceRules) -> list[OutletHome]:
    by_outlet: dict[str, list[Sequence[Named]]] = defaultdict(list)
    for article in _articles(paths):
        received = article.published_at or datetime.max.replace(tzinfo=UTC)
        decoded = decode(article.to_bytes(), article.article_id.encode(), received)
        if isinstance(decoded, Reject) or not outlet_of(article):
            continue
        document = prepare(decoded)
        if not isinstance(document, Skipped):
            by_outlet[outlet_of(article)].append(named_in(rules, document))
    return homes(by_outlet)


def _articles(paths: Iterable[Path]) -> Iterator[Article]:
    for path in paths:
        for row in read_rows(path, "article_id", "text"):
            yield Article.model_validate({name: row[name] for name in Article.model_fields if name in row})


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.outlet_homes", description=__doc__)
    parser.add_argument("articles", type=Path, nargs="+", metavar="ARTICLES.jsonl")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.csv")
    args = parser.parse_args()
    try:
        found = read_homes(args.articles, PlaceRules(Gazetteer.open()))
    except MissingData as lacking:
        print(f"error: {lacking}", file=sys.stderr)
        return 2
    with args.out.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.DictWriter(lines, list(OutletHome.model_fields), lineterminator="\n")
        rows.writeheader()
        rows.writerows(home.model_dump() for home in found)
    print(f"{len(found)} outlets written to {args.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
