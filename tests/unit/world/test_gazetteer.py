"""Looking up names of places."""

import sqlite3
from pathlib import Path

import pytest

from tocsin.world.folding import fold
from tocsin.world.gazetteer import Gazetteer, GazetteerMissing
from tocsin_schemas.enums import PlaceKind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Louis", "Saint Louis"),
        ("Ft. Worth", "Fort Worth"),
        ("Deir ez-Zor", "DEIR EZ ZOR"),
        ("Sana'a", "Sanaa"),
        ("Córdoba", "Cordoba"),
        ("Malmö", "malmo"),
        ("Łódź", "Lodz"),
    ],
)
def test_spellings_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Rapides Parish", PlaceKind.ADMIN2, "US"),
        ("Anbar province", PlaceKind.ADMIN1, "IQ"),
        ("Governorate of Basra", PlaceKind.ADMIN1, "IQ"),
        ("City of Mosul", PlaceKind.CITY, "IQ"),
        ("Qamishly", PlaceKind.CITY, "SY"),
        ("el-Arish", PlaceKind.CITY, "EG"),
        ("Red Sea", PlaceKind.SEA, None),
        ("Donbas", PlaceKind.REGION, "UA"),
        ("DRC", PlaceKind.COUNTRY, "CD"),
        ("United States", PlaceKind.COUNTRY, "US"),
        ("Incirlik Air Base", PlaceKind.AIR_BASE, "TR"),
        ("Incirlik airbase", PlaceKind.AIR_BASE, "TR"),
        ("Nevatim air base", PlaceKind.AIR_BASE, "IL"),
        ("Khartoum airport", PlaceKind.AIRPORT, "SD"),
    ],
)
def test_the_likeliest_place_comes_first(gazetteer: Gazetteer, name: str, kind: PlaceKind, country: str | None) -> None:
    place = gazetteer.lookup(name)[0]
    assert (place.kind, place.country) == (kind, country)


def test_a_town_stands_in_for_an_air_base_that_is_not_listed(gazetteer: Gazetteer) -> None:
    town = gazetteer.lookup("Afgooye")[0]
    (base, *_) = gazetteer.readings("afgooye air base")
    assert (base.place.kind, base.stand_in) == (PlaceKind.AIR_BASE, True)
    assert (base.place.lat, base.place.lon) == (town.lat, town.lon)


def test_lower_case_us_is_no_country(gazetteer: Gazetteer) -> None:
    assert all(place.kind is not PlaceKind.COUNTRY for place in gazetteer.lookup("us"))
    assert gazetteer.lookup("US")[0].country == "US"


def test_every_kind_but_the_country_has_a_point_and_a_reach(gazetteer: Gazetteer) -> None:
    for name in ("Oslo", "Cook County", "Bavaria", "Heathrow Airport", "Sahel"):
        place = gazetteer.lookup(name)[0]
        assert place.lat is not None, name
        assert place.radius_km, name
    country = gazetteer.lookup("Norway")[0]
    assert (country.lat, country.lon, country.radius_km) == (None, None, None)


def test_a_missing_gazetteer_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(GazetteerMissing, match="tocsin gazetteer build"):
        Gazetteer.open(tmp_path / "none.sqlite")


def test_another_version_or_another_file_says_what_to_run(tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite"
    database = sqlite3.connect(old)
    database.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    database.execute("INSERT INTO meta VALUES ('built_for', 'long ago')")
    database.commit()
    database.close()
    with pytest.raises(GazetteerMissing, match="another version"):
        Gazetteer.open(old)
    text = tmp_path / "text.sqlite"
    text.write_text("no database")
    with pytest.raises(GazetteerMissing, match="gazetteer build"):
        Gazetteer.open(text)
