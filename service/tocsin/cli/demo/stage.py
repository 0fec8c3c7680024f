"""The demo's own Kafka and its own worker, both real processes, in a folder that goes with them."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from tocsin.cli.errors import CommandError
from tocsin.settings import Settings, load_settings, variable_name
from tocsin.stream.broker import Broker
from tocsin.stream.runtime import Runtime
from tocsin.stream.topics import create_topics

PARTITIONS = 4
STOP_SECONDS = 20


class Stage:
    """Broker, topics and, after `start_worker`, one worker; a context manager that takes all away at its end.

    `settings` go before what a stage sets by itself.
    """

    def __init__(self, runtime: Runtime, **settings: object) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tocsin-demo-"))
        self._broker = Broker(self.folder / "kafka", runtime=runtime)
        self._worker: subprocess.Popen[bytes] | None = None
        self._given = {
            "partitions": PARTITIONS,
            "data_dir": self.folder / "worker",
            "metrics_port": 0,
            "topic_prefix": "",
            "log_level": "INFO",
        } | settings
        self.settings: Settings = load_settings(**self._given)

    def __enter__(self) -> Self:
        try:
            self._broker.start()
            self.settings = load_settings(broker=self._broker.address, **self._given)
            create_topics(self.settings)
        except BaseException:
            self._clear()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    @property
    def log_file(self) -> Path:
        return self.folder / "worker.log"

    @property
    def worker_pid(self) -> int | None:
        return self._worker.pid if self._worker else None

    @property
    def broker_pid(self) -> int | None:
        return self._broker.pid

    def start_worker(self) -> None:
        """Start `tocsin worker` as anybody would, with its settings in the environment."""
        given = {"broker", "app_id", *self._given}
        environment = os.environ | {variable_name(name): str(getattr(self.settings, name)) for name in given}
        with self.log_file.open("ab") as log:
            self._worker = subprocess.Popen(
                [sys.executable, "-m", "tocsin.cli.main", "worker", "--alone"],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def kill_worker(self) -> None:
        """End the worker as a power cut would."""
        if self._worker is not None:
            self._worker.kill()
            self._worker.wait()

    def check_worker(self) -> None:
        """CommandError with the end of its log where the worker has gone by itself."""
        if self._worker is None or self._worker.poll() is None:
            return
        status = self._worker.returncode
        raise CommandError(f"the worker has ended with status {status}; its last lines:\n{self.log_tail()}", 1)

    def log_tail(self) -> str:
        """The last lines of the worker's log."""
        lines = self.log_file.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
        return "\n".join(f"  {line}" for line in lines)

    def stop_worker(self) -> None:
        """Let the worker finish what it has in work; kill it where that takes too long."""
        if self._worker is None or self._worker.poll() is not None:
            return
        self._worker.send_signal(signal.SIGTERM)
        try:
            self._worker.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill_worker()

    def _clear(self) -> None:
        self.stop_worker()
        self._broker.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
