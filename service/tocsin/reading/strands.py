"""What a thread of an article holds: the frames that tell one happening, and how they stand to it."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum, auto
from functools import cache

from pydantic import BaseModel, ConfigDict

from tocsin.reading import questions as q
from tocsin.reading.dates import own_day
from tocsin.reading.frames import Frame
from tocsin.reading.lie import Relation, is_area, is_placed_there, relation
from tocsin.reading.places import own_place
from tocsin.reading.rules import wordlists
from tocsin.reading.sections import sums_up
from tocsin.types import Candidate
from tocsin.world.calendar import MONTHS, WEEKDAYS

_WORD = re.compile(r"[a-z]{3,}")
_FILE = "shared_words.yaml"
_SUMMED_WEIGHT = 0.5


class SharedWords(BaseModel):
    """Shape of shared_words.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    words: wordlists.Words


@cache
def shared_words() -> frozenset[str]:
    """Words that many happenings share; DataError where the file is wrong."""
    found = wordlists.read_checked(_FILE, SharedWords)
    return found.words | frozenset(MONTHS) | frozenset(WEEKDAYS)


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
    sums_up: bool = False
    """Its place is from a sentence that speaks of several happenings at once, so any told later is better."""
    divided: bool = False
    """What sums it up with others places none of them."""
    words: set[str] = field(default_factory=set)

    def divide(self, other: "Thread") -> bool:
        """What sums up both happenings is no longer this one's own; whether they can be of one day."""
        self.divided, one_day = True, True
        for index, part in enumerate(self.parts):
            if part.sharing in (Sharing.OWN, Sharing.SUMMARY) and sums_up(part.frame):
                own = self.day is not None and not any(self.day is one for one in part.frame.get(q.WHEN))
                self.parts[index] = Part(part.frame, _SUMMED_WEIGHT if own else part.weight, Sharing.SUMMARY)
                if len({one.value.start for one in part.frame.days()}) > 1:
                    one_day = False
                else:
                    other.add(part.frame, _SUMMED_WEIGHT, Sharing.SUMMARY)
        claimed = [part.frame for part in self.parts if part.sharing is Sharing.SUMMARY and part.frame.get(q.CLAIM)]
        for frame in claimed:
            if not any(part.frame is frame and part.sharing is Sharing.CLAIM for part in self.parts):
                self.add(frame, _SUMMED_WEIGHT, Sharing.CLAIM)
            other.add(frame, _SUMMED_WEIGHT, Sharing.CLAIM)
        return one_day

    def is_summed(self) -> bool:
        """Whether some of it sums up several happenings, and some tells of this one at a town."""
        summed = [sums_up(part.frame) for part in self.parts]
        places = [own_place(part.frame) for part, one in zip(self.parts, summed, strict=True) if not one]
        return any(summed) and any(one is not None and is_placed_there(one) for one in places)

    def add(self, frame: Frame, weight: float, sharing: Sharing = Sharing.OWN) -> None:
        self.parts.append(Part(frame, weight, sharing))
        if sharing is Sharing.OWN:
            self._learn(frame)

    def _learn(self, frame: Frame) -> None:
        place = own_place(frame)
        if place is not None and (self.place is None or self._was_summed(place) or _finer(place, self.place)):
            self.sums_up = self.place is None and sums_up(frame)
            self.place = place
            self.placed_beside = False
        if self.day is None and frame.triggers():
            self.day = own_day(frame)
        self.words.update(words_of(frame))

    def _was_summed(self, place: Candidate) -> bool:
        """Whether a place told now is better than that of a sentence on several happenings, which may have named it."""
        if not self.sums_up or is_placed_there(place):
            return self.sums_up
        key = place.value.place.gazetteer_id
        return any(one.value.place.gazetteer_id == key for part in self.parts[:-1] for one in part.frame.get(q.WHERE))

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
        if self.day is not None:
            named: date = self.day.value.start
            return named
        return self.beside.first_day if self.added and self.beside is not None else self.dated_beside


def _finer(new: Candidate, old: Candidate) -> bool:
    """A city or facility inside the area known so far."""
    held, offered = old.value.place, new.value.place
    return is_area(held) and not is_area(offered) and relation(held, offered) is Relation.WITHIN


def words_of(frame: Frame) -> frozenset[str]:
    """The telling words of a frame, kept on it since every thread is asked about them."""
    if frame.words is None:
        start = frame.sentence.span.start
        text = frame.sentence.text[frame.span.start - start : frame.span.end - start].lower()
        frame.words = frozenset(_WORD.findall(text)) - shared_words()
    return frame.words
