"""Constructions of news English that carry over from text to text, on invented sentences."""

import pytest
from reading_documents import document

from tocsin.reading.rules.claims import ClaimRules
from tocsin.reading.rules.harm import HarmRules
from tocsin.reading.rules.outlets import OutletFinder, OutletRules
from tocsin.reading.rules.parties import PartyFinder
from tocsin.reading.rules.weapons import WeaponRules
from tocsin.reading.rules.where import PlaceRules
from tocsin.world.actors import ActorRegister
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.enums import Side, Stance

CLAIMS = ClaimRules(PartyFinder(ActorRegister.load()), OutletFinder())


def figures(text: str) -> set[tuple[str, int]]:
    return {(one.question.removeprefix("harm."), one.value.value) for one in HarmRules().annotate(document(text))}


def claims(*sentences: str) -> set[tuple[Stance, str | None]]:
    return {(one.value.stance, one.value.by) for one in CLAIMS.annotate(document(*sentences))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PORT AMSEL, Ruria (NP) - Two people were killed and nine wounded.", {("killed", 2), ("injured", 9)}),
        ("AMSEL, June 3: At least four persons were killed.", {("killed", 4)}),
        ("At least 12 people, five of them children, lost their lives.", {("killed", 12)}),
        ("The blast killed two people, one of them a policeman, and wounded nine.", {("killed", 2), ("injured", 9)}),
        ("Twelve people were shot, two of whom died.", {("injured", 12), ("killed", 2)}),
        ("Doctors said that six people had died overnight and that 41 were wounded.", {("killed", 6), ("injured", 41)}),
        ("The toll from Monday night's armed raid on the Red Lantern bar in Amsel rose to nine.", {("killed", 9)}),
        ("A bomb killed a patrolman and a street vendor.", {("killed", 2)}),
        ("Three guards were injured, none of them seriously, and nobody was killed.", {("injured", 3), ("killed", 0)}),
        ("Eleven people remain injured.", {("injured", 11)}),
    ],
)
def test_figures(text: str, expected: set[tuple[str, int]]) -> None:
    assert figures(text) == expected


def test_militiamen_hurt_are_no_attackers() -> None:
    found = HarmRules().annotate(document("The raid wounded two militiamen."))
    assert [one.value.side for one in found] == [Side.SECURITY_FORCES]


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (
            ("Police accused the 14th Front of the attack, which has denied it.",),
            {(Stance.DENIES, "14th Front"), (Stance.ACCUSES, "Police")},
        ),
        (("A spokesman for the Bela Ruda gang claimed responsibility.",), {(Stance.CLAIMS, "Bela Ruda gang")}),
        (
            ("A rumour had named the Bela Ruda gang.", "Its leader denied it in a voice message."),
            {(Stance.DENIES, "Bela Ruda gang")},
        ),
        (
            ("A statement posted on a website used by the Taliban said its fighters had carried out the raid.",),
            {(Stance.CLAIMS, "Taliban")},
        ),
        (
            ("The Red Dawn Brigade and the Taliban have both claimed the attack.",),
            {(Stance.CLAIMS, "Red Dawn Brigade"), (Stance.CLAIMS, "Taliban")},
        ),
        (("The ambush near the mill was claimed by the KRV, officials said.",), {(Stance.CLAIMS, "KRV")}),
        (
            ("The Taliban denied the charge, saying that its men had not fired any rockets.",),
            {(Stance.DENIES, "Taliban")},
        ),
    ],
)
def test_whose_words(sentences: tuple[str, ...], expected: set[tuple[Stance, str | None]]) -> None:
    assert claims(*sentences) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The National Liberation Army told reporters that it had left.", []),
        ("The National reported the raid.", ["The National"]),
        ("A driver told Radio Amsel that he had fled.", ["Radio Amsel"]),
        ("The group claimed the attack in a message sent to AFP.", ["AFP"]),
        ("The shop shook, its owner told Lowland Wire.", ["Lowland Wire"]),
        ("Two carriages lay on their side, said a fireman quoted by the Amsel News Agency.", ["Amsel News Agency"]),
        ("Four died, Upland Press reported.", ["Upland Press"]),
        ("The press reported four dead.", []),
    ],
)
def test_outlets(text: str, expected: list[str]) -> None:
    assert [one.value for one in OutletRules().annotate(document(text))] == expected


def test_a_procession_and_a_stopped_bus_are_targets() -> None:
    found = WeaponRules().annotate(document("Gunmen stopped two buses.", "A bomber attacked a funeral procession."))
    assert {one.value.name for one in found if one.question == "target"} >= {"buses", "funeral procession"}


def test_where_people_speak_is_not_where_it_happened(gazetteer: Gazetteer) -> None:
    texts = ("A bomb exploded in Garissa on Monday.", "The governor told journalists in Mombasa that two had died.")
    score = {one.value.place.name: one.score for one in PlaceRules(gazetteer).annotate(document(*texts))}
    assert score["Mombasa"] < 0.3 < score["Garissa"]


def test_in_a_country_s_town(gazetteer: Gazetteer) -> None:
    found = PlaceRules(gazetteer).annotate(document("Two people died in Kenya's coastal Lamu county on Monday."))
    assert ("Lamu county", "in") in {(one.value.name, one.value.relation) for one in found}
