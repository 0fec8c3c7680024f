"""What one mention keeps of all the figures that its sentences tell: the same victim told again is not counted twice."""

import re
from collections.abc import Iterable, Sequence

from tocsin.reading.questions import HarmAnswer
from tocsin.types import Candidate
from tocsin_schemas.enums import Qualifier, Side
from tocsin_schemas.models import HarmAssertion, MentionHarm

_PREFIX = "harm."
_NAME_WORD = re.compile(r"[A-Z][\w'-]+")
_LEAST = 0.25
"""Answers under this score are no figures (quoted court news about a pronoun; gva, 2026-11-21)."""


def combine(candidates: Iterable[Candidate]) -> MentionHarm:
    """The assertions of one mention from its `harm.*` candidates, in any order.

    Totals win; else the largest group told, or the people told one by one where they are more. Attackers come as an
    assertion of their own, victims first. Shot people of whom the text says that they died are not injured.
    """
    by_effect: dict[str, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda candidate: candidate.span):
        if candidate.question.startswith(_PREFIX) and isinstance(candidate.value, HarmAnswer):
            if candidate.score >= _LEAST:
                by_effect.setdefault(candidate.question.removeprefix(_PREFIX), []).append(candidate)
    killed = _assertions(_answers(by_effect.get("killed", ())))
    injured = _injured(_answers(by_effect.get("injured", ())), _answers(by_effect.get("killed", ())))
    return MentionHarm(
        killed=killed,
        injured=injured,
        missing=_assertions(_answers(by_effect.get("missing", ()))),
        abducted=_assertions(_answers(by_effect.get("abducted", ()))),
        detained=_assertions(_answers(by_effect.get("detained", ()))),
    )


def _answers(candidates: Sequence[Candidate]) -> list[HarmAnswer]:
    return [candidate.value for candidate in candidates]


def _injured(injured: list[HarmAnswer], killed: list[HarmAnswer]) -> tuple[HarmAssertion, ...] | None:
    told = [answer for answer in injured if not answer.is_hit]
    hit = [answer for answer in injured if answer.is_hit]
    victims = [answer for answer in told if answer.side is not Side.ATTACKERS]
    told_count = _best(victims)
    hit_victims = [answer for answer in hit if answer.side is not Side.ATTACKERS]
    hit_count = _best(hit_victims)
    dead = _best([answer for answer in killed if answer.side is not Side.ATTACKERS])
    living = _living(hit_victims, killed)
    if hit_count is not None and (told_count is None or hit_count.value > told_count.value):
        left = max(hit_count.value - (dead.value if dead else 0), living)
        left = max(left, told_count.value if told_count else 0)
        told_count = _with_value(hit_count, left) if left else told_count
    found = [told_count] if told_count is not None else []
    attackers = _best([answer for answer in told if answer.side is Side.ATTACKERS])
    if attackers is not None:
        found.append(attackers)
    return tuple(_assertion(answer) for answer in found) or None


def _living(hit: list[HarmAnswer], killed: list[HarmAnswer]) -> int:
    """People shot one by one who are others than the dead by name or by the word "another"."""
    dead_names = {name for answer in killed for name in _NAME_WORD.findall(answer.who) if answer.form == "named"}
    if any(answer.form != "named" for answer in killed):
        return sum(1 for answer in hit if answer.is_other and answer.form == "one")
    names = {answer.who.split(",")[0].split()[-1] for answer in hit if answer.form == "named" and answer.who.strip()}
    return len(names - dead_names) if dead_names else 0


def _assertions(answers: list[HarmAnswer]) -> tuple[HarmAssertion, ...] | None:
    victims = _best([answer for answer in answers if answer.side is not Side.ATTACKERS])
    attackers = _best([answer for answer in answers if answer.side is Side.ATTACKERS])
    found = [answer for answer in (victims, attackers) if answer is not None]
    return tuple(_assertion(answer) for answer in found) or None


def _best(answers: list[HarmAnswer]) -> HarmAnswer | None:
    if not answers:
        return None
    totals = [answer for answer in answers if answer.total]
    if totals:
        return totals[-1]
    groups = [answer for answer in answers if answer.form == "counted" or answer.value == 0]
    group = max(groups, key=lambda answer: answer.value, default=None)
    single = _one_by_one(answers)
    if single is None:
        return group
    if group is None or group.value == 0 or (group.value < single.value and group.value < 2):
        return single
    return group


def _one_by_one(answers: list[HarmAnswer]) -> HarmAnswer | None:
    """People told singly: distinct names, or those that "a", "another" bring in, or one."""
    singles = [answer for answer in answers if answer.form in {"one", "named", "definite", "pronoun"}]
    if not singles:
        return None
    names: set[str] = set()
    first_names: set[str] = set()
    for answer in singles:
        words = _NAME_WORD.findall(answer.who) if answer.form == "named" else []
        if len(words) >= 2 and words[-1] not in names:
            names.add(words[-1])
            first_names.update(words)
    others = sum(1 for answer in singles if answer.is_other and answer.form == "one")
    kinds = {answer.side for answer in singles if answer.form == "one" and not answer.is_other}
    value = max(1, len(names), (1 if len(singles) > others else 0) + others, len(kinds))
    first = singles[0]
    return _with_value(first, value)


def _with_value(answer: HarmAnswer, value: int) -> HarmAnswer:
    return HarmAnswer(value, answer.qualifier if value == answer.value else Qualifier.EXACTLY, answer.by, answer.side)


def _assertion(answer: HarmAnswer) -> HarmAssertion:
    return HarmAssertion(value=answer.value, qualifier=answer.qualifier, by=answer.by, side=answer.side)
