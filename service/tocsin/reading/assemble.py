"""Threads → mentions: each field chosen from what the thread's frames say, with the sentence that supports it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tocsin.reading import questions as q
from tocsin.reading.dates import choose_date, is_loose, is_old, when_of, when_published
from tocsin.reading.evidence import EvidenceList, Support
from tocsin.reading.frames import days_before
from tocsin.reading.harm_hints import hints_of
from tocsin.reading.harms import HarmSaid, harm_of, said_of
from tocsin.reading.kinds import named_by_title, reality_of, type_of
from tocsin.reading.lie import Relation, is_placed_there, relation
from tocsin.reading.means import means_of
from tocsin.reading.people import actors_of, claims_of, targets_of, weapons_of
from tocsin.reading.places import choose_place
from tocsin.reading.questions import WhenAnswer
from tocsin.reading.sections import sums_up
from tocsin.reading.strands import Part, Sharing, Standing, Thread
from tocsin.types import Candidate, Document
from tocsin_schemas.enums import ActorRole, DateBasis, DatePrecision, PlaceKind, PlacePrecision, Reality, Role
from tocsin_schemas.models import Alternative, Mention, MentionHarm, What, When, Where

_DAY = timedelta(days=1)
_FILED_SURE = 0.5
"""How sure the town of the dateline is where nothing else is named."""
_SET_SURE = 0.35
"""How sure the scene of an article is as the place of a happening that is told without one."""
_PUBLISHED_SURE = 0.4
"""How sure the day of publication is as that of a happening told without one."""
LOOSE_SURE = 0.45
"""How sure a day is that stands in none of the sentences that tell the happening."""
_FAINT = 0.5
"""Points of a type below which "another attack" is taken for one of the kind told before."""
_ABDUCTION, _ATTACK = "VAC.ABDUCTION", "VAC.ATTACK"
_BESIDE = 0.5
"""Points of a place that a happening has from the one beside which it is told."""
_POINTS_SURE = 1.4
"""Points of a place or date at which it is as good as sure."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A mention before it is numbered, with what its fields rest on and how much of the article speaks of it."""

    mention: Mention
    supports: tuple[Support, ...]
    thread: Thread
    harm: HarmSaid
    joins_only: bool = False
    """Too faint to found an incident, whatever its day."""

    def weighed(self, probability: float) -> "Draft":
        """The draft whose mention is as sure as that."""
        return replace(self, mention=self.mention.model_copy(update={"confidence": _share(probability)}))

    def following(self) -> "Draft":
        """The draft as one that founds nothing."""
        return replace(self, mention=self.mention.model_copy(update={"role": Role.FOLLOW_UP}), joins_only=True)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over an article: the town it was filed from, what its title tells (context, no evidence), the towns
    that its title names or it opens in, and the harm told by sentences that belong to none of its threads."""

    filed_from: Candidate | None = None
    title: tuple[Candidate, ...] = ()
    places: tuple[Candidate, ...] = ()
    loose_harms: tuple[Candidate, ...] = ()


def drafts_of(document: Document, threads: Sequence[Thread], follow_up: bool, head: Head | None = None) -> list[Draft]:
    """One draft a thread, in the threads' order."""
    head = head or Head()
    is_alone = sum(thread.standing is Standing.TOLD for thread in threads) <= 1
    if not is_alone:  # the title may tell of either
        head = replace(head, places=head.places if _tells_of_first(threads, head.places) else (), title=())
    assembler = Assembler(document, follow_up, head, is_alone)
    return [draft for thread in threads if (draft := assembler.draft(thread, thread is threads[0])) is not None]


def _tells_of_first(threads: Sequence[Thread], titled: Sequence[Candidate]) -> bool:
    """Whether the title's town can only be that of the first happening, as it has none and the others lie elsewhere."""
    first, others = threads[0], [one for one in threads[1:] if one.standing is Standing.TOLD]
    if first.standing is not Standing.TOLD or first.place is not None:
        return False
    return all(
        other.place is not None and relation(other.place.value.place, one.value.place) is Relation.APART
        for other in others
        for one in titled
    )


def placed(document: Document, drafts: Sequence[Draft], scene: Candidate | None) -> list[Draft]:
    """The drafts, the first set in `scene` where none has a place: what is told at no place is told where the text is.

    Asked once it is settled what is news, as such a place says nothing about that.
    """
    if scene is None or not drafts or any(draft.mention.where is not None for draft in drafts):
        return list(drafts)
    first = drafts[0]
    if first.thread.standing is not Standing.TOLD or first.thread.added:
        return list(drafts)
    evidence = EvidenceList(document)
    evidence.add("where", scene)
    mention = first.mention.model_copy(
        update={"where": _where(scene.value, _SET_SURE), "evidence": (*first.mention.evidence, *evidence.all())}
    )
    return [replace(first, mention=mention, supports=(*first.supports, *evidence.supports)), *drafts[1:]]


