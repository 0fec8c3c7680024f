"""Places found and resolved in invented sentences."""

from dataclasses import replace

import pytest

from tocsin.reading.questions import WhereAnswer
from tocsin.reading.rules.where import PlaceRules
from tocsin.types import UNLISTED, Document, Sentence, Span
from tocsin.world.gazetteer import Gazetteer
from tocsin.world.outlets import OutletHome, OutletRegister
from tocsin_schemas.enums import PlaceKind, PlacePrecision


def _document(*sentences: str, url: str | None = None) -> Document:
    text, made = " ".join(sentences), []
    at = 0
    for index, sentence in enumerate(sentences):
        made.append(Sentence(index, Span(at, at + len(sentence)), sentence, 0))
        at += len(sentence) + 1
    return Document("a1", "0", text, None, tuple(made), None, None, url, "en")


def read(gazetteer: Gazetteer, *sentences: str, url: str | None = None) -> list[WhereAnswer]:
    document = _document(*sentences, url=url)
    candidates = list(PlaceRules(gazetteer).annotate(document))
    assert all(document.quote(candidate.span) for candidate in candidates)
    return [candidate.value for candidate in candidates]


def only(answers: list[WhereAnswer], name: str) -> WhereAnswer:
    return next(answer for answer in answers if name in answer.name)


def test_town_and_state(gazetteer: Gazetteer) -> None:
    answers = read(gazetteer, "Two men were hurt in Springfield, Mass., and one in Portland, ME, on Friday.")
    assert only(answers, "Springfield").place.admin1 == "Massachusetts"
    assert only(answers, "Portland").place.admin1 == "Maine"


def test_town_and_country(gazetteer: Gazetteer) -> None:
    answers = read(gazetteer, "A bomb went off in Tripoli, Lebanon.")
    assert only(answers, "Tripoli").place.country == "LB"


def test_the_country_of_the_text_decides_between_towns_of_one_name(gazetteer: Gazetteer) -> None:
    american = read(gazetteer, "The Sheriff of Georgia's largest county said three died in Athens, in Clarke County.")
    greek = read(gazetteer, "Greek police said three people died in Athens.", "Greece has seen such attacks before.")
    assert only(american, "Athens").place.country == "US"
    assert only(greek, "Athens").place.country == "GR"


def test_a_town_that_is_not_listed_lies_somewhere_in_its_state(gazetteer: Gazetteer) -> None:
    answers = read(gazetteer, "A fire broke out in Pinetown, North Carolina.")
    assert only(answers, "Pinetown").place.admin1 == "North Carolina"


def test_part_of_a_country_is_a_region_shifted_to_that_side(gazetteer: Gazetteer) -> None:
    (west,) = read(gazetteer, "Rockets fell in western Niger.")
    (east,) = read(gazetteer, "Rockets fell in eastern Niger.")
    assert west.precision is PlacePrecision.ADMIN1
    assert west.place.kind is PlaceKind.REGION
    assert west.name == "western Niger"
    assert west.place.lon is not None
    assert east.place.lon is not None
    assert west.place.lon < east.place.lon
    assert (west.place.radius_km or 0) > 100


def test_distance_and_direction_move_the_point(gazetteer: Gazetteer) -> None:
    town = next(place for place in gazetteer.lookup("Gao") if place.kind is PlaceKind.CITY and place.country == "ML")
    answers = read(gazetteer, "Fighters ambushed a convoy about 50 km north of Gao in Mali.")
    moved = only(answers, "Gao")
    assert moved.relation == "north_of"
    assert moved.precision is PlacePrecision.NEAR
    assert town.lat is not None
    assert moved.place.lat is not None
    assert 0.2 < moved.place.lat - town.lat < 1.0


