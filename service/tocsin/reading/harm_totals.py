"""What one mention keeps of all the figures that its sentences tell: the same victim told again is not counted "
"twice."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tocsin.reading.harm_people import Told, living, surname_of, traits_of
from tocsin.reading.questions import HarmAnswer
from tocsin.types import Candidate
from tocsin_schemas.enums import Qualifier, Side
from tocsin_schemas.models import HarmAssertion, MentionHarm

_PREFIX = "harm."
_LEAST = 0.2
"""Answers under this score are no figures (gva, 2026-11-21)."""
GROUP = frozenset({"counted", ""})
"""Forms of telling people by their number."""


def combine(candidates: Iterable[Candidate]) -> MentionHarm:
    """The assertions of one mention from its `harm.*` candidates, in any order.

    Totals win; else the largest group told, or the people told one by one where they are more. Attackers come as an
    assertion of their own, victims first. Shot people of whom the text says that they died are not injured.
    """
    told = told_by_effect(candidates)
    killed = told.get("killed", ())
    return MentionHarm(
        killed=assertions_of(killed),
        injured=_injured(told.get("injured", ()), killed),
        missing=assertions_of(told.get("missing", ())),
        abducted=assertions_of(told.get("abducted", ())),
        detained=assertions_of(told.get("detained", ())),
    )


def told_by_effect(candidates: Iterable[Candidate], loose: Iterable[Candidate] = ()) -> dict[str, tuple[Told, ...]]:
    """Effect → what is told of it, in text order, without what is too unsure to count."""
    found: dict[str, list[Told]] = {}
    both = [(candidate, False) for candidate in candidates] + [(candidate, True) for candidate in loose]
    for candidate, is_loose in sorted(both, key=lambda pair: pair[0].span):
        value = candidate.value
        if isinstance(value, HarmAnswer) and candidate.score >= _LEAST:
            effect = candidate.question.removeprefix(_PREFIX)
            found.setdefault(effect, []).append(Told(value, candidate.sentence, candidate.score, is_loose))
    return {effect: tuple(told) for effect, told in found.items()}


def _injured(told: Sequence[Told], killed: Sequence[Told]) -> tuple[HarmAssertion, ...] | None:
    victims = sober(victims_of(told))
    surely = best_of([item for item in victims if not item.answer.is_hit])
    hit = [item for item in victims if item.answer.is_hit]
    shot = best_of(hit)
    if shot is not None and (surely is None or shot.value > surely.value):
        dead = victims_of(killed)
        left = max(shot.value - value_of(best_of(dead)), living(hit, dead), value_of(surely))
        surely = with_value(shot, left) if left > 0 else surely
    attackers = best_of([item for item in attackers_of(told) if not item.answer.is_hit])
    return tuple(assertion(answer) for answer in (surely, attackers) if answer is not None) or None


def assertions_of(told: Sequence[Told]) -> tuple[HarmAssertion, ...] | None:
    """Victims first, then attackers, then what those say who boast of it; a pronoun beside attackers is one of them."""
    victims, attackers = victims_of(told), attackers_of(told)
    if attackers and all(item.answer.form == "pronoun" for item in victims):
        victims = []
    found = [best for side in (sober(victims), attackers) if (best := best_of(side)) is not None]
    boast = best_of([item for item in victims if item.answer.is_boast])
    if boast is not None and boast not in found:
        found.append(replace(boast, side=found[0].side))
    return tuple(assertion(answer) for answer in found) or None


def sober(told: Sequence[Told]) -> Sequence[Told]:
    """What others than those who boast of the deed tell; all where nobody else counts."""
    return [item for item in told if not item.answer.is_boast] or told


def victims_of(told: Sequence[Told]) -> list[Told]:
    return [item for item in told if item.answer.side is not Side.ATTACKERS]


def attackers_of(told: Sequence[Told]) -> list[Told]:
    return [item for item in told if item.answer.side is Side.ATTACKERS]


def value_of(answer: HarmAnswer | None) -> int:
    return answer.value if answer is not None else 0


def best_of(told: Sequence[Told]) -> HarmAnswer | None:
    """The largest total wins, as tolls rise and an army's own is told last; else the largest group told, or the people
    told one by one where they are more.
    """
    if not told:
        return None
    totals = [item.answer for item in told if item.answer.total]
    if totals:
        return max(reversed(totals), key=lambda answer: answer.value)
    groups = [item.answer for item in told if item.answer.form in GROUP]
    group = max(groups, key=lambda answer: answer.value, default=None)
    single = _one_by_one(told)
    if single is None:
        return group
    return single if group is None or group.value < single.value else group


def _one_by_one(told: Sequence[Told]) -> HarmAnswer | None:
    """People told singly: as many as one sentence lists, as there are full names or ages, at least one.

    Who is told first as "another" or "a third" is so beside the dead, and no second one hurt.
    """
    singles = [item for item in told if item.is_single]
    if not singles:
        return None
    in_sentence: dict[int, int] = {}
    for item in singles:
        if item.answer.form in {"one", "named"}:
            in_sentence[item.sentence] = in_sentence.get(item.sentence, 0) + item.answer.value
    others = sum(1 for item in singles if item.answer.is_other and item.answer.form == "one")
    first = 0 if singles[0].answer.is_other or len(singles) == others else 1
    value = max(1, len(_full_names(singles)), len(_ages(singles)), first + others, *in_sentence.values())
    return with_value(singles[0].answer, value)


def _full_names(told: Sequence[Told]) -> set[str]:
    return {name for item in told if (name := surname_of(item.answer)) is not None}


def _ages(told: Sequence[Told]) -> set[int]:
    ages = (traits_of(item.answer).age for item in told if item.answer.form in {"one", "named", "definite"})
    return {age for age in ages if age is not None}


def with_value(answer: HarmAnswer, value: int) -> HarmAnswer:
    qualifier = answer.qualifier if value == answer.value else Qualifier.EXACTLY
    return replace(answer, value=value, qualifier=qualifier)


def assertion(answer: HarmAnswer) -> HarmAssertion:
    return HarmAssertion(value=answer.value, qualifier=answer.qualifier, by=answer.by, side=answer.side)
