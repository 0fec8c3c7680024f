"""Document → Report: annotators answer, the likeliest answers are chosen, woven into threads and assembled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from tocsin.reading import questions as q
from tocsin.reading.assemble import Draft, Head, drafts_of, placed
from tocsin.reading.choose import Answers, Calibration, choose
from tocsin.reading.dating import dated, days_of
from tocsin.reading.day_choice import DayChoice
from tocsin.reading.day_namings import Woven
from tocsin.reading.evidence import Support
from tocsin.reading.frames import frames_of
from tocsin.reading.harms import HarmSaid, loose_harms
from tocsin.reading.lie import is_area
from tocsin.reading.places import named_by_lead, named_by_title, scene_of
from tocsin.reading.relevance import is_follow_up, relevant
from tocsin.reading.rules.newsworth import RelevanceScorer
from tocsin.reading.sections import names_two_towns, tells_of_several
from tocsin.reading.threads import weave
from tocsin.types import Annotator, Candidate, Document, Reviewer, Span
from tocsin_schemas.enums import Outcome
from tocsin_schemas.models import Article, Lineage, Mention, Report

RULES_VERSION = "2026-11-21"
_DATELINE_SENTENCES = 2
Fingerprint = Callable[[Document], tuple[int, ...]]
Headline = Callable[[Document], Sequence[Candidate]]
"""What a document's title tells: context, never evidence."""


@dataclass(frozen=True, slots=True)
class Trace:
    """How a report came about: its candidates as the annotators gave them, and what each mention's fields rest on, and
    what its figures and the first one's day were chosen from."""

    report: Report
    candidates: tuple[Candidate, ...]
    supports: tuple[tuple[Support, ...], ...]
    harms: tuple[HarmSaid, ...] = ()
    days: DayChoice | None = None


def lineage(model: str | None = None) -> Lineage:
    """The versions that a report states; `model` = the trained reader's, None where rules read alone."""
    try:
        service = version("tocsin")
    except PackageNotFoundError:
        service = "0"
    return Lineage(service=service, rules=RULES_VERSION, model=model)


