"""What a thread of an article holds: the frames that tell one happening, and how they stand to it."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum, auto

from tocsin.reading.dates import own_day
from tocsin.reading.frames import Frame
from tocsin.reading.places import Relation, is_area, own_place, relation
from tocsin.types import Candidate

_WORD = re.compile(r"[a-z]{3,}")
_PLAIN = frozenset(
    [
        "according",
        "after",
        "all",
        "also",
        "and",
        "another",
        "any",
        "are",
        "attack",
        "attacks",
        "been",
        "before",
        "blast",
        "both",
        "but",
        "can",
        "day",
        "did",
        "either",
        "first",
        "for",
        "from",
        "had",
        "has",
        "have",
        "her",
        "him",
        "his",
        "hit",
        "how",
        "incident",
        "into",
        "its",
        "least",
        "man",
        "may",
        "men",
        "near",
        "new",
        "not",
        "now",
        "off",
        "officials",
        "old",
        "one",
        "out",
        "over",
        "own",
        "people",
        "per",
        "police",
        "said",
        "say",
        "second",
        "see",
        "set",
        "she",
        "that",
        "the",
        "their",
        "there",
        "these",
        "they",
        "third",
        "this",
        "those",
        "time",
        "too",
        "two",
        "use",
        "via",
        "was",
        "way",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "with",
        "yet",
    ]
)
"""Words that many happenings share."""


class Standing(Enum):
    """How a thread stands in its article."""

    TOLD = auto()
    RECALLED = auto()
    """Told beside another without a day ("in the wake of a blast in ..."): joins what is known, founds nothing."""
    BACKGROUND = auto()
    THREAT = auto()


class Sharing(Enum):
    """What a frame gives to a thread: all that it says, or only what it says of several happenings alike."""

    OWN = auto()
    ALL = auto()
    SUMMARY = auto()
    CLAIM = auto()


@dataclass(frozen=True, slots=True)
class Part:
    frame: Frame
    weight: float
    sharing: Sharing = Sharing.OWN


@dataclass(slots=True)
class Thread:
    """One happening as the article tells it; `added` = it came in by words such as "another", `step` = its distance in
    days before the thread that it was told beside."""

    standing: Standing
    parts: list[Part] = field(default_factory=list)
    place: Candidate | None = None
    day: Candidate | None = None
    added: bool = False
    beside: "Thread | None" = None
    step: timedelta | None = None
    dated_beside: date | None = None
    """Its day counted from that of the thread beside it."""
    placed_beside: bool = False
    """Told without a place of its own: where the one beside it lies, unless more is said of it there."""
    words: set[str] = field(default_factory=set)

    def add(self, frame: Frame, weight: float, sharing: Sharing = Sharing.OWN) -> None:
        self.parts.append(Part(frame, weight, sharing))
        if sharing is Sharing.OWN:
            self._learn(frame)

    def _learn(self, frame: Frame) -> None:
        place = own_place(frame)
        if place is not None and (self.place is None or _finer(place, self.place)):
            self.place = place
            self.placed_beside = False
        if self.day is None and frame.triggers():
            self.day = own_day(frame)
        self.words.update(words_of(frame))

    def own(self) -> list[Part]:
        return [part for part in self.parts if part.sharing is Sharing.OWN]

    def code(self) -> str | None:
        best: tuple[float, str] | None = None
        for part in self.parts:
            if part.sharing is Sharing.CLAIM:
                continue
            found = part.frame.best("past")
            if found is not None and (best is None or found.score * part.weight > best[0]):
                best = (found.score * part.weight, found.value.event_type)
        return best[1] if best else None

    @property
    def first_day(self) -> date | None:
        return self.day.value.start if self.day is not None else self.dated_beside


def _finer(new: Candidate, old: Candidate) -> bool:
    """A city or facility inside the area known so far."""
    held, offered = old.value.place, new.value.place
    return is_area(held) and not is_area(offered) and relation(held, offered) is Relation.WITHIN


def words_of(frame: Frame) -> frozenset[str]:
    """The telling words of a frame, kept on it since every thread is asked about them."""
    if frame.words is None:
        start = frame.sentence.span.start
        text = frame.sentence.text[frame.span.start - start : frame.span.end - start].lower()
        frame.words = frozenset(_WORD.findall(text)) - _PLAIN
    return frame.words
