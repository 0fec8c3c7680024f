"""The taxonomy: all rows there, in agreement, and a wrong row named."""

import pytest

from tocsin_schemas.taxonomy import TaxonomyError, load_taxonomy, parse_taxonomy

ROW = """
version: 1
types:
  - {code: EXP.IED_MINE, title: Bomb, definition: A device., precedence: 1, base_severity: 3}
"""


def test_acled_has_its_25_sub_event_types_in_order_of_precedence() -> None:
    rows = [row for row in load_taxonomy().types if row.acled]
    assert len(rows) == 25
    assert [row.precedence for row in rows] == sorted(row.precedence for row in rows)
    assert len({row.case_label for row in rows}) == 25


def test_what_founds_nothing() -> None:
    silent = {row.code for row in load_taxonomy().types if not row.founds}
    assert silent == {"DIP.ACT", "ATT.ATTRIBUTION", "NON.EVENT"}


def test_a_country_suffices_where_the_row_says_so() -> None:
    taxonomy = load_taxonomy()
    assert taxonomy["POL.COUP"].place == "country"
    assert taxonomy["EXP.IED_MINE"].place == "point"


def test_foiled_explosions_are_disrupted_weapons_use() -> None:
    taxonomy = load_taxonomy()
    assert taxonomy["EXP.AIR_DRONE"].foiled_acled == "STR.DISRUPTED"
    assert taxonomy["BAT.CLASH"].foiled_acled is None


def test_an_unknown_code() -> None:
    taxonomy = load_taxonomy()
    assert taxonomy.get("NO.SUCH") is None
    assert "NO.SUCH" not in taxonomy
    with pytest.raises(KeyError, match=r"NO\.SUCH"):
        taxonomy["NO.SUCH"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ROW.replace("base_severity: 3", "base_severity: 9"), r"row 1 \(EXP.IED_MINE\): base_severity"),
        (ROW.replace("title: Bomb, ", ""), r"row 1 \(EXP.IED_MINE\): title"),
        (ROW + ROW.splitlines()[-1], "given twice"),
        (ROW + ROW.splitlines()[-1].replace("IED_MINE", "OTHER"), "same precedence"),
        (ROW.replace("3}", "3, foiled_acled: STR.NONE}"), "STR.NONE"),
        ("types: [", "is no YAML"),
    ],
)
def test_a_wrong_row_is_named(text: str, message: str) -> None:
    with pytest.raises(TaxonomyError, match=message):
        parse_taxonomy(text)
