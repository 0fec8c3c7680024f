"""The state table: the changelog first, the local copy after its acknowledgement, reads see what was written.

Faust's own way writes the local copy first. After a kill between the two, the local copy would hold a record that the
changelog lacks; the replay would find its work done, never write it again, and a worker that later takes over from
the changelog would miss it. So the table is Faust's for assignment and recovery, while writes go through here: what
the local copy holds is always a prefix of the changelog.
"""

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import rocksdict

from tocsin.stream.guard import NotKept

log = logging.getLogger(__name__)
TABLE = "state"
PARTITION = 0
ROCKSDB_OPTIONS = {
    "block_cache_size": 16 << 20,
    "write_buffer_size": 8 << 20,
    "max_write_buffer_number": 2,
    "max_open_files": 256,
    "bloom_filter_size": 10,
}
"""Per database; the defaults would take 2 GiB of cache. Faust empties the mapping it is given: pass a copy."""


def make_table(app: Any, changelog: str) -> Any:
    """Faust's table of raw bytes behind this state, with one partition as `reports` has."""
    raw = {"key_type": bytes, "value_type": bytes}
    topic = app.topic(
        changelog,
        **raw,
        key_serializer="raw",
        value_serializer="raw",
        partitions=1,
        compacting=True,
        acks=False,
        internal=True,
        maxsize=131_072,
        allow_empty=True,
    )
    return app.Table(TABLE, **raw, partitions=1, changelog_topic=topic, options=dict(ROCKSDB_OPTIONS))


class State:
    """Reads and writes of the one partition; keys are text, values bytes."""

    def __init__(self, app: Any, table: Any, changelog: str) -> None:
        self._app = app
        self._store = table.data
        self._changelog = changelog
        self._pending: dict[str, tuple[int, bytes | None]] = {}
        self._sequence = 0
        self._own_position: int | None = None

    def get(self, key: str, /) -> bytes | None:
        pending = self._pending.get(key)
        if pending is not None:
            return pending[1]
        database = self._database()
        if database is None:
            return None
        value: bytes | None = database.get(key.encode())
        return value

    def items(self) -> Iterator[tuple[str, bytes]]:
        """Everything that `get` would give; nothing where this worker does not hold the partition."""
        database = self._database()
        if database is None:
            return
        for key, value in database.items():
            if key != self._store.offset_key and key.decode() not in self._pending:
                yield key.decode(), value
        yield from ((key, value) for key, (_, value) in self._pending.items() if value is not None)

    @property
    def is_here(self) -> bool:
        return self._database() is not None

    def estimated_records(self) -> int:
        """About how many records the local copy holds, without a scan."""
        database = self._database()
        if database is None:
            return 0
        return int(database.property_int_value("rocksdb.estimate-num-keys") or 0)

    def begin_anew(self) -> None:
        """After a reassignment: the local copy, recovered from the changelog, is all there is."""
        self._pending.clear()
        self._own_position = self._position()

    @property
    def is_our_own(self) -> bool:
        """Whether nobody but us has written since `begin_anew`: else a recovery has moved the local copy on."""
        return self._position() == self._own_position

    def _position(self) -> int | None:
        """The changelog offset that the local copy reaches."""
        database = self._database()
        noted = database.get(self._store.offset_key) if database is not None else None
        return int(noted) if noted else None

    async def write(self, writes: Sequence[tuple[str, bytes | None]]) -> "Written":
        """Send to the changelog in order; the result's futures are to be awaited before its `settle`."""
        sends, marks = [], []
        for key, value in writes:
            self._sequence += 1
            self._pending[key] = (self._sequence, value)
            marks.append((key, value, self._sequence))
            sends.append(
                await self._app.producer.send(
                    self._changelog, key.encode(), value, partition=PARTITION, timestamp=None, headers=None
                )
            )
        return Written(self, sends, marks)

    def settle(self, marks: Sequence[tuple[str, bytes | None, int]], offset: int) -> None:
        """Put acknowledged writes into the local copy, with the changelog offset they reach, in one batch."""
        database = self._database()
        if database is None:  # the partition went to another worker meanwhile: it has the changelog
            return
        batch = rocksdict.WriteBatch(raw_mode=True)
        for key, value, _ in marks:
            if value is None:
                batch.delete(key.encode())
            else:
                batch.put(key.encode(), value)
        batch.put(self._store.offset_key, str(offset).encode())
        try:
            database.write(batch)
        except Exception as error:  # the database raises no class of its own
            raise NotKept(f"TOCSIN_DATA_DIR: cannot write the state: {error}; make room or mend the disk") from error
        self._own_position = offset
        for key, _, sequence in marks:
            if self._pending.get(key, (0, None))[0] == sequence:
                del self._pending[key]

    def _database(self) -> Any:
        return self._store._dbs.get(PARTITION)


class Written:
    """Writes on their way to the changelog."""

    def __init__(self, state: State, sends: list[Any], marks: list[tuple[str, bytes | None, int]]) -> None:
        self._state = state
        self.sends = sends
        self._marks = marks

    def settle(self, results: Sequence[Any]) -> None:
        """`results` are those of `sends`, in their order."""
        if self._marks:
            self._state.settle(self._marks, max(result.offset for result in results))
