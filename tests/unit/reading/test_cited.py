"""Outlets that no register knows: cited by their names, by a word beside them, in datelines and lines of credit."""

import pytest
from reading_documents import document

from tocsin.reading.rules.outlets import OutletRules

RULES = OutletRules()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("QUITO, June 3 (Meadow Wire) - Two men died when a bridge fell.", ["Meadow Wire"]),
        ("BRNO (MVA) — Trains stood still for an hour.", ["MVA"]),
        ("BRNO (MVA): Trains stood still for an hour.", ["MVA"]),
        ("With files from Lakeside News Service", ["Lakeside News Service"]),
        ("- with inputs from Delta Press Agency", ["Delta Press Agency"]),
        ("Source: Agencia Cumbre", ["Agencia Cumbre"]),
        ("Additional reporting by Harbour Wire", ["Harbour Wire"]),
        ("(Harbour Press Service)", ["Harbour Press Service"]),
        ("Harbour Press Service contributed to this report.", ["Harbour Press Service"]),
        ("The Meadow Ledger first reported the collapse.", ["Meadow Ledger"]),
        ("The state broadcaster Kanto showed the crater and quoted a colonel.", ["Kanto"]),
        ("The list was first published by the weekly Vespera, police said.", ["Vespera"]),
        ("Two guards died, Vespera reported.", ["Vespera"]),
        ("MVA reporters at the gate said that shots rang out.", ["MVA"]),
        ("The front said so in a note sent to Harbour Wire.", ["Harbour Wire"]),
        ("A clerk told the Intermont agency that he had hidden.", ["Intermont"]),
        ("The Deep Valley Daily had put the number of wounded at five.", ["Deep Valley Daily"]),
        ("The Gulf of Velden Wire had earlier reported seven dead.", ["Gulf of Velden Wire"]),
        ("The Frontier Standard quoted elders as saying that they had warned of it.", ["Frontier Standard"]),
        ("The Okale Courier, a regional newspaper, quoted a doctor.", ["Okale Courier"]),
        ("KQVT, a local television station, reported that a quarrel came before it.", ["KQVT"]),
        ("The state agency Rusvarta put the fire down to lightning.", ["Rusvarta"]),
        ("Noticias de Velden, a local paper, reported eight injured.", ["Noticias de Velden"]),
        ("The Rurian agency RusVarta quoted the governor as saying so.", ["RusVarta"]),
        ("She told the Leine-Rundschau that he had slept.", ["Leine-Rundschau"]),
        ("A surgeon told Nordpresse that he had slept.", ["Nordpresse"]),
        ("L'Echo de Velden reported that eight people were treated.", ["L'Echo de Velden"]),
    ],
)
def test_cited(text: str, expected: list[str]) -> None:
    assert [one.value for one in RULES.annotate(document(text))] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Four died, the Lakeside Police Department reported.",
        "SALEM, Ore. - Two men (see below) were hurt, police said.",
        "The group wrote on its channel Telegram that it had left, officials said.",
        "Weekly News",
        "He left with files from the office.",
        "UN reporters said that the road was shut.",
    ],
)
def test_not_cited(text: str) -> None:
    assert [one.value for one in RULES.annotate(document(text))] == []
