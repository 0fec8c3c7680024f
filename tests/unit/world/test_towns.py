"""Towns that the packages' lists lack: their divisions, their ids, and those that are known by another spelling."""

import pytest

from tocsin.world.gazetteer import Gazetteer
from tocsin.world.gazetteer_divisions import Divisions
from tocsin.world.gazetteer_sources import City, Spot, TownsError, parse_towns, towns
from tocsin.world.gazetteer_towns import placed

HEADER = "country,name,admin1,lat,lon,other_names"


def city(number: int, name: str, point: tuple[float, float], code: str, *others: str) -> City:
    return City(number, name, *point, "ML", code, 1000, "Africa/Bamako", others)


CITIES = [
    city(1, "Alfada", (14.0, -4.0), "01"),
    city(2, "Tombolo", (16.7, -3.0), "02", "Timbolu"),
    city(3, "Bintogoro", (16.0, -0.1), "03", "Bintagoro"),
]
SPOTS = [
    Spot(14.0, -4.0, "Alfada", "Sikari", "", "ML"),
    Spot(16.7, -3.0, "Tombolo", "Tombolo Region", "", "ML"),
    Spot(16.0, -0.1, "Bintogoro", "Gaora", "", "ML"),
]


def place(*rows: str) -> list[tuple[str, str | None, str | None]]:
    told = parse_towns([HEADER, *rows])
    found = placed(told, CITIES, Divisions.of(CITIES, SPOTS, {}))
    return [(one.gid, one.admin1, one.same.name if one.same else None) for one in found]


def test_the_division_is_the_one_named_or_that_of_its_seat_or_of_the_nearest_city() -> None:
    assert place("ML,Onda,Gaora,14.2,-4.1,") == [("town:ML.onda", "Gaora", None)]
    assert place("ML,Onda,Timbolu,15.8,-0.3,") == [("town:ML.onda", "Tombolo Region", None)]
    assert place("ML,Onda,Elsewhere,14.2,-4.1,") == [("town:ML.onda", "Sikari", None)]


def test_two_of_one_name_have_ids_of_their_own() -> None:
    ids = [gid for gid, *_ in place("ML,Onda,Gaora,16.1,-0.2,", "ML,Onda,Sikari,14.2,-4.1,")]
    assert ids == ["town:ML.onda.gaora", "town:ML.onda.sikari"]


def test_what_sounds_like_a_city_close_by_is_that_city() -> None:
    assert place("ML,Bintogoro Sud,Gaora,16.02,-0.12,Bintagouro")[0][2] == "Bintogoro"
    assert place("ML,Onda,Gaora,16.02,-0.12,Bintagouro")[0][2] == "Bintogoro"
    assert place("ML,Bintagouro,Gaora,16.9,-0.12,")[0][2] is None


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("ML,Onda,Gaora,96,-0.2,", "line 2: lat"),
        ("Mali,Onda,Gaora,16,-0.2,", "line 2: country"),
        ("ML,Onda,Gaora,north,-0.2,", "line 2: lat"),
        ("ML,Onda", "line 2: admin1"),
        ("ML,Onda,Gaora,16,-0.2,Onda airbase", "line 2: row: .*air bases"),
    ],
)
def test_a_wrong_row_is_named(row: str, told: str) -> None:
    with pytest.raises(TownsError, match=told):
        list(parse_towns([HEADER, row]))


def test_the_list_holds_no_town_twice() -> None:
    rows = [(one.country, one.name, one.admin1) for one in towns()]
    assert len(rows) == len(set(rows)) > 8_000


def test_a_listed_town_is_found_where_it_lies(gazetteer: Gazetteer) -> None:
    (gossi,) = gazetteer.lookup("Gossi")
    assert (gossi.country, gossi.gazetteer_id) == ("ML", "town:ML.gossi")
    assert gossi.lat is not None
    assert gossi.lon is not None
    assert abs(gossi.lat - 15.82) + abs(gossi.lon + 1.3) < 0.2
