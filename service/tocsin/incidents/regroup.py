"""The touched component partitioned anew after an article's mentions came, went or were replaced."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tocsin.incidents.features import Features
from tocsin.incidents.identity import Member, Naming, is_untouched, name_groups
from tocsin.incidents.live import Live
from tocsin.incidents.partition import Cluster, Partitioner, alone


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking an article's old mentions out left behind: linked founders and followers' articles."""

    linked: frozenset[int]
    followers: frozenset[str]
    incidents: frozenset[str]


class Regrouper:
    """Holds the partition in `live` to what the set of founding mentions says."""

    def __init__(self, live: Live, partitioner: Partitioner) -> None:
        self._live = live
        self._partitioner = partitioner

    def take_out(self, slots: Iterable[int]) -> Taken:
        live = self._live
        slots = list(slots)
        linked = {other for slot in slots for other in live.linked(slot)} - set(slots)
        followers = {live.features[one].article_id for slot in slots for one in live.followed_by.get(slot, ())}
        incidents = {live.incident[slot] for slot in slots if slot in live.incident}
        for slot in slots:
            live.remove(slot)
        return Taken(frozenset(linked), frozenset(followers), frozenset(incidents))

    def put_in(self, features: Iterable[Features]) -> list[int]:
        return [self._live.add(one) for one in features]

    def groups(self, new: list[int], taken: Taken) -> list[list[int]]:
        """The groups of founders that may have changed, each in canonical order."""
        live = self._live
        founders = [slot for slot in new if live.features[slot].founds]
        if not taken.linked and founders and self._is_last(founders):
            return self._append(founders)
        component = live.component([*founders, *taken.linked])
        if not taken.linked and founders:
            key = live.features[founders[0]].key[:2]
            if all(live.features[slot].key[:2] <= key for slot in component):
                return self._append(founders)
        clusters = self._partitioner.divide(component, live.features, live.edges)
        return [self._ordered(cluster.slots) for cluster in clusters]

    def _is_last(self, founders: list[int]) -> bool:
        return self._live.features[founders[0]].key[:2] >= self._live.latest[:2]

    def _ordered(self, slots: Iterable[int]) -> list[int]:
        return sorted(slots, key=lambda slot: self._live.features[slot].key)

    def _append(self, founders: list[int]) -> list[list[int]]:
        """Later than all it is linked with: inserting it last is what partitioning anew would do."""
        live = self._live
        labels = {live.incident[other] for slot in founders for other in live.linked(slot) if other in live.incident}
        home: dict[int, Cluster] = {}
        for label in labels:
            cluster: Cluster | None = None
            for slot in live.founders(label):
                single = alone(slot, live.features[slot])
                if cluster is None:
                    cluster = single
                else:
                    cluster.absorb(single)
                home[slot] = cluster
        ordered = sorted(founders, key=lambda slot: live.features[slot].key)
        self._partitioner.insert(ordered, live.features, live.edges, home)
        changed = dict.fromkeys(home[slot] for slot in ordered)
        return [self._ordered(cluster.slots) for cluster in changed]

    def name(
        self,
        groups: list[list[int]],
        besides: Iterable[str],
        homes: Callable[[int], tuple[str | None, tuple[str, ...]]],
        age: Callable[[str], int],
    ) -> Naming:
        """Which id each group carries on; `homes` gives a mention's (current id, all ids so far)."""
        live = self._live
        besides = set(besides)
        known = [is_untouched(group, live.incident, lambda one: len(live.founders(one))) for group in groups]
        if not any(slot for group in groups for slot in group if slot not in live.incident and homes(slot)[0]) and not (
            besides - {one for one in known if one}
        ):
            loose = [at for at, one in enumerate(known) if one is None]
            if all(not any(slot in live.incident for slot in groups[at]) for at in loose):
                return Naming(list(known))
        inside = {slot for group in groups for slot in group}
        members = [[Member(slot, *homes(slot)) for slot in group] for group in groups]
        return name_groups(members, besides, age, lambda one: all(slot in inside for slot in live.founders(one)))
