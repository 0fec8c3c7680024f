"""The reading process: started by the worker, reads one article after the other, answers in the same order.

It knows nothing of Kafka. Its standard input and output are the pipes; what a library prints goes to standard error.
"""

import ctypes
import gc
import importlib
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import psutil

from tocsin.stream.reading_frames import (
    ABSENT,
    MEMORY_EXIT,
    REQUEST,
    Kind,
    ReadReport,
    pack_answer,
    pack_reject,
)
from tocsin.types import Reject, RejectReason, Stage
from tocsin_schemas.models import Report

ReadOne = Callable[[bytes | None, bytes | None, datetime], Report | Reject]
PR_SET_PDEATHSIG = 1


def main(factory: str, report_limit: int, memory_limit: int) -> int:
    """Serve until the input ends; `factory` is `module:function` that returns a ReadOne.

    Bytes: `report_limit` of a report, `memory_limit` beyond what loading took.
    """
    requests, answers = _take_pipes()
    _die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the worker, which ends us in order
    try:
        read_one = _load(factory)
    except Exception as error:
        answers.write(pack_answer(Kind.CANNOT_START, f"{type(error).__name__}: {error}".encode()))
        answers.flush()
        return 1
    settle()
    _limit_memory(memory_limit)
    answers.write(pack_answer(Kind.READY, b""))
    answers.flush()
    _serve(read_one, requests, answers, report_limit)
    return 0


def settle() -> None:
    """Once all is loaded: what reading needs for ever is not looked through at each collection of garbage.

    An article of gva costs 29.7 ms for 33.3 so (60 blocks of 12 in turn, 2026-11-26).
    """
    gc.collect()
    gc.freeze()


def _serve(read_one: ReadOne, requests: BinaryIO, answers: BinaryIO, report_limit: int) -> None:
    while True:
        head = requests.read(REQUEST.size)
        if len(head) < REQUEST.size:
            return
        timestamp_ms, key_length, value_length = REQUEST.unpack(head)
        key = None if key_length == ABSENT else requests.read(key_length)
        value = None if value_length == ABSENT else requests.read(value_length)
        started = time.process_time()
        kind, payload = _answer(read_one, key, value, timestamp_ms, report_limit)
        try:
            answers.write(pack_answer(kind, payload, time.process_time() - started))
            answers.flush()
        except BrokenPipeError:  # the worker has gone
            return


def _answer(
    read_one: ReadOne, key: bytes | None, value: bytes | None, timestamp_ms: int, report_limit: int
) -> tuple[Kind, bytes]:
    try:
        result = read_one(value, key, datetime.fromtimestamp(timestamp_ms / 1000, UTC))
        if isinstance(result, Reject):
            return Kind.REJECT, pack_reject(result)
        report = ReadReport(result.article_id, result.outcome.value, result.to_bytes())
        if len(report.value) > report_limit:
            detail = f"the report has {len(report.value)} bytes, the topic takes {report_limit}"
            return Kind.REJECT, pack_reject(Reject(RejectReason.RECORD_TOO_LARGE, Stage.READING, detail))
        return Kind.REPORT, report.pack()
    except MemoryError:
        os._exit(MEMORY_EXIT)  # what else this process holds is not to be trusted either
    except Exception as error:  # one article that trips a fault must not stop the others
        return Kind.REJECT, pack_reject(Reject(RejectReason.READER_CRASHED, Stage.READING, _place_of(error)))


def _place_of(error: BaseException) -> str:
    """Class and place of an error: its own text may hold the article's."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{where}"


def _load(factory: str) -> ReadOne:
    module, _, name = factory.partition(":")
    made: ReadOne = getattr(importlib.import_module(module), name)()
    return made


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    requests, answers = os.fdopen(os.dup(0), "rb", 1 << 18), os.fdopen(os.dup(1), "wb", 1 << 18)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return requests, answers


def _limit_memory(more: int) -> None:
    """On Linux the kernel refuses what the worker, which looks four times a second, would see too late."""
    if sys.platform == "linux":
        held = psutil.Process().memory_info().data
        resource.setrlimit(resource.RLIMIT_DATA, (held + more, resource.RLIM_INFINITY))


def _die_with_parent() -> None:
    """On Linux the kernel ends us with the worker, even where an article hangs; elsewhere the closed pipe does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