def test_air_base_and_the_facility_near_a_town(gazetteer: Gazetteer) -> None:
    answers = read(
        gazetteer, "Drones hit Incirlik air base in Turkey.", "One shell hit the fuel depot at Odesa in Ukraine."
    )
    base, depot = only(answers, "Incirlik"), only(answers, "Odesa")
    assert (base.place.kind, base.precision) == (PlaceKind.AIR_BASE, PlacePrecision.EXACT)
    assert (depot.name, depot.precision) == ("the fuel depot at Odesa", PlacePrecision.NEAR)


def test_relations(gazetteer: Gazetteer) -> None:
    answers = read(
        gazetteer,
        "NAIROBI (Reuters) - Kenyan soldiers were killed near Garissa on Sunday.",
        "The dead came from Mombasa, the Nairobi Police Department said.",
    )
    assert [(answer.name, answer.relation) for answer in answers] == [
        ("NAIROBI", "dateline"),
        ("Kenyan", "adjective"),
        ("Garissa", "near"),
        ("Mombasa", "from"),
        ("Nairobi", "possessive"),
    ]
    assert answers[1].place.country == "KE"
    assert answers[1].precision is PlacePrecision.COUNTRY


def test_the_city_behind_its_attributes(gazetteer: Gazetteer) -> None:
    answers = read(gazetteer, "The blast struck in the northern Nigerian city of Kaduna.")
    assert only(answers, "Kaduna").relation == "in"
    assert only(answers, "Kaduna").place.kind is PlaceKind.CITY


def test_people_roads_and_words_are_no_places(gazetteer: Gazetteer) -> None:
    answers = read(
        gazetteer,
        "Jordan Smith met Mr. Lincoln on Dallas Street while reading.",
        "Kevin Jackson was hurt, and Jackson told a friend that Chelsea Parker ran.",
        "Reading is nice, and so is a mobile phone.",
    )
    assert answers == []


def test_places_in_copy_that_was_upper_case(gazetteer: Gazetteer) -> None:
    answers = read(gazetteer, "Guerrillas attacked a police station near Ayacucho, Peru, last night.")
    assert only(answers, "Ayacucho").place.country == "PE"
    assert only(answers, "Ayacucho").relation == "near"


def test_a_list_of_countries_or_towns_is_no_town_with_its_country(gazetteer: Gazetteer) -> None:
    answers = read(gazetteer, "Soldiers served in Iraq, Afghanistan and Mali.", "Envoys met in Moscow, Kyiv and Paris.")
    assert [answer.place.country for answer in answers[:5]] == ["IQ", "AF", "ML", "RU", "UA"]
    assert only(answers, "Mali").relation == "in"


def test_another_transcription_of_a_town_is_found_in_the_country_that_the_text_names(gazetteer: Gazetteer) -> None:
    told = read(gazetteer, "Three men died in Abou Zebad, in Sudan's West Kordofan state.")
    assert only(told, "Abou Zebad").place.country == "SD"
    assert only(told, "Abou Zebad").precision is PlacePrecision.EXACT
    elsewhere = read(gazetteer, "Three men died in Abou Zebad, Canada said.")
    assert not [answer for answer in elsewhere if "Zebad" in answer.name]


def test_a_mere_side_listed_abroad_does_not_move_a_town(gazetteer: Gazetteer) -> None:
    answers = read(gazetteer, "Troops in Cameroon hit a mine near Bamenda, in the Northwest Region.")
    assert only(answers, "Bamenda").place.country == "CM"


def test_where_people_were_moved_or_called_weighs_little(gazetteer: Gazetteer) -> None:
    document = _document("Two of the hurt were moved to Graz.", "A man made a call to a television station in Graz.")
    scores = [candidate.score for candidate in PlaceRules(gazetteer).annotate(document)]
    assert len(scores) == 2
    assert max(scores) < 0.2


TENNESSEE = OutletHome(
    outlet="valley.example",
    country="US",
    admin1="Tennessee",
    town="Nashville",
    lat=36.16,
    lon=-86.78,
    radius_km=60.0,
    share=0.8,
    articles=20,
)


