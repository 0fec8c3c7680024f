"""The counts of killed and injured that the text of a crime can be read to give, and the likeliest of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp

from tocsin.reading import harm_choice
from tocsin.reading.harm_choice import Count, Sums, Tellings
from tocsin.reading.harm_hints import Hints
from tocsin.reading.harm_people import Fate, Told, distinct, fate_of, living
from tocsin.reading.harm_title import Title
from tocsin.reading.harm_totals import (
    GROUP,
    assertion,
    attackers_of,
    best_of,
    combine,
    told_by_effect,
    value_of,
    victims_of,
    with_value,
)
from tocsin.reading.questions import HarmAnswer
from tocsin.types import Candidate
from tocsin_schemas.enums import Side
from tocsin_schemas.models import HarmAssertion, MentionHarm

_SILENT = Hints()


@dataclass(frozen=True, slots=True)
class Choice:
    """One slot before a count is chosen: who tells what, the counts it can be read to give and what speaks for each."""

    slot: str
    victims: tuple[Told, ...]
    attackers: tuple[Told, ...]
    sums: Sums
    counts: tuple[Count, ...]
    features: tuple[dict[str, float], ...]

    def best(self, weights: Mapping[str, float] | None = None) -> Count:
        """The likeliest count, by the weights of harm_weights.yaml unless others are given; the first of equals."""
        if len(self.counts) == 1:
            return self.counts[0]
        weights = weights if weights is not None else harm_choice.load_weights().of(self.slot)
        scored = [harm_choice.score(found, weights) for found in self.features]
        total = self._likeliest(scored)
        return self.counts[max(range(len(scored)), key=lambda at: (self.counts[at].total == total, scored[at], -at))]

    def _likeliest(self, scored: Sequence[float]) -> int:
        """The total for which most speaks: several counts may come to the same."""
        shares: dict[int, float] = {}
        most = max(scored)
        for count, points in zip(self.counts, scored, strict=True):
            shares[count.total] = shares.get(count.total, 0.0) + exp(points - most)
        return max(shares, key=lambda total: shares[total])


def choose(own: Sequence[Candidate], loose: Iterable[Candidate], title: Title, hints: Hints = _SILENT) -> MentionHarm:
    """The assertions of one mention, with killed and injured as they are likeliest.

    `loose` = harm told by sentences that belong to no happening in particular.
    """
    told = told_by_effect(own, loose)
    killed = killed_of(told.get("killed", ()), told.get("injured", ()), title, hints)
    dead = killed.best()
    injured = injured_of(told.get("injured", ()), killed, dead, title, hints)
    chosen = {"killed": _chosen(killed, dead), "injured": _chosen(injured, injured.best())}
    return combine(own).model_copy(update=chosen)


def killed_of(told: Sequence[Told], hurt: Sequence[Told], title: Title, hints: Hints = _SILENT) -> Choice:
    """The counts of dead that the text can be read to give; who of the hurt shot himself may be one of them."""
    own = [item for item in (*told, *hurt) if item.answer.is_self]
    victims, dead = _shot_by_police([item for item in victims_of(told) if not _is_noun(item)])
    return _choice(
        "killed",
        victims,
        [*attackers_of(told), *dead],
        own,
        Sums(dict(_sums(victims)), hints=hints.of_dead()),
        title,
        {title.killed} if title.is_alone else set(),
    )


def _shot_by_police(told: Sequence[Told]) -> tuple[list[Told], list[Told]]:
    """The victims, and apart from them one whom police killed, where others died: who did it, most likely."""
    dead = [item for item in told if _is_by_police(item)]
    rest = [item for item in told if not _is_by_police(item)]
    return (rest, dead) if any(item.answer.value for item in rest) else (list(told), [])


def _is_by_police(item: Told) -> bool:
    return item.is_single and not item.answer.is_self and item.answer.is_by_police


def _is_noun(item: Told) -> bool:
    """ "A murder-suicide": it tells that one died by his own hand, and not whether the other figures hold him."""
    return item.answer.is_self and item.answer.form == "definite" and item.score < harm_choice.NOUN


def injured_of(told: Sequence[Told], killed: Choice, dead: Count, title: Title, hints: Hints = _SILENT) -> Choice:
    """The same for injured, given how many of those hurt died."""
    victims = victims_of(told)
    if dead.attackers:
        victims = [item for item in victims if not (item.answer.is_self and item.answer.is_hit)]
    hit = [item for item in victims if item.answer.is_hit]
    sure = [item for item in victims if not item.answer.is_hit]
    made = dict(_sums(victims)) | {"surely": value_of(best_of(sure)), "living": living(victims, killed.victims)}
    made["living_others"] = living(victims, killed.victims, others_too=True)
    groups = [item.answer.value for item in victims if item.answer.form in GROUP]
    surely, shot = made["surely"], value_of(best_of(hit))
    made["rule"] = surely
    if shot > surely:
        made["shot_left"] = shot if _tells_others(hit, shot) else max(0, shot - dead.victims)
        made["rule"] = max(made["shot_left"], living(hit, killed.victims), surely)
    if groups and not _tells_others(victims, max(groups)):
        made["group_left"] = max(0, max(groups) - dead.victims)
        made["group_left_all"] = max(0, max(groups) - dead.total)
    fates = {id(item): fate_of(item, killed.victims) for item in victims}
    made["not_gone"] = len(distinct(item for item in victims if fates[id(item)] is not Fate.GONE))
    attackers = [item for item in attackers_of(told) if not item.answer.is_hit or not dead.attackers]
    headed = {title.injured, max(0, title.hit - dead.victims)} if title.is_alone else set()
    return _choice(
        "injured",
        victims,
        attackers,
        (),
        Sums(made, fates, {"dead": dead.total}, hints.of_hurt(dead.victims)),
        title,
        headed,
    )


def _tells_others(hit: Sequence[Told], shot: int) -> bool:
    """ "Eight others were shot": the dead are not among them."""
    return any(item.answer.is_other and item.answer.form == "counted" for item in hit if item.answer.value == shot)


def _choice(
    slot: str,
    victims: Sequence[Told],
    attackers: Sequence[Told],
    own: Sequence[Told],
    sums: Sums,
    title: Title,
    headed: set[int],
) -> Choice:
    """`headed` = counts that the title gives, for texts that leave them to it."""
    told = {item.answer.value for item in victims} | set(sums.made.values()) | headed | set(sums.hints.values())
    rule = sums.made.get("rule", 0)
    least = _least(victims)
    values = sorted({value for value in told | {0} if value >= least}, key=lambda value: (value != rule, value))
    most = value_of(best_of(attackers)) or min(1, len(own)) or (title.doers if slot == "killed" else 0)
    counts = [Count(value, also) for value in values for also in sorted({0, most}, reverse=True)]
    if len(counts) == 1:
        return Choice(slot, tuple(victims), (), sums, tuple(counts), ({},))
    tellings = Tellings.of(victims, attackers, own)
    found = tuple(harm_choice.features(count, tellings, sums, title, slot) for count in counts)
    return Choice(slot, tuple(victims), (*attackers, *own), sums, tuple(counts), found)


def _least(victims: Sequence[Told]) -> int:
    """ "Bringing the toll to six": no fewer, unless the figure may be that of several happenings."""
    answers = [item.answer for item in victims]
    return max((one.value for one in answers if one.total and not one.is_other and not one.is_sum), default=0)


def _sums(told: Sequence[Told]) -> Iterator[tuple[str, int]]:
    """Counts that follow from all tellings of victims."""
    yield "rule", value_of(best_of(told))
    yield "people", len(distinct(told))
    in_sentence: dict[int, int] = {}
    for item in told:
        if item.answer.form in {"one", "named", "counted"}:
            in_sentence[item.sentence] = in_sentence.get(item.sentence, 0) + item.answer.value
    yield "sentence", max(in_sentence.values(), default=0)
    others = [item.answer.value for item in told if item.answer.is_other and item.answer.form in {"one", "counted"}]
    rest = [item.answer.value for item in told if not item.answer.is_other]
    if others and rest:
        yield "with_others", max(rest) + max(others)


def _chosen(choice: Choice, count: Count) -> tuple[HarmAssertion, ...] | None:
    """Assertions of the count chosen, in the words that tell it where some do; "no injuries" where nobody is chosen."""
    found: list[HarmAnswer] = []
    if count.victims:
        found.append(with_value(_teller(choice.victims, count.victims), count.victims))
    if count.attackers:
        own = with_value(_teller(choice.attackers, count.attackers), count.attackers)
        found.append(replace(own, side=Side.ATTACKERS) if found else own)
    denied = [item.answer for item in choice.victims if not item.answer.value]
    return tuple(assertion(answer) for answer in found or denied[:1]) or None


def _teller(told: Sequence[Told], value: int) -> HarmAnswer:
    """The answer that tells a value, totals and groups before single people; else the one that tells most.

    Where the text tells of none, the title did.
    """
    if not told:
        return HarmAnswer(value)
    exact = [item for item in told if item.answer.value == value]
    if exact:
        return max(exact, key=lambda item: (item.answer.total, item.score, -item.sentence)).answer
    return max(told, key=lambda item: (item.answer.value < value, item.answer.value)).answer
