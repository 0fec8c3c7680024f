"""Tagged spans → actors, targets and weapons, and what the tags say of those that the rules found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tocsin.reading import questions as q
from tocsin.reading.model.spans import NAMED, TaggedSpan, Tagging
from tocsin.reading.model.weights import PartWeights
from tocsin.reading.rules.parties import PartyFinder
from tocsin.reading.rules.people import Form, people_in
from tocsin.reading.rules.weapons import target_kind_of, weapon_kind_of
from tocsin.types import Candidate, Document, Sentence
from tocsin.world.nations import Nations
from tocsin_schemas.enums import ActorKind, ActorRole, WeaponKind
from tocsin_schemas.models import Target, Weapon

DOER, HURT, TARGET, WEAPON = "doer", "hurt", "target", "weapon"
ORGANISATION = "organisation"
PARTS = {
    DOER: ("perpetrator", ORGANISATION), HURT: ("victim", NAMED), TARGET: ("target",), WEAPON: ("weapon",),
}  # fmt: skip
"""The roles of the model's tags by the part that they play."""


class PartWeigher:
    """Turns the tags of a sentence into candidates, beside those of the rules."""

    def __init__(self, parties: PartyFinder, weights: Mapping[str, PartWeights], reach: float, by: str) -> None:
        self._parties, self._nations = parties, Nations.load()
        self._weights, self._by = weights, by
        self._least = {part: row.span for part, row in weights.items()}
        self._reach = reach

    def weigh(
        self,
        document: Document,
        sentence: Sentence,
        found: Sequence[Candidate],
        tagging: Tagging,
        denying: bool = True,
    ) -> Iterator[Candidate]:
        """The rules' candidates that the tags do not deny, by whom both found where both did, and those of the tags.

        `denying` = the tags have a say against the rules, as where a trigger is told: that is what they were taught on.
        """
        told = list(tagging.spans(self._least, self._reach))
        met: set[int] = set()
        for one in found:
            alike = [at for at, span in enumerate(told) if _is_same(one, sentence, span)]
            met.update(alike)
            if alike:
                yield self._agreed(one, sentence, max((told[at] for at in alike), key=_telling))
            elif not denying or not self._is_denied(one, sentence, tagging):
                yield one
        for at, span in enumerate(told):
            if at not in met and span.score >= self._weights[span.part].alone and _is_told(sentence, span):
                yield self._candidate(document, sentence, span)

    def _agreed(self, one: Candidate, sentence: Sentence, span: TaggedSpan) -> Candidate:
        """What both found, as sure as the surer; where no register names it, the name as the tags cut it: no title."""
        value = one.value
        if one.question in (q.TARGET, q.WEAPON):
            value = value.model_copy(update={"name": _words(sentence, span)})
        elif one.question == q.ACTOR and value.actor_id is None:
            kind = ActorKind.PERSON if span.role == NAMED else value.kind
            value = replace(value, name=_words(sentence, span), kind=kind)
        return replace(one, value=value, by=f"{one.by}+{self._by}", score=max(one.score, span.score))

    def _is_denied(self, one: Candidate, sentence: Sentence, tagging: Tagging) -> bool:
        part, start = _part_of(one), sentence.span.start
        share = tagging.share(one.span.start - start, one.span.end - start, part) if part else None
        return part is not None and share is not None and share < self._weights[part].denied

    def _candidate(self, document: Document, sentence: Sentence, span: TaggedSpan) -> Candidate:
        name = _words(sentence, span)
        where = sentence.locate(span.start, span.end)
        value: Target | Weapon | q.ActorAnswer
        if span.part == TARGET:
            question, value = (
                q.TARGET,
                Target(name=name, kind=target_kind_of(name), country=self._nations.country_in(name)),
            )
        elif span.part == WEAPON:
            question, value = q.WEAPON, Weapon(kind=weapon_kind_of(name), name=name)
        elif span.part == HURT:
            question, value = q.ACTOR, self._victim(sentence, span, name)
        else:
            question, value = q.ACTOR, self._perpetrator(document, sentence, span, name)
        return Candidate(question, value, where, sentence.index, span.score, self._by)

    def _victim(self, sentence: Sentence, span: TaggedSpan, name: str) -> q.ActorAnswer:
        kinds = (one.kind for one in people_in(sentence.text) if one.start < span.end and span.start < one.end)
        kind = ActorKind.PERSON if span.role == NAMED else next(kinds, ActorKind.CIVILIANS)
        return q.ActorAnswer(ActorRole.VICTIM, name, None, kind, self._nations.country_in(name))

    def _perpetrator(self, document: Document, sentence: Sentence, span: TaggedSpan, name: str) -> q.ActorAnswer:
        parties = self._parties.parties(document, sentence)
        party = next((one for one in parties if one.start < span.end and span.start < one.end), None)
        if party is None:
            kind = _kind_of(sentence, span)
            return q.ActorAnswer(ActorRole.PERPETRATOR, name, None, kind, self._nations.country_in(name))
        called, country = party.name if party.actor_id else name, party.country or self._nations.country_in(name)
        return q.ActorAnswer(ActorRole.PERPETRATOR, called, party.actor_id, party.kind, country)


def _words(sentence: Sentence, span: TaggedSpan) -> str:
    return " ".join(sentence.text[span.start : span.end].split())


def _kind_of(sentence: Sentence, span: TaggedSpan) -> ActorKind:
    """The kind of a perpetrator that is no known party: an organisation, somebody called by name, or who knows."""
    if span.role == ORGANISATION:
        return ActorKind.ORGANISATION
    named = any(
        one.form is Form.NAMED and span.start < one.end and one.start < span.end and one.end == span.end
        for one in people_in(sentence.text)
    )
    is_name = named and len(sentence.text[span.start : span.end].split()) > 1
    return ActorKind.PERSON if is_name else ActorKind.UNIDENTIFIED


def _part_of(one: Candidate) -> str | None:
    """The part that a candidate of the rules gives its words; None where tags have no say."""
    if one.question == q.ACTOR:
        return {ActorRole.PERPETRATOR: DOER, ActorRole.VICTIM: HURT}.get(one.value.role)
    return {q.TARGET: TARGET, q.WEAPON: WEAPON}.get(one.question)


def _is_told(sentence: Sentence, span: TaggedSpan) -> bool:
    """Whether the words say what it is: of weapons in no word that is known for one the tags alone are seldom right."""
    return span.part != WEAPON or weapon_kind_of(_words(sentence, span)) is not WeaponKind.OTHER


def _telling(span: TaggedSpan) -> tuple[bool, float]:
    """Of "a judge, Ana Ruiz" the name says more than the office."""
    return span.role == NAMED, span.score


def _is_same(one: Candidate, sentence: Sentence, span: TaggedSpan) -> bool:
    return span.part == _part_of(one) and one.span.overlaps(sentence.locate(span.start, span.end))
