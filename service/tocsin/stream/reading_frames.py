"""The frames between worker and reading process: lengths first, then bytes; same order back as sent."""

import json
import struct
from dataclasses import dataclass
from enum import IntEnum

from tocsin.types import Reject, RejectReason, Stage

REQUEST = struct.Struct("<qii")
ANSWER = struct.Struct("<BdI")
REPORT_HEAD = struct.Struct("<HB")
ABSENT = -1
MEMORY_EXIT = 71
"""How the reading process ends on an article that asks for more memory than there is."""


class Kind(IntEnum):
    """What an answer holds."""

    READY = 0
    REPORT = 1
    REJECT = 2
    CANNOT_START = 3


@dataclass(frozen=True, slots=True)
class Request:
    """One record to read; `timestamp_ms` is its Kafka timestamp."""

    key: bytes | None
    value: bytes | None
    timestamp_ms: int

    @property
    def size(self) -> int:
        return len(self.key or b"") + len(self.value or b"")

    def pack(self) -> bytes:
        key_length = ABSENT if self.key is None else len(self.key)
        value_length = ABSENT if self.value is None else len(self.value)
        return REQUEST.pack(self.timestamp_ms, key_length, value_length) + (self.key or b"") + (self.value or b"")


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report as bytes, with what the worker needs of it; `seconds` = CPU seconds of the reading process."""

    article_id: str
    outcome: str
    value: bytes
    seconds: float = 0.0

    def pack(self) -> bytes:
        identity, outcome = self.article_id.encode("utf-8", "surrogatepass"), self.outcome.encode()
        return REPORT_HEAD.pack(len(identity), len(outcome)) + identity + outcome + self.value

    @classmethod
    def unpack(cls, payload: bytes, seconds: float) -> "ReadReport":
        identity_length, outcome_length = REPORT_HEAD.unpack_from(payload)
        start = REPORT_HEAD.size
        middle, end = start + identity_length, start + identity_length + outcome_length
        return cls(
            article_id=payload[start:middle].decode("utf-8", "surrogatepass"),
            outcome=payload[middle:end].decode(),
            value=payload[end:],
            seconds=seconds,
        )


def pack_reject(reject: Reject) -> bytes:
    return json.dumps([reject.reason, reject.stage, reject.detail]).encode()


def unpack_reject(payload: bytes) -> Reject:
    reason, stage, detail = json.loads(payload)
    return Reject(RejectReason(reason), Stage(stage), detail)


def pack_answer(kind: Kind, payload: bytes, seconds: float = 0.0) -> bytes:
    return ANSWER.pack(kind, seconds, len(payload)) + payload
