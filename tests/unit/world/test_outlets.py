"""The register of outlets' homes."""

import pytest
from pydantic import ValidationError

from tocsin.world.outlets import OutletHome, OutletRegister, host_of

ROW = {"country": "US", "admin1": "Maine", "town": "Bangor", "lat": 44.8, "lon": -68.8, "radius_km": 30.0}


def home(outlet: str, share: float = 0.8, articles: int = 9) -> OutletHome:
    return OutletHome.model_validate(ROW | {"outlet": outlet, "share": share, "articles": articles})


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://www.Example.com:80/a", "example.com"),
        ("https://news.example.co.uk/x?y", "news.example.co.uk"),
        ("http://[broken", ""),
        ("no address", ""),
        (None, ""),
    ],
)
def test_host(url: str | None, host: str) -> None:
    assert host_of(url) == host


def test_the_address_goes_before_the_publisher() -> None:
    register = OutletRegister([home("bangor.example"), home("the portland page", share=0.5)])
    by_address = register.home("https://www.bangor.example/1", "The Portland Page")
    by_name = register.home("https://elsewhere.example/1", " The Portland Page ")
    assert by_address is not None
    assert by_address.outlet == "bangor.example"
    assert by_name is not None
    assert by_name.outlet == "the portland page"
    assert register.home(None, None) is None


def test_one_article_says_less_than_many() -> None:
    assert home("a.example", articles=1).strength < home("a.example", articles=30).strength < 0.8


def test_a_row_must_lie_on_the_earth() -> None:
    with pytest.raises(ValidationError):
        OutletHome.model_validate(ROW | {"outlet": "a.example", "lat": 95.0, "share": 0.5, "articles": 1})


def test_the_shipped_register_is_valid_and_holds_hosts_only() -> None:
    assert OutletRegister.load().home("https://nowhere.example/", None) is None
