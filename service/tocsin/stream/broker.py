"""A real Apache Kafka on this machine: one node, loopback, its own data folder, a child process of ours."""

import base64
import fcntl
import json
import random
import socket
import subprocess
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from tocsin.stream.runtime import ProgressCallback, Runtime, RuntimeUnavailableError, missing_jars, prepare_runtime

HOST = "127.0.0.1"
PORT_RANGE = range(20_000, 32_000)
"""Below the range from which the kernel takes client ports, or a client takes the port while the broker restarts."""
READY_SECONDS = 60.0
STOP_SECONDS = 20.0
LOG_LIMIT_BYTES = 20_000_000
JAVA_OPTIONS = ("-Xms64m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto")
LOG_OPTIONS = (
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSZ",
)
PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@{host}:{controller_port}
controller.listener.names=CONTROLLER
listeners={protocol}://{host}:{port},CONTROLLER://{host}:{controller_port}
advertised.listeners={protocol}://{host}:{port}
listener.security.protocol.map={protocol}:{protocol},CONTROLLER:PLAINTEXT
inter.broker.listener.name={protocol}
log.dirs={logs}
auto.create.topics.enable=false
num.network.threads=2
num.io.threads=4
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
log.segment.bytes=104857600
log.cleaner.dedupe.buffer.size=33554432
message.max.bytes=16777216
"""


class BrokerError(Exception):
    """The broker cannot start or has died; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Listener:
    """How a broker speaks to its clients: Kafka's name of the protocol, what stands beside it in server.properties,
    and what its storage is formatted with (users of SCRAM, for one)."""

    protocol: str = "PLAINTEXT"
    properties: tuple[str, ...] = ()
    format_options: tuple[str, ...] = ()


