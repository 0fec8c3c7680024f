"""Sentences → frames: what one clause tells of one happening, with everything said beside it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tocsin.reading import questions as q
from tocsin.reading.choose import Answers
from tocsin.reading.pieces import NO_HAPPENING, TELLS, is_day, pieces_of
from tocsin.reading.rules.stems import Openings
from tocsin.types import Candidate, Document, Sentence, Span
from tocsin_schemas.enums import ClaimKind, DateBasis, DatePrecision, Reality, Role

LEAD_SENTENCES = 3
_BESIDE_NEWS = frozenset({"obituary", "statistics"})
"""Cues that also stand beside news of this week: it is told by a clear trigger."""
_CLEAR = 0.6
_SILENCE = {"trial": TELLS, "metaphor": TELLS}
"""Least score of a trigger beside a cue against it: a court story tells its happening as a follow-up, a metaphor
speaks against its own words alone; any other cue silences its sentence."""
_FIRST_SINCE = Openings(
    r"\b(?:first|deadliest|worst|largest|biggest|latest)\b.{0,90}?\b(?:since|"
    r"(?:in|for) (?:over |more than |nearly |almost |at least )?(?:a|an|\w+)?\s?(?:years?|months?|weeks?|decades?))\b"
)
"""Words that set a happening of today against history, with a date that is not its own."""
_MODIFIER = re.compile(r"(?!the\b|this\b|that\b|latest\b|deadly\b|whole\b|same\b|two\b)[a-z]{3,}")
_APPOSED = 2
"""Characters between the two names of one day."""
_SURE_DAY = 0.85
"""Least score of a day counted from one that the sentence names."""
_OPENING = 8
"""Characters before the time that opens a sentence: "In March", "Back in 2019"."""
_DATELESS = frozenset({DatePrecision.YEAR, DatePrecision.MONTH})


@dataclass(slots=True)
class Frame:
    """One clause (or a whole sentence) and the answers whose words stand in it.

    `earlier` = days by which it lies before its neighbour ("a day after ..."), None where it does not say so.
    `same_day` = it lies on the day of its neighbour ("on the same day as ...").
    `anew` = it tells of another happening than the clause before it.
    `joined` = it continues the clause before ("as well as for a third ..."), sharing who claims it.
    """

    sentence: Sentence
    span: Span
    answers: dict[str, list[Candidate]] = field(default_factory=dict)
    earlier: timedelta | None = None
    joined: bool = False
    least: float = TELLS
    words: frozenset[str] | None = None
    same_day: bool = False
    anew: bool = False
    _triggers: list[Candidate] | None = field(default=None, init=False, repr=False, compare=False)
    _best: dict[str | None, Candidate | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def get(self, question: str) -> list[Candidate]:
        return self.answers.get(question, [])

    @property
    def lead(self) -> bool:
        return self.sentence.index < LEAD_SENTENCES

    def triggers(self) -> list[Candidate]:
        """`what` candidates of types that are happenings."""
        if self._triggers is None:
            names = [one.span for one in self.get(q.ACTOR) if one.value.actor_id is not None]
            figures = [one.span for one in self.get(q.NON_EVENT) if one.value.reason == "metaphor"]
            self._triggers = [
                one
                for one in self.get(q.WHAT)
                if one.value.event_type not in NO_HAPPENING
                and not any(_inside(one.span, name) for name in names)
                and (one.score >= _CLEAR or not any(one.span.overlaps(figure) for figure in figures))
            ]
        return self._triggers

    def best(self, tense: str | None = None) -> Candidate | None:
        if tense not in self._best:
            found = [one for one in self.triggers() if tense is None or one.value.tense == tense]
            self._best[tense] = max(found, key=lambda one: one.score) if found else None
        return self._best[tense]

    def tells(self) -> Candidate | None:
        """The trigger by which this frame tells a happening as one that took place, if any."""
        best = self.best("past")
        return best if best is not None and best.score >= self.least else None

    def cues(self, kind: q.ThreadKind) -> list[q.ThreadAnswer]:
        return [one.value for one in self.get(q.THREAD) if one.value.kind is kind]

    def reality(self) -> Candidate | None:
        found = self.get(q.REALITY)
        return max(found, key=lambda one: one.score) if found else None

    def is_threat(self) -> bool:
        """A plan or threat: nothing is told as past, or all that is stands after the word that threatens."""
        told = [one.span.end for one in self.triggers() if one.value.tense == "past" and one.score >= TELLS]
        if not told and self.best("future") is not None and self.best("past") is None:
            return True
        cues = [one for one in self.get(q.REALITY) if one.value.reality is Reality.THREATENED]
        return bool(cues) and min(one.span.start for one in cues) < min(told, default=self.span.end)

    def refers(self, trigger: Candidate) -> bool:
        """Whether the trigger is told as known: "the attack", "this blast", "the hospital attack"."""
        if trigger.value.definite and trigger.value.noun:
            return True
        same = [one.span for one in self.get(q.THREAD) if one.value.kind is q.ThreadKind.SAME]
        return any(span.overlaps(trigger.span) for span in same)

    def speaks_of_known(self) -> bool:
        """Whether it refers to a happening told before: "the attack", "both blasts", "the second one"."""
        return bool(self.get(q.THREAD)) or any(self.refers(one) for one in self.get(q.WHAT))

    def claims_known(self) -> bool:
        """Whether somebody claims or denies a happening told before: years in it date the claimant, not the deed."""
        claims = [one for one in self.get(q.CLAIM) if one.value.kind is ClaimKind.RESPONSIBILITY]
        return bool(claims) and (self.best() is None or self.speaks_of_known())

    def modifiers(self) -> set[str]:
        """Words by which "the hospital attack" picks one of several happenings."""
        found: set[str] = set()
        for cue in self.cues(q.ThreadKind.SAME):
            found.update(_MODIFIER.findall(cue.cue.lower().rpartition(" ")[0]))
        return found

    def days(self) -> list[Candidate]:
        """Dates fine enough to be the day of a happening."""
        return [one for one in self.get(q.WHEN) if not one.value.vague and one.value.precision not in _DATELESS]

    def is_past_context(self) -> bool:
        """A sentence that recalls: a background cue, or only a month, a year or a habit for its date."""
        first = _FIRST_SINCE.search(self.sentence.text)
        if first is not None and not self._is_set_in_the_past(self.sentence.span.start + first.start()):
            return False
        counted = [one.span for one in self.get(q.THREAD) if one.value.ordinal is not None]
        cues = [one for one in self.get(q.ROLE) if _recalls(one)]
        if any(not any(one.span.overlaps(span) for span in counted) for one in cues):
            return True
        whens = self.get(q.WHEN)
        vague = [one.value for one in whens if one.value.vague]
        lately = all(one.basis is DateBasis.WEEKDAY for one in vague) and self.speaks_of_known()
        return bool(vague) and not self.days() and not lately

    def is_telling(self) -> bool:
        """Whether the sentence stands in the lead, tells the happening or says whom it hurt."""
        return self.lead or self.best() is not None or any(self.harms())

    def is_of_a_month_before(self, day: date) -> bool:
        """ "In March, a bomb there killed 18": a month that was over by `day` is all that it has for a date."""
        whens = [one.value for one in self.get(q.WHEN) if not one.value.vague]
        return bool(whens) and all(one.precision is DatePrecision.MONTH and one.end < day for one in whens)

    def opens_with_time(self) -> bool:
        """ "In March, a group claimed an attack": the time is that of all that the sentence tells."""
        start = self.sentence.span.start
        return any(one.span.start - start <= _OPENING for one in self.get(q.WHEN))

    def _is_set_in_the_past(self, until: int) -> bool:
        """ "In November gunmen killed ten, the worst attack since 2017": a month before the words that compare."""
        return not self.days() and any(one.span.end <= until for one in self.get(q.WHEN))

    def harms(self) -> Iterator[Candidate]:
        for slot in q.HARM:
            yield from self.get(slot)


def _least(answers: Answers) -> float:
    reasons = {one.value.reason for one in answers.get(q.NON_EVENT) if not one.value.whole}
    if reasons <= _BESIDE_NEWS and any(_is_recent(one.value) for one in answers.get(q.WHEN)):
        return _CLEAR if reasons else TELLS
    return max((_SILENCE.get(reason, 1.1) for reason in reasons), default=TELLS)


def _is_recent(answer: q.WhenAnswer) -> bool:
    """A day told by its name or from today's: one of the last week."""
    return answer.start == answer.end and not answer.vague and answer.basis in (DateBasis.WEEKDAY, DateBasis.RELATIVE)


