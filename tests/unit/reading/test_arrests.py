"""Arrests counted where no verb with its people tells them, and figures that the text itself takes back."""

import pytest
from reading_documents import document

from tocsin.reading.rules.harm import HarmRules


def figures(*sentences: str) -> set[tuple[str, int]]:
    found = HarmRules().annotate(document(*sentences))
    return {(one.question.removeprefix("harm."), one.value.value) for one in found if one.value.value}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Officers say they have now made 17 arrests.", 17),
        ("Police have detained the owner of the quarry.", 1),
        ("The attacker, a 30-year-old Norwegian who lives in the port, was held down by anglers and arrested.", 1),
        ("The driver is in custody.", 1),
        ("A third man has been held, bringing to three the number in custody.", 3),
        ("The number of those detained over the unrest rose to 38.", 38),
    ],
)
def test_arrests(text: str, count: int) -> None:
    assert ("detained", count) in figures(text)


@pytest.mark.parametrize("text", ["No suspect is in custody.", "The owner said that 17 arrests would not help."])
def test_nobody_arrested(text: str) -> None:
    assert not figures(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Six had been reported wounded at first, but one of them died.", {("killed", 1)}),
        ("The Ledger had earlier reported seven dead in Velden.", set()),
        ("Of the nine others who were shot, four are still in hospital.", {("injured", 9)}),
        ("The mayor denied messages which claimed that a nurse had died.", set()),
        ("The elders have drawn up a list of 15 dead.", {("killed", 15)}),
        ("The man, who is 33, was hurt.", {("injured", 1)}),
        ("Seven people, and not nine, were hurt.", {("injured", 7)}),
        ("According to the Bureau, 12 residents, including two children, lost their lives.", {("killed", 12)}),
        ("A fifth man of the Hill District Guard died in hospital.", {("killed", 5), ("killed", 1)}),
        ("It recalled that 13 people had been killed since the start of the year.", set()),
        ("Four children, the youngest a girl of five, were carried off by raiders.", {("abducted", 4)}),
        ("HARBEL - A nurse and four children were carried off by armed men.", {("abducted", 5)}),
        ("According to the Ministry of Public Health, four residents were killed.", {("killed", 4)}),
    ],
)
def test_figures_taken_back_or_told_within_others(text: str, expected: set[tuple[str, int]]) -> None:
    assert figures(text) == expected


def test_a_rumour_that_the_next_sentence_calls_untrue() -> None:
    told = figures("Two were killed.", "Some channels reported that four officers had died.", "She called that untrue.")
    assert told == {("killed", 2)}
