"""The numbers of a TensorFlow checkpoint, read without TensorFlow (two gigabytes for one file).

The index is a sorted table of LevelDB's format (tensorflow/core/lib/io/format.cc), its values messages of protocol
buffers that say where in the data file a variable lies (tensorflow/core/protobuf/tensor_bundle.proto).
"""

import struct
from collections.abc import Iterator

import numpy as np

_FOOT, _FLOAT = 48, 1
_TYPE, _SHAPE, _OFFSET, _SIZE = 1, 2, 4, 5
"""Fields of a BundleEntryProto."""

Fields = dict[int, list[int | bytes]]


class CheckpointError(Exception):
    """The file is no index of a checkpoint, or of one that is compressed."""


def read_variables(index: bytes, data: bytes) -> Iterator[tuple[str, np.ndarray]]:
    """(name, numbers) of every variable of single floats; raises CheckpointError."""
    for name, entry in _entries(index):
        fields = _fields(entry)
        if name and fields.get(_TYPE) == [_FLOAT]:
            start, count = _number(fields.get(_OFFSET, [0])[0]), _number(fields[_SIZE][0]) // 4
            yield name, np.frombuffer(data, "<f4", count, start).reshape(_shape(_bytes(fields[_SHAPE][0])))


def _shape(message: bytes) -> list[int]:
    """The sizes of a TensorShapeProto."""
    return [_number(_fields(_bytes(one)).get(1, [0])[0]) for one in _fields(message).get(2, [])]


def _entries(index: bytes) -> Iterator[tuple[str, bytes]]:
    """Keys and values of the table: its foot names the block that names all others."""
    if len(index) < _FOOT:
        raise CheckpointError("cut off: fewer bytes than the foot of an index has")
    foot = index[-_FOOT:]
    _, at = _varint(foot, 0)
    _, at = _varint(foot, at)
    offset, at = _varint(foot, at)
    size, _ = _varint(foot, at)
    for _, block in _rows(index, offset, size):
        offset, at = _varint(block, 0)
        size, _ = _varint(block, at)
        for key, value in _rows(index, offset, size):
            yield key.decode(), value


def _rows(index: bytes, offset: int, size: int) -> Iterator[tuple[bytes, bytes]]:
    """A block: each key without what it shares with the one before; at the end the places where a key stands whole."""
    if offset + size >= len(index) or index[offset + size]:
        raise CheckpointError("no index of a checkpoint, or a compressed one")
    block = index[offset : offset + size]
    (restarts,) = struct.unpack("<I", block[-4:])
    end, at, key = len(block) - 4 - 4 * restarts, 0, b""
    while at < end:
        shared, at = _varint(block, at)
        own, at = _varint(block, at)
        length, at = _varint(block, at)
        key = key[:shared] + block[at : at + own]
        at += own
        yield key, block[at : at + length]
        at += length


def _fields(message: bytes) -> Fields:
    """The fields of a message by number; numbers and strings alone, as a bundle has no others but checksums."""
    found: Fields = {}
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        value: int | bytes
        match tag & 7:
            case 0:
                value, at = _varint(message, at)
            case 2:
                length, at = _varint(message, at)
                value, at = message[at : at + length], at + length
            case 5:
                value, at = message[at : at + 4], at + 4
            case kind:
                raise CheckpointError(f"no entry of a checkpoint: a field of wire type {kind}")
        found.setdefault(tag >> 3, []).append(value)
    return found


def _varint(text: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = text[at]
        at += 1
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return number, at


def _number(value: int | bytes) -> int:
    if isinstance(value, bytes):
        raise CheckpointError("no entry of a checkpoint: words where a number is due")
    return value


def _bytes(value: int | bytes) -> bytes:
    if isinstance(value, int):
        raise CheckpointError("no entry of a checkpoint: a number where words are due")
    return value
