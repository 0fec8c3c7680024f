"""Towns that share a name with their district, or with a place abroad."""

from reading_documents import document

from tocsin.reading.questions import WhereAnswer
from tocsin.reading.rules.where import PlaceRules
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.enums import PlaceKind


def read(gazetteer: Gazetteer, *sentences: str) -> list[WhereAnswer]:
    return [candidate.value for candidate in PlaceRules(gazetteer).annotate(document(*sentences))]


def test_a_name_of_a_town_and_its_district_is_the_towns(gazetteer: Gazetteer) -> None:
    told = read(
        gazetteer, "Gunmen killed six officers about 12 km south of Apatzingan, in the Mexican state of Michoacan."
    )
    assert [answer.place.kind for answer in told if answer.name == "Apatzingan"] == [PlaceKind.CITY]


def test_a_namesake_abroad_moves_no_other_town(gazetteer: Gazetteer) -> None:
    told = read(
        gazetteer, "A missile fell on the al-Rawda district of Marib.", "The Badr unit denied it.", "Sirwah is near."
    )
    assert {answer.place.country for answer in told if answer.name != "Badr"} == {"YE"}
