"""A broker of the test's own, killed while everything runs: nothing lost, nothing doubled, a log that stays short."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from feed import feeding
from installation import SUPERVISED, Installation, WorkerProcess, wait_for_progress, wait_until_done
from verdict import check_all_there_once

from tocsin.stream.broker import Broker
from tocsin.stream.runtime import Runtime

pytestmark = pytest.mark.timeout(600)
LINES_A_MINUTE = 60
"""Kafka's clients alone write some hundred lines a second while a broker is away."""

OUTAGES = 3
"""A send that is under way when the broker goes ends the worker; in one outage there may be none."""
ENDED = "ending without acknowledging"


@pytest.fixture(scope="module")
def own_broker(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with Broker(tmp_path_factory.mktemp("kafka"), runtime=runtime) as broker:
        yield broker


@pytest.fixture
def installation(own_broker: Broker, tmp_path: Path) -> Iterator[Installation]:
    with Installation(own_broker.address, tmp_path) as one:
        yield one


def go_away_for(seconds: float, broker: Broker, worker: WorkerProcess) -> float:
    """Kill the broker and start it again later; lines a minute that the worker logged meanwhile."""
    lines, started = worker.log.count("\n"), time.monotonic()
    broker.kill()
    time.sleep(seconds)
    broker.start()
    return (worker.log.count("\n") - lines) * 60 / max(60.0, time.monotonic() - started)


def test_a_broker_killed_and_started_again(installation: Installation, own_broker: Broker) -> None:
    """The worker goes on by itself."""
    worker = installation.start()
    with feeding(installation) as feed:
        wait_for_progress(installation, worker)
        assert go_away_for(4, own_broker, worker) < LINES_A_MINUTE
        wait_for_progress(installation, worker)
        sent = feed.end()
    wait_until_done(installation, worker)
    check_all_there_once(installation, sent)
    assert worker.stop() == 0


def test_a_broker_gone_for_longer_than_the_session_and_the_sends_last(
    installation: Installation, own_broker: Broker
) -> None:
    """The worker ends without acknowledging and is started again until the broker is there."""
    worker = installation.start(program=SUPERVISED, session_timeout=6, request_timeout=5)
    with feeding(installation) as feed:
        wait_for_progress(installation, worker)
        for _ in range(OUTAGES):
            assert go_away_for(14, own_broker, worker) < LINES_A_MINUTE
            wait_for_progress(installation, worker)
            if ENDED in worker.log:
                break
        sent = feed.end()
    wait_until_done(installation, worker)
    check_all_there_once(installation, sent)
    assert ENDED in worker.log
    assert worker.stop() == 0
