"""Civil dates: from what news say ("Wednesday", "March 7", "last week") to days. A range has both ends included."""

import calendar as _calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tocsin_schemas.enums import PartOfDay

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day of a stretch."""

    start: date
    end: date

    @classmethod
    def of(cls, day: date) -> "Days":
        return cls(day, day)


def weekday_number(name: str) -> int | None:
    """0 for Monday to 6; names or abbreviations of three letters and more, in any case, with or without a dot."""
    return _number(name, WEEKDAYS)


def month_number(name: str) -> int | None:
    """1 for January to 12; names or abbreviations of three letters and more, in any case, with or without a dot."""
    found = _number(name, MONTHS)
    return None if found is None else found + 1


def _number(name: str, names: tuple[str, ...]) -> int | None:
    bare = name.rstrip(".").lower()
    if len(bare) < 3:
        return None
    return next((at for at, full in enumerate(names) if full.startswith(bare)), None)


def publication_day(published_at: datetime, offset: timedelta | None = None) -> date:
    """The civil date of publication at the outlet; `offset` is its distance from UTC, unknown = UTC.

    Midnight UTC to the second is a bare date: it is that day, wherever the outlet stands.
    """
    moment = published_at.astimezone(UTC)
    if offset is None or moment.timetz() == time(tzinfo=UTC):
        return moment.date()
    return (moment + offset).date()


def may_be_next_day(published_at: datetime) -> bool:
    """True where the outlet, its zone unknown, may already write the day after the UTC date (from noon UTC on)."""
    return published_at.astimezone(UTC).hour >= 12


def weekday_before(weekday: int, day: date) -> date:
    """The latest such weekday up to and including `day`."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def weekday_after(weekday: int, day: date) -> date:
    """The first such weekday after `day`."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def day_of(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month, from 1; -1 is the last."""
    days = month_days(year, month)
    if nth < 0:
        return weekday_before(weekday, days.end)
    return weekday_after(weekday, days.start - DAY) + timedelta(days=7 * (nth - 1))


def nearest_past(month: int, day: int, reference: date, slack: int = 1) -> date | None:
    """The latest such day up to `slack` days after `reference`; None where no year of the last eight has it."""
    latest = reference + timedelta(days=slack)
    for year in range(latest.year, latest.year - 9, -1):
        found = day_of(year, month, day)
        if found is not None and found <= latest:
            return found
    return None


def nearest_future(month: int, day: int, reference: date) -> date | None:
    for year in range(reference.year, reference.year + 9):
        found = day_of(year, month, day)
        if found is not None and found >= reference:
            return found
    return None


def full_year(digits: str, reference: date | None) -> int:
    """`90` → 1990; two digits mean the nearest year that is not after the reference (or 2049)."""
    value = int(digits)
    if len(digits) > 2:
        return value
    latest = reference.year + 1 if reference else 2049
    return latest - (latest - value) % 100


def month_days(year: int, month: int) -> Days:
    return Days(date(year, month, 1), date(year, month, _calendar.monthrange(year, month)[1]))


def month_of_past(month: int, reference: date) -> Days:
    """The latest such month that has begun at `reference`."""
    return month_days(reference.year if month <= reference.month else reference.year - 1, month)


def months_back(reference: date, count: int) -> Days:
    index = reference.year * 12 + reference.month - 1 - count
    return month_days(index // 12, index % 12 + 1)


def year_days(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31))


def week_days(reference: date, weeks_back: int = 0) -> Days:
    """Monday to Sunday of the reference's week, or of one before it."""
    monday = reference - timedelta(days=reference.weekday() + 7 * weeks_back)
    return Days(monday, monday + timedelta(days=6))


def weekend_before(reference: date) -> Days:
    """Saturday and Sunday of the latest weekend that has begun."""
    saturday = weekday_before(5, reference)
    return Days(saturday, saturday + DAY)


def part_of_hour(hour: int) -> PartOfDay:
    """Night from 21 to 5, morning to 11, afternoon to 17, evening to 20 o'clock."""
    if hour < 5 or hour >= 21:
        return PartOfDay.NIGHT
    if hour < 12:
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if hour < 17 else PartOfDay.EVENING
