"""Names of people and groups: which mean one, without title, and the fullest of an article."""

import pytest

from tocsin.reading.names import bare_name, fullest_name, is_same_name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Soto", "mayor Luis Soto", True),
        ("two guards", "the guards", True),
        ("UFC", "United Front for Change", True),
        ("Ann Lee", "Bo Lee", False),
        ("guards", "traders", False),
        ("the two", "the three", False),
    ],
)
def test_names_of_one_actor(one: str, other: str, same: bool) -> None:
    assert is_same_name(one, other) is same
    assert is_same_name(other, one) is same


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Mrs Ana Ruiz", "Ana Ruiz"),
        ("Police Commander Luis Soto", "Luis Soto"),
        ("Dr. Soto", "Soto"),
        ("Archbishop Luis Soto", "Luis Soto"),
        ("42-year-old Luis Soto", "Luis Soto"),
        ("Chilean Luis Soto's", "Luis Soto"),
        ("Jordan Lee Smith", "Jordan Lee Smith"),
        ("Mary Baker", "Mary Baker"),
        ("Captain", "Captain"),
    ],
)
def test_a_person_is_called_without_title(name: str, bare: str) -> None:
    assert bare_name(name) == bare


def test_a_person_is_called_by_the_fullest_name_of_the_article() -> None:
    texts = ["Yesterday Governor Luis Soto Rojas, 52, left his home.", "Soto was shot.", "Soto Street was closed."]
    assert fullest_name("Soto", texts) == "Luis Soto Rojas"
    assert fullest_name("Luis", texts) == "Luis"
    assert fullest_name("Vega", texts) == "Vega"
