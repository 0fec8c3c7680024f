"""What one mention keeps of all the figures that its sentences tell: the same victim told again is not counted "
"twice."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tocsin.reading.questions import HarmAnswer
from tocsin.reading.rules.stems import words_of
from tocsin.types import Candidate
from tocsin_schemas.enums import Qualifier, Side
from tocsin_schemas.models import HarmAssertion, MentionHarm

_PREFIX = "harm."
_LEAST = 0.2
"""Answers under this score are no figures (gva, 2026-11-21)."""
_NAME_WORD = re.compile(r"[A-Z][\w'-]+")
_AGE = re.compile(r"\b(\d{1,2})-year-old|,\s*(\d{1,2})\b|\bage[ds]?\s+(\d{1,2})\b")
_MALE = words_of(
    "man boy he him himself his father son brother husband boyfriend uncle nephew grandfather grandson dad male "
    "stepfather stepson "
    "businessman policeman gunman fisherman"
)
_FEMALE = words_of(
    "woman girl she her herself mother daughter sister wife girlfriend aunt niece grandmother granddaughter mom "
    "female lady "
    "schoolgirl policewoman"
)
_OWNERS = frozenset({"his", "her", "their"})


@dataclass(frozen=True, slots=True)
class _Told:
    """An answer with the sentence that told it."""

    answer: HarmAnswer
    sentence: int


@dataclass(frozen=True, slots=True)
class _Traits:
    gender: str | None
    age: int | None
    names: frozenset[str]

    def differs(self, other: "_Traits") -> bool:
        if self.names and other.names and self.names.isdisjoint(other.names):
            return True
        return any(
            mine is not None and theirs is not None and mine != theirs
            for mine, theirs in ((self.gender, other.gender), (self.age, other.age))
        )


def combine(candidates: Iterable[Candidate]) -> MentionHarm:
    """The assertions of one mention from its `harm.*` candidates, in any order.

    Totals win; else the largest group told, or the people told one by one where they are more. Attackers come as an
    assertion of their own, victims first. Shot people of whom the text says that they died are not injured.
    """
    by_effect: dict[str, list[_Told]] = {}
    for candidate in sorted(candidates, key=lambda candidate: candidate.span):
        value = candidate.value
        if isinstance(value, HarmAnswer) and candidate.score >= _LEAST:
            effect = candidate.question.removeprefix(_PREFIX)
            by_effect.setdefault(effect, []).append(_Told(value, candidate.sentence))
    killed = by_effect.get("killed", [])
    return MentionHarm(
        killed=_assertions(killed),
        injured=_injured(by_effect.get("injured", []), killed),
        missing=_assertions(by_effect.get("missing", [])),
        abducted=_assertions(by_effect.get("abducted", [])),
        detained=_assertions(by_effect.get("detained", [])),
    )


def _assertions(told: Sequence[_Told]) -> tuple[HarmAssertion, ...] | None:
    victims, attackers = _victims(told), _attackers(told)
    if attackers and all(item.answer.form == "pronoun" for item in victims):
        victims = []
    sides = (victims, attackers)
    found = [best for side in sides if (best := _best(side)) is not None]
    return tuple(_assertion(answer) for answer in found) or None


def _injured(injured: Sequence[_Told], killed: Sequence[_Told]) -> tuple[HarmAssertion, ...] | None:
    victims = _victims(injured)
    surely = _best([item for item in victims if not item.answer.is_hit])
    hit = [item for item in victims if item.answer.is_hit]
    shot = _best(hit)
    if shot is not None and (surely is None or shot.value > surely.value):
        dead = _best(_victims(killed))
        left = shot.value - dead.value if dead is not None else shot.value
        left = max(left, _living(hit, killed), surely.value if surely is not None else 0)
        surely = _with_value(shot, left) if left > 0 else surely
    attackers = _best([item for item in _attackers(injured) if not item.answer.is_hit])
    return tuple(_assertion(answer) for answer in (surely, attackers) if answer is not None) or None


def _victims(told: Sequence[_Told]) -> list[_Told]:
    return [item for item in told if item.answer.side is not Side.ATTACKERS]


def _attackers(told: Sequence[_Told]) -> list[_Told]:
    return [item for item in told if item.answer.side is Side.ATTACKERS]


def _best(told: Sequence[_Told]) -> HarmAnswer | None:
    if not told:
        return None
    totals = [item.answer for item in told if item.answer.total]
    if totals:
        return totals[-1]
    groups = [item.answer for item in told if item.answer.form in {"counted", ""}]
    group = max(groups, key=lambda answer: answer.value, default=None)
    single = _one_by_one(told)
    if single is None:
        return group
    return single if group is None or group.value < single.value else group


def _one_by_one(told: Sequence[_Told]) -> HarmAnswer | None:
    """People told singly: as many as one sentence lists, as there are full names or ages, at least one."""
    singles = [item for item in told if item.answer.form in {"one", "named", "definite", "pronoun"}]
    if not singles:
        return None
    in_sentence: dict[int, int] = {}
    for item in singles:
        if item.answer.form in {"one", "named"}:
            in_sentence[item.sentence] = in_sentence.get(item.sentence, 0) + item.answer.value
    others = sum(1 for item in singles if item.answer.is_other and item.answer.form == "one")
    first = 1 if len(singles) > others else 0
    value = max(1, len(_full_names(singles)), len(_ages(singles)), first + others, *in_sentence.values())
    return _with_value(singles[0].answer, value)


def _full_names(told: Sequence[_Told]) -> set[str]:
    names = (_NAME_WORD.findall(item.answer.who) for item in told if item.answer.form == "named")
    return {words[-1] for words in names if len(words) > 1}


def _ages(told: Sequence[_Told]) -> set[int]:
    ages = (_traits(item.answer).age for item in told if item.answer.form in {"one", "named", "definite"})
    return {age for age in ages if age is not None}


def _living(hit: Sequence[_Told], killed: Sequence[_Told]) -> int:
    """People shot one by one who cannot be the dead: other sex, age or name, or brought in as "another"."""
    dead = [_traits(item.answer) for item in killed if item.answer.form not in {"counted", ""}]
    if not dead:
        return 0
    apart = [
        item
        for item in hit
        if item.answer.form not in {"counted", ""}
        and item.answer.form != "pronoun"
        and all(_traits(item.answer).differs(other) for other in dead)
    ]
    best = _one_by_one(apart)
    return best.value if best is not None else 0


def _traits(answer: HarmAnswer) -> _Traits:
    words = re.findall(r"[a-z]+", answer.who.lower())
    if len(words) > 1 and words[0] in _OWNERS:
        words = words[1:]
    gender = "male" if not _MALE.isdisjoint(words) else "female" if not _FEMALE.isdisjoint(words) else None
    age = _AGE.search(answer.who)
    names = _NAME_WORD.findall(answer.who) if answer.form == "named" else []
    return _Traits(
        gender,
        int(next(group for group in age.groups() if group)) if age else None,
        frozenset(names),
    )


def _with_value(answer: HarmAnswer, value: int) -> HarmAnswer:
    qualifier = answer.qualifier if value == answer.value else Qualifier.EXACTLY
    return replace(answer, value=value, qualifier=qualifier)


def _assertion(answer: HarmAnswer) -> HarmAssertion:
    return HarmAssertion(value=answer.value, qualifier=answer.qualifier, by=answer.by, side=answer.side)