class Assembler:
    """Builds the mentions of one document; keeps the dates and places found so far for those told beside them."""

    def __init__(self, document: Document, follow_up: bool, head: Head, is_alone: bool) -> None:
        self._document = document
        self._filed_from = head.filed_from
        self._title = head.title
        self._set_in = head.places
        self._first: Thread | None = None
        self._loose_harms = head.loose_harms
        self._follow_up = follow_up
        self._is_alone = is_alone
        self._whens: dict[int, WhenAnswer] = {}
        self._loose: set[int] = set()
        self._places: dict[int, Candidate] = {}

    def draft(self, thread: Thread, first: bool) -> Draft | None:
        """None where the thread has no type."""
        self._first = thread if first else self._first
        typed = type_of(thread.parts)
        if thread.added and thread.beside is not None and (typed is None or typed.score < _FAINT):
            typed = type_of(thread.beside.parts) or typed
        if typed is not None and first:
            typed = named_by_title(typed, self._title)
        if typed is None:
            return None
        evidence = EvidenceList(self._document)
        evidence.add("what.event_type", typed.candidate)
        when = self._when(thread, evidence)
        where = self._where(thread, evidence)
        said = said_of(thread.parts, self._loose_harms if thread.standing is Standing.TOLD else ())
        if first:
            hints = hints_of(self._document.sentences)
            said = replace(said, title=self._document.title, is_alone=self._is_alone, hints=hints)
        harm = harm_of(said, typed.candidate.value.event_type, evidence)
        reality = Reality.THREATENED if thread.standing is Standing.THREAT else reality_of(thread.parts, harm, evidence)
        code = _graver(typed.code(reality), harm)
        actors, targets = actors_of(thread.parts, evidence), targets_of(thread.parts, evidence)
        victims = [one.name for one in actors if one.role is ActorRole.VICTIM]
        what = What(
            event_type=code,
            confidence=_share(typed.score),
            alternatives=tuple(
                Alternative(event_type=other, confidence=_share(p)) for other, p in typed.others if other != code
            ),
            reality=reality,
            weapons=weapons_of(thread.parts, evidence),
            targets=targets,
            means=means_of(thread.parts, [*victims, *(one.name for one in targets)], evidence),
            tags=typed.tags,
        )
        start, end = _extent(thread.parts)
        mention = Mention(
            ordinal=0,
            role=self._role(thread, when, first),
            start=start,
            end=end,
            what=what,
            where=where,
            when=when,
            actors=actors,
            claims=claims_of(thread.parts, evidence),
            harm=harm,
            evidence=evidence.all(),
            confidence=_share(typed.score),
        )
        return Draft(mention, tuple(evidence.supports), thread, said)

    def _role(self, thread: Thread, when: When | None, first: bool) -> Role:
        if thread.standing is Standing.BACKGROUND:
            return Role.BACKGROUND
        if thread.standing is Standing.RECALLED:
            return Role.FOLLOW_UP if thread.place is not None else Role.BACKGROUND
        old = when is not None and is_old(when.end, self._document.published_at)
        if not first and old:
            return Role.BACKGROUND
        told_late = first and self._follow_up and (when is None or when.basis is DateBasis.PUBLISHED)
        return Role.FOLLOW_UP if old or told_late else Role.REPORTED

    # --- when

    def _when(self, thread: Thread, evidence: EvidenceList) -> When | None:
        answer = self._day_of(thread, evidence)
        if answer is None:
            return self._published() if thread.standing in (Standing.TOLD, Standing.THREAT) else None
        self._whens[id(thread)] = answer
        sure = 0.9 if answer.precision in (DatePrecision.DAY, DatePrecision.EXACT_TIME) else 0.6
        sure = min(sure, LOOSE_SURE) if id(thread) in self._loose else sure
        return when_of(answer, sure)

    def _day_of(self, thread: Thread, evidence: EvidenceList) -> WhenAnswer | None:
        beside = self._whens.get(id(thread.beside)) if thread.beside is not None else None
        if thread.standing is Standing.RECALLED and thread.day is None:
            return None
        opened = _opened_on(thread)
        parts = [
            (part.frame, part.weight)
            for part in thread.parts
            if part.sharing is not Sharing.CLAIM and not (opened and part.sharing is Sharing.SUMMARY)
        ]
        latest = self._latest()
        candidate = choose_date(parts, latest)
        if candidate is not None and beside is not None and is_loose(candidate, parts) and candidate not in opened:
            candidate = None  # what is told beside another is of its day unless its own sentences name one
        if candidate is not None and not (thread.step is not None and candidate.value.anchor):
            answer: WhenAnswer = candidate.value
            told_again = self._follow_up and is_old(answer.end, self._document.published_at)
            if not answer.vague or told_again or thread.standing is Standing.BACKGROUND:
                evidence.add("when", candidate)
                if is_loose(candidate, parts):
                    self._loose.add(id(thread))
                return replace(answer, start=_at_most(answer.start, latest), end=_at_most(answer.end, latest))
        if beside is None:
            return None
        trigger = thread.parts[0].frame.best()
        if trigger is not None:
            evidence.add("when", trigger)
        return days_before(beside, thread.step or timedelta())

    def _latest(self) -> date | None:
        published = self._document.published_at
        return published.date() + _DAY if published else None

    def _published(self) -> When | None:
        published = self._document.published_at
        return when_published(published.date(), _PUBLISHED_SURE) if published is not None else None

    # --- where

    def _where(self, thread: Thread, evidence: EvidenceList) -> Where | None:
        named = not (thread.added or thread.divided)
        parts = [
            (part.frame, part.weight)
            for part in thread.parts
            if (part.sharing is Sharing.OWN and not (thread.divided and sums_up(part.frame)))
            or (named and part.sharing is Sharing.SUMMARY)
        ]
        found = choose_place(parts, self._set_in if thread is self._first else ())
        if thread.placed_beside and thread.place is not None and not _lies_there(found, thread.place):
            found = (thread.place, _BESIDE)
        if thread.divided and thread.place is not None and _outplaces(thread.place, found):
            found = (thread.place, _BESIDE)
        if found is not None:
            candidate, points = found
            self._places[id(thread)] = candidate
            evidence.add("where", candidate)
            return _where(candidate.value, min(0.98, 0.45 + 0.5 * points / _POINTS_SURE))
        return self._nameless(thread, evidence) or self._filed(thread, evidence)

    def _filed(self, thread: Thread, evidence: EvidenceList) -> Where | None:
        """The town of the dateline, where the text names no place at all: a local report tells of its own town."""
        if thread.standing is not Standing.TOLD or thread.added or self._filed_from is None or self._places:
            return None
        self._places[id(thread)] = self._filed_from
        evidence.add("where", self._filed_from)
        return _where(self._filed_from.value, _FILED_SURE)

    def _nameless(self, thread: Thread, evidence: EvidenceList) -> Where | None:
        """ "Another base" in the country of the one told before: named as told, no finer than the country."""
        beside = thread.beside
        if beside is None or not thread.added or id(beside) not in self._places:
            return None
        known: q.WhereAnswer = self._places[id(beside)].value
        cue = _place_cue(thread.parts)
        if cue is not None:
            evidence.add("where", cue)
        return Where(
            name=cue.value.cue if cue is not None else known.place.country or known.name,
            kind=PlaceKind.COUNTRY,
            country=known.place.country,
            precision=PlacePrecision.COUNTRY,
            confidence=0.5,
        )


