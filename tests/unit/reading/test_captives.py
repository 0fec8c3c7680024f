"""People carried off, counted where no word such as "kidnapped" stands, and figures that are of no one happening."""

import pytest
from reading_documents import document

from tocsin.reading.rules.harm import HarmRules


def figures(text: str, slot: str = "abducted") -> set[int]:
    found = HarmRules().annotate(document(text))
    return {one.value.value for one in found if one.question == f"harm.{slot}"}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Raiders boarded the trawler and took five of the crew away in a skiff.", 5),
        ("Armed men stopped the lorry and whisked away no fewer than 14 of them.", 14),
        ("Two more guards were led away by the rebels.", 2),
        ("Four guards were killed, one wounded and two taken away, the mayor said.", 2),
        ("The navy looks for nine Filipino sailors carried off a trawler.", 9),
        ("Bandits left with seven hostages.", 7),
        ("At least 30 worshippers were seized when gunmen burst in.", 30),
        ("That makes one death and 31 of our people in captivity.", 31),
        ("The number of farmers abducted near the dam is 19 and not 12.", 19),
    ],
)
def test_carried_off(text: str, count: int) -> None:
    assert figures(text) == {count}


@pytest.mark.parametrize(
    "text",
    [
        "Police led away four protesters.",
        "Six cars were carried off by the flood.",
        "Three of the women were taken away by ambulance.",
        "Four gunmen shot at a guard and drove off.",
        "Officers seized 20 guns.",
        "The suspect was taken away in handcuffs.",
    ],
)
def test_not_carried_off(text: str) -> None:
    assert figures(text) == set()


def test_deaths_counted_over_months_are_of_no_happening() -> None:
    assert figures("The forum counts 83 people killed by mobs between January and May.", "killed") == set()
    assert figures("The forum counts 83 people killed by the bomb.", "killed") == {83}
