"""Whether an article tells a happening at all, and which of its mentions it is about."""

from collections.abc import Mapping, Sequence
from math import exp, log

from tocsin.reading import questions as q
from tocsin.reading.assemble import Draft
from tocsin.reading.choose import Answers
from tocsin.reading.strands import Sharing, Standing, Thread
from tocsin.types import TITLE, Span
from tocsin_schemas.enums import ActorKind, ActorRole, ClaimKind, DateBasis, PlacePrecision, Role
from tocsin_schemas.models import Mention

NEWS = 0.6
"""Least probability of a fresh happening to be reported (local_news, gva; 2026-11-21; benchmarks.quality)."""
_JOINS = 0.2
"""Least probability of a happening with a day and a town of its own to join an incident that others found."""
RECALLED = 0.05
"""Least probability of a happening that a court, arrest or later story tells again."""

_HARM, _CLAIM, _PLACE, _DAY, _ARMED_PERPETRATOR = 0.8, 1.0, 0.4, 0.4, 0.6
"""Log odds that filled fields add, by hand on local_news and gva, 2026-11-21."""
_ARMED = frozenset({
    ActorKind.REBEL_GROUP, ActorKind.TERRORIST_GROUP, ActorKind.MILITIA, ActorKind.CRIMINAL_GROUP,
    ActorKind.STATE_FORCES, ActorKind.UNIDENTIFIED,
})  # fmt: skip
_ADDED = 0.9
"""Share of its neighbour's probability that "another attack" has at least."""
_BESIDE = 0.65
"""Share of its neighbour's probability that "a day after a bomb in ..." has at least."""
_ENOUGH = 0.7
"""Probability above which the place in the text decides which happening an article is about."""


def probability(thread: Thread, mention: Mention, news: Mapping[Span, float]) -> float:
    """How likely the thread is a happening that the article tells: that of its likeliest trigger."""
    found = [
        news.get(one.span, 0.0)
        for part in thread.parts
        if part.sharing in (Sharing.OWN, Sharing.SUMMARY)
        for one in part.frame.triggers()
    ]
    return 1 / (1 + exp(-_log_odds(max(found, default=0.0)) - _told_of_it(mention)))


def _log_odds(share: float) -> float:
    share = min(0.999, max(0.001, share))
    return log(share / (1 - share))


def _told_of_it(mention: Mention) -> float:
    """What the fields filled from the text add to the log odds: who was hurt, where, when, by whom, with what."""
    harm = mention.harm
    points = 0.0
    if any(slot for slot in (harm.killed, harm.injured, harm.abducted, harm.missing)):
        points += _HARM
    if any(claim.kind is ClaimKind.RESPONSIBILITY for claim in mention.claims):
        points += _CLAIM
    if _is_placed(mention):
        points += _PLACE
    if mention.when is not None and mention.when.basis is not DateBasis.PUBLISHED:
        points += _DAY
    if any(actor.role is ActorRole.PERPETRATOR and actor.kind in _ARMED for actor in mention.actors):
        points += _ARMED_PERPETRATOR
    return points


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
    known: dict[int, float] = {}
    others: list[Draft] = []
    for draft in drafts:
        score = probability(draft.thread, draft.mention, news)
        if draft.thread.standing is not Standing.TOLD:
            others.append(draft.weighed(score))
            continue
        if draft.thread.added and draft.thread.beside is not None:
            score = max(score, _ADDED * known.get(id(draft.thread.beside), 0.0))
        elif _is_told_beside(draft):
            score = max(score, _BESIDE * known.get(id(draft.thread.beside), 0.0))
        known[id(draft.thread)] = score
        if score >= (NEWS if draft.mention.role is Role.REPORTED else RECALLED):
            told.append((score, draft.weighed(score)))
        elif score >= _JOINS and _may_join(draft.mention):
            others.append(draft.weighed(score).following())
    if not told:
        return others
    main = max(told, key=lambda pair: (round(min(pair[0], _ENOUGH) + _head_start(pair[1]), 3), -pair[1].mention.start))[
        1
    ]
    rest = sorted((draft for _, draft in told if draft is not main), key=lambda draft: draft.mention.start)
    return [main, *rest, *others]


def _is_told_beside(draft: Draft) -> bool:
    """Whether the text sets it beside another by its day ("a day after ...") and says where it was."""
    return draft.thread.step is not None and draft.thread.beside is not None and _is_placed(draft.mention)


def _may_join(mention: Mention) -> bool:
    """Whether it names day and town of what may be known already: too faint to found, firm enough to join."""
    return _is_placed(mention) and mention.when is not None and mention.when.basis is not DateBasis.PUBLISHED


def _is_placed(mention: Mention) -> bool:
    """Whether it says at or near which town or facility it was."""
    where = mention.where
    return where is not None and where.precision in (PlacePrecision.EXACT, PlacePrecision.NEAR)


def _head_start(draft: Draft) -> float:
    first = min(part.frame.sentence.index for part in draft.thread.own() or draft.thread.parts)
    return 0.3 if first < 2 else 0.15 if first < 4 else 0.0
