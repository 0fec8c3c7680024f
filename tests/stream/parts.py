"""Parts of a worker for the tests: reading and resolving as simple as can be, with faults on demand.

An article whose text holds a marker makes the reading process die, hang or fail. Articles of one title are one
incident here; the resolver keeps the promises of the real one: ids from the input, stored results sent again.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from aiokafka.consumer.fetcher import Fetcher

from tocsin.incidents.decision import Decision, Outgoing
from tocsin.intake.decode import decode
from tocsin.observe.health import Health
from tocsin.observe.metrics import Metrics
from tocsin.observe.server import ObserveServer
from tocsin.settings import load_settings
from tocsin.stream import preflight
from tocsin.stream.folder import write_note
from tocsin.stream.state import State
from tocsin.stream.worker import WorkerParts, run_worker
from tocsin.types import Reject
from tocsin_schemas.enums import ArticleStatus, ChangeKind, Outcome
from tocsin_schemas.models import Lineage, Report

DIE, HANG, FAIL, BUG = "«die»", "«hang»", "«fail»", "«bug»"
EAT, GORGE = "«eat»", "«gorge»"
"""Memory without end: bit by bit, or all at once."""
KEEP = "«keep»"
"""100 MB, for good."""
KEPT: list[bytes] = []
LONG, GROW, BULKY = "«long»", "«grow»", "«bulky»"
"""A report, or a record of the state, that is larger than its topic takes; one that takes much room."""
OVER_LIMIT = "x" * 5_000_000
READ_SECONDS = float(os.environ.get("TESTS_READ_SECONDS", "0"))


def open_reading() -> Callable[[bytes | None, bytes | None, datetime], Report | Reject]:
    if os.environ.get("TESTS_READING_MISSING"):
        raise FileNotFoundError("no gazetteer: run `tocsin gazetteer build`")
    return read_one


def read_one(value: bytes | None, key: bytes | None, received_at: datetime) -> Report | Reject:
    article = decode(value, key, received_at)
    if isinstance(article, Reject):
        return article
    text = article.text or ""
    if DIE in text:
        os._exit(3)
    if HANG in text:
        time.sleep(3600)
    if KEEP in text:
        KEPT.append(os.urandom(1) * 100_000_000)
    if FAIL in text:
        raise ValueError(text)
    if EAT in text:
        eat()
    if GORGE in text:
        bytearray(1 << 40)
    busy_until = time.process_time() + READ_SECONDS
    while time.process_time() < busy_until:
        pass
    withdrawn = article.status is ArticleStatus.WITHDRAWN
    return Report(
        article_id=article.article_id,
        content_hash=article.content_hash(),
        outcome=Outcome.WITHDRAWN if withdrawn else Outcome.NONE,
        title=article.title,
        headline=OVER_LIMIT if LONG in text else text[:80] or None,
        published_at=article.published_at,
        received_at=received_at,
        lineage=Lineage(service="test", rules="test"),
    )


def eat() -> None:
    eaten = []
    while True:
        eaten.append(bytearray(b"x") * 20_000_000)
        time.sleep(0.05)


class TitleResolver:
    """One incident a title; its record lists the article ids, its revision counts them."""

    def __init__(self, store: State) -> None:
        self._store = store
        self._live: set[str] = set()

    def recover(self, records: Iterable[tuple[str, bytes]]) -> None:
        self._live = {key for key, _ in records if key.startswith("incident:")}

    @property
    def live_mentions(self) -> int:
        return len(self._live)

    def resolve(self, report: Report) -> Decision:
        if BUG in (report.headline or ""):
            raise RuntimeError("a fault of ours")
        key, incident_id = f"article:{report.article_id}", f"inc_{report.title}"
        incident_key = f"incident:{incident_id}"
        found = self._store.get(incident_key)
        assert (found is not None) == (incident_key in self._live), "index and state differ"
        members = json.loads(found) if found else []
        if self._store.get(key) is None or report.article_id not in members:
            members = [*members, report.article_id]
        number = members.index(report.article_id) + 1
        record = json.dumps([*members, OVER_LIMIT] if GROW in (report.headline or "") else members).encode()
        room = "x" * 2_000_000 if BULKY in (report.headline or "") else ""
        self._live.add(incident_key)
        kind = ChangeKind.CREATED if number == 1 else ChangeKind.UPDATED
        changed = json.dumps(members[:number]).encode()
        return Decision(
            writes=((key, f"{number}{room}".encode()), (incident_key, record)),
            change_messages=(Outgoing(incident_id, number, kind, None, changed),),
            incident_messages=(Outgoing(incident_id, len(members), None, None, record),),
            counts={"joined": 1},
        )


def hold_fetches(file: Path) -> None:
    """Ask Kafka for no records as long as the file is there."""
    fetch = Fetcher._proc_fetch_request

    async def held(self: Fetcher, *request: Any) -> Any:
        while file.exists():
            await asyncio.sleep(0.05)
        return await fetch(self, *request)

    Fetcher._proc_fetch_request = held


def main() -> int:
    settings = load_settings()
    if "TESTS_HOLD_FETCHES" in os.environ:
        hold_fetches(Path(os.environ["TESTS_HOLD_FETCHES"]))
    if "TESTS_WATCH_SECONDS" in os.environ:
        preflight.WATCH_SECONDS = preflight.REPEAT_SECONDS = float(os.environ["TESTS_WATCH_SECONDS"])
    metrics, health = Metrics(), Health()
    server = ObserveServer(metrics, health, settings.metrics_host, settings.metrics_port)
    write_note(settings, "metrics-address", server.address)
    return run_worker(settings, WorkerParts("parts:open_reading", TitleResolver, metrics, health))


if __name__ == "__main__":
    sys.exit(main())
