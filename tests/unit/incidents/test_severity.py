"""The severity table, row by row."""

from typing import Any

import pytest

from tocsin.incidents.severity import severity_of
from tocsin_schemas.taxonomy import load_taxonomy


def grade(
    code: str, reality: str = "occurred", claims: list[dict[str, Any]] | None = None, **harm: int
) -> dict[str, Any]:
    counts = {slot: {"best": value} for slot, value in harm.items()}
    return severity_of(code, reality, counts, claims or [], load_taxonomy())


@pytest.mark.parametrize(
    ("harm", "level"),
    [
        ({"killed": 0}, 1),
        ({"killed": 1}, 2),
        ({"killed": 2}, 2),
        ({"killed": 3}, 3),
        ({"killed": 9}, 3),
        ({"killed": 10}, 4),
        ({"killed": 49}, 4),
        ({"killed": 50}, 5),
        ({"injured": 19}, 1),
        ({"injured": 20}, 3),
        ({"abducted": 9}, 1),
        ({"abducted": 10}, 3),
        ({"killed": 1, "injured": 20}, 3),
    ],
)
def test_harm_raises_the_base(harm: dict[str, int], level: int) -> None:
    assert grade("CRI.ROBBERY", **harm)["level"] == level


def test_the_base_stands_where_harm_is_smaller_and_the_rules_are_listed() -> None:
    assert grade("EXP.AIR_DRONE", killed=1) == {"level": 4, "reasons": ["base EXP.AIR_DRONE 4"]}
    assert grade("EXP.AIR_DRONE", "foiled") == {"level": 3, "reasons": ["base EXP.AIR_DRONE 4", "foiled -1"]}


def test_rumoured_denied_and_disputed_cost_one() -> None:
    denial = [{"kind": "occurrence", "stance": "denies"}]
    assert grade("EXP.AIR_DRONE", "rumoured")["level"] == 3
    assert grade("EXP.AIR_DRONE", claims=denial)["reasons"][-1] == "disputed -1"
    assert grade("EXP.AIR_DRONE", "foiled", claims=denial)["level"] == 2


def test_it_stays_between_0_and_5() -> None:
    assert grade("DIP.ACT", "foiled")["level"] == 0
    assert grade("POL.COUP", killed=500)["level"] == 5
