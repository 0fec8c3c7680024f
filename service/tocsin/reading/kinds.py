"""What kind of happening a thread is, and whether it took place, from its frames' triggers and cues."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tocsin.reading import questions as q
from tocsin.reading.evidence import EvidenceList
from tocsin.reading.frames import Frame
from tocsin.reading.kinship import is_kin
from tocsin.reading.pieces import NO_HAPPENING
from tocsin.reading.strands import Part, Sharing
from tocsin.reading.weigh import combine, mean_shares
from tocsin.types import Candidate
from tocsin_schemas.enums import ClaimKind, Reality, WeaponKind
from tocsin_schemas.models import MentionHarm

_REPEATED = 0.12
_MOST_REPEATED = 0.3
_NAMED_ENOUGH = 0.6
"""Share of the best type's points that an EXP type needs to be told where the best is a disrupted use of weapons."""
_REFERRING = 0.75
"""Weight of "the fight" or "the attack", which speaks of what has been told."""
_TITLED = 0.55
"""Points of a type below which the title may name it better."""
_MEANS_SHARE = 0.75
"""Share of the best type's points that an EXP type needs to stand for an attack told in plain words."""
_BOMB_SHARE = 0.4
_BOMBS = frozenset({WeaponKind.BOMB, WeaponKind.IED, WeaponKind.MINE, WeaponKind.GRENADE, WeaponKind.SUICIDE_DEVICE})
_PLAIN_ATTACK = re.compile(r"(?:\w+ )?(?:attack|target|str[iu][kc]|explo|blast|violence|kill|hit|incident)", re.I)
_VAGUE = re.compile(r"(?:an? |the )?(?:\w+ )?accidents?", re.I)
_PLAINER = ("CRI.SHOOTING", "ACC.", "EXP.", "DIS.")
"""What may be told as "the accident" once its own words have told it."""
_STRATEGIC, _GRAVES = "STR.", "STR.OTHER"
_CALAMITIES = ("DIS.", "ACC.")
_DISRUPTED, _ATTRIBUTION = "STR.DISRUPTED", "ATT.ATTRIBUTION"
_LEAST_TOLD = 1e-6
_ALTERNATIVES = 3
_UNREAL_ORDER = (Reality.FOILED, Reality.ATTEMPTED, Reality.DENIED, Reality.RUMOURED)


@dataclass(frozen=True, slots=True)
class Typed:
    """The type with its points (0 to about 1.3), the trigger that told it best, and the runners-up."""

    event_type: str
    score: float
    candidate: Candidate
    others: tuple[tuple[str, float], ...]
    tags: tuple[str, ...]

    def code(self, reality: Reality) -> str:
        """A prevented attack is told as the attack; the type of prevention stands where no attack is named."""
        if self.event_type == _DISRUPTED and reality is Reality.FOILED:
            for code, score in self.others:
                if code.startswith("EXP.") and score >= _NAMED_ENOUGH * self.score:
                    return code
        return self.event_type


def type_of(parts: Sequence[Part]) -> Typed | None:
    """The type with most points over the thread's frames; None where no frame names one."""
    best: dict[str, Candidate] = {}
    points: dict[str, float] = {}
    more: dict[str, float] = {}
    own = _told_by_itself(parts)
    parts = _without_vague(parts)
    for part in parts:
        if part.sharing is Sharing.CLAIM:
            continue
        for one in part.frame.triggers():
            code = one.value.event_type
            if own and code not in own and _is_mixed(part):
                continue
            known = _REFERRING if part.frame.refers(one) and not part.frame.lead else 1.0
            value = (
                known * one.score * min(1.0, 0.25 + 0.75 * part.weight) * (1.0 if one.value.tense == "past" else 0.7)
            )
            if value > points.get(code, 0.0):
                more[code] = more.get(code, 0.0) + points.get(code, 0.0)
                points[code], best[code] = value, one
            else:
                more[code] = more.get(code, 0.0) + value
    if not points:
        return None
    _leave_out_strategy(points, parts)
    total = {code: value + min(_MOST_REPEATED, _REPEATED * more.get(code, 0.0)) for code, value in points.items()}
    ranked = sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
    code = _by_means(ranked, best, _is_armed(parts))
    ranked.sort(key=lambda pair: pair[0] != code)
    second = _second_opinion([part for part in parts if not (own and _is_mixed(part))], total, code)
    if second is not None and second.code != code and not _is_unlikely(second.code, total, code, parts):
        return _renamed(second, ranked, best)
    tags = sorted({tag for part in parts for one in part.frame.get(q.WHAT) for tag in one.value.tags})
    return Typed(code, total[code], best[code], tuple(ranked[1 : 1 + _ALTERNATIVES]), tuple(tags))


