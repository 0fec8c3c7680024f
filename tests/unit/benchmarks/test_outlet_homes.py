"""Homes of outlets from the places that their articles name."""

from benchmarks.outlet_homes import Named, home_of
from tocsin.types import Place
from tocsin_schemas.enums import PlaceKind


def town(name: str, admin1: str, lat: float, lon: float) -> Place:
    return Place(f"t:{name}", name, PlaceKind.CITY, "US", admin1, lat, lon, None, 20_000)


BANGOR = town("Bangor", "Maine", 44.8, -68.8)
BREWER = town("Brewer", "Maine", 44.79, -68.76)
RENO = town("Reno", "Nevada", 39.5, -119.8)
TAMPA = town("Tampa", "Florida", 27.9, -82.5)


def test_the_town_named_most_is_the_middle() -> None:
    home = home_of("paper.example", [[Named(BANGOR, 1.0)], [Named(BANGOR, 0.6), Named(BREWER, 0.4)], []])
    assert home is not None
    assert (home.town, home.admin1, home.articles) == ("Bangor", "Maine", 2)
    assert home.share == 1.0
    assert home.radius_km < 50


def test_an_outlet_that_writes_of_everywhere_has_no_home() -> None:
    assert home_of("wire.example", [[Named(BANGOR, 1.0)], [Named(RENO, 1.0)], [Named(TAMPA, 1.0)]]) is None


def test_an_outlet_that_names_no_town_has_no_home() -> None:
    assert home_of("blank.example", [[], []]) is None
