"""The day of what an article is about, chosen once it is settled which of its happenings that is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tocsin.reading import questions as q
from tocsin.reading.assemble import LOOSE_SURE, Draft
from tocsin.reading.dates import day_told, is_old, when_of, when_published
from tocsin.reading.day_choice import DayChoice, choice_of
from tocsin.reading.day_namings import Woven
from tocsin.reading.evidence import EvidenceList
from tocsin.reading.lie import Relation, relation
from tocsin.reading.strands import Standing, Thread
from tocsin.types import Candidate, Document
from tocsin_schemas.enums import DateBasis, Role
from tocsin_schemas.models import When

_WEIGHED = ("CRI.", "ACC.", "VAC.ATTACK", "VAC.SEXUAL", "STR.", "PRO.EXCESSIVE", "EXP.SUICIDE")
"""Types whose days are weighed: those that the articles were read as which the weights were fitted on. Abductions and
the news of a war are too rare among them."""
_SUREST, _PUBLISHED_SURE = 0.93, 0.6
"""How sure a weighed day is at most, and the day of publication where no other is likelier: the shares of gva in which
a day named alone, and that of publication, is right (out of fold by incident, 2026-11-26, benchmarks.day_fit)."""
_DAY_SURE = 0.5
"""How sure a day is that the text gives apart from the happening."""


def days_of(document: Document, drafts: Sequence[Draft], woven: Woven) -> DayChoice | None:
    """The days that the first draft may have, where they are weighed (`_WEIGHED`)."""
    if not drafts or drafts[0].thread.standing is not Standing.TOLD:
        return None
    first = drafts[0]
    if first.mention.when is None or not first.mention.what.event_type.startswith(_WEIGHED):
        return None
    if first.thread.step is not None:
        return None  # told as so many days from another, whose day settles it
    others = [one.thread for one in drafts[1:] if _lies_apart(one.thread, first.thread)]
    return choice_of(document, woven, first.thread, first.mention.when, others)


def _lies_apart(one: Thread, other: Thread) -> bool:
    """Whether both are told as having happened, at places too far apart for one happening."""
    if one.standing is not Standing.TOLD or one.place is None or other.place is None:
        return False
    return relation(one.place.value.place, other.place.value.place) is Relation.APART


def dated(document: Document, drafts: Sequence[Draft], woven: Woven, choice: DayChoice | None) -> list[Draft]:
    """The drafts with the first dated by the likeliest of its days.

    Where days are not weighed, the only draft that is news and has no sure day of its own gets the surest of the text.
    """
    if choice is not None:
        return [_weighed(document, drafts[0], choice, woven.follow_up), *drafts[1:]]
    if not drafts or not _may_be_dated_anew(drafts):
        return list(drafts)
    elsewhere = {part.frame.sentence.index for one in drafts[1:] for part in one.thread.own()}
    named = (one for at, found in woven.chosen.items() if at not in elsewhere for one in found.get(q.WHEN))
    day = day_told(named, document.published_at)
    if day is None:
        return list(drafts)
    when = drafts[0].mention.when
    sure = _DAY_SURE if when is None or when.basis is DateBasis.PUBLISHED else when.confidence
    return [_with_day(document, drafts[0], day, when_of(day.value, sure), drafts[0].mention.role), *drafts[1:]]


def _may_be_dated_anew(drafts: Sequence[Draft]) -> bool:
    """Whether no day of its own vouches for a lone draft, or only a loose one for the only draft that is news."""
    when = drafts[0].mention.when
    if when is None or drafts[0].thread.standing is not Standing.TOLD:
        return False
    if when.basis is DateBasis.PUBLISHED:
        return len(drafts) == 1
    return when.confidence <= LOOSE_SURE and all(one.thread.standing is not Standing.TOLD for one in drafts[1:])


def _weighed(document: Document, draft: Draft, choice: DayChoice, follow_up: bool) -> Draft:
    at, likely = choice.best()
    words, old = choice.words[at], draft.mention.when
    sure = round(min(likely, _SUREST), 3)
    if at == 0 and old is not None:
        sure = min(sure, _PUBLISHED_SURE) if old.basis is DateBasis.PUBLISHED else sure
        when = old.model_copy(update={"confidence": sure})
        return replace(draft, mention=draft.mention.model_copy(update={"when": when}))
    when = (
        when_of(words.value, sure)
        if words is not None
        else when_published(choice.days[at][0], min(sure, _PUBLISHED_SURE))
    )
    return _with_day(document, draft, words, when, _role(draft.mention.role, when, follow_up, document.published_at))


def _role(role: Role, when: When, follow_up: bool, published: datetime | None) -> Role:
    """A happening of a week ago is followed up; one told late by a court story without a day of its own is, too."""
    if role is Role.BACKGROUND:
        return role
    late = follow_up and when.basis is DateBasis.PUBLISHED
    return Role.FOLLOW_UP if late or is_old(when.end, published) else Role.REPORTED


def _with_day(document: Document, draft: Draft, words: Candidate | None, when: When, role: Role) -> Draft:
    """The draft dated by these words, which become the evidence of its day."""
    evidence = EvidenceList(document)
    if words is not None:
        evidence.add("when", words)
    kept = tuple(one for one in draft.mention.evidence if one.field != "when")
    role = draft.mention.role if draft.joins_only else role
    mention = draft.mention.model_copy(update={"when": when, "role": role, "evidence": (*kept, *evidence.all())})
    supports = tuple(one for one in draft.supports if one.field != "when")
    return replace(draft, mention=mention, supports=(*supports, *evidence.supports))
