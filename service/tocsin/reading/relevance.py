"""Whether an article tells a happening at all, and which of its mentions it is about."""

from collections.abc import Sequence

from tocsin.reading import questions as q
from tocsin.reading.assemble import Draft
from tocsin.reading.choose import Answers
from tocsin.reading.kinship import is_soft
from tocsin.reading.threads import Sharing, Standing, Thread
from tocsin.types import TITLE
from tocsin_schemas.enums import Role

LEAST = 0.5
"""Points below which a happening is not reported; local_news and gva, 2026-11-21, python -m benchmarks.quality."""
_SOFT_LEAST = 0.85
_DETAIL = 0.08
_MOST_DETAIL = 0.3
_WHOLE_NON_EVENT = 0.45
_LATE = 12
"""Sentence from which on a happening is no longer what the article is about."""


def points(thread: Thread, draft: Draft) -> float:
    """How surely the article tells this happening: the trigger, where it stands and what is told of it."""
    own = [part for part in thread.parts if part.sharing in (Sharing.OWN, Sharing.SUMMARY)]
    told = [best.score for part in own if (best := part.frame.best("past")) is not None]
    trigger = max(told, default=0.0)
    first = min(part.frame.sentence.index for part in own) if own else _LATE
    lead = 0.15 if first < 3 else 0.0 if first < _LATE else -0.1
    detail = min(_MOST_DETAIL, _DETAIL * (len(own) - 1))
    mention = draft.mention
    harm = mention.harm
    hurt = 0.12 if any(one.value for slot in (harm.killed, harm.injured, harm.abducted) for one in slot or ()) else 0.0
    placed = 0.05 if mention.where is not None else 0.0
    return trigger + lead + detail + hurt + placed


def whole_non_event(chosen: dict[int, Answers]) -> float:
    """How strongly cues speak for an article that tells no happening (a sport page, a column), 0 to 1."""
    scores = [one.score for answers in chosen.values() for one in answers.get(q.NON_EVENT) if one.value.whole]
    return max(scores, default=0.0)


def is_follow_up(chosen: dict[int, Answers]) -> bool:
    """Whether the article as a whole is a court, arrest, funeral or inquiry story."""
    cues = [
        one
        for index, answers in chosen.items()
        if index < 4 or index == TITLE
        for one in answers.get(q.ROLE)
        if one.value.role is Role.FOLLOW_UP and one.value.whole
    ]
    return bool(cues)


def relevant(drafts: Sequence[Draft], non_event: float) -> list[Draft]:
    """The drafts worth a mention, the one that the article is about first; the others in the order told."""
    kept = []
    for draft in drafts:
        score = points(draft.thread, draft) - _WHOLE_NON_EVENT * non_event
        least = _SOFT_LEAST if is_soft(draft.mention.what.event_type) else LEAST
        if draft.thread.standing is not Standing.TOLD or score >= least:
            kept.append((score, draft))
    told = [(score, draft) for score, draft in kept if draft.thread.standing is Standing.TOLD]
    if not told:
        return [draft for _, draft in kept]
    main = max(told, key=lambda pair: (round(pair[0] + _head_start(pair[1]), 3), -pair[1].mention.start))[1]
    rest = [draft for _, draft in kept if draft is not main]
    return [main, *sorted(rest, key=lambda draft: (draft.thread.standing is not Standing.TOLD, draft.mention.start))]


def _head_start(draft: Draft) -> float:
    first = min(part.frame.sentence.index for part in draft.thread.own() or draft.thread.parts)
    return 0.3 if first < 2 else 0.15 if first < 4 else 0.0
