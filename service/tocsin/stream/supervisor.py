"""A small parent that starts a crashed worker again; it reads no messages and imports nothing heavy."""

import logging
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from types import FrameType

log = logging.getLogger(__name__)
CONFIGURATION_EXIT = 78
DATA_EXIT = 65
FIRST_PAUSE = 0.2
STEADY_SECONDS = 60.0
STOP_SECONDS = 15.0
"""A worker that ran this long starts again without a longer pause."""


def supervise(command: Sequence[str], longest_pause: float = 30.0, stop_deadline: float = 30.0) -> int:
    """Run `command`, again after each crash (pauses grow to `longest_pause` seconds), until it ends in order.

    An orderly end, a feed that is wrong (65) and, at the first start, a fault of configuration (78) end the supervision
    with that code; TERM and INT are handed on to the worker. Its process id changes with each start.
    """
    supervisor = _Supervisor(command, longest_pause, stop_deadline)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, supervisor.stop)
    return supervisor.run()


class _Supervisor:
    def __init__(self, command: Sequence[str], longest_pause: float, stop_deadline: float) -> None:
        self._command = list(command)
        self._longest_pause = longest_pause
        self._stop_deadline = stop_deadline
        self._worker: subprocess.Popen[bytes] | None = None
        self._stopping = False

    def stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True
        if self._worker is not None and self._worker.poll() is None:
            self._worker.terminate()

    def run(self) -> int:
        pause, starts = FIRST_PAUSE, 0
        while True:
            started = time.monotonic()
            code = self._run_once()
            starts += 1
            if self._stopping or code in (0, DATA_EXIT) or (code == CONFIGURATION_EXIT and starts == 1):
                return max(code, 0)
            if time.monotonic() - started > STEADY_SECONDS:
                pause = FIRST_PAUSE
            log.warning("the worker ended with %s, starting it again in %.1f s", _describe(code), pause)
            self._sleep(pause)
            if self._stopping:
                return 0
            pause = min(pause * 2, self._longest_pause)

    def _run_once(self) -> int:
        environment = os.environ | {"TOCSIN_SUPERVISED": str(os.getpid())}
        self._worker = subprocess.Popen(self._command, env=environment, start_new_session=True)
        deadline = None
        while True:
            try:
                return self._worker.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                if not self._stopping:
                    continue
                deadline = deadline or time.monotonic() + self._stop_deadline + STOP_SECONDS
                if time.monotonic() > deadline:
                    self._worker.kill()

    def _sleep(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self._stopping and time.monotonic() < end:
            time.sleep(0.05)


def _describe(code: int) -> str:
    if code < 0:
        return f"signal {-code}"
    return f"exit code {code}"
