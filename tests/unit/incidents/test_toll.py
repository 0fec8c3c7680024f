"""How the best figure follows the texts."""

import pytest

from tocsin.incidents.toll import Figure, best_figure


def figures(*told: int) -> list[Figure]:
    return [(f"2026-05-04T{8 + hour:02d}:00:00Z", f"text-{hour}", value) for hour, value in enumerate(told)]


@pytest.mark.parametrize(
    ("told", "best"),
    [
        ((4, 4, 5), 5),  # the toll rose
        ((8, 1), 8),  # a part of it, told later
        ((8, 7, 7), 7),  # corrected by more texts
        ((5, 5, 2000), 5),  # a misreading
        ((5, 40, 40), 40),  # out of proportion, but told twice
        ((4, 5, 4), 4),
    ],
)
def test_rises_win_and_parts_do_not(told: tuple[int, ...], best: int) -> None:
    assert best_figure(figures(*told)) == best


def test_arrival_does_not_matter() -> None:
    told = figures(4, 4, 5, 1)
    assert {best_figure(told[turn:] + told[:turn]) for turn in range(4)} == {5}


def test_a_count_of_long_ago_is_lowered_by_two_texts() -> None:
    first = [("2026-05-04T08:00:00Z", "text-a", 24), ("2026-05-04T09:00:00Z", "text-b", 24)]
    part = ("2026-05-06T09:00:00Z", "text-c", 2)
    assert best_figure([*first, part]) == 24
    assert best_figure([*first, part, ("2026-05-06T10:00:00Z", "text-d", 2)]) == 2
    assert best_figure([*first, ("2026-05-06T09:00:00Z", "text-c", 26)]) == 26