def _at_home(gazetteer: Gazetteer) -> PlaceRules:
    return PlaceRules(gazetteer, OutletRegister([TENNESSEE]))


def test_the_outlets_home_decides_between_towns_of_one_name(gazetteer: Gazetteer) -> None:
    text = "Two people were shot in Springfield on Friday afternoon."
    (local,) = _at_home(gazetteer).annotate(_document(text, url="https://www.valley.example/1"))
    (unknown,) = _at_home(gazetteer).annotate(_document(text, url="https://elsewhere.example/1"))
    assert local.value.place.admin1 == "Tennessee"
    assert unknown.value.place.admin1 != "Tennessee"


def test_a_small_namesake_far_from_the_outlets_home_counts_little(gazetteer: Gazetteer) -> None:
    text = "Shots were fired in Overtown on Sunday."
    (local,) = _at_home(gazetteer).annotate(_document(text, url="https://www.valley.example/1"))
    (plain,) = _at_home(gazetteer).annotate(_document(text))
    assert local.score < 0.12 < plain.score


def test_a_town_far_away_that_its_state_is_named_with_counts_in_full(gazetteer: Gazetteer) -> None:
    text = "A man was shot in Barstow, California, on Sunday."
    found = list(_at_home(gazetteer).annotate(_document(text, url="https://www.valley.example/1")))
    assert found[0].value.place.admin1 == "California"
    assert found[0].score > 0.5


def test_a_quarter_is_no_town_unless_its_state_follows(gazetteer: Gazetteer) -> None:
    assert read(gazetteer, "He was shot on the South Side.") == []
    assert read(gazetteer, "He was shot in East End, Arkansas.")[0].place.kind is PlaceKind.CITY


def test_over_the_text_stand_the_titles_town_and_the_outlets(gazetteer: Gazetteer) -> None:
    document = _document("A child was hurt.", url="https://www.valley.example/1")
    titled = replace(document, title=Sentence(-1, Span(0, 0), "Child hurt in Clarksville - Valley News, Nashville", 0))
    found = [one.value for one in _at_home(gazetteer).headline(titled)]
    assert [(one.place.name, one.relation) for one in found] == [
        ("Clarksville", "in"),
        ("Nashville", "outlet"),
        ("Nashville", "outlet"),
    ]


def test_the_place_of_treatment_or_arrest_counts_less_than_the_scene(gazetteer: Gazetteer) -> None:
    for text in (
        "He died at a Knoxville hospital.",
        "She was pronounced dead at a medical center in Knoxville.",
        "He was captured outside of Knoxville.",
    ):
        (found,) = PlaceRules(gazetteer).annotate(_document(text))
        assert found.score < 0.4, text
    (scene,) = PlaceRules(gazetteer).annotate(_document("He was shot outside a hospital in Knoxville."))
    assert scene.score > 0.5


def test_what_happened_to_a_town_is_set_there(gazetteer: Gazetteer) -> None:
    answers = read(gazetteer, "The toll of the Konduga shelling rose.", "The looting of Bama went on for two days.")
    assert [(one.name, one.relation) for one in answers] == [("Konduga", "in"), ("Bama", "in")]
    (other,) = read(gazetteer, "The hopes of Konduga rose, as Konduga said.") or [None]
    assert other is None or other.relation != "in"


def test_the_place_of_a_late_death_or_an_office_counts_less_than_the_scene(gazetteer: Gazetteer) -> None:
    rules = PlaceRules(gazetteer)
    sentences = (
        "A guard wounded in the ambush near Sarh died in Moundou on Sunday night.",
        "Magistrates in Abéché opened a case.",
        "The missing boy was found alive in the yard of a cousin in Bongor.",
        "Traffic on the road to Doba was normal.",
    )
    scores = {one.value.place.name: one.score for one in rules.annotate(_document(*sentences))}
    assert scores["Sarh"] > 0.5 >= scores["Doba"]
    assert max(scores["Moundou"], scores["Abéché"], scores["Bongor"]) < 0.2