def _kills(parts: Sequence[Part]) -> bool:
    """Whether the thread's own sentences tell of dead: a strategic development is without violence (ACLED)."""
    own = (part.frame for part in parts if part.sharing is Sharing.OWN)
    return any(one.value.value > 0 for frame in own for one in frame.get("harm.killed"))


def _is_unlikely(said: str, told: Mapping[str, float], first: str, parts: Sequence[Part]) -> bool:
    """Whether the text speaks against a second opinion: a bomb is no accident, a deadly quake no strategy."""
    if _is_strategic(said) and (first.startswith(_CALAMITIES) or said not in told):
        return not _is_strategic(first) and _kills(parts)
    return said.startswith("ACC.") and _is_armed(parts)


def _is_strategic(code: str) -> bool:
    """Whether it is a type without dead of its own; a mass grave is told with them."""
    return code.startswith(_STRATEGIC) and code != _GRAVES


def _leave_out_strategy(points: dict[str, float], parts: Sequence[Part]) -> None:
    """What leaders or soldiers did besides gives no type to a calamity, told before all else, in which people died."""
    first = max((code for code in points if not _is_strategic(code)), key=lambda code: points[code], default="")
    if first.startswith(_CALAMITIES) and _kills(parts):
        for code in [code for code in points if _is_strategic(code)]:
            del points[code]


def _is_mixed(part: Part) -> bool:
    """Whether it sums up happenings of several kinds: which of them is this one, its own sentences tell."""
    return part.sharing is Sharing.SUMMARY and len({one.value.event_type for one in part.frame.triggers()}) > 1


def _told_by_itself(parts: Sequence[Part]) -> frozenset[str]:
    """Types told by the thread's own sentences: of what sums up several happenings no other is its own."""
    told = ((part.frame, one) for part in parts if part.sharing is Sharing.OWN for one in part.frame.triggers())
    return frozenset(
        one.value.event_type for frame, one in told if one.value.tense == "past" and not _names(frame, one)
    )


def _without_vague(parts: Sequence[Part]) -> Sequence[Part]:
    """Without those that call an "accident" what others tell by its own words: which kind it was, it does not say."""
    is_told = any(part.sharing is Sharing.OWN and any(map(_is_plain, part.frame.triggers())) for part in parts)
    return [part for part in parts if not _is_vague(part)] if is_told else parts


def _is_plain(trigger: Candidate) -> bool:
    return trigger.value.event_type.startswith(_PLAINER) and not _VAGUE.fullmatch(trigger.value.trigger)


def _is_vague(part: Part) -> bool:
    triggers = part.frame.triggers()
    return bool(triggers) and all(_VAGUE.fullmatch(one.value.trigger) for one in triggers)


def _names(frame: Frame, trigger: Candidate) -> bool:
    """ "The attack" names what was told; of which kind it was, it does not say."""
    return frame.refers(trigger) and _PLAIN_ATTACK.match(trigger.value.trigger) is not None


@dataclass(frozen=True, slots=True)
class _Opinion:
    """The likeliest type once the encoder is heard, and who says so."""

    code: str
    by: Candidate


def _second_opinion(parts: Sequence[Part], points: Mapping[str, float], first: str) -> _Opinion | None:
    """What the rules and the encoder together make of the thread's sentences; None where none was read.

    `first` is what the rules say, whatever its points.
    """
    told = {
        one.sentence: (one, part.weight)
        for part in parts
        if part.sharing in (Sharing.OWN, Sharing.SUMMARY)
        for one in part.frame.get(q.TYPE)
    }
    if not told:
        return None
    heard, _ = max(told.values(), key=lambda pair: pair[1])
    shares = mean_shares((_without_attribution(one.value.shares), weight) for one, weight in told.values())
    chances = combine({**points, first: max(points.values())}, shares, heard.value.belief)
    happenings = {code: chance for code, chance in chances.items() if code not in NO_HAPPENING}
    return _Opinion(max(happenings, key=lambda code: happenings[code]), heard)


