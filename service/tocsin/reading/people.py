"""Who did it to whom with what, and who says so: a thread's actors, weapons, targets and claims without repetition."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tocsin.reading import questions as q
from tocsin.reading.evidence import EvidenceList
from tocsin.reading.names import bare_name, fullest_name, is_same_name
from tocsin.reading.strands import Part, Sharing
from tocsin.reading.sure import actor_sure
from tocsin.types import Candidate
from tocsin_schemas.enums import ActorKind, ActorRole, Stance
from tocsin_schemas.models import Actor, Claim, Target, Weapon

_MOST = 12


def _said(parts: Iterable[Part], question: str, sharings: frozenset[Sharing]) -> Iterable[tuple[Part, Candidate]]:
    for part in parts:
        if part.sharing in sharings:
            for one in part.frame.get(question):
                yield part, one


_SCENE = frozenset({Sharing.OWN, Sharing.ALL, Sharing.SUMMARY})
_ASSERTED = frozenset({Sharing.OWN, Sharing.ALL, Sharing.CLAIM})


def actors_of(parts: Sequence[Part], evidence: EvidenceList) -> tuple[Actor, ...]:
    """Actors by role, each called once by its fullest name; victims and targets stay with their own happening."""
    found: list[Candidate] = []
    for part, said in _said(parts, q.ACTOR, _SCENE | {Sharing.CLAIM}):
        if part.sharing is Sharing.CLAIM and said.value.role is not ActorRole.CLAIMANT:
            continue
        one = _by_name(said, evidence)
        same = next((at for at, known in enumerate(found) if _is_same_actor(known.value, one.value)), None)
        if same is None:
            found.append(one)
        else:
            found[same] = _fuller(found[same], one)
    actors = []
    for one in found[:_MOST]:
        evidence.add("actors", one)
        answer: q.ActorAnswer = one.value
        actors.append(
            Actor(
                role=answer.role,
                name=answer.name,
                actor_id=answer.actor_id,
                kind=answer.kind,
                country=answer.country,
                confidence=round(actor_sure(one), 3),
            )
        )
    return tuple(actors)


def _by_name(one: Candidate, evidence: EvidenceList) -> Candidate:
    """A victim called by name, by the fullest name that the article has for the person, without title."""
    answer: q.ActorAnswer = one.value
    if answer.kind is not ActorKind.PERSON or answer.role is not ActorRole.VICTIM:
        return one
    name = fullest_name(bare_name(answer.name), evidence.sentences())
    return replace(one, value=replace(answer, name=name)) if name != answer.name else one


def _is_same_actor(one: q.ActorAnswer, other: q.ActorAnswer) -> bool:
    if one.role is not other.role:
        return False
    if one.actor_id or other.actor_id:
        return one.actor_id == other.actor_id
    return is_same_name(one.name, other.name)


def _fuller(one: Candidate, other: Candidate) -> Candidate:
    """The naming that says more, as sure as the surer of the two."""

    def telling(each: Candidate) -> tuple[bool, int, float]:
        return each.value.kind is ActorKind.PERSON, len(each.value.name.split()), each.score

    best = max(one, other, key=telling)
    return replace(best, score=max(one.score, other.score))


_OF_A_DEED = 0.85
"""The score of an accusation that names the deed: "accused X of shelling the town" (reading/rules/claims)."""


def claims_of(parts: Sequence[Part], evidence: EvidenceList) -> tuple[Claim, ...]:
    """Claims in the order told, each once; the outlet is kept where any telling names it."""
    kept: list[tuple[Claim, Candidate]] = []
    for part, one in _said(parts, q.CLAIM, _ASSERTED):
        claim: Claim = one.value
        if claim.stance is Stance.ACCUSES and not part.frame.lead and not _accuses_here(part, one):
            continue
        same = next((row for row in kept if _alike(row[0], claim)), None)
        if same is None:
            kept.append((claim, one))
        elif same[0].via is None and claim.via is not None:
            kept[kept.index(same)] = (claim, one)
    for index, (_, one) in enumerate(kept):
        evidence.add(f"claims[{index}]", one)
    return tuple(claim for claim, _ in kept)


def _accuses_here(part: Part, claim: Candidate) -> bool:
    """Whether the blame is for the happening told: one referred to, or a deed named with it in no backward look."""
    return part.frame.speaks_of_known() or (claim.score >= _OF_A_DEED and not part.frame.is_past_context())


def _alike(one: Claim, other: Claim) -> bool:
    def folded(name: str | None) -> str:
        return (name or "").casefold().removeprefix("the ")

    same = (one.kind, one.stance, folded(one.by), folded(one.about)) == (
        other.kind, other.stance, folded(other.by), folded(other.about),
    )  # fmt: skip
    return same and (one.via is None or other.via is None or folded(one.via) == folded(other.via))


def weapons_of(parts: Sequence[Part], evidence: EvidenceList) -> tuple[Weapon, ...]:
    """Weapons by kind with the most telling name; a number counts only where it is said of this happening alone."""
    found: dict[str, tuple[Weapon, Candidate]] = {}
    for part, one in _said(parts, q.WEAPON, _SCENE):
        weapon: Weapon = one.value
        if part.sharing is not Sharing.OWN and weapon.count is not None:
            weapon = weapon.model_copy(update={"count": None})
        known = found.get(weapon.kind)
        if known is None:
            found[weapon.kind] = (weapon, one)
        elif known[0].count is None and weapon.count is not None:
            found[weapon.kind] = (weapon.model_copy(update={"name": weapon.name or known[0].name}), one)
    for _, one in found.values():
        evidence.add("weapons", one)
    return tuple(weapon for weapon, _ in found.values())


def targets_of(parts: Sequence[Part], evidence: EvidenceList) -> tuple[Target, ...]:
    """Things and facilities by name, a country filled in from any telling."""
    found: dict[str, tuple[Target, Candidate]] = {}
    for _, one in _said(parts, q.TARGET, _SCENE):
        target: Target = one.value
        key = target.name.casefold()
        known = found.get(key)
        if known is None or (known[0].country is None and target.country is not None):
            found[key] = (target, one)
    chosen = list(found.values())[:_MOST]
    for _, one in chosen:
        evidence.add("targets", one)
    return tuple(target for target, _ in chosen)
