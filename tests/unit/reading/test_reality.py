"""What was foiled, tried, threatened, rumoured or denied is no plain happening."""

import pytest
from reading_documents import document

from tocsin.reading.rules.reality import RealityRules
from tocsin_schemas.enums import Reality

RULES = RealityRules()


def realities(sentence: str) -> set[Reality]:
    return {candidate.value.reality for candidate in RULES.annotate(document(sentence))}


@pytest.mark.parametrize(
    ("reality", "sentence"),
    [
        (Reality.FOILED, "Two drones were intercepted over the port."),
        (Reality.FOILED, "Air defences shot down four missiles aimed at the capital."),
        (Reality.FOILED, "Police thwarted a bombing at the station."),
        (Reality.FOILED, "Engineers defused an explosive device outside the court."),
        (Reality.FOILED, "The device failed to explode."),
        (Reality.FOILED, "It was the second failed attack on the base this week."),
        (Reality.ATTEMPTED, "A man tried to stab the mayor."),
        (Reality.ATTEMPTED, "The governor survived an assassination attempt."),
        (Reality.THREATENED, "The group vowed to strike again."),
        (Reality.THREATENED, "The embassy warned of more attacks."),
        (Reality.THREATENED, "They planned to blow up a railway bridge."),
        (Reality.THREATENED, "The rebels could attack the city within days."),
        (Reality.RUMOURED, "There were unconfirmed reports of a blast."),
        (Reality.RUMOURED, "Rumours of a coup spread through the capital."),
        (Reality.DENIED, "The ministry denied that any attack had taken place."),
        (Reality.DENIED, "The army dismissed reports of a raid on the camp."),
        (Reality.DENIED, "The bomb scare turned out to be a hoax."),
    ],
)
def test_a_cue_is_found(reality: Reality, sentence: str) -> None:
    assert reality in realities(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Five people were killed in the attack.",
        "Her injuries are not life-threatening.",
        "The safety intercepted a pass in the third quarter.",
        "The group denied responsibility.",
        "He was charged with attempted murder charges.",
    ],
)
def test_a_plain_happening_has_none(sentence: str) -> None:
    assert not realities(sentence)


def test_the_span_is_the_cue() -> None:
    made = document("Nobody was hurt.", "Soldiers foiled a raid on the depot.")
    (cue,) = RULES.annotate(made)
    assert made.quote(cue.span) == cue.value.cue == "foiled"
    assert cue.sentence == 1
