"""Tolls that only the attackers give: kept beside the others' figure, never before it."""

import pytest
from reading_documents import document

from tocsin.reading.harm_totals import combine
from tocsin.reading.rules.boasts import boasts_in
from tocsin.reading.rules.harm import HarmRules
from tocsin.types import Candidate

RULES = HarmRules()


def killed(*sentences: str) -> list[int]:
    harm: list[Candidate] = list(RULES.annotate(document(*sentences)))
    return [one.value for one in combine(harm).killed or ()]


@pytest.mark.parametrize(
    ("text", "is_boast"),
    [
        ("The brigade said that its fighters had killed nine soldiers.", True),
        ("The rebels say they carried out the raid and that six guards died.", True),
        ("It put the number of dead soldiers at seven, a figure that no official has confirmed.", True),
        ("The front, which says its men carried out the ambush, has spoken of 11 dead.", True),
        ("The mayor, who was there, has spoken of 11 dead.", False),
        ("The group said it was behind the bomb that killed two officers and a baker.", False),
        ("Police said nine soldiers were killed by the brigade.", False),
        ("Police said that nine people had been killed.", False),
    ],
)
def test_boasts(text: str, is_boast: bool) -> None:
    assert bool(list(boasts_in(text))) is is_boast


def test_a_boast_comes_after_what_others_count() -> None:
    boast = "The brigade said that its fighters had killed nine soldiers."
    assert killed(boast, "The army said two soldiers were killed.") == [2, 9]


def test_a_boast_stands_where_nobody_else_counts() -> None:
    assert killed("The brigade said that its fighters had killed nine soldiers.") == [9]


def test_an_unconfirmed_figure_does_not_raise_the_toll() -> None:
    claim = "It said that eight guards had died, a figure that could not be verified."
    assert killed("Three guards were killed at the gate.", claim) == [3, 8]
