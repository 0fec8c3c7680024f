"""Sentences → frames: what one clause tells of one happening, with everything said beside it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from tocsin.reading import questions as q
from tocsin.reading.choose import Answers
from tocsin.reading.rules.stems import Openings, lower
from tocsin.reading.turns import turn_between_places
from tocsin.types import Candidate, Document, Sentence, Span
from tocsin_schemas.enums import ClaimKind, DateBasis, DatePrecision, Reality, Role

TELLS = 0.36
"""Least score of a trigger that tells a happening by itself (gva, local_news; 2026-11-21; benchmarks.quality)."""
LEAD_SENTENCES = 3
_BESIDE_NEWS = frozenset({"obituary", "statistics"})
"""Cues that also stand beside news of this week: it is told by a clear trigger."""
_CLEAR = 0.6
_SILENCE = {"trial": TELLS, "metaphor": 0.6}
"""Least score of a trigger beside a cue against it: a court story tells its happening as a follow-up, a clear trigger
is no metaphor; any other cue silences its sentence."""
NO_HAPPENING = frozenset({"ATT.ATTRIBUTION", "DIP.ACT", "NON.EVENT"})
_EARLIER = re.compile(
    r"\b(?=\w)(?P<count>a|an|one|two|three|four|five|six|several|a few|\d{1,2})? ?(?:\w+ )?"
    r"(?P<unit>hours?|days?|weeks?|months?) (?:after|since)\b(?! that\b| which\b)"
    r"|\b(?:shortly|soon|just|immediately) after\b"
    r"|\b(?P<same>(?:on )?the same (?:day|night|morning|evening|afternoon)) (?:as|that)\b"
    r"|\bin (?:the wake|the aftermath|retaliation|revenge|response|reprisal)(?: of| for| to)\b"
    r"|\bfollow(?:s|ed|ing) (?=(?:an?|yesterday's|last|the previous|\w+day's) )",
    re.I,
)
_EARLIER_WORDS = ("same", "after", "since", "wake", "retaliation", "revenge", "response", "reprisal", "follow")
_JOINT = re.compile(r"(?:,|;|--?)?\s*\b(?:and|but|while|whereas|as well as|followed by|before)\b|[;:]|,")
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_SAME_SUBJECT = re.compile(r"\W*and\s+(?:also\s+|then\s+|later\s+)?(?:had|has|have)\s", re.I)
_CLAUSE_START = re.compile(r",\s+(?=\w)")
_FIRST_SINCE = Openings(
    r"\b(?:first|deadliest|worst|largest|biggest|latest)\b.{0,90}?\b(?:since|"
    r"(?:in|for) (?:over |more than |nearly |almost |at least )?(?:a|an|\w+)?\s?(?:years?|months?|weeks?|decades?))\b"
)
"""Words that set a happening of today against history, with a date that is not its own."""
_MODIFIER = re.compile(r"(?!the\b|this\b|that\b|latest\b|deadly\b|whole\b|same\b|two\b)[a-z]{3,}")
_KNOWN = re.compile(r"\s+(?:the|this|that|these|those|his|her|their|its|he|she|they|it)\b", re.I)
_CAME = re.compile(
    r"[\"']?(?:it|this|that|they|these|those)\b[^,;]{0,40}$|.*\b(?:came|comes|occurred|happened|took place)\s*$", re.I
)
_CLAIM_JOINT = re.compile(r";|,? (?:while|whereas|but)\b|, and\b")
_OPENING = 14
_APPOSED = 2
"""Characters between the two names of one day."""
_SURE_DAY = 0.85
"""Least score of a day counted from one that the sentence names."""
_JOINT_REACH = 45
"""Characters between the joint and the words that add another happening."""
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
            self._triggers = [
                one
                for one in self.get(q.WHAT)
                if one.value.event_type not in NO_HAPPENING and not any(_inside(one.span, name) for name in names)
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
        if _FIRST_SINCE.search(self.sentence.text):
            return False
        counted = [one.span for one in self.get(q.THREAD) if one.value.ordinal is not None]
        cues = [one for one in self.get(q.ROLE) if _recalls(one)]
        if any(not any(one.span.overlaps(span) for span in counted) for one in cues):
            return True
        whens = self.get(q.WHEN)
        vague = [one.value for one in whens if one.value.vague]
        lately = all(one.basis is DateBasis.WEEKDAY for one in vague) and self.speaks_of_known()
        return bool(vague) and not self.days() and not lately

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
        pieces = _pieces(sentence, answers)
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


@dataclass(frozen=True, slots=True)
class _Piece:
    at: int
    earlier: timedelta | None = None
    joined: bool = False
    same_day: bool = False
    anew: bool = False
    shift: timedelta | None = None
    """What it tells lies that much before the days given in it up to `until`."""
    until: int = 0


def _within(answers: Answers, span: Span) -> dict[str, list[Candidate]]:
    if not answers.by_question:
        return {}
    return {
        question: inside
        for question, found in answers.by_question.items()
        if (inside := [one for one in found if span.start <= one.span.start < span.end])
    }


def _pieces(sentence: Sentence, answers: Answers) -> list[_Piece]:
    """Where one sentence turns from one happening to another; a single piece in most."""
    if not answers.get(q.WHAT) and not answers.get(q.THREAD):
        return [_Piece(0)]
    return (
        _split_at_earlier(sentence, answers)
        or _split_at_next(sentence, answers)
        or _split_between_claims(sentence, answers)
        or _split_between_places(sentence, answers)
        or [_Piece(0)]
    )


def _split_between_claims(sentence: Sentence, answers: Answers) -> list[_Piece]:
    """ "A took responsibility for the grenade; the army blamed B for the bus bomb": each clause speaks of its own."""
    named = [one for one in answers.get(q.THREAD) if one.value.kind is q.ThreadKind.SAME]
    if len(answers.get(q.CLAIM)) < 2 or len(named) < 2:
        return []
    start = sentence.span.start
    low, high = named[0].span.end - start, named[-1].span.start - start
    joint = _CLAIM_JOINT.search(sentence.text, low, max(low, high))
    return [_Piece(0), _Piece(joint.start())] if joint else []


def _split_between_places(sentence: Sentence, answers: Answers) -> list[_Piece]:
    """ "A bomb killed four in X, while in Y gunmen shot a mayor": the second clause begins anew."""
    turn = turn_between_places(sentence, answers, TELLS)
    if turn is None:
        return []
    return [_Piece(0), _Piece(turn, joined=_SAME_SUBJECT.match(sentence.text, turn) is not None, anew=True)]


def days_before(answer: q.WhenAnswer, step: timedelta) -> q.WhenAnswer:
    """The same stretch that much earlier, as a relative date."""
    precision = DatePrecision.DAY if answer.precision is DatePrecision.EXACT_TIME and step else answer.precision
    return q.WhenAnswer(answer.start - step, answer.end - step, precision, DateBasis.RELATIVE)


def is_apposed(day: Candidate, anchor: Candidate) -> bool:
    """ "On Thursday, two days earlier": one day named twice."""
    return _is_day(day.value) and 0 <= anchor.span.start - day.span.end <= _APPOSED


def is_counted_from(anchor: Candidate, whens: Iterable[Candidate]) -> bool:
    """Whether another day named before it in its sentence is later than it: "on Saturday ... the previous night"."""
    if not anchor.value.anchor:
        return False
    return any(
        _is_day(one.value) and one.span.end + _APPOSED < anchor.span.start and anchor.value.end < one.value.start
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
        and not (_is_day(one.value) and one.span.end < deed)
    ]


def _moved(whens: list[Candidate], shift: timedelta, until: int) -> list[Candidate]:
    """ "Calm returned on Thursday, a day after clashes": the days told before these words, moved to the clashes."""
    return [
        replace(one, value=days_before(one.value, shift), score=max(one.score, _SURE_DAY))
        if one.span.start < until and _is_day(one.value)
        else one
        for one in whens
        if one.span.start < until or not one.value.anchor
    ]


def _inside(span: Span, name: Span) -> bool:
    return name.start <= span.start and span.end <= name.end


def _is_day(answer: q.WhenAnswer) -> bool:
    return answer.start == answer.end and not answer.vague and not answer.anchor


def _dated_before(answers: Answers, until: int) -> bool:
    return any(one.span.start < until and _is_day(one.value) for one in answers.get(q.WHEN))


def _tells_within(answers: Answers, low: int, high: int) -> bool:
    return any(
        low <= one.span.start < high and one.score >= TELLS and one.value.event_type not in NO_HAPPENING
        for one in answers.get(q.WHAT)
    )


def _split_at_earlier(sentence: Sentence, answers: Answers) -> list[_Piece]:
    """ "The blast came a day after a bomb killed 30 in ...": what follows "after" lies that much earlier."""
    start = sentence.span.start
    lowered = lower(sentence.text)
    if not any(word in lowered for word in _EARLIER_WORDS):
        return []
    for match in _EARLIER.finditer(sentence.text):
        here = start + match.end()
        if _told_before(answers, start, start + match.start()) or _CAME.match(sentence.text[: match.start()]):
            if _tells_within(answers, here, sentence.span.end) and not _KNOWN.match(sentence.text, match.end()):
                return [_Piece(0), _Piece(match.start(), _shift(match), same_day=match["same"] is not None)]
        elif _shift(match) and _dated_before(answers, start + match.start()):
            if _tells_within(answers, here, sentence.span.end):
                return [_Piece(0, shift=_shift(match), until=match.start())]
        elif match.start() < _OPENING:
            for comma in _CLAUSE_START.finditer(sentence.text, match.end()):
                split = start + comma.start()
                if _tells_within(answers, here, split) and _tells_within(answers, split, sentence.span.end):
                    return [_Piece(0, earlier=_shift(match)), _Piece(comma.start())]
    return []


def _shift(match: re.Match[str]) -> timedelta:
    unit = (match["unit"] or "").rstrip("s").lower()
    if unit == "hour" and (match["count"] or "").isdigit():
        return timedelta(days=round(int(match["count"]) / 24))
    count = (match["count"] or "a").lower()
    number = int(count) if count.isdigit() else _NUMBERS.get(count, 0)
    days = {"day": 1, "week": 7, "month": 30}.get(unit, 0)
    return timedelta(days=days * number)


def _split_at_next(sentence: Sentence, answers: Answers) -> list[_Piece]:
    """ "... claimed the launches as well as a third one on another base": cut before the words that add another."""
    start = sentence.span.start
    for cue in answers.get(q.THREAD):
        if cue.value.kind is not q.ThreadKind.NEXT:
            continue
        at = cue.span.start - start
        joints = [match for match in _JOINT.finditer(sentence.text, 0, at) if at - match.end() <= _JOINT_REACH]
        if not joints:
            continue
        strong = [match for match in joints if len(match.group().strip()) > 1]
        joint = (strong or joints)[-1]
        if _told_before(answers, start, start + joint.start()):
            joined = "as well as" in joint.group() or "and" in joint.group()
            return [_Piece(0), _Piece(joint.start(), joined=joined)]
    return []


def _told_before(answers: Answers, low: int, high: int) -> bool:
    return any(
        low <= one.span.start < high for question in (q.WHAT, q.CLAIM, q.THREAD) for one in answers.get(question)
    )