def _recalls(candidate: Candidate) -> bool:
    """A background cue that carries by itself; a pluperfect alone says little."""
    answer: q.RoleAnswer = candidate.value
    return answer.role is Role.BACKGROUND and not answer.whole and not answer.cue.lower().endswith(" been")


def frames_of(document: Document, chosen: dict[int, Answers]) -> list[Frame]:
    """Frames in reading order; a sentence without any answer gives none."""
    frames: list[Frame] = []
    for sentence in document.sentences:
        answers = chosen.get(sentence.index)
        if answers is None:
            continue
        least = _least(answers)
        pieces = pieces_of(sentence, answers)
        ends = [piece.at for piece in pieces[1:]] + [len(sentence.text)]
        for piece, end in zip(pieces, ends, strict=True):
            span = sentence.locate(piece.at, end)
            inside = _within(answers, span) if len(pieces) > 1 else answers.by_question
            if piece.shift is not None:
                inside = {**inside, q.WHEN: _moved(inside.get(q.WHEN, []), piece.shift, span.start + piece.until)}
            if piece.anew or any(other.anew for other in pieces):
                inside = {question: found for question, found in inside.items() if question != q.TYPE}
            if q.WHEN in inside and any(one.value.reason == "trial" for one in answers.get(q.NON_EVENT)):
                inside = {**inside, q.WHEN: _before_court(inside)}
            frames.append(
                Frame(
                    sentence, span, inside, piece.earlier, piece.joined, least, same_day=piece.same_day, anew=piece.anew
                )
            )
    return frames


