"""The register: its rows hold together, names are found in the shapes that the press writes."""

import pytest

from tocsin.world.actors import ActorRegister
from tocsin.world.nations import Nations

REGISTER = ActorRegister.load()


def ids(text: str, context: str = "", has_case: bool = True) -> list[str]:
    return [match.group.id for match in REGISTER.find(text, context, has_case)]


def test_size_and_regions() -> None:
    homes = {code for group in REGISTER for code in group.country}
    assert len(REGISTER) >= 350
    assert {
        "IQ",
        "ML",
        "SO",
        "CD",
        "MZ",
        "NG",
        "CM",
        "PK",
        "IN",
        "MM",
        "PH",
        "TH",
        "CO",
        "PE",
        "GB",
        "ES",
        "RU",
        "HT",
        "US",
    } <= homes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fighters of al Shabab fled.", ["al-shabaab"]),
        ("El-Shabaab fled.", ["al-shabaab"]),
        ("Kata'ib Hezbollah and Kataib Hizballah", ["kataib-hezbollah", "kataib-hezbollah"]),
        ("Al-Qaeda in the Islamic Maghreb", ["al-qaeda-in-the-islamic-maghreb"]),
        ("Al-Qaeda struck.", ["al-qaeda"]),
        ("the Islamic State's West Africa Province", ["islamic-state-west-africa-province"]),
        ("Women's Protection Units", ["women-s-protection-units"]),
        ("Sendero Luminoso attacked.", ["shining-path"]),
    ],
)
def test_names_are_found(text: str, found: list[str]) -> None:
    assert ids(text) == found


def test_the_longest_name_wins_and_its_span_is_exact() -> None:
    text = "Then the Islamic Resistance in Iraq spoke."
    (match,) = REGISTER.find(text)
    assert text[match.start : match.end] == "Islamic Resistance in Iraq"


def test_acronyms_only_as_written_and_at_home() -> None:
    assert ids("It was the ELN.", "Colombia mourns") == ["national-liberation-army"]
    assert ids("They mend the road; is it far?", "Nigeria") == []
    assert ids("The ADF said", "in eastern Congo") == ["allied-democratic-forces"]
    assert ids("The ADF said", "in Canberra, Australia") == []


def test_copy_without_case() -> None:
    assert ids("the farabundo marti national liberation front attacked", "", has_case=False) == [
        "farabundo-marti-national-liberation-front"
    ]
    assert ids("they let it mend", "nigeria", has_case=False) == []


def test_ordinary_words_are_no_groups() -> None:
    assert ids("The base was quiet, and the order came from the front line.") == []


@pytest.mark.parametrize(("word", "code"), [("Iraqi", "IQ"), ("U.S.", "US"), ("Americans", "US"), ("Tehran", "IR")])
def test_nations(word: str, code: str) -> None:
    assert Nations.load().country_of(word) == code
