"""Towns that share a name with their district, or with a place abroad."""

from dataclasses import replace

from reading_documents import document

from tocsin.reading.questions import WhereAnswer
from tocsin.reading.rules.where import PlaceRules
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.enums import PlaceKind


def read(gazetteer: Gazetteer, *sentences: str, **more: str) -> list[WhereAnswer]:
    told = replace(document(*sentences), **more)
    return [candidate.value for candidate in PlaceRules(gazetteer).annotate(told)]


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


def test_an_arabic_article_inside_a_name_is_any_of_its_forms(gazetteer: Gazetteer) -> None:
    (told,) = read(gazetteer, "Rockets hit the town of Jisr al-Shughur on Monday.")
    assert told.place.country == "SY"


def test_a_spelling_one_letter_off_yields_to_the_town_of_that_name(gazetteer: Gazetteer) -> None:
    (told,) = read(gazetteer, "Gunmen attacked a farm outside Mambasa on Monday.")
    assert told.place.country == "CD"


def test_a_region_called_after_its_town_in_another_transcription(gazetteer: Gazetteer) -> None:
    told = {one.name: one.place.kind for one in read(gazetteer, "A blast hit the track near Unecha, Bryansk region.")}
    assert told["Bryansk region"] is PlaceKind.ADMIN1


def test_an_outlet_s_own_name_is_no_town(gazetteer: Gazetteer) -> None:
    text = "The mayor of Dilla told Lakeland Radio on Friday that two had died."
    assert "Lakeland" in {one.name for one in read(gazetteer, text)}
    assert "Lakeland" not in {one.name for one in read(gazetteer, text, publisher="The Lakeland Radio")}


def test_an_outlet_called_like_a_town_is_one_where_it_is_cited(gazetteer: Gazetteer) -> None:
    text = "A bomb went off in Meridian, Mississippi."
    assert "Meridian" in {one.name for one in read(gazetteer, text, publisher="Meridian")}
    told = "BRYANSK, Russia, June 11 (Meridian) - A train was derailed near Unecha."
    assert "Meridian" not in {one.name for one in read(gazetteer, told, publisher="Meridian")}


def test_an_address_makes_no_large_town_foreign(gazetteer: Gazetteer) -> None:
    text = "Four teachers were shot dead in Hosaena on Thursday."
    (told,) = read(gazetteer, text, url="https://lakelandradio.example/plate")
    assert told.place.country == "ET"


def test_an_officer_named_like_towns_is_no_place(gazetteer: Gazetteer) -> None:
    assert not read(gazetteer, "A short circuit is likely, said fire officer Manas Pal.")


def test_a_town_that_blames_is_a_government(gazetteer: Gazetteer) -> None:
    told = read(gazetteer, "The brigade, which Damascus blames, denied having fired on Homs.")
    assert "Damascus" not in {one.name for one in told}


def test_where_rockets_were_fired_from_is_not_where_they_fell(gazetteer: Gazetteer) -> None:
    told = read(gazetteer, "Rockets fired from the vicinity of Latakia hit a school in Idlib.")
    assert {one.name: one.relation for one in told}["Latakia"] == "from"
