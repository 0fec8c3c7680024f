"""The workers of a fault run: each is `tocsin worker` under its supervisor, as users start it, in a folder of its own.

A kill of a worker leaves its supervisor to start it again. A power cut takes both, and we start the command again as
an init system would.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tocsin.settings import Settings, variable_name
from tocsin.stream.guard import CONFIGURATION_EXIT

GIVEN = (
    "broker",
    "partitions",
    "topic_prefix",
    "app_id",
    "session_timeout",
    "restart_backoff",
    "metrics_port",
    "live_window_days",
)
STOP_SECONDS = 60.0


class WorkerGone(Exception):
    """A worker has ended by itself; the text holds the end of its log."""


@dataclass(slots=True)
class Hand:
    """One worker by its name; its data folder and log bear it too."""

    name: str
    settings: Settings
    folder: Path
    log_file: Path
    started: float = 0.0
    refusals: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        environment = os.environ | {variable_name(one): str(getattr(self.settings, one)) for one in GIVEN}
        environment[variable_name("data_dir")] = str(self.folder)
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tocsin.cli.main", "worker"],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started = time.monotonic()

    @property
    def worker(self) -> psutil.Process | None:
        """The process below the supervisor."""
        return _child(self._process.pid) if self._process and self._process.poll() is None else None

    @property
    def reading(self) -> psutil.Process | None:
        worker = self.worker
        return _child(worker.pid) if worker else None

    def kill_worker(self) -> bool:
        """kill -9; the supervisor starts it again. False where it is just not there."""
        return _kill(self.worker)

    def kill_reading(self) -> bool:
        return _kill(self.reading)

    def cut_power(self, keeps_folder: bool) -> None:
        """Supervisor, worker and reading process die; the folder goes with the machine where it is not kept."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGSTOP)  # or it would start another worker while we look for its own
            below = psutil.Process(self._process.pid).children(recursive=True)
            self._process.kill()
            self._process.wait()
            for process in below:
                _kill(process)
        if not keeps_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def begin_stop(self) -> None:
        """TERM to the supervisor, which hands it on."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def stop(self) -> int:
        """TERM and the exit code; kills what does not end in time."""
        self.begin_stop()
        if self._process is None:
            return 0
        try:
            return self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.cut_power(keeps_folder=True)
            return -signal.SIGKILL

    def check(self) -> bool:
        """Whether it still runs; one that met a dead broker at its start (78) is to be started again: False.

        Raises WorkerGone where it has ended for any other reason.
        """
        code = self._process.poll() if self._process else None
        if code is None:
            return True
        if code == CONFIGURATION_EXIT and "cannot reach Kafka" in self.log_tail(3):
            return False
        raise WorkerGone(f"worker {self.name} has ended by itself with status {code}:\n{self.log_tail()}")

    def is_ready(self) -> bool:
        return self._get("/health/ready") is not None

    def reports_read(self) -> float:
        """Reports of the living process since its start, 0 where it does not answer."""
        rows = (self._get("/metrics") or "").splitlines()
        return sum(float(row.rpartition(" ")[2]) for row in rows if row.startswith("tocsin_reports_total{"))

    def log_tail(self, lines: int = 12) -> str:
        text = self.log_file.read_text(encoding="utf-8", errors="replace")
        return "\n".join(f"  {line}" for line in text.splitlines()[-lines:])

    def _get(self, path: str) -> str | None:
        """The body of a good answer."""
        try:
            address = (self.folder / "metrics-address").read_text(encoding="utf-8").strip()
            with urllib.request.urlopen(f"http://{address}{path}", timeout=2) as answer:
                body: str = answer.read().decode()
                return body
        except (OSError, ValueError, urllib.error.URLError):
            return None


def _child(number: int) -> psutil.Process | None:
    try:
        return next(iter(psutil.Process(number).children()), None)
    except psutil.Error:
        return None


def _kill(process: psutil.Process | None) -> bool:
    if process is None:
        return False
    with contextlib.suppress(psutil.Error):
        process.kill()
        return True
    return False


class Crew:
    """All workers of a run, the idle folders of those that went, and the logs of all."""

    def __init__(self, settings: Settings, folder: Path, logs: Path) -> None:
        self._settings, self._folder, self._logs = settings, folder, logs
        self.hands: list[Hand] = []
        self._left: list[Hand] = []
        self._count = 0

    def add(self, keeps_folder: bool) -> Hand:
        """A worker more: in the folder of one that went, where there is one and it is kept, else in a new one."""
        if keeps_folder and self._left:
            hand = self._left.pop(0)
        else:
            self._count += 1
            name = f"worker-{self._count}"
            hand = Hand(name, self._settings, self._folder / name, self._logs / f"{name}.log")
        hand.start()
        self.hands.append(hand)
        return hand

    def pick(self, choice: float) -> Hand:
        return self.hands[min(len(self.hands) - 1, int(choice * len(self.hands)))]

    def remove(self, hand: Hand) -> None:
        self.hands.remove(hand)
        self._left.append(hand)

    def check(self) -> list[Hand]:
        """Workers that a dead broker refused at their start, started again; raises WorkerGone."""
        refused = [hand for hand in self.hands if not hand.check()]
        for hand in refused:
            hand.refusals += 1
            hand.start()
        return refused

    def stop(self) -> dict[str, int]:
        """TERM to all; exit code by name."""
        for hand in self.hands:
            hand.begin_stop()
        return {hand.name: hand.stop() for hand in self.hands}

    def kill(self) -> None:
        for hand in [*self.hands, *self._left]:
            hand.cut_power(keeps_folder=True)
