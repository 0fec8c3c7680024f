"""Totals told as such, in the words that round-ups and local papers have for them."""

import pytest

from tocsin.reading.rules.harm_cues import Effect
from tocsin.reading.rules.tolls import tolls_in


@pytest.mark.parametrize(
    ("text", "effect", "count"),
    [
        ("In Velden the dead now number six.", Effect.KILLED, 6),
        ("The dead at Okale now number five: three guards, an attacker and an inmate.", Effect.KILLED, 5),
        ("His driver died overnight, which makes two dead.", Effect.KILLED, 2),
        ("That makes four lives lost at the plant.", Effect.KILLED, 4),
        ("With him the robbery has taken three lives.", Effect.KILLED, 3),
        ("The count of injured has been revised to 23.", Effect.INJURED, 23),
        ("The wounded now number at least 30.", Effect.INJURED, 30),
        ("The number of people who lost their lives in the crash has reached 14.", Effect.KILLED, 14),
    ],
)
def test_totals(text: str, effect: Effect, count: int) -> None:
    assert [(one.effect, one.count) for one in tolls_in(text)] == [(effect, count)]


def test_what_a_toll_counts_besides() -> None:
    told = tolls_in("The toll is now 14 dead, ten missing and nine injured.")
    expected = [(Effect.KILLED, 14), (Effect.MISSING, 10), (Effect.INJURED, 9)]
    assert [(one.effect, one.count) for one in told] == expected


@pytest.mark.parametrize("text", ["That makes six in a row.", "It has taken three days.", "The dead were numbered."])
def test_no_totals(text: str) -> None:
    assert not list(tolls_in(text))
