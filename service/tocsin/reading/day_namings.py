"""Every expression of a text for a day, with what stands beside it: what `day_choice` weighs days by."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.reading import questions as q
from tocsin.reading.choose import Answers
from tocsin.reading.dates import firmed, is_outshone, weight
from tocsin.reading.day_words import words_beside
from tocsin.reading.frames import Frame
from tocsin.reading.pieces import TELLS
from tocsin.reading.questions import WhenAnswer
from tocsin.reading.strands import Sharing, Standing, Thread
from tocsin.types import Candidate, Document
from tocsin_schemas.enums import DateBasis

_AFTERMATH, _DEED = 0.55, 0.88
"""Below: a word of an aftermath stands beside the day; from here on: a word of a deed (rules/when_weight)."""
_BESIDE, _NEAR = 25, 80
_ELSEWHERE = 0.3
"""Weight of a frame that belongs to no thread, or to another."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CAPTION = re.compile(r"[,.)]*\s*(?:\(|in [A-Z][\w ]+, [A-Z][\w. ]+\.?\s*\()")
""" "July 18, 2016 (Name | Paper)": words after the day a picture was taken."""


@dataclass(frozen=True, slots=True)
class Naming:
    """One expression; `cues` = what stands beside it, `points` = how likely it is the happening's day by its own words
    (dates.weight)."""

    candidate: Candidate
    cues: frozenset[str] | set[str]
    points: float


@dataclass(frozen=True, slots=True)
class Woven:
    """An article before its mentions are dated; `follow_up` = as a whole it is a court, arrest or funeral story."""

    chosen: dict[int, Answers]
    frames: Sequence[Frame]
    threads: Sequence[Thread]
    follow_up: bool


def namings_of(document: Document, woven: Woven, main: Thread, others: Sequence[Thread] = ()) -> Iterator[Naming]:
    """All expressions but those of `others`, those that no frame kept last; `main` = the thread asked about."""
    apart = {id(part.frame) for thread in others for part in thread.own()}
    apart -= {id(part.frame) for part in main.parts}
    homes = _homes(woven.threads, main)
    rooms: dict[int, _Room] = {}
    seen: set[tuple[int, date]] = set()
    for frame in woven.frames:
        whens = frame.get(q.WHEN)
        if not whens:
            continue
        seen.update((one.span.start, one.value.start) for one in whens)
        if id(frame) in apart:
            continue
        index = frame.sentence.index
        room = rooms.get(index) or rooms.setdefault(index, _Room.of(woven.chosen[index]))
        kind, share = homes.get(id(frame), ("none", _ELSEWHERE))
        best = frame.best()
        anchored = any(one.value.anchor for one in whens)
        for one in whens:
            firm = firmed(one, frame) if anchored else one
            cues = room.cues(firm, document)
            cues.add("kind_" + kind)
            if anchored and is_outshone(one, frame):
                cues.add("outshone")
            if kind == "main":
                cues.update("main_" + name for name in _IN_MAIN & cues)
            yield Naming(firm, cues, weight(firm, best.span if best else None) * share)
    for index in sorted(woven.chosen):
        for one in woven.chosen[index].get(q.WHEN):
            if (one.span.start, one.value.start) not in seen:
                room = rooms.get(index) or rooms.setdefault(index, _Room.of(woven.chosen[index]))
                yield Naming(one, room.cues(one, document) | {"kind_dropped"}, 0.0)


_IN_MAIN = frozenset({"deed", "harm", "near", "aftermath", "s0", "told"})


def _homes(threads: Sequence[Thread], main: Thread) -> dict[int, tuple[str, float]]:
    """Frame → how it stands to the main thread, and its weight there."""
    homes: dict[int, tuple[str, float]] = {}
    for thread in threads:
        for part in thread.parts:
            if thread is main:
                kind = "claim" if part.sharing is Sharing.CLAIM else "main"
                homes[id(part.frame)] = (kind, part.weight)
            else:
                kind = "told" if thread.standing is Standing.TOLD else "back"
                homes.setdefault(id(part.frame), (kind, _ELSEWHERE))
    return homes


def _of_words(one: Candidate, document: Document) -> set[str]:
    """What the expression itself and the words right beside it say."""
    answer: WhenAnswer = one.value
    found = {"basis_" + answer.basis.value, "prec_" + answer.precision.value, _position(one.sentence)}
    sentence = document.sentences[one.sentence]
    start, end = one.span.start - sentence.span.start, one.span.end - sentence.span.start
    words = sentence.text[start:end].lower()
    found |= words_beside(sentence.text, start, end)
    if answer.part_of_day:
        found.add("part_" + answer.part_of_day.value)
    if answer.anchor or answer.vague:
        found.add("anchor" if answer.anchor else "vague")
    else:
        if one.score < _AFTERMATH or one.score >= _DEED:
            found.add("deed" if one.score >= _DEED else "aftermath")
        if answer.basis is DateBasis.RELATIVE:
            found.add("word_" + words.replace(" ", "_"))
    if answer.basis is DateBasis.EXPLICIT:
        if _YEAR.search(words):
            found.add("with_year")
        if _CAPTION.match(sentence.text, end):
            found.add("caption")
    if sentence.is_quote:
        found.add("quote")
    if sentence.text.startswith("'s", end):
        found.add("of_day")
    before = sentence.text[max(0, start - 6) : start].lower()
    if before.endswith(("early ", "late ")):
        found.add("early" if before.endswith("early ") else "late")
    return found


def _position(index: int) -> str:
    return f"s{index}" if index < 2 else "s2" if index < 4 else "s4" if index < 10 else "far"


@dataclass(frozen=True, slots=True)
class _Room:
    """What the sentence of an expression tells."""

    told: tuple[tuple[int, int], ...]
    whens: tuple[int, ...]
    common: frozenset[str]

    @classmethod
    def of(cls, answers: Answers) -> "_Room":
        harms = [*answers.get("harm.killed"), *answers.get("harm.injured")]
        deeds = [one for one in answers.get(q.WHAT) if one.value.tense == "past" and one.score >= TELLS]
        common = {"trial" if one.value.reason == "trial" else "no_event" for one in answers.get(q.NON_EVENT)}
        common.update("s_" + one.value.role.value for one in answers.get(q.ROLE))
        if harms:
            common.add("harm")
        if deeds:
            common.add("told")
        spans = tuple((one.span.start, one.span.end) for one in (*harms, *deeds))
        return cls(spans, tuple(one.span.start for one in answers.get(q.WHEN)), frozenset(common))

    def cues(self, one: Candidate, document: Document) -> set[str]:
        """Those of an expression: of its own words, and of what its sentence tells."""
        found = _of_words(one, document)
        found |= self.common
        gap = min((max(one.span.start - end, start - one.span.end, 0) for start, end in self.told), default=None)
        found.add("alone" if gap is None else "near" if gap < _BESIDE else "by" if gap < _NEAR else "off")
        if len(self.whens) < 2:
            found.add("only_there")
        if not self.whens or min(self.whens) >= one.span.start:
            found.add("first_there")
        return found
