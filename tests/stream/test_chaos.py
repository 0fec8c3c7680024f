"""The promise of the whole: killed twenty times at any moment, it loses nothing and doubles nothing."""

import json
import random
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pytest
from installation import REAL, Installation, WorkerProcess, wait_until

from benchmarks.generate import generate
from tocsin.incidents.resolver import Resolver
from tocsin_schemas.models import Report

ARTICLES = 1_000
KILLS = 20
SEED = 20261121
LIMIT_SECONDS = 240


@pytest.mark.timeout(LIMIT_SECONDS + 120)
def test_twenty_kills(installation: Installation) -> None:
    told = generate(ARTICLES, seed=3)
    records: list[tuple[bytes | None, bytes | None]] = [
        (one.article.article_id.encode(), one.article.to_bytes()) for one in told
    ]
    versions = {(one.article.article_id, one.article.content_hash()) for one in told}
    started = time.monotonic()
    _feed_and_kill(installation, records)
    worker = installation.start(program=REAL)
    left = LIMIT_SECONDS - (time.monotonic() - started)
    wait_until(lambda: _is_done(installation, worker), left, "everything was processed", worker)
    assert worker.stop() == 0
    assert time.monotonic() - started < LIMIT_SECONDS

    reports = [record.value for record in installation.read(installation.topics.reports)]
    read = {(row["article_id"], row["content_hash"]) for row in map(json.loads, reports)}
    rejected = {record.key.decode() for record in installation.read(installation.topics.rejected)}
    assert {version for version in versions - read if version[0] not in rejected} == set(), "articles were lost"
    published = _last_by_id(installation)
    assert published == fold(reports)
    assert _split_happenings(published.values()) == {}
    assert any(row["state"] == "open" for row in published.values())


def _feed_and_kill(installation: Installation, records: list[tuple[bytes | None, bytes | None]]) -> None:
    """Twenty lives of a worker: some end while starting, most in the midst of new work."""
    moments = random.Random(SEED)
    share = len(records) // KILLS
    for number in range(KILLS):
        installation.produce(records[number * share : (number + 1) * share])
        before = installation.size(installation.topics.reports)
        worker = installation.start(program=REAL)
        if number % 5 == 4:
            time.sleep(moments.uniform(0.2, 3.0))
        else:
            wait_until(
                lambda before=before: installation.size(installation.topics.reports) > before,  # type: ignore[misc]
                60,
                "the worker made progress",
                worker,
            )
            time.sleep(moments.uniform(0.0, 0.8))
        worker.kill()
    installation.produce(records[KILLS * share :])


def _is_done(installation: Installation, worker: WorkerProcess) -> bool:
    return worker.is_ready() and installation.lag() == 0


def _last_by_id(installation: Installation) -> dict[str, Any]:
    last: dict[str, bytes] = {}
    for record in installation.read(installation.topics.incidents):
        last[record.key.decode()] = record.value
    return {key: json.loads(value) for key, value in last.items() if value is not None}


def fold(reports: Iterable[bytes]) -> dict[str, Any]:
    """The last record of each incident when the reports are resolved in one go, without a kill."""
    store: dict[str, bytes] = {}
    resolver, last = Resolver(store), {}
    for value in reports:
        decision = resolver.resolve(Report.model_validate_json(value))
        for key, written in decision.writes:
            if written is None:
                store.pop(key, None)
            else:
                store[key] = written
        for message in decision.incident_messages:
            last[message.incident_id] = message.value
    return {key: json.loads(value) for key, value in last.items() if value is not None}


def _split_happenings(incidents: Iterable[dict[str, Any]]) -> dict[str, list[str]]:
    """Happenings of the generator (`h7` of article `h7-2`) that more than one open incident tells of."""
    found: dict[str, set[str]] = defaultdict(set)
    for incident in incidents:
        if incident["state"] == "open":
            for source in incident["sources"]:
                found[source["article_id"].partition("-")[0]].add(incident["incident_id"])
    return {happening: sorted(ids) for happening, ids in found.items() if len(ids) > 1}
