"""Which live mentions could tell of the same happening: looked up by day, cell and name, never by going through all."""

from collections.abc import Iterator
from math import cos, floor, radians
from typing import Any

from tocsin.incidents.features import ADMIN1, NEAR, Features

FINE_DEGREES = 0.5
COARSE_DEGREES = 4.0
FINE_REACH_KM = 80.0
COARSE_REACH_KM = 420.0
DAY_SLACK = 3
LONGEST_DAYS = 31
COMMON_NAME = 64
"""A name carried by more live mentions than this is no rare name and leads nowhere."""
KM_PER_DEGREE = 111.2

Posting = list[int]
Cells = dict[int, dict[int, Posting]]


def _cells(lat: float, lon: float, reach_km: float, size: float) -> Iterator[int]:
    """Numbers of the grid cells within `reach_km` of a point; the last column meets the first."""
    columns = int(360 / size)
    south = floor((lat - reach_km / KM_PER_DEGREE + 90) / size)
    north = floor((lat + reach_km / KM_PER_DEGREE + 90) / size)
    width = reach_km / (KM_PER_DEGREE * max(0.05, cos(radians(min(89.0, abs(lat) + reach_km / KM_PER_DEGREE)))))
    west, east = floor((lon - width + 180) / size), floor((lon + width + 180) / size)
    if east - west >= columns:
        west, east = 0, columns - 1
    for row in range(south, north + 1):
        for column in range(west, east + 1):
            yield row * columns + column % columns


def _cell(lat: float, lon: float, size: float) -> int:
    columns = int(360 / size)
    return floor((lat + 90) / size) * columns + floor((lon + 180) / size) % columns


class Candidates:
    """Postings of live mentions; the relation that it yields is symmetric, so arrival does not matter."""

    def __init__(self) -> None:
        self._fine: Cells = {}
        self._coarse: Cells = {}
        self._broad: Cells = {}
        self._country: dict[tuple[str, int], Posting] = {}
        self._names: dict[tuple[str, str], Posting] = {}

    def add(self, slot: int, one: Features) -> None:
        for table, key in self._keys(one):
            table.setdefault(key, []).append(slot)
        if one.placed:
            for cells, cell, time in self._point_keys(one):
                cells.setdefault(cell, {}).setdefault(time, []).append(slot)

    def remove(self, slot: int, one: Features) -> None:
        for table, key in self._keys(one):
            postings = table[key]
            postings.remove(slot)
            if not postings:
                del table[key]
        if one.placed:
            for cells, cell, time in self._point_keys(one):
                _take_out(cells, cell, time, slot)

    def near(self, one: Features) -> set[int]:
        """Slots that share day and cell, country and day, or a rare name with a mention."""
        found: set[int] = set()
        if one.placed:
            self._near_point(one, found)
        if one.by_country and one.country:
            for day in range(one.first - DAY_SLACK, one.last + DAY_SLACK + 1):
                found.update(self._country.get((one.country, day), ()))
        for name in one.names:
            postings = self._names.get((name, one.country or ""), ())
            if len(postings) <= COMMON_NAME:
                found.update(postings)
        return found

    def _near_point(self, one: Features, found: set[int]) -> None:
        days = range(one.first - DAY_SLACK, min(one.last, one.first + LONGEST_DAYS) + DAY_SLACK + 1)
        fine, coarse, broad = self._fine, self._coarse, self._broad
        reach = FINE_REACH_KM if one.precision <= NEAR else min(COARSE_REACH_KM, one.radius_km + FINE_REACH_KM)
        for cell in _cells(one.lat, one.lon, reach, FINE_DEGREES):
            by_day = fine.get(cell)
            if by_day:
                _collect(by_day, days, found)
        if not coarse and not broad:
            return
        months = range(days.start // 32, (days.stop - 1) // 32 + 1)
        for cell in _cells(one.lat, one.lon, COARSE_REACH_KM, COARSE_DEGREES):
            by_day = coarse.get(cell)
            if by_day:
                _collect(by_day, days, found)
            by_month = broad.get(cell)
            if by_month:
                _collect(by_month, months, found)

    def _keys(self, one: Features) -> Iterator[tuple[dict[Any, Posting], Any]]:
        if one.by_country and one.country:
            for day in range(one.first, min(one.last, one.first + LONGEST_DAYS) + 1):
                yield self._country, (one.country, day)
        for name in one.names:
            yield self._names, (name, one.country or "")

    def _point_keys(self, one: Features) -> Iterator[tuple[Cells, int, int]]:
        """(table, cell, day or month) of a placed mention."""
        last = min(one.last, one.first + LONGEST_DAYS)
        if last - one.first > DAY_SLACK:
            cell = _cell(one.lat, one.lon, COARSE_DEGREES)
            for month in range(one.first // 32, last // 32 + 1):
                yield self._broad, cell, month
            return
        size, table = (COARSE_DEGREES, self._coarse) if one.precision == ADMIN1 else (FINE_DEGREES, self._fine)
        cell = _cell(one.lat, one.lon, size)
        for day in range(one.first, last + 1):
            yield table, cell, day


def _take_out(cells: Cells, cell: int, time: int, slot: int) -> None:
    postings = cells[cell][time]
    postings.remove(slot)
    if not postings:
        del cells[cell][time]
        if not cells[cell]:
            del cells[cell]


def _collect(by_time: dict[int, Posting], times: range, found: set[int]) -> None:
    for time in times:
        postings = by_time.get(time)
        if postings:
            found.update(postings)
