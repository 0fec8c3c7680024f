"""The trained reader beside the rules: reads the sentences worth it and weighs types, parts and newsworth anew."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from tocsin.reading import questions as q
from tocsin.reading.model.encoder import Encoded, Encoder, overlapping
from tocsin.reading.model.errors import ModelError
from tocsin.reading.model.parts import PARTS, PartWeigher
from tocsin.reading.model.pick import (
    sentences_beside,
    sentences_to_read,
    trigger_of,
    whole_text,
    windows_of,
)
from tocsin.reading.model.spans import Tagging
from tocsin.reading.model.weights import NewsWeights, Weights
from tocsin.reading.rules.parties import PartyFinder
from tocsin.reading.weigh import mean_shares
from tocsin.types import Candidate, Document, Sentence, Span
from tocsin_schemas.enums import ActorRole
from tocsin_schemas.taxonomy import family_of

_NO_HAPPENING = "NON"
_WEIGHED = (q.ACTOR, q.TARGET, q.WEAPON)
_NAMED_OFTEN = 2
"""Sentences that name them: of US local crime one article in 500 then counts, one in 60 where one is enough."""
_DEED_MOST = 4.0
"""Log odds up to which the larger encoder is believed on whether a deed is told."""
_SURE, _HEARD = 0.995, 0.9
"""How far a share is believed of the rules and of a head: a head is sure of sentences that it knows nothing about."""


@dataclass(frozen=True, slots=True)
class _Read:
    sentence: Sentence
    encoded: Encoded


class ModelReviewer:
    """Reviews candidates with the encoder, and with the larger one `roles` where people fight.

    The same document always gets the same review. Raises ModelError where the two do not tell the same roles.
    """

    def __init__(self, encoder: Encoder, roles: Encoder, weights: Weights, parties: PartyFinder) -> None:
        if roles.tags != encoder.tags:
            raise ModelError("the two encoders tell different roles: install the package again, or export both")
        self._encoder, self._roles, self._weights, self._parties = encoder, roles, weights, parties
        self.version = f"{encoder.version}.{roles.version}"
        self._by = f"model:{self.version}"
        self._parts = PartWeigher(parties, weights.parts, weights.reach, self._by)
        least = weights.roles.beside
        beside = {part: one.model_copy(update={"span": least, "alone": least}) for part, one in weights.parts.items()}
        self._beside = PartWeigher(parties, beside, weights.reach, self._by)

    def review(
        self, document: Document, candidates: tuple[Candidate, ...], news: dict[Span, float]
    ) -> tuple[tuple[Candidate, ...], dict[Span, float]]:
        fight = self._fight(document, candidates, news)
        is_fought = fight is not None and self._agrees(fight)
        picked = sentences_to_read(document, candidates, news, self._weights.budget, is_fought)
        if not picked:
            return candidates, news
        known = {fight.sentence.index: fight} if fight else {}
        indexes = sorted(known.keys() | {one.index for one in picked})
        read = {index: known.get(index) or self._read(document.sentences[index]) for index in indexes}
        weighed = self._news(candidates, news, read)
        triggers: dict[int, Candidate] = {}
        for one in candidates:
            if one.question == q.WHAT and one.sentence in read:
                triggers[one.sentence] = max(triggers.get(one.sentence, one), one, key=lambda each: each.score)
        whole = self._whole(document)
        typed = [self._typed(trigger, read[index].encoded, whole) for index, trigger in triggers.items()]
        told = self._told(document, candidates, weighed, read)
        weighed = self._weighed_by_deed(candidates, weighed, told)
        kept = [one for one in candidates if one.sentence not in told or one.question not in _WEIGHED]
        for index, said in told.items():
            parts = [one for one in candidates if one.sentence == index and one.question in _WEIGHED]
            weigher = self._parts if index in read else self._beside
            denying = index in triggers or told is not read
            tagging = Tagging(said.sentence.text, said.encoded, self._encoder.tags, PARTS)
            played = list(weigher.weigh(document, said.sentence, parts, tagging, denying))
            kept.extend([*played, *self._means(said, played)])
        return (*kept, *typed), weighed

    def _fight(self, document: Document, candidates: Iterable[Candidate], news: Mapping[Span, float]) -> _Read | None:
        """The sentence of the likeliest trigger, where the rules see people fight in it."""
        whats = (one for one in candidates if one.question == q.WHAT)
        trigger = trigger_of(whats, news, self._weights.budget.fighting)
        if trigger is None or not 0 <= trigger.sentence < len(document.sentences):
            return None
        return self._read(document.sentences[trigger.sentence])

    def _read(self, sentence: Sentence) -> _Read:
        return _Read(sentence, self._encoder.read(sentence.text))

    def _agrees(self, told: _Read) -> bool:
        """Whether the encoder sees no other happening there: "hostage" and "salvo" are words of many a crime."""
        budget, shares = self._weights.budget, told.encoded.shares["event_type"].items()
        fought = sum(share for code, share in shares if family_of(code) in budget.fighting)
        happens = sum(share for code, share in shares if family_of(code) != _NO_HAPPENING)
        return fought >= budget.agreed * happens

    def _told(
        self, document: Document, candidates: Iterable[Candidate], news: Mapping[Span, float], read: dict[int, _Read]
    ) -> dict[int, _Read]:
        """What tells roles: what was read; where people fight, that by the larger one too, and what stands beside it.

        Of what was read it is that in which the smaller one sees a part; the rest is a fifth of the larger one's time.
        Beside it a sentence in which the rules see nobody and nothing hit tells no role: of that, two fifths are left.
        """
        weights = self._weights.roles
        whats = [one for one in candidates if one.question == q.WHAT]
        if not self._is_fought(document, whats, news, read):
            return read
        peopled = {one.sentence for one in candidates if one.question in _WEIGHED or one.question in q.HARM}
        beside = (
            one
            for one in sentences_beside(document, read, weights.most)
            if one.index in peopled or any(self._parties.parties(document, one))
        )
        seen = (one.sentence for one in read.values() if _most_of_a_part(one.encoded) >= weights.seen)
        larger = self._larger(sorted([*seen, *beside], key=lambda one: one.index))
        for index, one in read.items():
            larger[index] = replace(one, encoded=self._blended(one, larger[index])) if index in larger else one
        return larger

    def _larger(self, sentences: Iterable[Sentence]) -> dict[int, _Read]:
        """What the larger encoder says of each sentence, read together with those next to it."""
        told: dict[int, _Read] = {}
        for window in windows_of(sentences, self._weights.roles.window):
            found = self._roles.read_together([one.text for one in window])
            told |= {one.index: _Read(one, said) for one, said in zip(window, found, strict=False)}
        return told

    def _is_fought(
        self, document: Document, whats: Iterable[Candidate], news: Mapping[Span, float], read: Mapping[int, _Read]
    ) -> bool:
        """Whether it is news of an attack, or of a crime in a text that names rebels or terrorists."""
        weights = self._weights.roles
        if (trigger := trigger_of(whats, news, weights.fighting, weights.least_news)) is not None:
            return trigger.sentence not in read or self._agrees(read[trigger.sentence])
        if trigger_of(whats, news, weights.armed, weights.least_news) is None:
            return False
        return sum(self._parties.names_fighters(document, one) for one in document.sentences) >= _NAMED_OFTEN

    def _blended(self, said: _Read, larger: _Read) -> Encoded:
        """The roles of its words as both encoders tell them: what the one is alone in seeing counts less."""
        own, other, share = said.encoded.tags[1:-1], larger.encoded.tags, self._weights.roles.share
        tags = own.copy()
        tags[: len(other)] = share * other + (1 - share) * own[: len(other)]
        deed, means = larger.encoded.deed, larger.encoded.means
        return replace(said.encoded, tags=tags, offsets=said.encoded.offsets[1:-1], deed=deed, means=means)

    def _weighed_by_deed(
        self, candidates: Iterable[Candidate], news: Mapping[Span, float], told: Mapping[int, _Read]
    ) -> dict[Span, float]:
        """The chance that triggers of attacks and crimes are news where the larger encoder says that a deed is told.

        Where it says none nothing falls: it was taught MUC-4's attacks, and knows little of riots and battles.
        """
        weighed = dict(news)
        for one in candidates:
            said = told.get(one.sentence) if one.question == q.WHAT else None
            if said is not None and len(said.encoded.deed) and self._weights.news.deed(one.value.event_type) > 0:
                odds = float(np.clip(said.encoded.deed.mean(), 0.0, _DEED_MOST))
                weighed[one.span] = _share(_log_odds(news[one.span], _SURE) + self._weights.roles.deed * odds)
        return weighed

    def _means(self, said: _Read, played: Iterable[Candidate]) -> Iterator[Candidate]:
        """By which means the larger encoder says that was done in which each of them plays a part."""
        means = said.encoded.means
        for one in played if len(means) else ():
            start = said.sentence.span.start
            own = overlapping(said.encoded.offsets[: len(means)], one.span.start - start, one.span.end - start)
            if own:
                logits = dict(zip(self._roles.means, means[own].mean(axis=0).tolist(), strict=True))
                yield Candidate(
                    q.MEANS, q.MeansAnswer(logits, _hit_of(one)), one.span, one.sentence, one.score, self._by
                )

    def _whole(self, document: Document) -> Encoded | None:
        text = whole_text(document, self._weights.budget)
        return self._encoder.read(text) if text else None

    def _typed(self, trigger: Candidate, encoded: Encoded, whole: Encoded | None) -> Candidate:
        """The shares of its sentence, or their mean with the whole text's: what tells types apart stands anywhere."""
        read = [encoded, whole] if whole else [encoded]
        shares = mean_shares((one.shares["event_type"], 1.0) for one in read)
        answer = q.TypeAnswer(shares, self._weights.types)
        return Candidate(q.TYPE, answer, trigger.span, trigger.sentence, 1.0, self._by)

    def _news(
        self, candidates: Iterable[Candidate], news: Mapping[Span, float], read: Mapping[int, _Read]
    ) -> dict[Span, float]:
        weighed = dict(news)
        for one in candidates:
            if one.question == q.WHAT and one.sentence in read:
                shares = read[one.sentence].encoded.shares
                weighed[one.span] = weigh_news(news[one.span], shares, one.value.event_type, self._weights.news)
        return weighed


def _most_of_a_part(encoded: Encoded) -> float:
    """How likely the likeliest piece plays a part; the first answer is that it plays none."""
    return float(encoded.tags[1:-1, 1:].sum(axis=1).max(initial=0.0))


def _hit_of(one: Candidate) -> str | None:
    """Who or what came to harm; None of doers and weapons."""
    is_hit = one.question == q.TARGET or (one.question == q.ACTOR and one.value.role is ActorRole.VICTIM)
    return one.value.name if is_hit else None


def weigh_news(share: float, shares: Mapping[str, Mapping[str, float]], code: str, weights: NewsWeights) -> float:
    """The chance that a trigger of an event type tells a fresh happening, from the rules' and the encoder's."""
    odds = (
        weights.bias
        + weights.rule * _log_odds(share, _SURE)
        + weights.told * _log_odds(shares["relevance"]["reported"], _HEARD)
        + weights.deed(code) * _log_odds(shares["deed"]["told"], _HEARD)
    )
    return _share(odds)


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def _log_odds(share: float, most: float) -> float:
    share = min(most, max(1 - most, share))
    return math.log(share / (1 - share))