def _lies_there(found: tuple[Candidate, float] | None, beside: Candidate) -> bool:
    return found is not None and relation(found[0].value.place, beside.value.place) is Relation.SAME


def _opened_on(thread: Thread) -> list[Candidate]:
    """The days named by the clause with which a section begins, told beside others and at a town of its own."""
    own = thread.own()
    if not own or thread.beside is None or thread.place is None:
        return []
    first = own[0].frame
    return first.days() if any(one is thread.place for one in first.get(q.WHERE)) else []


def _outplaces(woven: Candidate, found: tuple[Candidate, float] | None) -> bool:
    """Whether the town by which sections were told apart is better than one that nothing is said to be in."""
    if not is_placed_there(woven) or (found is not None and is_placed_there(found[0])):
        return False
    return found is None or relation(found[0].value.place, woven.value.place) is Relation.APART


def _place_cue(parts: Iterable[Part]) -> Candidate | None:
    for part in parts:
        if part.sharing is Sharing.OWN:
            cues = [one for one in part.frame.get(q.THREAD) if one.value.kind is q.ThreadKind.NEXT]
            if cues:
                return cues[-1]
    return None


def _where(answer: q.WhereAnswer, confidence: float) -> Where:
    place = answer.place
    pointless = place.kind is PlaceKind.COUNTRY
    return Where(
        name=answer.name,
        resolved_name=place.name,
        gazetteer_id=place.gazetteer_id,
        kind=place.kind,
        country=place.country,
        admin1=place.admin1,
        lat=None if pointless else place.lat,
        lon=None if pointless else place.lon,
        radius_km=None if pointless else place.radius_km,
        precision=answer.precision,
        confidence=round(confidence, 3),
    )


def _share(points: float) -> float:
    return round(min(1.0, points), 3)


def _at_most(day: date, latest: date | None) -> date:
    return day if latest is None else min(day, latest)


def _graver(code: str, harm: MentionHarm) -> str:
    """A raid that kills and carries people off is an attack; an abduction is one that nobody dies in."""
    killed = any(one.value > 0 for one in harm.killed or ())
    return _ATTACK if code == _ABDUCTION and killed else code


def _extent(parts: Sequence[Part]) -> tuple[int, int]:
    own = [part.frame.span for part in parts if part.sharing is Sharing.OWN] or [part.frame.span for part in parts]
    return min(span.start for span in own), max(span.end for span in own)
