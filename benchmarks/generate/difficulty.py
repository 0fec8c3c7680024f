"""How hard the news is, and how well it was fused: pairs of articles that are told to belong together, as F1."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from benchmarks.generate.telling import Told
from tocsin.incidents.replay import replay
from tocsin_schemas.enums import IncidentState
from tocsin_schemas.models import Mention

Group = frozenset[str]
"""Ids of articles that tell of one incident."""


@dataclass(frozen=True, slots=True)
class PairScore:
    """Over pairs of articles; 1 where nothing was to be found and nothing was."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def line(self) -> str:
        return f"{self.f1:.3f} (precision {self.precision:.3f}, recall {self.recall:.3f})"


def score_pairs(found: Iterable[Group], wanted: Iterable[Group]) -> PairScore:
    """Pairs of articles that share a group of `found`, against those that share one of `wanted`."""
    have, want = _pairs(found), _pairs(wanted)
    right = len(have & want)
    return PairScore(right / len(have) if have else 1.0, right / len(want) if want else 1.0)


def _pairs(groups: Iterable[Group]) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def true_groups(told: Sequence[Told]) -> list[Group]:
    """The articles of each happening, by the newest version of each; withdrawn ones belong nowhere."""
    return _grouped((one.article.article_id, one.happenings) for one in newest(told) if one.report.mentions)


def key_score(told: Sequence[Told]) -> PairScore:
    """What the plain key (type, city or else country, day) would reach if every article were read perfectly."""
    keys = ((one.article.article_id, [_key(mention) for mention in one.report.mentions]) for one in newest(told))
    return score_pairs(_grouped(keys), true_groups(told))


def perfect_score(told: Sequence[Told]) -> PairScore:
    """What our fusing reaches if every article is read perfectly."""
    incidents = replay(one.report for one in told).values()
    found = [frozenset(source.article_id for source in one.sources) for one in incidents if _is_open(one.state)]
    return score_pairs(found, true_groups(told))


def newest(told: Sequence[Told]) -> list[Told]:
    """The version of each article that counts: the last revised, a null value after all others."""
    last: dict[str, Told] = {}
    for one in told:
        known = last.get(one.article.article_id)
        if known is None or _revised(one) >= _revised(known):
            last[one.article.article_id] = one
    return list(last.values())


def _revised(one: Told) -> tuple[bool, str]:
    instant = one.article.revised_at or one.article.published_at
    return one.is_null, instant.isoformat() if instant else ""


def _grouped(labels: Iterable[tuple[str, Collection[Hashable]]]) -> list[Group]:
    groups: dict[Hashable, set[str]] = defaultdict(set)
    for article, names in labels:
        for name in names:
            groups[name].add(article)
    return [frozenset(group) for group in groups.values()]


def _key(mention: Mention) -> tuple[str, str | None, str]:
    where, when = mention.where, mention.when
    place = (where.gazetteer_id or where.country) if where else None
    return mention.what.event_type, place, when.start.isoformat() if when else ""


def _is_open(state: IncidentState) -> bool:
    return state is IncidentState.OPEN