def _without_attribution(shares: Mapping[str, float]) -> dict[str, float]:
    """The shares of all but attribution: who claims a bombing says as much of what it was as who tells it."""
    rest = max(_LEAST_TOLD, 1.0 - shares.get(_ATTRIBUTION, 0.0))
    return {code: share / rest for code, share in shares.items() if code != _ATTRIBUTION}


def _renamed(said: _Opinion, ranked: Sequence[tuple[str, float]], best: Mapping[str, Candidate]) -> Typed:
    """The type of the second opinion, as sure as the rules were of theirs, at the trigger of its own or of theirs."""
    first, score = ranked[0]
    trigger = best.get(said.code) or replace(
        best[first], value=replace(best[first].value, event_type=said.code), by=said.by.by
    )
    others = [(code, points) for code, points in ranked if code != said.code]
    return Typed(said.code, score, trigger, tuple(others[:_ALTERNATIVES]), ())


def named_by_title(typed: Typed, title: Sequence[Candidate]) -> Typed:
    """A faint type ("it exploded") read as the kin type that the title names; its evidence stays in the text."""
    named = [one for one in title if one.value.tense == "past" and is_kin(one.value.event_type, typed.event_type)]
    best = max(named, key=lambda one: one.score, default=None)
    if best is None or typed.score >= _TITLED or best.score <= typed.score:
        return typed
    code = best.value.event_type
    others = [(typed.event_type, typed.score), *(pair for pair in typed.others if pair[0] != code)]
    return replace(typed, event_type=code, score=_TITLED, others=tuple(others[:_ALTERNATIVES]))


def _is_armed(parts: Sequence[Part]) -> bool:
    """Whether a bomb is named or somebody claims it: then it was no accident."""
    own = [part.frame for part in parts if part.sharing is not Sharing.SUMMARY]
    claimed = any(one.value.kind is ClaimKind.RESPONSIBILITY for frame in own for one in frame.get(q.CLAIM))
    return claimed or any(one.value.kind in _BOMBS for frame in own for one in frame.get(q.WEAPON))


def _by_means(ranked: list[tuple[str, float]], best: dict[str, Candidate], armed: bool) -> str:
    """The best type; where mere words of attack gave it, the type of the means that is told nearly as strongly."""
    code, score = ranked[0]
    accident = code.startswith("ACC.") and armed
    if code.startswith("EXP.") or not (accident or _PLAIN_ATTACK.match(best[code].value.trigger)):
        return code
    share = _BOMB_SHARE if accident else _MEANS_SHARE
    means = (other for other, points in ranked[1:] if other.startswith("EXP.") and points >= share * score)
    return next(means, code)


def reality_of(parts: Sequence[Part], harm: MentionHarm, evidence: EvidenceList) -> Reality:
    """Occurred unless frames that tell the happening say otherwise; people hurt by it outweigh "foiled"."""
    found: dict[Reality, Candidate] = {}
    telling = 0
    for part in parts:
        if part.sharing is Sharing.CLAIM:
            continue
        cue = part.frame.reality()
        if part.frame.tells() is not None and part.sharing is Sharing.OWN:
            telling += 1
        if cue is not None and (part.frame.triggers() or part.frame.get(q.THREAD)):
            known = found.get(cue.value.reality)
            if known is None or cue.score > known.score:
                found[cue.value.reality] = cue
    hurt = any(one.value > 0 for slot in (harm.killed, harm.injured) for one in slot or ())
    for reality in _UNREAL_ORDER:
        cue = found.get(reality)
        if cue is None or (reality in (Reality.FOILED, Reality.ATTEMPTED) and hurt):
            continue
        if reality in (Reality.DENIED, Reality.RUMOURED) and (hurt or telling > 1):
            continue
        evidence.add("what.reality", cue)
        return reality
    return Reality.OCCURRED
