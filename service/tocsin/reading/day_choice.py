"""Which of the days that a text names is that of what it is about: a choice by what stands beside each naming.

Each day named, that of publication and the one before it are scored by features; `python -m benchmarks.day_fit` fits
the weights.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import exp

from pydantic import BaseModel, ConfigDict

from tocsin.reading import questions as q
from tocsin.reading.day_namings import Naming, Woven, namings_of
from tocsin.reading.day_words import clock_of
from tocsin.reading.rules import wordlists
from tocsin.reading.strands import Thread
from tocsin.types import Candidate, Document
from tocsin.world.calendar import DAY, WEEKDAYS
from tocsin_schemas.models import When

Stretch = tuple[date, date]
Features = dict[str, float]
_WEEK = timedelta(days=7)
_FAR = ((2, None), (4, "3"), (6, "5"), (13, "fortnight"), (40, "month"), (400, "year"))
"""Days from a day to the publication, up to which → the name of the distance."""
_SHARED = frozenset(
    {"aftermath", "trial", "alone", "anchor", "quote", "far", "s_background", "kind_back", "kind_none", "kind_dropped"}
)
"""Features that also count where all namings of a day have them."""


class Weights(BaseModel):
    """day_weights.yaml: what each feature of a day adds to its score."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    weights: dict[str, float]


@cache
def load_weights() -> dict[str, float]:
    return wordlists.read_checked("day_weights.yaml", Weights).weights


@dataclass(frozen=True, slots=True)
class DayChoice:
    """The days (first and last of a stretch) that a happening may have, the words that name each best, and what speaks
    for it; the day that the rules took comes first, no words = one that only the day of publication vouches for."""

    days: tuple[Stretch, ...]
    words: tuple[Candidate | None, ...]
    features: tuple[Features, ...]

    def best(self, weights: Mapping[str, float] | None = None) -> tuple[int, float]:
        """Which of `days` is likeliest, and how likely; by the weights of day_weights.yaml unless others are given."""
        weights = weights if weights is not None else load_weights()
        scores = [sum(weights.get(name, 0.0) * value for name, value in found.items()) for found in self.features]
        most = max(scores)
        return scores.index(most), 1 / sum(exp(score - most) for score in scores)


def choice_of(
    document: Document, woven: Woven, main: Thread, by_rule: When, others: Sequence[Thread] = ()
) -> DayChoice | None:
    """The days that the article may give what `main` tells; None without a day of publication.

    What is said in `others`, happenings told beside it, gives it no day.
    """
    if document.published_at is None:
        return None
    published = document.published_at.date()
    named: dict[Stretch, list[Naming]] = {}
    for one in namings_of(document, woven, main, others):
        if one.candidate.value.start <= published + DAY:
            named.setdefault((one.candidate.value.start, one.candidate.value.end), []).append(one)
    rule = (by_rule.start, by_rule.end)
    scale = _Scale.of(named, published, by_rule, woven, document)
    unnamed = {rule, (published, published), (scale.eve, scale.eve)}
    days = sorted({*named, *unnamed}, key=lambda day: (day != rule, day))
    words = tuple(_words(named.get(day, ())) for day in days)
    return DayChoice(tuple(days), words, tuple(scale.features(day) for day in days))


def _words(namings: Sequence[Naming]) -> Candidate | None:
    best = max(namings, key=lambda one: (one.points, one.candidate.score, -one.candidate.span.start), default=None)
    return best.candidate if best is not None else None