class Reader:
    """Reads prepared articles; the same article always gives the same report."""

    def __init__(
        self,
        annotators: Sequence[Annotator],
        fingerprint: Fingerprint | None = None,
        headline: Headline | None = None,
        reviewer: Reviewer | None = None,
    ) -> None:
        self._annotators = tuple(annotators)
        self._headline = headline
        self._newsworth = RelevanceScorer()
        self._reviewer = reviewer
        self._fingerprint = fingerprint
        self._calibration = Calibration.load()
        self._lineage = lineage(reviewer.version if reviewer else None)

    def read(self, document: Document, article: Article, received_at: datetime | None) -> Report:
        """The report on one version of an article; `received_at` is the record's timestamp."""
        return self.read_with_trace(document, article, received_at).report

    def read_with_trace(self, document: Document, article: Article, received_at: datetime | None) -> Trace:
        """The same with the candidates and supports behind it."""
        candidates = tuple(one for annotator in self._annotators for one in annotator.annotate(document))
        headline = tuple(self._headline(document)) if self._headline else ()
        titles = tuple(one for one in headline if one.question == q.WHAT)
        news = self._news(document, candidates, titles)
        if self._reviewer is not None:
            candidates, news = self._reviewer.review(document, candidates, news)
        chosen = choose(candidates, self._calibration)
        published = document.published_at.date() if document.published_at else None
        frames = frames_of(document, chosen)
        threads = weave(frames, published, tells_of_several(document) or _names_two_towns(document, headline))
        places = () if _tells_of_two(document) else (*named_by_title(headline), *named_by_lead(frames))
        head = Head(_filed_from(chosen), titles, places, loose_harms(frames, threads))
        woven = Woven(chosen, frames, threads, is_follow_up(chosen))
        drafts = relevant(drafts_of(document, threads, woven.follow_up, head), news)
        drafts = placed(document, drafts, _scene(candidates, headline))
        days = days_of(document, drafts, woven)
        drafts = dated(document, drafts, woven, days)
        mentions = tuple(draft.mention.model_copy(update={"ordinal": i}) for i, draft in enumerate(drafts))
        report = Report(
            article_id=document.article_id,
            content_hash=document.content_hash,
            revised_at=article.revised_at,
            outcome=Outcome.INCIDENTS if mentions else Outcome.NONE,
            url=article.url,
            title=article.title,
            publisher=article.publisher,
            published_at=article.published_at,
            received_at=received_at,
            language=document.language,
            headline=_headline(document, article, mentions),
            summary=_summary(document, drafts),
            cited_outlets=_outlets(chosen),
            fingerprint=self._fingerprint(document) if self._fingerprint else (),
            mentions=mentions,
            lineage=self._lineage,
        )
        supports, harms = (draft.supports for draft in drafts), (draft.harm for draft in drafts)
        return Trace(report, candidates, tuple(supports), tuple(harms), days)

    def _news(
        self, document: Document, candidates: Sequence[Candidate], titles: Sequence[Candidate]
    ) -> dict[Span, float]:
        """How likely each trigger reports a fresh happening, by its span."""
        whats = [one for one in candidates if one.question == q.WHAT]
        cues = [one for one in candidates if one.question in (q.NON_EVENT, q.ROLE)]
        found: dict[Span, float] = {}
        for what, news in zip(whats, self._newsworth.score(document, whats, cues, titles), strict=True):
            found[what.span] = max(found.get(what.span, 0.0), news.probability)
        return found

    def unread(self, article: Article, outcome: Outcome, reason: str, received_at: datetime | None) -> Report:
        """The report on an article that is not read: withdrawn, or skipped with the reason."""
        return Report(
            article_id=article.article_id,
            content_hash=article.content_hash(),
            revised_at=article.revised_at,
            outcome=outcome,
            reason=reason,
            url=article.url,
            title=article.title,
            publisher=article.publisher,
            published_at=article.published_at,
            received_at=received_at,
            language=article.language,
            lineage=self._lineage,
        )


def _headline(document: Document, article: Article, mentions: Sequence[Mention]) -> str | None:
    if article.title and article.title.strip():
        return " ".join(article.title.split())
    return document.quote(document.sentences[0].span).strip() if mentions and document.sentences else None


def _filed_from(chosen: dict[int, Answers]) -> Candidate | None:
    """The town of the dateline that opens the text."""
    for index in sorted(index for index in chosen if 0 <= index < _DATELINE_SENTENCES):
        for one in chosen[index].get(q.WHERE):
            if one.value.relation == "dateline" and not is_area(one.value.place):
                return one
    return None


def _tells_of_two(document: Document) -> bool:
    """Whether the title is of two clauses: the town in one is not that of the other."""
    return document.title is not None and ";" in document.title.text


def _scene(candidates: Sequence[Candidate], headline: Sequence[Candidate]) -> Candidate | None:
    return scene_of(*([one for one in found if one.question == q.WHERE] for found in (candidates, headline)))


def _summary(document: Document, drafts: Sequence[Draft]) -> str | None:
    """The first sentence of the body that tells the happening the article is about."""
    if not drafts:
        return None
    for part in drafts[0].thread.parts:
        if part.frame.tells() is not None:
            return " ".join(document.quote(part.frame.sentence.span).split())
    return " ".join(document.quote(drafts[0].thread.parts[0].frame.sentence.span).split())


def _outlets(chosen: dict[int, Answers]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for index in sorted(chosen):
        for one in chosen[index].get(q.OUTLET):
            found.setdefault(str(one.value).casefold(), str(one.value))
    return tuple(found.values())


def _names_two_towns(document: Document, headline: Sequence[Candidate]) -> bool:
    return document.title is not None and names_two_towns(document.title.text, headline)
