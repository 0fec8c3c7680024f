"""The worker's reading and fusing without Kafka: what it reads in an article, and what becomes of the reports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.quality.finders import FoundBy, found_by
from tocsin.app import ReadArticle, open_reader, read_article
from tocsin.incidents.records import ARTICLE, ArticleRecord
from tocsin.incidents.replay import Replay
from tocsin.intake.decode import decode
from tocsin.reading import questions as q
from tocsin.reading.choose import Calibration
from tocsin.reading.weigh import combine, mean_shares
from tocsin.types import Candidate, Reject, Span
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.enums import Reality
from tocsin_schemas.models import Article, Incident, Mention, Report

LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Read:
    """One article with its report and what that came of; None where it was rejected."""

    article: Article
    read: ReadArticle | None

    @property
    def report(self) -> Report | None:
        return self.read.report if self.read else None

    @property
    def found_by(self) -> FoundBy:
        """Who found the values of its mentions."""
        trace = self.read.trace if self.read else None
        return found_by(trace.report.mentions, trace.supports) if trace else {}

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return self.report.mentions if self.report else ()


class Pipeline:
    """The worker's reader, opened once."""

    def __init__(self, model: Path | bool = True) -> None:
        self._reader = open_reader(model)
        self._calibration = Calibration.load()
        self._gazetteer = Gazetteer.open()

    def read(self, article: Article) -> Read:
        """As the worker does: from the record's bytes, refusals included."""
        return Read(article, self._read(article))

    def scored_types(self, article: Article) -> Iterator[tuple[str, Reality, float]]:
        """Event types of an article by calibrated score, best first: (code, reality of its sentence, score).

        Taken before relevance decides, so that a happening is typed whatever the outcome of the article.
        """
        yield from self.types_of(self._read(article))

    def types_of(self, read: ReadArticle | None) -> Iterator[tuple[str, Reality, float]]:
        """The same of an article that is read already."""
        if read is None or read.trace is None:
            return
        candidates = read.trace.candidates
        foiled = {one.sentence for one in candidates if is_foiled(one.question, one.value)}
        answers = [self._calibration.of(one) for one in candidates if one.question == q.WHAT]
        told = sorted(filter(None, answers), key=lambda one: (-one.score, one.span))
        sentence = {one.value.event_type: one.sentence for one in reversed(told)}
        for code, score in self._weighed(candidates, told).items():
            at = sentence.get(code, told[0].sentence)
            yield code, Reality.FOILED if at in foiled else Reality.OCCURRED, score

    def heard(self, article: Article) -> dict[str, float]:
        """The share of each type by the model, over the sentences that it reads; empty where it reads none."""
        read = self._read(article)
        candidates = read.trace.candidates if read and read.trace else ()
        answers = [self._calibration.of(one) for one in candidates if one.question == q.WHAT]
        return _mean_heard(candidates, sorted(filter(None, answers), key=lambda one: (-one.score, one.span)))

    @staticmethod
    def _weighed(candidates: Sequence[Candidate], told: Sequence[Candidate]) -> dict[str, float]:
        """Points of each type by the rules, or where the model has read a sentence the chance of each, best first."""
        points = {one.value.event_type: one.score for one in reversed(told)}
        shares = _mean_heard(candidates, told)
        if shares:
            belief = next(one.value.belief for one in candidates if one.question == q.TYPE)
            points = combine(points, shares, belief)
        return dict(sorted(points.items(), key=lambda pair: -pair[1]))

    def places(self, article: Article) -> Iterator[tuple[Span, float | None, float | None]]:
        """Span and point of every place named; a country, which has no point in a record, is put in its middle."""
        read = self._read(article)
        for one in read.trace.candidates if read and read.trace else ():
            if one.question == q.WHERE:
                lat, lon = self._gazetteer.point(one.value.place) or (None, None)
                yield one.span, lat, lon

    def _read(self, article: Article) -> ReadArticle | None:
        received = article.published_at or LATEST
        decoded = decode(article.to_bytes(), article.article_id.encode(), received)
        return None if isinstance(decoded, Reject) else read_article(self._reader, decoded, received)


def _mean_heard(candidates: Sequence[Candidate], told: Sequence[Candidate]) -> dict[str, float]:
    """The model's shares, each sentence weighing what its best trigger of `told`, best first, does."""
    best = {one.sentence: one.score for one in reversed(told)}
    return mean_shares((one.value.shares, best.get(one.sentence, 0.0)) for one in candidates if one.question == q.TYPE)


def is_foiled(question: str, value: object) -> bool:
    return question == q.REALITY and isinstance(value, q.RealityAnswer) and value.reality is Reality.FOILED


class Resolved:
    """What became of a run of reports: the incidents, and the incident that each mention ended in.

    The homes of articles that left the live window are kept as they were then.
    """

    def __init__(self) -> None:
        self._run = Replay()
        self._homes: dict[str, dict[int, str | None]] = {}

    def feed(self, report: Report | None) -> None:
        """Play one report; an article that was rejected has none and changes nothing."""
        if report is None:
            return
        for key, value in self._run.feed(report).writes:
            if value is not None and key.startswith(ARTICLE):
                record = ArticleRecord.from_bytes(value)
                ordinals = [mention["ordinal"] for mention in record.mentions]
                self._homes[record.article_id] = {one: record.assignment(one).incident for one in ordinals}

    def incidents(self) -> tuple[Incident, ...]:
        return tuple(self._run.incidents().values())

    def homes(self, article_id: str) -> dict[int, str | None]:
        """Ordinal → incident id, None while the mention waits."""
        return self._homes.get(article_id, {})