@dataclass(frozen=True, slots=True)
class _Scale:
    """What the days of one text are held against."""

    named: Mapping[Stretch, Sequence[Naming]]
    published: date
    by_rule: When
    follow_up: bool
    singles: tuple[date, ...]
    last_week: tuple[date, ...]
    firm: tuple[date, ...]
    stretches: tuple[Stretch, ...]
    first: Stretch | None
    total: int
    in_title: frozenset[int]
    clock: str | None
    """The part of the day of a clock time that is told without a day."""

    @classmethod
    def of(
        cls,
        named: Mapping[Stretch, Sequence[Naming]],
        published: date,
        by_rule: When,
        woven: Woven,
        document: Document,
    ) -> "_Scale":
        singles = tuple(sorted(start for start, end in named if start == end and start <= published))
        main = {day: [one.cues for one in namings if "kind_main" in one.cues] for day, namings in named.items()}
        order = [(one.candidate.span.start, day) for day, namings in named.items() for one in namings]
        title = document.title.text.lower() if document.title is not None else ""
        return cls(
            named,
            published,
            by_rule,
            woven.follow_up,
            singles,
            tuple(day for day in singles if published - day < _WEEK),
            tuple(day for day in singles if any("deed" in cues for cues in main[day, day])),
            tuple(day for day, told in main.items() if day[0] != day[1] and any("vague" not in cues for cues in told)),
            min(order)[1] if order else None,
            len(order),
            frozenset(at for at, name in enumerate(WEEKDAYS) if name in title) if "day" in title else frozenset(),
            clock_of(document.sentences, (one.span for told in woven.chosen.values() for one in told.get(q.WHEN))),
        )

    @property
    def eve(self) -> date:
        """The day before publication: a paper tells the evening's news without a day."""
        return self.published - DAY

    def features(self, day: Stretch) -> Features:
        namings = self.named.get(day, ())
        cues = _cues_of(namings)
        if day == (self.by_rule.start, self.by_rule.end):
            cues |= {"is_rule", "is_rule_" + self.by_rule.basis.value}
        if day == self.first:
            cues.add("first_told")
        if day[0] == day[1]:
            cues.update(self._of_day(day[0], bool(namings)))
            cues.update(self._of_clock(day[0], cues))
        else:
            cues.update(("range", "follow_up_range") if self.follow_up else ("range",))
        found = dict.fromkeys(cues, 1.0)
        if namings:
            points = [one.points for one in namings]
            found["points"], found["points_in_all"] = max(points), min(2.0, sum(points))
            found["score"] = max(one.candidate.score for one in namings)
            found["share"] = len(namings) / self.total
        return found

    def _of_day(self, day: date, is_named: bool) -> Iterator[str]:
        if not is_named and day == self.eve and day != self.by_rule.start:
            yield from self._of_eve()
            return
        gap = distance((self.published - day).days)
        yield "gap_" + gap
        if self.follow_up:
            yield "follow_up_gap_" + gap
        if self.in_title:
            yield "title_agrees" if day.weekday() in self.in_title else "title_differs"
        for start, end in self.stretches:
            yield "in_range" if start <= day <= end else "out_of_range"
        yield from self._of_order(day) if is_named else ("published",)
        if day + DAY in self.singles:
            yield "has_next"
        if day - DAY in self.singles:
            yield "has_previous"
        if any(other < day for other in self.firm):
            yield "firm_before"
        if any(other > day for other in self.firm):
            yield "firm_after"

    def _of_eve(self) -> Iterator[str]:
        yield "eve"
        if self.named.keys() <= {(self.published, self.published)}:
            yield "eve_alone"
            if not self.named:
                yield "eve_undated"

    def _of_clock(self, day: date, cues: set[str]) -> Iterator[str]:
        """How a day agrees with the clock: what is told of a night may have come after midnight."""
        if self.clock is None:
            return
        if day in (self.published, self.eve):
            yield f"clock_{self.clock}_gap_{distance((self.published - day).days)}"
        if not cues.isdisjoint(("part_night", "part_evening")):
            yield f"clock_{self.clock}_night"
        if not cues.isdisjoint(("part_morning", "early")):
            yield f"clock_{self.clock}_early"

    def _of_order(self, day: date) -> Iterator[str]:
        """How a day that is named lies among the others named."""
        for days, suffix in ((self.singles, ""), (self.last_week, "_of_week")):
            if day in days:
                if day == days[0]:
                    yield "earliest" + suffix
                if day == days[-1]:
                    yield "latest" + suffix
        if len(self.singles) == 1:
            yield "only_day"


def distance(days: int) -> str:
    """The name of a distance in days between a day and the publication."""
    if days < 0:
        return "ahead"
    for most, name in _FAR:
        if days <= most:
            return name or str(days)
    return "old"


def _cues_of(namings: Sequence[Naming]) -> set[str]:
    """The cues of all namings of one day, those that each of them has, and how often it is named."""
    if not namings:
        return set()
    found = set().union(*(one.cues for one in namings))
    common = _SHARED.intersection(*(one.cues for one in namings))
    found.update("all_" + name for name in common)
    sentences = len({one.candidate.sentence for one in namings})
    if sentences > 1:
        found.add("often")
    if sentences > 3:
        found.add("very_often")
    return found
