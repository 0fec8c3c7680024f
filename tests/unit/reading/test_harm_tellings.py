"""Harm told in the many ways of news: who stands where, who comes after the verb, what strikes, whose number it is."""

import pytest
from reading_documents import document

from tocsin.reading.harm_counts import choose, title_of
from tocsin.reading.rules.harm import HarmRules
from tocsin.types import TITLE, Sentence, Span

RULES = HarmRules()


def figures(text: str) -> set[tuple[str, int]]:
    return {(found.question.removeprefix("harm."), found.value.value) for found in RULES.annotate(document(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two more people have been killed near the port.", {("killed", 2)}),
        ("Rescuers carried six wounded soldiers to the road.", {("injured", 6)}),
        ("A family of five was killed when the roof fell in.", {("killed", 5)}),
        ("He pleaded guilty to fatally shooting four people.", {("killed", 4)}),
        ("He planned to kill four people.", set()),
        ("Autopsies were held for three people found dead in a cabin.", {("killed", 3)}),
        ("The leak resulted in five people being hospitalized.", {("injured", 5)}),
        ("Gunfire struck Marek Dolny and three others.", {("injured", 4)}),
        ("A bullet struck the father in the arm.", {("injured", 1)}),
        ("The deal struck the mayor as odd.", set()),
        ("The rifle went off, hitting a 14-year-old in the thigh.", {("injured", 1)}),
        ("Hitting two garrisons in one morning is a message.", set()),
        ("Five people are shot at a house party on the east side.", {("injured", 5)}),
        ("Two deputies were shot at by a man in a van.", set()),
        ("Three men walked into a filling station with gunshot wounds.", {("injured", 3)}),
        ("Police are investigating a quadruple shooting.", {("injured", 4)}),
        ("A third victim was grazed in the leg.", {("injured", 1), ("injured", 3)}),
        ("A clerk was wounded, along with two other people.", {("injured", 3)}),
        ("A neighbour called 911 for the woman, who was hurt.", {("injured", 1)}),
        ("Neither the driver nor the passenger was injured.", {("injured", 0), ("killed", 0)}),
        ("A six-year-old was placed on life support.", {("injured", 1)}),
        ("One is dead and his brother in the hospital.", {("killed", 1), ("injured", 1)}),
        ("A woman who survived the attack hid in a shed.", {("injured", 1)}),
        ("The raid put four guards into the hospital.", {("injured", 4)}),
    ],
)
def test_it_is_told(text: str, expected: set[tuple[str, int]]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(("is_alone", "dead"), [(True, 2), (False, None)])
def test_a_title_gives_a_count_where_it_can_be_of_nothing_else(is_alone: bool, dead: int | None) -> None:
    heading = title_of(Sentence(TITLE, Span(0, 0), "Two dead, three hurt in shooting", 0), is_alone)
    harm = choose(list(RULES.annotate(document("Three people were wounded, police say."))), (), heading)
    assert (harm.killed[0].value if harm.killed else None) == dead


@pytest.mark.parametrize(
    ("words", "dead"),
    [("Mother, two children killed in blaze", 3), ("Man, 34, killed in bar fight", 1), ("Aunt, boy found dead", 2)],
)
def test_a_comma_between_people_of_a_headline_joins_them(words: str, dead: int) -> None:
    assert title_of(Sentence(TITLE, Span(0, 0), words, 0)).killed == dead
