import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.intake.truecase import is_upper_case, truecase


@pytest.mark.parametrize(
    ("upper", "ordinary"),
    [
        (
            "GUERRILLAS ATTACKED THE TOWN OF SAN PABLO ON 4 MARCH, KILLING TWO SOLDIERS.",
            "Guerrillas attacked the town of San Pablo on 4 March, killing two soldiers.",
        ),
        (
            "THE U.S. EMBASSY AND THE UNITED NATIONS CONDEMNED THE BOMBING ON MONDAY.",
            "The U.S. embassy and the United Nations condemned the bombing on Monday.",
        ),
        ("PRESIDENT OKORO MAY MEET COL RUIZ IN MAY.", "President Okoro may meet Col Ruiz in May."),
        (
            "REBELS OF THE FARC FIRED MORTARS; US TROOPS HELPED THEM.",
            "Rebels of the FARC fired mortars; US troops helped them.",
        ),
        (
            "THE MINISTER TOLD US: THE POLICE'S CAR WAS DESTROYED.",
            "The minister told us: the police's car was destroyed.",
        ),
    ],
)
def test_names_keep_their_capitals_and_words_lose_theirs(upper: str, ordinary: str) -> None:
    assert truecase(upper) == ordinary


def test_short_forms_that_the_article_introduces_stay_upper() -> None:
    assert truecase("THE OXAV ATTACKED THE BRIDGE.", frozenset({"oxav"})) == "The OXAV attacked the bridge."


@given(st.text())
def test_the_length_is_kept(text: str) -> None:
    assert len(truecase(text)) == len(text)
    assert len(truecase(text.upper())) == len(text.upper())


def test_an_acronym_is_no_upper_case_copy() -> None:
    assert not is_upper_case("NATO")
    assert not is_upper_case("The NATO mission")
    assert is_upper_case("THREE DIE IN BUS ATTACK")
