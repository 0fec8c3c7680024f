import socket
import uuid
from pathlib import Path

import pytest

from tocsin.stream import runtime as runtime_module
from tocsin.stream.broker import Broker, BrokerError
from tocsin.stream.runtime import (
    PinnedJar,
    Progress,
    Runtime,
    RuntimeUnavailableError,
    pinned_kafka,
    prepare_runtime,
)


def accepts(address: str) -> bool:
    host, _, port = address.partition(":")
    try:
        socket.create_connection((host, int(port)), timeout=2).close()
    except OSError:
        return False
    return True


def test_lives_through_stop_and_kill_on_the_same_address(runtime: Runtime, tmp_path: Path) -> None:
    broker = Broker(tmp_path / "kafka", runtime=runtime)
    broker.start()
    try:
        address = broker.address
        assert accepts(address)
        assert broker.address_file.read_text().strip() == address
        assert 20_000 <= int(address.rpartition(":")[2]) < 32_000
        broker.stop()
        assert not accepts(address)
        assert not broker.address_file.exists()
        broker.start()
        assert broker.address == address
        broker.kill()
        broker.start()
        assert broker.address == address
        assert accepts(address)
    finally:
        broker.stop()


def test_says_who_holds_the_folder_and_the_port(runtime: Runtime, tmp_path: Path) -> None:
    with Broker(tmp_path / "one", runtime=runtime) as broker:
        with pytest.raises(BrokerError, match=f"in use by another broker .process {broker.pid}"):
            Broker(tmp_path / "one", runtime=runtime).start()
        taken = int(broker.address.rpartition(":")[2])
        with pytest.raises(BrokerError, match=f"port {taken} is taken"):
            Broker(tmp_path / "two", port=taken, runtime=runtime).start()


def test_a_broker_that_dies_is_told_with_the_end_of_its_log(runtime: Runtime, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "meta.properties").write_text("version=1\ncluster.id=wrong\nnode.id=7\n")
    with pytest.raises(BrokerError, match="ended while starting"):
        Broker(tmp_path, runtime=runtime).start()


def test_every_jar_is_pinned_once() -> None:
    pinned = pinned_kafka()
    names = [jar.artifact for jar in pinned.jars]
    assert len(set(names)) == len(names)
    assert set(pinned.roots) <= set(names)


def test_a_changed_jar_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def forged(jar: PinnedJar, repository: Path, local: Path) -> Path:
        path = jar.path_in(repository)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * jar.bytes)
        return path

    monkeypatch.setattr(runtime_module, "_resolve", forged)
    with pytest.raises(RuntimeUnavailableError, match="checksum differs"):
        prepare_runtime(cache_dir=tmp_path)
    assert not list(tmp_path.rglob("*.jar"))


def test_progress_counts_bytes_once(monkeypatch: pytest.MonkeyPatch, runtime: Runtime, tmp_path: Path) -> None:
    cached = {jar.name: jar for jar in runtime.jars}

    def from_cache(jar: PinnedJar, repository: Path, local: Path) -> Path:
        return cached[jar.path_in(repository).name]

    monkeypatch.setattr(runtime_module, "_resolve", from_cache)
    steps: list[Progress] = []
    made = prepare_runtime(steps.append, cache_dir=tmp_path)
    assert steps[-1].done == steps[-1].total == made.downloaded_bytes
    assert made.seconds > 0
    again = prepare_runtime(steps.append, cache_dir=tmp_path)
    assert (again.downloaded_bytes, again.seconds) == (0, 0.0)


def test_a_cluster_id_may_begin_with_a_dash(runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dashed = uuid.UUID(bytes=bytes([0xF8]) + bytes(15))
    monkeypatch.setattr("tocsin.stream.broker.uuid.uuid4", lambda: dashed)
    with Broker(tmp_path, runtime=runtime) as broker:
        assert broker.address
