"""The run without faults: the same articles read in this process, fused article by article in canonical order."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from multiprocessing import get_context

from tocsin.app import Reading, open_reading
from tocsin.audit.evidence import ArticleRecord
from tocsin.audit.judge import LIVE_DAYS, Undisturbed, fold_reports, groups_of
from tocsin.types import Reject
from tocsin_schemas.models import Report

CHUNK = 50


def run_undisturbed(articles: Sequence[ArticleRecord], processes: int = 1, live_days: int = LIVE_DAYS) -> Undisturbed:
    """Read and fuse records of articles.v1 with no broker, no worker and no order of arrival.

    Reports are fused in the order of (first publication, article id), the versions of one article in that of its
    partition: faults change when and where an article is read, and this order knows neither.
    """
    if processes == 1:
        outcomes = [_read(one) for one in articles]
    else:
        with get_context("spawn").Pool(processes) as pool:
            outcomes = pool.map(_read, articles, CHUNK)
    by_origin = {one.origin: outcome for one, outcome in zip(articles, outcomes, strict=True)}
    return Undisturbed(by_origin, groups_of(fold_reports(in_canonical_order(outcomes), live_days).records))


def in_canonical_order(outcomes: Iterable[bytes | str]) -> list[bytes]:
    """The reports among the outcomes: article by article, by (first publication, id), versions as they came."""
    by_article: dict[str, list[bytes]] = defaultdict(list)
    published: dict[str, str] = {}
    for outcome in outcomes:
        if isinstance(outcome, str):
            continue
        report = Report.model_validate_json(outcome)
        by_article[report.article_id].append(outcome)
        if report.published_at:
            published.setdefault(report.article_id, report.published_at.astimezone(UTC).isoformat())
    order = sorted(by_article, key=lambda name: (published.get(name, ""), name))
    return [value for name in order for value in by_article[name]]


@cache
def _reading() -> Reading:
    return open_reading()


def _read(one: ArticleRecord) -> bytes | str:
    """The report's bytes, or the reason of its rejection."""
    found = _reading()(one.value, one.key, datetime.fromtimestamp(one.at_ms / 1000, UTC))
    return found.reason.value if isinstance(found, Reject) else found.to_bytes()
