"""Who acts decides what a fight for ground is, and a group known by its name alone acts as rebels do."""

import pytest
from reading_documents import document

from tocsin.reading.rules.what import TypeRules

RULES = TypeRules()

TOLD = [
    ("BAT.NSA_OVERTAKE", "The Sons of Ormen Brigade drove soldiers out of Velden after a night of fighting."),
    ("BAT.NSA_OVERTAKE", "Velden fell to al-Shabaab on Monday when the last soldiers had run out of ammunition."),
    ("BAT.NSA_OVERTAKE", "Insurgents control all of Velden now, and the garrison is gone."),
    ("BAT.NSA_OVERTAKE", "Velden was overrun by insurgents after the garrison had fled across the river."),
    ("BAT.NSA_OVERTAKE", "The army lost the town of Velden to guerrillas on Monday after a bloody battle."),
    ("BAT.GOV_REGAIN", "Soldiers took Velden back from the rebels after two nights of street fighting."),
    ("BAT.GOV_REGAIN", "The army chased al-Shabaab from the town of Velden in the afternoon."),
    ("BAT.GOV_REGAIN", "Velden, held by insurgents since May, is back under the army's control."),
    ("STR.GROUP_CHANGE", "Two wings of the rebel movement merged on Monday under a new name."),
    ("STR.GROUP_CHANGE", "A militia commander went over to the rebels in Velden with sixty men."),
    ("STR.GROUP_CHANGE", "The guerrillas split into three factions over the question of talks."),
    ("STR.HQ_BASE", "The Ormen Liberation Front pitched a camp in the forest of Dorum district."),
    ("STR.HQ_BASE", "The rebels moved their headquarters to a cave above Velden."),
    ("STR.HQ_BASE", "Insurgents made a school in Velden their command post in May."),
    ("STR.NV_TRANSFER", "Rebels drove into Velden unopposed on Friday, hours after the garrison had slipped away."),
    ("STR.NV_TRANSFER", "The militia turned the village over to the army under the accord, and no shot was fired."),
]
NOT_TOLD = [
    "The bank was taken over by a rival that controls most of the market.",
    "The home side beat the visitors and took the lead in the second half.",
    "The council opened an office in the old school and moved its staff there.",
    "Two villages merged in the reform, and their mayors joined the new council.",
    "The firm split into three and handed its depot over to the buyer.",
]
STRATEGIC = ("BAT.", "STR.")


def best(text: str) -> str | None:
    told = max(RULES.annotate(document(text)), key=lambda one: one.score, default=None)
    return told.value.event_type if told else None


@pytest.mark.parametrize(("code", "text"), TOLD)
def test_who_takes_ground_and_who_moves_in(code: str, text: str) -> None:
    assert best(text) == code


@pytest.mark.parametrize("text", NOT_TOLD)
def test_ordinary_news_of_change_is_no_war(text: str) -> None:
    assert not any(one.value.event_type.startswith(STRATEGIC) for one in RULES.annotate(document(text)))


def test_a_post_that_is_overrun_is_fought_for_and_no_ground_changes_hands() -> None:
    assert best("Rebels overran a police station near Velden and killed four officers.") == "BAT.CLASH"


def test_words_inside_a_name_say_nothing_of_their_own() -> None:
    told = {one.value.event_type for one in RULES.annotate(document("The Ormen Resistance Army seized the town."))}
    assert "BAT.NSA_OVERTAKE" in told
    assert "BAT.GOV_REGAIN" not in told
