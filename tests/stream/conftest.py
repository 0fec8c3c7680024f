"""One real Kafka for all stream tests: an own one, or the one that TOCSIN_TEST_BROKER names."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from installation import Installation
from secured import ADMIN, ADMIN_PASSWORD, SecureKafka, secure_kafka

from tocsin.stream.broker import Broker
from tocsin.stream.runtime import Runtime


@pytest.fixture(scope="session")
def broker_address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    given = os.environ.get("TOCSIN_TEST_BROKER")
    if given:
        yield given
        return
    runtime: Runtime = request.getfixturevalue("runtime")
    with Broker(tmp_path_factory.mktemp("kafka"), runtime=runtime) as broker:
        yield broker.address


@pytest.fixture
def installation(broker_address: str, tmp_path: Path) -> Iterator[Installation]:
    with Installation(broker_address, tmp_path) as one:
        yield one


@pytest.fixture(scope="session")
def secure(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureKafka]:
    with secure_kafka(tmp_path_factory.mktemp("secure"), runtime) as running:
        yield running


@pytest.fixture
def guarded(secure: SecureKafka, tmp_path: Path) -> Iterator[Installation]:
    """An installation on the secure broker, set up and looked into by its administrator."""
    access = secure.settings(ADMIN, ADMIN_PASSWORD)
    with Installation(secure.broker.address, tmp_path, partitions=2, access=access) as one:
        yield one
