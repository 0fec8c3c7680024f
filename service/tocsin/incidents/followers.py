"""Mentions that may not found (follow-ups, nameless places): which incident, if any, gives each a home."""

from collections.abc import Iterable

from tocsin.incidents.align import assign
from tocsin.incidents.features import COUNTRY, VAGUE, Features
from tocsin.incidents.live import Live
from tocsin.incidents.score import Scorer, comparable_place

EXCLUSION_MARGIN = 0.5
"""By so many points the best incident left must beat the next one."""


class Followers:
    """Attaches followers to incidents; reads the founders' partition only, so followers never influence each other."""

    def __init__(self, live: Live, scorer: Scorer) -> None:
        self._live = live
        self._scorer = scorer

    def touched_by(self, slots: Iterable[int], incidents: Iterable[str], articles: Iterable[str]) -> set[str]:
        """Articles whose followers must be looked at again after these founders, incidents and articles changed."""
        live = self._live
        found = {article for article in articles if self._waits(article)}
        for slot in slots:
            found.update(live.features[one].article_id for one in live.followed_by.get(slot, ()))
        around: set[str] = set(incidents)
        for incident in incidents:
            for slot in live.founders(incident):  # who came or left may have forbidden what follows another founder
                found.update(live.features[one].article_id for one in live.followed_by.get(slot, ()))
                around.update(live.incident[one] for one in live.siblings(slot) if one in live.incident)
        for incident in around:
            for slot in live.members.get(incident, ()):
                article = live.features[slot].article_id
                if len(live.by_article[article]) > 1 and self._waits(article):
                    found.add(article)
        return found

    def _waits(self, article: str) -> bool:
        features = self._live.features
        return any(not features[slot].founds for slot in self._live.by_article.get(article, {}).values())

    def place(self, article: str) -> dict[int, str | None]:
        """The incident of each follower of an article, None for those that wait."""
        live = self._live
        slots = live.by_article.get(article, {})
        founders = {live.incident[slot] for slot in slots.values() if live.features[slot].founds}
        waiting = [slot for _, slot in sorted(slots.items()) if not live.features[slot].founds]
        direct = assign([self._direct(slot, founders) for slot in waiting])
        given: dict[int, str | None] = dict(zip(waiting, direct, strict=True))
        homes = founders | {incident for incident in given.values() if incident}
        nameless = [
            slot for slot, incident in given.items() if incident is None and live.features[slot].precision >= COUNTRY
        ]
        if homes and nameless:
            options = [self._by_exclusion(slot, homes) for slot in nameless]
            excluded = assign(options)
            given.update(zip(nameless, excluded, strict=True))
        return given

    def _direct(self, slot: int, taken: set[str]) -> dict[str, float]:
        points: dict[str, list[float]] = {}
        for other, score in self._live.follows.get(slot, {}).items():
            incident = self._live.incident[other]
            if incident not in taken:
                points.setdefault(incident, []).append(score)
        joined = {incident: (max(all_) + sum(all_) / len(all_)) / 2 for incident, all_ in points.items()}
        allowed = {incident: value for incident, value in joined.items() if self._allowed(slot, incident)}
        return dict(sorted(allowed.items(), key=lambda pair: (-pair[1], self._first(pair[0]))))

    def _first(self, incident: str) -> tuple[str, str, int]:
        return min(self._live.features[slot].key for slot in self._live.founders(incident))

    def _allowed(self, slot: int, incident: str) -> bool:
        one = self._live.features[slot]
        return not any(self._scorer.vetoed(one, self._live.features[other]) for other in self._live.founders(incident))

    def _by_exclusion(self, slot: int, homes: set[str]) -> dict[str, float]:
        """The second of a known pair: told by an article that also tells of one of this article's other happenings."""
        live = self._live
        one = live.features[slot]
        points: dict[str, float] = {}
        for home in homes:
            for founder in live.founders(home):
                for other in live.siblings(founder):
                    incident = live.incident.get(other)
                    if incident and incident not in homes and live.features[other].founds:
                        value = self._without_place(one, live.features[other])
                        if value is not None and self._allowed(slot, incident):
                            points[incident] = max(points.get(incident, 0.0), value)
        ranked = sorted(points.items(), key=lambda pair: -pair[1])
        if not ranked or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < EXCLUSION_MARGIN):
            return {}
        return dict(ranked[:1])

    def _without_place(self, one: Features, other: Features) -> float | None:
        if not comparable_place(one, other) or (one.firmness > VAGUE and not other.firmness):
            return None
        score = self._scorer.score(one, other)
        return score if score is not None and score >= self._scorer.weights.exclude else None
