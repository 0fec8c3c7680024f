"""Where one sentence turns from one happening to another: "a day after ...", "another ...", "in X, and in Y ..."."""

import re
from dataclasses import dataclass
from datetime import timedelta

from tocsin.reading import questions as q
from tocsin.reading.choose import Answers
from tocsin.reading.rules.stems import lower
from tocsin.reading.turns import turn_between_places
from tocsin.types import Sentence

TELLS = 0.36
"""Least score of a trigger that tells a happening by itself (gva, local_news; 2026-11-21; benchmarks.quality)."""
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
_KNOWN = re.compile(r"\s+(?:the|this|that|these|those|his|her|their|its|he|she|they|it)\b", re.I)
_KNOWN_DOER = re.compile(r"\s+(?:he|she|they|it)\b", re.I)
_CAME = re.compile(
    r"[\"']?(?:it|this|that|they|these|those)\b[^,;]{0,40}$|.*\b(?:came|comes|occurred|happened|took place)\s*$", re.I
)
_CLAIM_JOINT = re.compile(r";|,? (?:while|whereas|but)\b|, and\b")
_OPENING = 14
_JOINT_REACH = 45
"""Characters between the joint and the words that add another happening."""


@dataclass(frozen=True, slots=True)
class Piece:
    at: int
    earlier: timedelta | None = None
    joined: bool = False
    same_day: bool = False
    anew: bool = False
    shift: timedelta | None = None
    """What it tells lies that much before the days given in it up to `until`."""
    until: int = 0


def pieces_of(sentence: Sentence, answers: Answers) -> list[Piece]:
    """Where one sentence turns from one happening to another; a single piece in most."""
    if not answers.get(q.WHAT) and not answers.get(q.THREAD):
        return [Piece(0)]
    return (
        _split_at_earlier(sentence, answers)
        or _split_at_next(sentence, answers)
        or _split_between_claims(sentence, answers)
        or _split_between_places(sentence, answers)
        or [Piece(0)]
    )


def _split_between_claims(sentence: Sentence, answers: Answers) -> list[Piece]:
    """ "A took responsibility for the grenade; the army blamed B for the bus bomb": each clause speaks of its own."""
    named = [one for one in answers.get(q.THREAD) if one.value.kind is q.ThreadKind.SAME]
    if len(answers.get(q.CLAIM)) < 2 or len(named) < 2:
        return []
    start = sentence.span.start
    low, high = named[0].span.end - start, named[-1].span.start - start
    joint = _CLAIM_JOINT.search(sentence.text, low, max(low, high))
    return [Piece(0), Piece(joint.start())] if joint else []


def _split_between_places(sentence: Sentence, answers: Answers) -> list[Piece]:
    """ "A bomb killed four in X, while in Y gunmen shot a mayor": the second clause begins anew."""
    turn = turn_between_places(sentence, answers, TELLS)
    if turn is None:
        return []
    return [Piece(0), Piece(turn, joined=_SAME_SUBJECT.match(sentence.text, turn) is not None, anew=True)]


def is_day(answer: q.WhenAnswer) -> bool:
    return answer.start == answer.end and not answer.vague and not answer.anchor


def _dated_before(answers: Answers, until: int) -> bool:
    return any(one.span.start < until and is_day(one.value) for one in answers.get(q.WHEN))


def _tells_within(answers: Answers, low: int, high: int) -> bool:
    return any(
        low <= one.span.start < high and one.score >= TELLS and one.value.event_type not in NO_HAPPENING
        for one in answers.get(q.WHAT)
    )


def _split_at_earlier(sentence: Sentence, answers: Answers) -> list[Piece]:
    """ "The blast came a day after a bomb killed 30 in ...": what follows "after" lies that much earlier."""
    start = sentence.span.start
    lowered = lower(sentence.text)
    if not any(word in lowered for word in _EARLIER_WORDS):
        return []
    for match in _EARLIER.finditer(sentence.text):
        here = start + match.end()
        if _told_before(answers, start, start + match.start()) or _CAME.match(sentence.text[: match.start()]):
            if _tells_within(answers, here, sentence.span.end) and not _KNOWN.match(sentence.text, match.end()):
                return [Piece(0), Piece(match.start(), _shift(match), same_day=match["same"] is not None)]
        elif _shift(match) and _dated_before(answers, start + match.start()):
            if _tells_within(answers, here, sentence.span.end):
                return [Piece(0, shift=_shift(match), until=match.start())]
        elif match.start() < _OPENING:
            parted = _split_after_clause(sentence, answers, match)
            if parted:
                return parted
    return []


def _split_after_clause(sentence: Sentence, answers: Answers, match: re.Match[str]) -> list[Piece]:
    """ "Two days after a bomb killed 30 in X, gunmen ...": at the comma that ends the clause, where it tells something;
    "two days after they took X, the rebels still hold it" goes on with the one happening."""
    start, here = sentence.span.start, sentence.span.start + match.end()
    commas = [start + one.start() for one in _CLAUSE_START.finditer(sentence.text, match.end())]
    if not commas:
        return []
    known = _KNOWN_DOER.match(sentence.text, match.end()) and not _tells_within(answers, here, commas[0])
    if known and _tells_within(answers, commas[0], commas[1] if len(commas) > 1 else sentence.span.end):
        return []
    for split in commas:
        if _tells_within(answers, here, split) and _tells_within(answers, split, sentence.span.end):
            return [Piece(0, earlier=_shift(match)), Piece(split - start)]
    return []


def _shift(match: re.Match[str]) -> timedelta:
    unit = (match["unit"] or "").rstrip("s").lower()
    if unit == "hour" and (match["count"] or "").isdigit():
        return timedelta(days=round(int(match["count"]) / 24))
    count = (match["count"] or "a").lower()
    number = int(count) if count.isdigit() else _NUMBERS.get(count, 0)
    days = {"day": 1, "week": 7, "month": 30}.get(unit, 0)
    return timedelta(days=days * number)


def _split_at_next(sentence: Sentence, answers: Answers) -> list[Piece]:
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
            return [Piece(0), Piece(joint.start(), joined=joined)]
    return []


def _told_before(answers: Answers, low: int, high: int) -> bool:
    return any(
        low <= one.span.start < high for question in (q.WHAT, q.CLAIM, q.THREAD) for one in answers.get(question)
    )
