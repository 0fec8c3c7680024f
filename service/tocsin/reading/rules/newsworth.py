"""How likely a sentence with a `what` candidate reports a fresh happening of its own: one number from a few features.

`RelevanceScorer.score` is what assembling asks before a mention may found an incident; on which type it says nothing.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from pydantic import BaseModel, ConfigDict

from tocsin.reading.questions import NON_EVENT, ROLE
from tocsin.reading.rules import wordlists
from tocsin.reading.rules.lexicon import Scan
from tocsin.types import TITLE, Candidate, Document
from tocsin_schemas.enums import Role
from tocsin_schemas.taxonomy import family_of

_LEAD = 3
_NEAR_TITLE = 0.4
"""A title's candidate counts where its score is at least this."""


class Weights(BaseModel):
    """relevance_weights.yaml: what each feature adds to the log odds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    bias: float
    weights: dict[str, float]


@cache
def load_weights() -> Weights:
    return wordlists.read_checked("relevance_weights.yaml", Weights)


@dataclass(slots=True)
class _Cues:
    """What the cues of an article say, by sentence and for the whole."""

    background: dict[int, float] = field(default_factory=dict)
    follow_up: dict[int, float] = field(default_factory=dict)
    non_event: dict[int, dict[str, float]] = field(default_factory=dict)
    topics: dict[str, float] = field(default_factory=dict)
    court: float = 0.0


def _gather(candidates: Iterable[Candidate]) -> _Cues:
    cues = _Cues()
    for candidate in candidates:
        value = candidate.value
        if candidate.question == NON_EVENT and value.whole:
            cues.topics[value.reason] = candidate.score
        elif candidate.question == NON_EVENT:
            cues.non_event.setdefault(candidate.sentence, {})[value.reason] = candidate.score
        elif candidate.question == ROLE and value.whole:
            cues.court = max(cues.court, candidate.score)
        elif candidate.question == ROLE:
            found = cues.background if value.role is Role.BACKGROUND else cues.follow_up
            found[candidate.sentence] = max(candidate.score, found.get(candidate.sentence, 0.0))
    return cues


@dataclass(frozen=True, slots=True)
class Newsworth:
    """The features of one `what` candidate by name, and the probability made of them."""

    features: dict[str, float]
    probability: float


class RelevanceScorer:
    """Scores `what` candidates of a document, given its `non_event` and `role` candidates."""

    def __init__(self, weights: Weights | None = None) -> None:
        words = wordlists.lexicon()
        self._scan = wordlists.document_scan()
        self._weights = weights or load_weights()
        self._fresh = words.bit("fresh")
        self._source = words.bit("source")
        self._harm = words.bit("killed") | words.bit("wounded")

    def score(
        self,
        document: Document,
        whats: Sequence[Candidate],
        cues: Iterable[Candidate],
        titles: Sequence[Candidate] = (),
    ) -> list[Newsworth]:
        """One Newsworth for each of `whats`, in their order; `titles` = the title's own `what` candidates."""
        gathered = _gather(cues)
        scans, _ = self._scan.of(document)
        headline = {family_of(c.value.event_type) for c in titles if c.score >= _NEAR_TITLE}
        support: dict[str, set[int]] = {}
        for what in whats:
            support.setdefault(family_of(what.value.event_type), set()).add(what.sentence)
        found = []
        for what in whats:
            features = self._features(what, scans, gathered)
            family = family_of(what.value.event_type)
            features["headline"] = float(family in headline)
            features["support"] = math.log(len(support[family]))
            features["support_share"] = len(support[family]) / max(1, len(scans))
            features["family_" + family] = 1.0
            found.append(Newsworth(features, self._probability(features)))
        return found

    def _probability(self, features: dict[str, float]) -> float:
        weights = self._weights.weights
        odds = self._weights.bias + sum(weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))

    def _features(self, what: Candidate, scans: tuple[Scan, ...], cues: _Cues) -> dict[str, float]:
        index = what.sentence
        near = own = 0
        if index != TITLE:
            own = scans[index].mask
            near = own | scans[max(0, index - 1)].mask | scans[min(len(scans) - 1, index + 1)].mask
        features = {
            "score": what.score,
            "lead": float(0 <= index < _LEAD),
            "far": min(1.0, index / 20),
            "fresh": float(bool(own & self._fresh)),
            "fresh_near": float(bool(near & self._fresh)),
            "source": float(bool(own & self._source)),
            "source_near": float(bool(near & self._source)),
            "harm": float(bool(own & self._harm)),
            "harm_near": float(bool(near & self._harm)),
            "background": cues.background.get(index, 0.0),
            "follow_up": cues.follow_up.get(index, 0.0),
            "court": cues.court,
            "told": float(what.value.tense == "past"),
            "quote": float(index != TITLE and scans[index].sentence.is_quote),
        }
        for reason, score in cues.non_event.get(index, {}).items():
            features["ne_" + reason] = score
        for topic, score in cues.topics.items():
            features["topic_" + topic] = score
        return features
