"""Founding mentions into incidents: a function of their set, taken in order of (published, article id, ordinal)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from tocsin.incidents.align import assign
from tocsin.incidents.features import EXACT, HARD, Features, Key
from tocsin.incidents.score import distance_km
from tocsin.incidents.weights import Weights

Edges = Mapping[int, Mapping[int, float]]


@dataclass(slots=True, eq=False)
class Cluster:
    """Founding mentions of one happening, with what hard evidence they carry."""

    first: Key
    slots: list[int] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)
    points: set[tuple[float, float]] = field(default_factory=set)
    days: set[tuple[int, int]] = field(default_factory=set)

    def add(self, slot: int, one: Features) -> None:
        self.slots.append(slot)
        self.articles.add(one.article_id)
        if one.precision == EXACT:
            self.points.add((one.lat, one.lon))
        if one.firmness == HARD:
            self.days.add((one.first, one.last))

    def absorb(self, other: "Cluster") -> None:
        self.first = min(self.first, other.first)
        self.slots.extend(other.slots)
        self.articles |= other.articles
        self.points |= other.points
        self.days |= other.days

    def forbids(self, other: "Cluster", weights: Weights) -> bool:
        """One article in both, or a hard veto between any two of their mentions."""
        if not self.articles.isdisjoint(other.articles):
            return True
        limit = weights.veto_days
        if any(max(a - d, c - b) >= limit for a, b in self.days for c, d in other.days):
            return True
        return any(distance_km(*p, *q) > weights.veto_km for p in self.points for q in other.points)


def alone(slot: int, one: Features) -> Cluster:
    cluster = Cluster(one.key)
    cluster.add(slot, one)
    return cluster


class Partitioner:
    """Inserts articles in canonical order into clusters; `edges` holds the score of every pair worth looking at."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def divide(self, slots: Iterable[int], live: Mapping[int, Features], edges: Edges) -> list[Cluster]:
        """All of a component anew."""
        ordered = sorted(slots, key=lambda slot: live[slot].key)
        home: dict[int, Cluster] = {}
        for _, group in groupby(ordered, key=lambda slot: live[slot].key[:2]):
            self.insert(list(group), live, edges, home)
        return list(dict.fromkeys(home[slot] for slot in ordered))

    def insert(self, group: list[int], live: Mapping[int, Features], edges: Edges, home: dict[int, Cluster]) -> None:
        """The mentions of one article, later in canonical order than all in `home` (slot to its cluster)."""
        singles = [alone(slot, live[slot]) for slot in group]
        options = [self._options(slot, single, edges, home) for slot, single in zip(group, singles, strict=True)]
        given = assign(options)
        taken = {id(cluster) for cluster in given if cluster is not None}
        for slot, single, cluster, others in zip(group, singles, given, options, strict=True):
            if cluster is None:
                home[slot] = single
                continue
            cluster.absorb(single)
            home[slot] = cluster
            for other, points in sorted(others.items(), key=lambda pair: -pair[1]):
                if other is cluster or id(other) in taken or points < self._weights.bridge:
                    continue
                if other.slots and self._joins(cluster, other, edges):
                    cluster.absorb(other)
                    home.update(dict.fromkeys(other.slots, cluster))
                    taken.add(id(other))

    def _options(self, slot: int, single: Cluster, edges: Edges, home: Mapping[int, Cluster]) -> dict[Cluster, float]:
        """Clusters that a mention may join, with half the best and half the mean of its pairs' points."""
        points: dict[Cluster, list[float]] = {}
        for other, score in edges.get(slot, {}).items():
            cluster = home.get(other)
            if cluster is not None:
                points.setdefault(cluster, []).append(score)
        joined = {cluster: (max(all_) + sum(all_) / len(all_)) / 2 for cluster, all_ in points.items()}
        allowed = [
            (value, cluster)
            for cluster, value in joined.items()
            if value >= self._weights.link and not cluster.forbids(single, self._weights)
        ]
        return {cluster: value for value, cluster in sorted(allowed, key=lambda pair: (-pair[0], pair[1].first))}

    def _joins(self, a: Cluster, b: Cluster, edges: Edges) -> bool:
        """Whether a bridge between two clusters holds: nothing forbids it and their own pairs do not speak against."""
        if a.forbids(b, self._weights):
            return False
        inside = set(b.slots)
        across = [score for slot in a.slots for other, score in edges.get(slot, {}).items() if other in inside]
        return not across or sum(across) / len(across) >= self._weights.bridge_against
