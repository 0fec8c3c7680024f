"""Which of the figures told of killed or injured is the happening's: a choice among counts that the text supports.

Each count that a text can be read to give (a group told, people told one by one, a group and "two others", shot people
less the dead, nobody) is scored by a few features of its tellings; `python -m benchmarks.harm_fit` fits the weights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pydantic import BaseModel, ConfigDict

from tocsin.reading.harm_people import Fate, Told
from tocsin.reading.harm_title import Title, of_title, tells_pair
from tocsin.reading.rules import wordlists

_DOUBTFUL = 0.5
"""Score of a telling that is at most a pronoun's or a court's (rules/harm.py)."""
NOUN = 0.4
"""Score of what a noun alone tells at most (rules/harm_words.py)."""
_LEAD, _EARLY, _FAR = 1, 4, 20


class Weights(BaseModel):
    """harm_weights.yaml: what each feature of a count adds to its score, for killed and for injured."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    killed: dict[str, float]
    injured: dict[str, float]

    def of(self, slot: str) -> dict[str, float]:
        return self.killed if slot == "killed" else self.injured


@cache
def load_weights() -> Weights:
    return wordlists.read_checked("harm_weights.yaml", Weights)


@dataclass(frozen=True, slots=True)
class Count:
    """A count with what it would be: `victims` and `attackers` told apart."""

    victims: int
    attackers: int = 0

    @property
    def total(self) -> int:
        return self.victims + self.attackers


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts that follow from several tellings, by the way they were made ("rule" = by totals, groups and singles)."""

    made: dict[str, int]
    fates: Mapping[int, Fate] = field(default_factory=dict)
    against: dict[str, int] = field(default_factory=dict)
    """Numbers to compare with that are no counts of the slot: people shot, dead chosen before."""
    hints: Mapping[str, int] = field(default_factory=dict)
    """Numbers that the article tells elsewhere, by what they count."""


@dataclass(frozen=True, slots=True)
class Tellings:
    """All that is told of one slot: of victims in text order and by value, of their groups, and of attackers."""

    victims: Sequence[Told]
    attackers: Sequence[Told]
    by_value: Mapping[int, Sequence[Told]]
    groups: Sequence[int]
    own: Sequence[Told]
    """Those by their own hand; the victims may hold them."""

    @classmethod
    def of(cls, victims: Sequence[Told], attackers: Sequence[Told], own: Sequence[Told]) -> "Tellings":
        by_value: dict[int, list[Told]] = {}
        for item in victims:
            by_value.setdefault(item.answer.value, []).append(item)
        groups = [item.answer.value for item in victims if item.answer.form in {"counted", ""} and item.answer.value]
        return cls(victims, attackers, by_value, groups, own)


def features(count: Count, tellings: Tellings, sums: Sums, title: Title, slot: str) -> dict[str, float]:
    """What speaks for and against one count, by name."""
    found = _of_attackers(count, tellings) | _of_own(count, tellings)
    if count.victims == 0:
        found |= _of_nobody(tellings.victims, title)
    else:
        found |= _of_size(count) | _of_tellings(count, tellings)
    if sums.fates:
        found |= _of_fates(count, tellings, sums.fates)
    found |= _of_sums(count, sums) | _of_hints(count, sums.hints) | of_title(count.victims, count.total, title, slot)
    made = {*sums.made.values(), *sums.hints.values()}
    if count.victims and count.victims not in tellings.by_value and count.victims not in made:
        found |= {"title_only": 1.0, "title_only_silent": float(not tellings.by_value)}
        found["title_only_above"] = float(all(value < count.victims for value in tellings.by_value))
    return found | _where_nobody_died(found) if sums.against.get("dead") == 0 else found


def score(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in found.items())


def _where_nobody_died(found: Mapping[str, float]) -> dict[str, float]:
    """All once more by another name: "two were shot" tells more of the hurt where no one of them can be the dead."""
    return {f"no_dead_{name}": value for name, value in found.items() if value}


def _of_attackers(count: Count, tellings: Tellings) -> dict[str, float]:
    attackers = tellings.attackers
    if not attackers:
        return {}
    told = sum(item.answer.form != "pronoun" for item in attackers)
    name = "attackers" if count.attackers else "no_attackers"
    return {
        name: 1.0,
        f"{name}_often": float(told > 1),
        f"{name}_alone": float(count.victims == 0),
        f"{name}_by_police": float(any(item.answer.is_by_police for item in attackers)),
    } | _of_held(name, count, tellings, attackers)


def _of_held(name: str, count: Count, tellings: Tellings, doers: Sequence[Told]) -> dict[str, float]:
    """Whether the victims were counted without who did it ("he shot four") or with him ("four, including him")."""
    mine = tellings.by_value.get(count.victims, ()) if count.victims else ()
    beside = {item.sentence for item in doers if item.score >= NOUN}
    objects = [item for item in mine if item.answer.is_object]
    return {
        f"{name}_object": float(bool(objects)),
        f"{name}_object_beside": float(any(item.sentence in beside for item in objects)),
        f"{name}_object_only": float(bool(objects) and len(objects) == len(mine)),
        f"{name}_subject_beside": float(any(item.sentence in beside and not item.answer.is_object for item in mine)),
        f"{name}_held": float(any(item.answer.holds_doer for item in mine)),
    }


def _of_own(count: Count, tellings: Tellings) -> dict[str, float]:
    """Whether who did it to himself comes on top of the others told."""
    if not tellings.own:
        return {}
    hit = [item for item in tellings.own if item.answer.is_hit]
    name = "own" if count.attackers else "no_own"
    return {
        name: 1.0,
        f"{name}_too": float(bool(tellings.attackers)),
        f"{name}_often": float(len(tellings.own) > 1),
        f"{name}_alone": float(count.victims == 0),
        f"{name}_one": float(count.victims == 1),
        f"{name}_hit": float(bool(hit)),
        f"{name}_sure": float(len(hit) < len(tellings.own)),
        f"{name}_best": max(item.score for item in tellings.own),
        f"{name}_pair": float(pair := any(tells_pair(item.answer.who) for item in tellings.own)),
        "pair_few": float(pair and count.total < 2),
        "pair_two": float(pair and count.total == 2),
        f"{name}_lead": float(any(item.sentence <= _LEAD for item in tellings.own)),
        f"{name}_total_told": float(count.total in tellings.by_value),
        f"{name}_largest": float(bool(tellings.groups) and max(tellings.groups) == count.total),
    } | _of_held(name, count, tellings, tellings.own)


def _of_nobody(told: Sequence[Told], title: Title) -> dict[str, float]:
    real = [item for item in told if item.answer.value]
    none = [item for item in told if not item.answer.value]
    best = max((item.score for item in real), default=0.0)
    return {
        "zero": 1.0,
        "zero_silent": float(not real),
        "zero_denied": float(bool(none)),
        "zero_best": best,
        "zero_once": float(len({item.sentence for item in real}) == 1),
        "zero_often": float(len({item.sentence for item in real}) > 2),
        "zero_loose": float(bool(real) and all(item.is_loose for item in real)),
        "zero_lead": float(any(item.sentence <= _LEAD for item in real)),
        "zero_early": float(any(item.sentence <= _EARLY for item in real)),
        "zero_sure": float(any(not item.answer.is_hit for item in real)),
        "zero_alive": float(any(item.answer.is_alive for item in real)),
        "zero_title_deadly": float(title.tells_death),
        "zero_title_hurt": float(title.tells_hurt),
    }


def _of_fates(count: Count, tellings: Tellings, fates: Mapping[int, Fate]) -> dict[str, float]:
    """People hurt who are told dead elsewhere are no longer hurt."""
    value = count.victims
    mine = tellings.by_value.get(value, ()) if value else [item for item in tellings.victims if item.answer.value]
    name = "" if value else "zero_"
    seen = [fates[id(item)] for item in mine]
    left = [item for item in mine if fates[id(item)] is not Fate.GONE]
    return {
        f"{name}all_gone": float(bool(mine) and not left),
        f"{name}gone": seen.count(Fate.GONE) / max(1, len(mine)),
        f"{name}apart": float(Fate.APART in seen),
        f"{name}left_best": max((item.score for item in left), default=0.0),
        f"{name}left_often": float(len({item.sentence for item in left}) > 1),
        f"{name}left_alive": float(any(item.answer.is_alive for item in left)),
    }


def _of_size(count: Count) -> dict[str, float]:
    size = {1: "one", 2: "two", 3: "three"}.get(count.victims, "more")
    return {f"size_{size}": 1.0}


def _of_tellings(count: Count, tellings: Tellings) -> dict[str, float]:
    value, told, groups = count.victims, tellings.victims, tellings.groups
    mine = tellings.by_value.get(value, ())
    counted = [item for item in mine if item.answer.form in {"counted", ""}]
    first = min((item.sentence for item in mine), default=99)
    found = {
        "told": float(bool(mine)),
        "share": len(mine) / max(1, len(told)),
        "best": max((item.score for item in mine), default=0.0),
        "often": float(len({item.sentence for item in mine}) > 1),
        "very_often": float(len({item.sentence for item in mine}) > 3),
        "counted": float(bool(counted)),
        "counted_often": float(len({item.sentence for item in counted}) > 1),
        "toll": float(any(item.answer.total for item in mine)),
        "lead": float(first <= _LEAD),
        "early": float(first <= _EARLY),
        "far": min(1.0, first / _FAR) if mine else 0.0,
        "first": float(bool(told) and told[0].answer.value == value),
        "first_group": float(bool(groups) and groups[0] == value),
        "largest": float(bool(groups) and max(groups) == value),
        "below_largest": float(bool(groups) and value < max(groups)),
        "above_largest": float(bool(groups) and value > max(groups)),
        "loose": float(any(item.is_loose for item in mine)),
        "only_loose": float(bool(mine) and all(item.is_loose for item in mine)),
        "only_hit": float(bool(mine) and all(item.answer.is_hit for item in mine)),
        "only_others": float(bool(mine) and all(item.answer.is_other for item in mine)),
        "summed": float(bool(mine) and all(item.answer.is_sum for item in mine)),
        "summed_some": float(any(item.answer.is_sum for item in mine)),
        "summed_much": float(value > 1 and bool(mine) and all(item.answer.is_sum for item in mine)),
        "court": float(bool(mine) and all(item.score < _DOUBTFUL for item in mine)),
        "alive": float(any(item.answer.is_alive for item in mine)),
        "sure": float(any(not item.answer.is_hit for item in mine)),
    }
    for form in ("one", "named", "definite", "pronoun"):
        found[f"form_{form}"] = float(any(item.answer.form == form for item in mine))
    return found


def _of_sums(count: Count, sums: Sums) -> dict[str, float]:
    found = {f"is_{name}": 1.0 for name, value in sums.made.items() if value == count.victims}
    for name, value in sums.made.items():
        if count.victims and value and value != count.victims:
            found[f"{'over' if count.victims > value else 'under'}_{name}"] = 1.0
    for name, value in sums.against.items():
        if value:
            found[f"eq_{name}"] = float(count.total == value)
    return found


def _of_hints(count: Count, hints: Mapping[str, int]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, value in hints.items():
        same = value in (count.victims, count.total)
        how = "is" if same else "zero" if not count.victims else "over" if count.victims > value else "under"
        found[f"{how}_{name}"] = 1.0
    return found
