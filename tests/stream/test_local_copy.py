"""The state's local copy, without Kafka: whose writes it holds."""

from pathlib import Path
from types import SimpleNamespace

import rocksdict

from tocsin.stream.state import PARTITION, State

OFFSET_KEY = b"__faust\0offset__"


def open_state(folder: Path) -> tuple[State, rocksdict.Rdict]:
    database = rocksdict.Rdict(str(folder), rocksdict.Options(raw_mode=True))
    store = SimpleNamespace(_dbs={PARTITION: database}, offset_key=OFFSET_KEY)
    return State(None, SimpleNamespace(data=store), "changelog"), database


def test_what_another_worker_wrote_meanwhile_is_noticed(tmp_path: Path) -> None:
    state, database = open_state(tmp_path / "db")
    assert state.is_our_own, "an empty copy that nobody has touched"
    state.begin_anew()
    state.settle([("article:a", b"1", 1)], offset=7)
    assert state.is_our_own
    database[b"article:b"] = b"2"  # as Faust's recovery writes
    database[OFFSET_KEY] = b"9"
    assert not state.is_our_own
    state.begin_anew()
    assert state.is_our_own
    assert dict(state.items()) == {"article:a": b"1", "article:b": b"2"}
