"""Composition root: the parts of the product put together; the only place that names concrete annotators.

What reading needs is imported where it is used: the worker itself never reads, its reading process does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.settings import Settings
from tocsin.types import Annotator, Candidate, Document, Reject, Reviewer
from tocsin_schemas.enums import Outcome
from tocsin_schemas.models import Article, Report

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader, Trace
    from tocsin.reading.rules.parties import PartyFinder

Reading = Callable[[bytes | None, bytes | None, datetime], Report | Reject]
"""(value, key, received_at) of a record of articles.v1 → its report, or why there is none."""


def annotators(parties: PartyFinder) -> list[Annotator]:
    """Every annotator of the product; another one is a line here."""
    from tocsin.reading.rules.claims import ClaimRules
    from tocsin.reading.rules.harm import HarmRules
    from tocsin.reading.rules.outlets import OutletFinder, OutletRules
    from tocsin.reading.rules.reality import RealityRules
    from tocsin.reading.rules.relevance import RelevanceRules
    from tocsin.reading.rules.thread import ThreadRules
    from tocsin.reading.rules.weapons import WeaponRules
    from tocsin.reading.rules.what import TypeRules
    from tocsin.reading.rules.when import DateRules
    from tocsin.reading.rules.where import PlaceRules
    from tocsin.reading.rules.who import ActorRules
    from tocsin.world.gazetteer import Gazetteer
    from tocsin.world.outlets import OutletRegister

    outlets = OutletFinder()
    return [
        TypeRules(parties),
        RealityRules(),
        RelevanceRules(),
        PlaceRules(Gazetteer.open(), OutletRegister.load()),
        DateRules(),
        HarmRules(),
        ActorRules(parties),
        WeaponRules(),
        ClaimRules(parties, outlets),
        OutletRules(outlets),
        ThreadRules(),
    ]


def open_reader(model: Path | bool = True) -> Reader:
    """A reader with all annotators; loads word lists, registers and the trained reader (under three seconds).

    `model` = False reads by rules alone, a path reads with another exported model: for training and measurements.
    """
    import tocsin.intake.prepare  # noqa: F401 (here, so that the first article does not wait for it)
    from tocsin.intake.fingerprint import fingerprint
    from tocsin.reading.reader import Reader
    from tocsin.reading.rules.parties import PartyFinder
    from tocsin.reading.rules.what import TypeRules
    from tocsin.reading.rules.where import PlaceRules
    from tocsin.world.actors import ActorRegister

    parties = PartyFinder(ActorRegister.load())
    found = annotators(parties)
    over = [one for one in found if isinstance(one, TypeRules | PlaceRules)]

    def headline(document: Document) -> list[Candidate]:
        return [said for one in over for said in one.headline(document)]

    return Reader(found, fingerprint, headline, open_reviewer(parties, model) if model else None)


def open_reviewer(parties: PartyFinder, model: Path | bool) -> Reviewer:
    """The trained reader that ships with the package, or the one of another file."""
    from tocsin.reading.model.encoder import open_encoder, open_roles
    from tocsin.reading.model.reviewer import ModelReviewer
    from tocsin.reading.model.weights import load_weights

    encoder = open_encoder(None if isinstance(model, bool) else model)
    return ModelReviewer(encoder, open_roles(), load_weights(), parties)


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article with what reading it led to; `document` and `trace` are None where it was not read."""

    article: Article
    report: Report
    document: Document | None = None
    trace: Trace | None = None


def read_article(reader: Reader, article: Article, received_at: datetime | None) -> ReadArticle:
    """Prepare and read one article; a withdrawn or unreadable one gets the report that says so.

    Where the text is not the article (a paywall's notice), the headline is read, and `document` is the headline.
    """
    from tocsin.intake.headline import headline_alone
    from tocsin.intake.prepare import Skipped, prepare
    from tocsin.reading.headline import is_faint, outdoes, without_evidence

    prepared = prepare(article)
    if isinstance(prepared, Skipped):
        withdrawn = prepared.reason == "withdrawn"
        outcome = Outcome.WITHDRAWN if withdrawn else Outcome.SKIPPED
        return ReadArticle(article, reader.unread(article, outcome, prepared.reason, received_at))
    trace = reader.read_with_trace(prepared, article, received_at)
    alone = headline_alone(prepared, trace.report.outcome is Outcome.NONE) if is_faint(trace.report) else None
    if alone is not None:
        told = reader.read_with_trace(alone, article, received_at)
        if outdoes(told.report, trace.report):
            prepared, trace = alone, without_evidence(told)
    return ReadArticle(article, trace.report, prepared, trace)


def open_reading() -> Reading:
    """Decode, prepare and read as one function; named by reference, so that a spawned process can open its own."""
    from tocsin.intake.decode import decode

    reader = open_reader()

    def reading(value: bytes | None, key: bytes | None, received_at: datetime) -> Report | Reject:
        decoded = decode(value, key, received_at)
        if isinstance(decoded, Reject):
            return decoded
        return read_article(reader, decoded, received_at).report

    return reading


def open_warm_reading() -> Reading:
    """`open_reading` with the language model loaded as well: for a service, where no article should wait for it."""
    from tocsin.intake.language import warm

    warm()
    return open_reading()


def run_service(settings: Settings) -> int:
    """Run one worker in this process until TERM or INT; its exit status (78 = something must be put right first)."""
    from importlib.metadata import version

    from tocsin.incidents.resolver import Resolver
    from tocsin.observe.health import Health
    from tocsin.observe.metrics import Metrics
    from tocsin.observe.server import ObserveServer, PortTaken
    from tocsin.stream.folder import FolderTaken, write_note
    from tocsin.stream.worker import WorkerParts, refuse, run_worker

    metrics, health = Metrics(), Health()
    metrics.set("build_info", 1, version=version("tocsin"))
    try:
        server = ObserveServer(metrics, health, settings.metrics_host, settings.metrics_port)
        write_note(settings, "metrics-address", server.address)
    except (PortTaken, FolderTaken) as problem:
        return refuse(settings, [str(problem)])
    parts = WorkerParts(
        reading="tocsin.app:open_warm_reading",
        make_resolver=lambda state: Resolver(state, live_days=settings.live_window_days),
        meter=metrics,
        probe=health,
    )
    return run_worker(settings, parts)