class Broker:
    """One embedded broker; a context manager that starts and stops it.

    The address (`host:port`) stands in the file `address` of the data folder while the broker runs. Without `port` the
    one of the last run is taken again, so that clients find it after a restart. Raises BrokerError.
    """

    def __init__(
        self,
        data_dir: Path | str,
        port: int | None = None,
        progress: ProgressCallback | None = None,
        runtime: Runtime | None = None,
        listener: Listener = Listener(),
    ) -> None:
        self.data_dir = Path(data_dir).expanduser().absolute()
        self._wanted_port = port
        self._progress = progress
        self._runtime = runtime
        self._listener = listener
        self._lock: IO[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._port: int | None = None

    @property
    def address(self) -> str:
        """`host:port` of the running broker."""
        if self._port is None:
            raise BrokerError("the broker has not been started")
        return f"{HOST}:{self._port}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def log_file(self) -> Path:
        return self.data_dir / "broker.log"

    @property
    def address_file(self) -> Path:
        return self.data_dir / "address"

    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start and return when the broker accepts clients; a first start also formats the folder."""
        if self.is_alive():
            return
        try:
            runtime = self._runtime or prepare_runtime(self._progress)
        except RuntimeUnavailableError as error:
            raise BrokerError(str(error)) from error
        if missing_jars(runtime.jars):
            raise BrokerError("Kafka's jars have gone from the cache folder; start again to download them")
        self._runtime = runtime
        self._take_folder()
        try:
            port, controller_port = self._choose_ports()
            self._write_properties(port, controller_port)
            self._format(runtime)
            self._launch(runtime, port)
        except BaseException:
            self._release_folder()
            raise

    def stop(self) -> None:
        """Stop in order (TERM, then KILL after 20 s); does nothing where it does not run."""
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._after_exit()

    def kill(self) -> None:
        """End it as a crash would (KILL); the folder can be started again."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._after_exit()

    def wait(self, stop: Callable[[], bool], poll_seconds: float = 0.5) -> None:
        """Block until `stop()` is true; raises BrokerError where the broker dies before."""
        while not stop():
            if not self.is_alive():
                raise BrokerError(f"the broker has died\n{self._log_tail()}")
            time.sleep(poll_seconds)

    def _after_exit(self) -> None:
        self._process = None
        self.address_file.unlink(missing_ok=True)
        self._release_folder()

    def _take_folder(self) -> None:
        """Lock the data folder; the broker process inherits the lock, so that it outlives a killed parent."""
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            lock = (self.data_dir / "lock").open("a+")
        except OSError as error:
            raise BrokerError(f"cannot use the data folder {self.data_dir}: {error}") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            lock.close()
            raise BrokerError(
                f"the data folder {self.data_dir} is in use by another broker (process {holder}): "
                "stop that one or name another folder"
            ) from None
        self._lock = lock

    def _release_folder(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _choose_ports(self) -> tuple[int, int]:
        last = self._last_ports()
        if self._wanted_port is not None:
            port = self._wanted_port
            if not _is_free(port):
                raise BrokerError(f"port {port} is taken by another program: name another port or none")
        elif last and _is_free(last[0]):
            port = last[0]
        else:
            port = _free_port(avoid=-1)
        if last and last[1] != port and _is_free(last[1]):
            return port, last[1]
        return port, _free_port(avoid=port)

    def _last_ports(self) -> tuple[int, int] | None:
        try:
            ports = json.loads((self.data_dir / "ports.json").read_text())
            return int(ports["port"]), int(ports["controller_port"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write_properties(self, port: int, controller_port: int) -> None:
        (self.data_dir / "ports.json").write_text(json.dumps({"port": port, "controller_port": controller_port}))
        text = PROPERTIES.format(
            protocol=self._listener.protocol, host=HOST, port=port, controller_port=controller_port, logs=self._logs
        )
        lines = "".join(f"{line}\n" for line in self._listener.properties)
        self._properties.write_text(text + lines, encoding="utf-8")

    @property
    def _properties(self) -> Path:
        return self.data_dir / "server.properties"

    @property
    def _logs(self) -> Path:
        return self.data_dir / "data"

    def _format(self, runtime: Runtime) -> None:
        if (self._logs / "meta.properties").exists():
            return
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        # In one word: an id may begin with "-", and as a word of its own that would be read as an option.
        arguments = ("format", f"--cluster-id={cluster}", "-c", str(self._properties), *self._listener.format_options)
        run = subprocess.run(
            [runtime.java, *JAVA_OPTIONS, "-cp", runtime.classpath, "kafka.tools.StorageTool", *arguments],
            capture_output=True,
            text=True,
            timeout=READY_SECONDS,
            check=False,
        )
        if run.returncode != 0:
            raise BrokerError(f"cannot format the data folder {self.data_dir}: {(run.stderr or run.stdout).strip()}")

    def _launch(self, runtime: Runtime, port: int) -> None:
        assert self._lock is not None
        if self.log_file.exists() and self.log_file.stat().st_size > LOG_LIMIT_BYTES:
            self.log_file.replace(self.log_file.with_suffix(".log.1"))
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [runtime.java, *JAVA_OPTIONS, *LOG_OPTIONS, "-cp", runtime.classpath, "kafka.Kafka", self._properties],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(self._lock.fileno(),),
                start_new_session=True,  # Ctrl-C at the terminal is for us; we then stop the broker in order
                cwd=self.data_dir,
            )
        self._lock.seek(0)
        self._lock.truncate()
        self._lock.write(str(self._process.pid))
        self._lock.flush()
        try:
            self._await_ready(port)
        except BaseException:
            self.kill()
            raise
        self._port = port
        self.address_file.write_text(f"{HOST}:{port}\n")

    def _await_ready(self, port: int) -> None:
        assert self._process is not None
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            accepts = _accepts(port)
            # asked after the port, since another program's port answers just as well
            if self._process.poll() is not None:
                raise BrokerError(f"the broker ended while starting\n{self._log_tail()}")
            if accepts:
                return
            time.sleep(0.05)
        raise BrokerError(f"the broker was not ready after {READY_SECONDS:.0f} s, see {self.log_file}")

    def _log_tail(self, lines: int = 8) -> str:
        try:
            text = self.log_file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-lines:]) + f"\n(whole log: {self.log_file})"


def _accepts(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=1.0):
            return True
    except OSError:
        return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _free_port(avoid: int) -> int:
    for _ in range(200):
        port = random.choice(PORT_RANGE)
        if port != avoid and _is_free(port):
            return port
    raise BrokerError(f"no free port between {PORT_RANGE.start} and {PORT_RANGE.stop}")
