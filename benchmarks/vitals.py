"""What a running worker costs at a moment: memory, file handles, threads, lag, the size of its state."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from prometheus_client.parser import text_string_to_metric_families

from tocsin.cli.demo.stage import Stage

METRIC_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory in MB of the worker's own process and of its reading process.

    Resident, not proportional: pages of libraries that both map count twice, so the sum is never too small.
    """

    worker_mb: float
    reading_mb: float

    @property
    def total_mb(self) -> float:
        return self.worker_mb + self.reading_mb


@dataclass(frozen=True, slots=True)
class Counts:
    """What the worker says of itself: records not yet acknowledged, articles taken, read and set aside, its state."""

    lag: int
    taken: int
    read: int
    rejected: int
    table_records: int
    live_mentions: int


@dataclass(frozen=True, slots=True)
class Vitals:
    """One moment, `seconds` after the first; handles and threads of both processes, MB = 1,000,000 bytes."""

    seconds: float
    memory: Memory
    counts: Counts
    handles: int
    threads: int
    state_mb: float
    broker_mb: float


class Watch:
    """Looks at the worker of a stage from outside: at its processes, its metrics and its data folder."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._began = time.monotonic()

    def memory(self) -> Memory | None:
        """None while there is no worker."""
        sizes = [size for _, size in _of_each(self._family(), lambda one: one.memory_info().rss / 1e6)]
        return Memory(sizes[0], sum(sizes[1:])) if sizes else None

    def counts(self) -> Counts | None:
        """None while the worker does not answer."""
        try:
            address = (self._stage.settings.data_dir / "metrics-address").read_text(encoding="utf-8").strip()
            with urllib.request.urlopen(f"http://{address}/metrics", timeout=METRIC_SECONDS) as answer:
                return _counts(answer.read().decode())
        except (OSError, ValueError, urllib.error.URLError):
            return None

    def look(self) -> Vitals | None:
        """Everything at once; None while the worker does not answer."""
        memory, counts, family = self.memory(), self.counts(), self._family()
        if memory is None or counts is None:
            return None
        broker = _of_each([self._stage.broker_pid], lambda one: one.memory_info().rss / 1e6)
        return Vitals(
            seconds=time.monotonic() - self._began,
            memory=memory,
            counts=counts,
            handles=round(sum(number for _, number in _of_each(family, lambda one: one.num_fds()))),
            threads=round(sum(number for _, number in _of_each(family, lambda one: one.num_threads()))),
            state_mb=_folder_bytes(self._stage.settings.data_dir / "faust") / 1e6,
            broker_mb=sum(size for _, size in broker),
        )

    def _family(self) -> list[int | None]:
        """The worker and its children, the worker first."""
        pid = self._stage.worker_pid
        with suppress(psutil.Error):
            return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
        return []


def _of_each(pids: list[int | None], figure: Callable[[psutil.Process], float]) -> Iterator[tuple[int | None, float]]:
    """Of those that live; one may end while it is looked at."""
    for pid in pids:
        with suppress(psutil.Error):
            yield pid, figure(psutil.Process(pid))


def _counts(exposed: str) -> Counts:
    """Sums over the labels of the worker's metrics, `taken` of the reading stage alone."""
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(exposed):
        for sample in family.samples:
            name = f"{sample.name} {sample.labels['stage']}" if family.name == "tocsin_records_in" else sample.name
            found[name] = found.get(name, 0.0) + sample.value
    return Counts(
        lag=round(found.get("tocsin_lag_records", 0)),
        taken=round(found.get("tocsin_records_in_total read", 0)),
        read=round(found.get("tocsin_reports_total", 0)),
        rejected=round(found.get("tocsin_rejected_total", 0)),
        table_records=round(found.get("tocsin_table_records", 0)),
        live_mentions=round(found.get("tocsin_live_mentions", 0)),
    )


def _folder_bytes(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):  # compaction takes files away
            total += path.stat().st_size
    return total
