"""Why a decision changed an incident: a word, and the pair of mentions with the most points behind it."""

from collections.abc import Mapping
from typing import Any

from tocsin.incidents.live import Live
from tocsin.incidents.score import Scorer


class Causes:
    """Explains changes by the mentions of the article that made them; `mine` are its slots."""

    def __init__(
        self, live: Live, scorer: Scorer, article_id: str, content_hash: str, mine: Mapping[int, bool]
    ) -> None:
        self._live = live
        self._scorer = scorer
        self._article_id = article_id
        self._content_hash = content_hash
        self._mine = mine

    def cause(self, incident: str, before: str, after: str) -> dict[str, Any]:
        slot = next((one for one in self._mine if self._live.incident.get(one) == incident), None)
        score, features = self._best_pair(slot, incident) if slot is not None else (None, {})
        return {
            "article_id": self._article_id,
            "content_hash": self._content_hash,
            "decision": self._word(slot, before, after, score),
            "score": score,
            "features": features,
        }

    def _word(self, slot: int | None, before: str, after: str, score: float | None) -> str:
        if after != "open":
            return after
        if before in ("merged", "retracted"):
            return "restored"
        if before == "":
            return "founded" if slot is not None else "split"
        if slot is None:
            return "regrouped"
        if self._mine[slot]:
            return "updated"
        if self._live.features[slot].founds:
            return "linked"
        return "joined" if score is not None else "excluded"

    def _best_pair(self, slot: int, incident: str) -> tuple[float | None, dict[str, Any]]:
        live = self._live
        pairs = live.edges.get(slot) if live.features[slot].founds else live.follows.get(slot)
        inside = [(score, other) for other, score in (pairs or {}).items() if live.incident.get(other) == incident]
        if not inside:
            return None, {}
        score, other = max(inside, key=lambda pair: (pair[0], live.features[pair[1]].key))
        other_key = live.features[other].key
        features = self._scorer.explain(live.features[slot], live.features[other])
        return round(score, 3), {"with": f"{other_key[1]}#{other_key[2]}", **features}