def test_where_carers_speak_the_press_is_met_or_an_accused_says_he_was_counts_little(gazetteer: Gazetteer) -> None:
    rules = PlaceRules(gazetteer)
    sentences = (
        "A baker hit in the shooting near Sarh died on Sunday, nurses in Moundou said.",
        "Holding a brief news conference in Abéché, the governor named a new commander.",
        "He denied lighting the fire and had been at a wedding in Bongor that evening.",
        "The four were picked up in Doba and Pala, police said.",
    )
    scores = {one.value.place.name: one.score for one in rules.annotate(_document(*sentences))}
    assert scores["Sarh"] > 0.5
    assert max(scores["Moundou"], scores["Abéché"], scores["Bongor"]) < 0.2
    assert max(scores["Doba"], scores["Pala"]) < 0.5


def test_the_province_of_a_town_s_name_is_the_division(gazetteer: Gazetteer) -> None:
    answers = read(gazetteer, "A convoy was ambushed near Arba Minch, in the province of Cordoba.")
    assert only(answers, "Cordoba").place.kind is PlaceKind.ADMIN1


def test_a_town_of_a_people_is_no_namesake_abroad(gazetteer: Gazetteer) -> None:
    answers = read(gazetteer, "A slope gave way in the western Bolivian town of Bungoma on Monday.")
    assert only(answers, "Bungoma").place.country == "BO"
    listed = read(gazetteer, "A slope gave way in the Kenyan town of Bungoma on Monday.")
    assert (only(listed, "Bungoma").place.name, only(listed, "Bungoma").place.country) == ("Bungoma", "KE")


def test_an_office_that_was_hit_is_a_scene_and_a_language_no_town(gazetteer: Gazetteer) -> None:
    rules = PlaceRules(gazetteer)
    sentences = ("A device exploded at the gate of the land office in Lahan.", "The claim came in a message in Malay.")
    scores = {one.value.name: one.score for one in rules.annotate(_document(*sentences))}
    assert scores["Lahan"] > 0.5 > 0.2 > scores.get("Malay", 0.0)


@pytest.mark.parametrize(
    "sentence",
    [
        "A man threw a grenade into a bar on the central square of Kutaisi.",
        "A mine went off on the way out of Kutaisi.",
        "Fog lay thirty miles to the north, the port of Kutaisi was quiet.",
    ],
)
def test_parts_and_edges_of_a_town_are_there(gazetteer: Gazetteer, sentence: str) -> None:
    assert only(read(gazetteer, sentence), "Kutaisi").relation in ("in", "near")


def test_where_a_quake_is_felt_is_not_where_it_was(gazetteer: Gazetteer) -> None:
    document = _document("The quake struck near Gori and was felt in Kutaisi.")
    scores = {one.value.name: one.score for one in PlaceRules(gazetteer).annotate(document)}
    assert scores["Gori"] > 4 * scores["Kutaisi"]


@pytest.mark.parametrize(
    ("sentence", "town"),
    [
        ("Bouar (Nana-Mambere): A man shot two guards on Monday.", "Bouar"),
        ("Zinder: Three people were hurt in a fire.", "Zinder"),
    ],
)
def test_a_town_before_a_colon_is_where_it_happened(gazetteer: Gazetteer, sentence: str, town: str) -> None:
    answers = read(gazetteer, "What happened this week.", sentence)
    assert only(answers, town).relation == "in"


def test_a_division_is_no_town_that_sounds_like_its_name(gazetteer: Gazetteer) -> None:
    answers = read(gazetteer, "A car was blown up in Salahuddin province, Iraq.")
    assert not [one for one in answers if one.place.kind is PlaceKind.CITY]


