"""Every metric of the service: one row a metric, one registry a worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

FAST = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
AGES = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 6 * 3600.0, 86400.0, 7 * 86400.0)


class Kind(StrEnum):
    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True)
class Metric:
    """One row of the table; `name` without the prefix `tocsin_` (counters get `_total` when exposed)."""

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = FAST


TABLE = (
    Metric("records_in", Kind.COUNTER, "Records taken by a stage.", ("stage",)),
    Metric("records_out", Kind.COUNTER, "Records published by a stage and acknowledged by Kafka.", ("stage", "topic")),
    Metric("rejected", Kind.COUNTER, "Records sent to the dead-letter topic.", ("stage", "reason")),
    Metric("reject_share", Kind.GAUGE, "Share of the last TOCSIN_REJECT_WINDOW inputs that were rejected.", ("stage",)),
    Metric("stage_seconds", Kind.HISTOGRAM, "Seconds from taking a record to its acknowledged result.", ("stage",)),
    Metric("reports", Kind.COUNTER, "Reports by outcome (incidents, none, skipped, withdrawn).", ("outcome",)),
    Metric("article_age_seconds", Kind.HISTOGRAM, "Age of an article when its incidents are published.", (), AGES),
    Metric(
        "decisions",
        Kind.COUNTER,
        "Decisions about mentions (founded, joined, waiting ...).",
        ("decision",),
    ),
    Metric(
        "incident_changes",
        Kind.COUNTER,
        "Incident revisions published, by kind of change.",
        ("change",),
    ),
    Metric("lag_records", Kind.GAUGE, "Records of an assigned partition not yet acknowledged.", ("topic", "partition")),
    Metric("table_records", Kind.GAUGE, "Records of the state table that this worker holds."),
    Metric("live_mentions", Kind.GAUGE, "Mentions in the candidate index of this worker."),
    Metric("last_progress_timestamp_seconds", Kind.GAUGE, "When a stage last finished a record.", ("stage",)),
    Metric("reading_process_restarts", Kind.COUNTER, "Reading processes replaced, by cause.", ("cause",)),
    Metric("reading_process_memory_bytes", Kind.GAUGE, "Resident memory of the reading process."),
    Metric("worker_memory_bytes", Kind.GAUGE, "Resident memory of the worker and its reading process."),
    Metric("event_loop_delay_seconds", Kind.GAUGE, "How late the event loop ran its last heartbeat."),
    Metric("recovery_seconds", Kind.GAUGE, "Seconds the last recovery of the state table took."),
    Metric("rebalances", Kind.COUNTER, "Rebalances that this worker went through."),
    Metric("build_info", Kind.GAUGE, "Always 1; the version is in the label.", ("version",)),
)


class UnknownMetric(KeyError):
    """Code asked for a metric that has no row in the table."""


class Metrics:
    """The table made live on a registry of its own, so that two workers in one test do not share figures."""

    def __init__(self, table: tuple[Metric, ...] = TABLE) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._live = {row.name: self._make(row) for row in table}

    def _make(self, row: Metric) -> Any:
        name = f"tocsin_{row.name}"
        if row.kind is Kind.COUNTER:
            return Counter(name, row.help, row.labels, registry=self.registry)
        if row.kind is Kind.GAUGE:
            return Gauge(name, row.help, row.labels, registry=self.registry)
        return Histogram(name, row.help, row.labels, buckets=row.buckets, registry=self.registry)

    def count(self, name: str, amount: float = 1, /, **labels: str) -> None:
        self._child(name, labels).inc(amount)

    def set(self, name: str, value: float, /, **labels: str) -> None:
        self._child(name, labels).set(value)

    def observe(self, name: str, value: float, /, **labels: str) -> None:
        self._child(name, labels).observe(value)

    def forget(self, name: str, /, **labels: str) -> None:
        """Take one series away, such as the lag of a partition that went to another worker."""
        if name not in self._live:
            raise UnknownMetric(name)
        self._live[name].remove_by_labels(labels)

    def _child(self, name: str, labels: Mapping[str, str]) -> Any:
        if name not in self._live:
            raise UnknownMetric(name)
        live = self._live[name]
        return live.labels(**labels) if labels else live

    def expose(self) -> bytes:
        """The Prometheus text format."""
        return generate_latest(self.registry)