def _within(answers: Answers, span: Span) -> dict[str, list[Candidate]]:
    if not answers.by_question:
        return {}
    return {
        question: inside
        for question, found in answers.by_question.items()
        if (inside := [one for one in found if span.start <= one.span.start < span.end])
    }


def days_before(answer: q.WhenAnswer, step: timedelta) -> q.WhenAnswer:
    """The same stretch that much earlier, as a relative date."""
    precision = DatePrecision.DAY if answer.precision is DatePrecision.EXACT_TIME and step else answer.precision
    return q.WhenAnswer(answer.start - step, answer.end - step, precision, DateBasis.RELATIVE)


def is_apposed(day: Candidate, anchor: Candidate) -> bool:
    """ "On Thursday, two days earlier": one day named twice."""
    return is_day(day.value) and 0 <= anchor.span.start - day.span.end <= _APPOSED


def is_counted_from(anchor: Candidate, whens: Iterable[Candidate]) -> bool:
    """Whether another day named before it in its sentence is later than it: "on Saturday ... the previous night"."""
    if not anchor.value.anchor:
        return False
    return any(
        is_day(one.value) and one.span.end + _APPOSED < anchor.span.start and anchor.value.end < one.value.start
        for one in whens
    )


def _before_court(answers: dict[str, list[Candidate]]) -> list[Candidate]:
    """Dates of a court sentence without the court's own: the later of two, or one told before "the kidnapping"."""
    whens = answers[q.WHEN]
    known = [one.span.start for one in answers.get(q.WHAT, []) if one.value.noun and one.value.definite]
    deed = min(known, default=0) if answers.get(q.WHAT) else 0
    return [
        one
        for one in whens
        if not any(other.value.end < one.value.start for other in whens)
        and not (is_day(one.value) and one.span.end < deed)
    ]


def _moved(whens: list[Candidate], shift: timedelta, until: int) -> list[Candidate]:
    """ "Calm returned on Thursday, a day after clashes": the days told before these words, moved to the clashes."""
    return [
        replace(one, value=days_before(one.value, shift), score=max(one.score, _SURE_DAY))
        if one.span.start < until and is_day(one.value)
        else one
        for one in whens
        if one.span.start < until or not one.value.anchor
    ]


def _inside(span: Span, name: Span) -> bool:
    return name.start <= span.start and span.end <= name.end
