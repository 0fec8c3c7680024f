from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.world import calendar
from tocsin.world.calendar import Days
from tocsin_schemas.enums import PartOfDay

DATES = st.dates(date(1950, 1, 1), date(2100, 1, 1))


@given(st.integers(0, 6), DATES)
def test_the_weekday_before_is_of_the_last_seven_days(weekday: int, day: date) -> None:
    found = calendar.weekday_before(weekday, day)
    assert found.weekday() == weekday
    assert 0 <= (day - found).days < 7


@given(st.integers(0, 6), DATES)
def test_the_weekday_after_is_of_the_next_seven_days(weekday: int, day: date) -> None:
    found = calendar.weekday_after(weekday, day)
    assert found.weekday() == weekday
    assert 1 <= (found - day).days <= 7


@given(st.integers(1, 12), st.integers(1, 28), DATES)
def test_a_date_without_year_lies_in_the_year_before(month: int, number: int, reference: date) -> None:
    found = calendar.nearest_past(month, number, reference)
    assert found is not None
    assert (found.month, found.day) == (month, number)
    assert -1 <= (reference - found).days <= 366


def test_days_that_the_calendar_lacks() -> None:
    assert calendar.nearest_past(2, 30, date(2026, 3, 7)) is None
    assert calendar.nearest_past(2, 29, date(2026, 3, 7)) == date(2024, 2, 29)
    assert calendar.day_of(2026, 13, 1) is None


def test_two_digits_mean_the_nearest_year_that_is_past() -> None:
    assert calendar.full_year("90", date(1990, 2, 18)) == 1990
    assert calendar.full_year("90", date(2026, 3, 7)) == 1990
    assert calendar.full_year("14", date(2014, 3, 7)) == 2014
    assert calendar.full_year("1984", None) == 1984


def test_the_publication_day_follows_the_clock_of_the_outlet() -> None:
    late = datetime(2026, 3, 7, 2, tzinfo=UTC)
    assert calendar.publication_day(late) == date(2026, 3, 7)
    assert calendar.publication_day(late, timedelta(hours=-6)) == date(2026, 3, 6)
    assert calendar.publication_day(datetime(2026, 3, 7, 20, tzinfo=UTC), timedelta(hours=8)) == date(2026, 3, 8)


def test_a_bare_date_is_that_day_everywhere() -> None:
    assert calendar.publication_day(datetime(2026, 3, 7, tzinfo=UTC), timedelta(hours=-8)) == date(2026, 3, 7)


def test_stretches() -> None:
    saturday = date(2026, 3, 7)
    assert calendar.month_of_past(1, saturday) == Days(date(2026, 1, 1), date(2026, 1, 31))
    assert calendar.month_of_past(6, saturday) == Days(date(2025, 6, 1), date(2025, 6, 30))
    assert calendar.months_back(saturday, 3) == Days(date(2025, 12, 1), date(2025, 12, 31))
    assert calendar.week_days(saturday, 1) == Days(date(2026, 2, 23), date(2026, 3, 1))
    assert calendar.weekend_before(date(2026, 3, 6)) == Days(date(2026, 2, 28), date(2026, 3, 1))


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (3, PartOfDay.NIGHT),
        (7, PartOfDay.MORNING),
        (12, PartOfDay.AFTERNOON),
        (19, PartOfDay.EVENING),
        (23, PartOfDay.NIGHT),
    ],
)
def test_parts_of_the_day(hour: int, part: PartOfDay) -> None:
    assert calendar.part_of_hour(hour) is part


@pytest.mark.parametrize(("name", "number"), [("Wed.", 2), ("thurs", 3), ("SUNDAY", 6), ("Mo", None), ("Sunny", None)])
def test_weekday_names(name: str, number: int | None) -> None:
    assert calendar.weekday_number(name) == number