@pytest.mark.parametrize(
    "sentence",
    [
        "Three were flown to the burns centre in Gliwice.",
        "Two of them are on ventilators in Gliwice.",
        "The general staff in Gliwice said so.",
        "The van had been reported stolen from a bakery in Gliwice.",
    ],
)
def test_a_place_of_care_or_of_a_speaker_counts_little(gazetteer: Gazetteer, sentence: str) -> None:
    found = list(PlaceRules(gazetteer).annotate(_document(sentence)))
    assert all(one.score < 0.3 for one in found if "Gliwice" in one.value.name)


def test_where_something_happened_is_there_whoever_goes_there(gazetteer: Gazetteer) -> None:
    (told,) = read(gazetteer, "The minister will visit Trujillo, where a grenade attack left one dead.")
    (other,) = read(gazetteer, "The minister flew to Trujillo, where he was born.")
    assert (told.relation, other.relation) == ("in", "to")


def test_a_part_of_the_name_of_a_house_is_no_town(gazetteer: Gazetteer) -> None:
    answers = read(gazetteer, "A grenade exploded at the entrance of the Luna Azul nightclub in Arequipa.")
    assert [one.place.name for one in answers] == ["Arequipa"]


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1", "precision"),
    [
        ("Four men died in the northern Malian town of Gossiba on Monday.", "Gossiba", "ML", None, "admin1"),
        ("A raid killed nine in the village of Tantoro, in Sagaing Region.", "Tantoro", "MM", "Sagain", "admin1"),
        ("Nine were shot at Tantoro, in Myanmar, on Monday.", "Tantoro", "MM", None, "admin1"),
    ],
)
def test_a_town_that_no_gazetteer_lists_lies_in_the_area_told(
    gazetteer: Gazetteer, text: str, name: str, country: str, admin1: str | None, precision: str
) -> None:
    (found,) = [one for one in read(gazetteer, text) if one.place.name == name]
    assert (found.place.country, found.place.admin1, found.precision, found.relation) == (
        country,
        admin1,
        precision,
        "in" if "in the" in text else "at",
    )
    assert found.place.gazetteer_id.startswith(UNLISTED)


def test_an_unlisted_town_is_known_again_without_its_area(gazetteer: Gazetteer) -> None:
    document = _document("Nine died in the village of Tantoro, in Sagaing Region.", "Planes hit Tantoro at dawn.")
    found = [one.value.place.name for one in PlaceRules(gazetteer).annotate(document)]
    assert found.count("Tantoro") == 2


@pytest.mark.parametrize(
    "text",
    [
        "Three men died in Tantoro, Canada said.",
        "Three men died in the village of Tantoro on Monday.",
        "Three men died in the village of Tantoro, near Graz, in Austria.",
    ],
)
def test_a_name_without_an_area_is_no_place(gazetteer: Gazetteer, text: str) -> None:
    assert not [one for one in read(gazetteer, text) if "Tantoro" in one.place.name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They were shot at some 9 km east of Moris, in Chihuahua state.", "Moris"),
        ("He shot his wife at the couple's Broken Bow home in Nebraska.", "Broken Bow"),
        ("Ukraine said that a Russian missile in the town of Barvinkove killed five.", "Barvinkove"),
    ],
)
def test_a_small_town_is_a_place_where_words_say_so(gazetteer: Gazetteer, text: str, name: str) -> None:
    assert only(read(gazetteer, text), name).place.name == name


@pytest.mark.parametrize(
    "text",
    [
        "A woman died overnight in Graz of the wounds she suffered in the stabbing.",
        "They write in Graz that there was a barracks.",
        "Five people are still being treated in Graz.",
        "The jet had taken off from an air base near Graz.",
    ],
)
def test_where_somebody_died_later_or_wrote_is_no_scene(gazetteer: Gazetteer, text: str) -> None:
    (found,) = [one for one in PlaceRules(gazetteer).annotate(_document(text)) if one.value.place.name == "Graz"]
    assert found.score < 0.3
