"""Where one sentence turns to another happening by its place: "... in X, and in Y three people died when ..."."""

import re

from tocsin.reading import questions as q
from tocsin.reading.choose import Answers
from tocsin.reading.kinship import is_soft
from tocsin.reading.lie import Relation, is_placed_there, relation
from tocsin.types import Candidate, Sentence

_JOINT = re.compile(r"(?:,|;|\s-)\s*(?:and|but|while|whereas|as)\b|;", re.I)

_CLEAR = 0.6
"""Score from which a crime of a common sort counts (invented sets, 2026-11-26, tests/unit/reading/test_sets.py)."""


def turn_between_places(sentence: Sentence, answers: Answers, least: float) -> int | None:
    """Where a joint parts two clauses that each tell of something at a town of their own, too far apart for one;
    `least` = score from which a trigger tells."""
    wheres = [one for one in answers.get(q.WHERE) if is_placed_there(one)]
    if len(wheres) < 2:
        return None
    start, end = sentence.span.start, sentence.span.end
    for joint in _JOINT.finditer(sentence.text):
        at = start + joint.start()
        if _lie_apart(wheres, at) and _tells(answers, start, at, least) and _tells(answers, at, end, least):
            return joint.start()
    return None


def _lie_apart(wheres: list[Candidate], at: int) -> bool:
    left = [one.value.place for one in wheres if one.span.end <= at]
    right = [one.value.place for one in wheres if one.span.start >= at]
    return bool(left and right) and all(relation(a, b) is Relation.APART for a in left for b in right)


def _tells(answers: Answers, low: int, high: int, least: float) -> bool:
    """Whether a clause tells a happening, people hurt, or who claims or denies it."""
    for one in answers.get(q.WHAT):
        told = one.value.tense == "past" and one.score >= least and not _is_faint(one)
        if told and low <= one.span.start < high:
            return True
    counts = (one for question in q.HURT for one in answers.get(question) if one.value.value > 0)
    return any(low <= one.span.start < high for one in (*counts, *answers.get(q.CLAIM)))


def _is_faint(one: Candidate) -> bool:
    """Whether its words are common in ordinary news; a robbery told clearly is a deed, an arrest is not."""
    code: str = one.value.event_type
    return is_soft(code) and not (code.startswith("CRI.") and one.score >= _CLEAR)
