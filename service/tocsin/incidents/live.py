"""All live mentions in memory: features, the pairs worth looking at, and which incident each belongs to."""

from collections.abc import Iterable, Iterator

from tocsin.incidents.candidates import Candidates
from tocsin.incidents.features import Features, Key
from tocsin.incidents.score import Scorer


class Live:
    """Slots are small ints that stand for mentions; `incident` and `members` always agree."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._next = 0
        self.features: dict[int, Features] = {}
        self.by_article: dict[str, dict[int, int]] = {}
        self.incident: dict[int, str] = {}
        self.members: dict[str, set[int]] = {}
        self.edges: dict[int, dict[int, float]] = {}
        self.follows: dict[int, dict[int, float]] = {}
        self.followed_by: dict[int, set[int]] = {}
        self.latest: Key = ("", "", 0)
        self._candidates = Candidates()

    def add(self, one: Features) -> int:
        """A new slot with its scored pairs; it belongs to no incident yet."""
        slot = self._next
        self._next += 1
        near = self._candidates.near(one)
        self.features[slot] = one
        self.by_article.setdefault(one.article_id, {})[one.key[2]] = slot
        if one.founds:
            self._add_founder(slot, one, near)
        else:
            self._add_follower(slot, one, near)
        self._candidates.add(slot, one)
        return slot

    def _pairs(self, one: Features, near: Iterable[int]) -> Iterator[tuple[int, Features, float]]:
        for other in near:
            them = self.features[other]
            if them.key[1] != one.key[1]:
                score = self._scorer.score(one, them)
                if score is not None:
                    yield other, them, score

    def _add_founder(self, slot: int, one: Features, near: Iterable[int]) -> None:
        self.latest = max(self.latest, one.key)
        mine: dict[int, float] = {}
        for other, them, score in self._pairs(one, near):
            if them.founds:
                mine[other] = score
                self.edges.setdefault(other, {})[slot] = score
            elif score >= self.link:
                self.follows.setdefault(other, {})[slot] = score
                self.followed_by.setdefault(slot, set()).add(other)
        if mine:
            self.edges[slot] = mine

    def _add_follower(self, slot: int, one: Features, near: Iterable[int]) -> None:
        mine = {other: score for other, them, score in self._pairs(one, near) if them.founds and score >= self.link}
        if mine:
            self.follows[slot] = mine
            for other in mine:
                self.followed_by.setdefault(other, set()).add(slot)

    def remove(self, slot: int) -> None:
        """Takes a mention out with all its pairs."""
        one = self.features.pop(slot)
        self._candidates.remove(slot, one)
        self.assign(slot, None)
        slots = self.by_article[one.article_id]
        del slots[one.key[2]]
        if not slots:
            del self.by_article[one.article_id]
        for other in self.edges.pop(slot, ()):
            pairs = self.edges[other]
            del pairs[slot]
            if not pairs:
                del self.edges[other]
        for other in self.follows.pop(slot, ()):
            self._forget(self.followed_by, other, slot)
        for other in self.followed_by.pop(slot, ()):
            pairs = self.follows[other]
            del pairs[slot]
            if not pairs:
                del self.follows[other]

    @staticmethod
    def _forget(table: dict[int, set[int]], key: int, slot: int) -> None:
        table[key].discard(slot)
        if not table[key]:
            del table[key]

    def assign(self, slot: int, incident: str | None) -> bool:
        """Puts a mention into an incident (None: it waits); whether that changed anything."""
        before = self.incident.get(slot)
        if before == incident:
            return False
        if before is not None:
            del self.incident[slot]
            members = self.members[before]
            members.discard(slot)
            if not members:
                del self.members[before]
        if incident is not None:
            self.incident[slot] = incident
            self.members.setdefault(incident, set()).add(slot)
        return True

    @property
    def link(self) -> float:
        return self._scorer.weights.link

    def linked(self, slot: int) -> Iterator[int]:
        """Founding mentions that a founding mention is linked with."""
        link = self.link
        return (other for other, score in self.edges.get(slot, {}).items() if score >= link)

    def component(self, seeds: Iterable[int]) -> set[int]:
        """All founding mentions that hang together with the seeds by links."""
        found = set(seeds)
        todo = list(found)
        while todo:
            for other in self.linked(todo.pop()):
                if other not in found:
                    found.add(other)
                    todo.append(other)
        return found

    def founders(self, incident: str) -> list[int]:
        return [slot for slot in self.members.get(incident, ()) if self.features[slot].founds]

    def siblings(self, slot: int) -> Iterator[int]:
        """The other live mentions of the same article."""
        return (other for other in self.by_article[self.features[slot].article_id].values() if other != slot)

    def ordered(self, incident: str) -> list[int]:
        """Members in canonical order."""
        return sorted(self.members.get(incident, ()), key=lambda slot: self.features[slot].key)
