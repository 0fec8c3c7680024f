"""Whether an article tells a happening at all, and which of its mentions it is about."""

from collections.abc import Mapping, Sequence

from tocsin.reading import questions as q
from tocsin.reading.assemble import Draft
from tocsin.reading.choose import Answers
from tocsin.reading.strands import Sharing, Standing, Thread
from tocsin.types import TITLE, Span
from tocsin_schemas.enums import Role

NEWS = 0.4
"""Least probability of a fresh happening to be reported (local_news, gva; 2026-11-21; benchmarks.quality)."""
RECALLED = 0.05
"""Least probability of a happening that a court, arrest or later story tells again."""

_ENOUGH = 0.7
"""Probability above which the place in the text decides which happening an article is about."""


def probability(thread: Thread, news: Mapping[Span, float]) -> float:
    """How likely the thread is a happening that the article tells: that of its likeliest trigger."""
    found = [
        news.get(one.span, 0.0)
        for part in thread.parts
        if part.sharing in (Sharing.OWN, Sharing.SUMMARY)
        for one in part.frame.triggers()
    ]
    return max(found, default=0.0)


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


def relevant(drafts: Sequence[Draft], news: Mapping[Span, float]) -> list[Draft]:
    """The drafts worth a mention, the one that the article is about first; the others in the order told."""
    told: list[tuple[float, Draft]] = []
    others: list[Draft] = []
    for draft in drafts:
        if draft.thread.standing is not Standing.TOLD:
            others.append(draft)
            continue
        score = probability(draft.thread, news)
        if score >= (NEWS if draft.mention.role is Role.REPORTED else RECALLED):
            told.append((score, draft.weighed(score)))
    if not told:
        return others
    main = max(told, key=lambda pair: (round(min(pair[0], _ENOUGH) + _head_start(pair[1]), 3), -pair[1].mention.start))[
        1
    ]
    rest = sorted((draft for _, draft in told if draft is not main), key=lambda draft: draft.mention.start)
    return [main, *rest, *others]


def _head_start(draft: Draft) -> float:
    first = min(part.frame.sentence.index for part in draft.thread.own() or draft.thread.parts)
    return 0.3 if first < 2 else 0.15 if first < 4 else 0.0
