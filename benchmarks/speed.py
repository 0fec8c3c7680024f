"""Speed: reading, linking and fusing, and the whole way through Kafka: `make bench`, or `python -m benchmarks.speed`.

Reads gva articles where the labelled sets are there (TOCSIN_DATA, default ../shared), invented ones elsewhere.
"""

import argparse
import datetime
import json
import multiprocessing
import os
import random
import statistics
import time
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

from benchmarks import fusing
from benchmarks.generate import generate
from benchmarks.repository import ROOT, commit
from tocsin.app import open_reading
from tocsin.cli.demo.stage import Stage
from tocsin.stream.connection import open_client
from tocsin.stream.reading_child import settle
from tocsin.stream.rights import open_reader
from tocsin.stream.runtime import prepare_runtime
from tocsin.stream.topics import Topics

RUNS = 5
SAMPLE = 300
PATIENCE_SECONDS = 60.0
Texts = Sequence[tuple[bytes, bytes]]
"""(key, value) of articles.v1."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("TOCSIN_DATA", ROOT.parent / "shared")))
    parser.add_argument("--live", type=int, default=10_000, help="live incidents while fusing is measured")
    parser.add_argument("--articles", type=int, default=2_000, help="articles sent through Kafka")
    args = parser.parse_args()
    print(f"| speed | {datetime.date.today()} | commit {commit()} | `make bench` |\n|---|---|---|---|", flush=True)
    sample, name = read_sample(args.data, SAMPLE)
    cost, words = reading_cost(sample)
    tell(
        "reading",
        f"{cost * 1000:.1f} ms CPU an article",
        f"{name}, {words:.0f} words on average, median of {RUNS} runs",
    )
    run, rest = fusing.fill(args.live, seed=1)
    median, best, _ = fusing.measure(run, rest)
    live = run.resolver.live_incidents
    tell(
        "linking + fusing",
        f"{median * 1000:.3f} ms CPU a mention",
        f"{live} live incidents, best batch {best * 1000:.3f}",
    )
    many, name = read_sample(args.data, args.articles)
    before = rate_alone(many)
    whole = rate_through_kafka(many)
    alone = statistics.mean((before, rate_alone(many)))  # before and after: other work on the machine meets both
    tell("reading process alone", f"{alone:.0f} articles/s", name)
    tell("one worker, end to end", f"{whole:.0f} articles/s", f"{whole / alone:.2f} of the reading process alone")


def tell(what: str, figure: str, how: str) -> None:
    print(f"| {what} | {figure} | {how} | |", flush=True)


def read_sample(data: Path, count: int) -> tuple[Texts, str]:
    """`count` articles (seed 1) of the labelled set, or of our generator; and what they are."""
    path = data / "gva" / "articles.jsonl"
    path = path if path.is_file() else data / "data" / "gva" / "articles.jsonl"
    if not path.is_file():
        invented = generate(count, seed=1)[:count]
        return [(one.article.article_id.encode(), one.article.to_bytes()) for one in invented], "invented articles"
    lines = path.read_bytes().splitlines()
    chosen = random.Random(1).sample(lines, min(count, len(lines)))
    return [(json.loads(line)["article_id"].encode(), line) for line in chosen], "gva articles"


def reading_cost(texts: Texts) -> tuple[float, float]:
    """(median over the runs of CPU seconds an article, words an article)."""
    reading, now = open_reading(), datetime.datetime.now(UTC)
    reading(texts[0][1], texts[0][0], now)
    settle()
    costs = []
    for _ in range(RUNS):
        started = time.process_time()
        for key, value in texts:
            reading(value, key, now)
        costs.append((time.process_time() - started) / len(texts))
    words = statistics.mean(len(json.loads(value)["text"].split()) for _, value in texts)
    return statistics.median(costs), words


def rate_alone(texts: Texts) -> float:
    """Articles a second of wall time in a process that does nothing but read."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return len(texts) / pool.apply(_read_all, (texts,))


def _read_all(texts: Texts) -> float:
    reading, now = open_reading(), datetime.datetime.now(UTC)
    reading(texts[0][1], texts[0][0], now)
    settle()
    started = time.monotonic()
    for key, value in texts:
        report = reading(value, key, now)
        report.to_bytes() if hasattr(report, "to_bytes") else None
    return time.monotonic() - started


def rate_through_kafka(texts: Texts) -> float:
    """Articles a second from the first report's time to the last result's, one worker on an own Kafka."""
    with Stage(prepare_runtime()) as stage:
        send(stage, texts)
        stage.start_worker()
        reports, changes = watch(stage, len(texts))
    return (len(texts) - 1) * 1000 / (max(*reports, *changes) - min(reports))


def send(stage: Stage, texts: Texts) -> None:
    from kafka import KafkaProducer

    topic = Topics.of(stage.settings).articles
    producer = open_client(KafkaProducer, stage.settings, linger_ms=20, max_request_size=topic.max_message_bytes)
    for key, value in texts:
        producer.send(topic.name, key=key, value=value)
    producer.flush()
    producer.close()


def watch(stage: Stage, count: int) -> tuple[list[int], list[int]]:
    """Kafka timestamps (ms) of all reports and changes; ends when `count` reports are there and nothing more comes."""
    topics = Topics.of(stage.settings)
    reports: list[int] = []
    changes: list[int] = []
    last = time.monotonic()
    with (
        open_reader(stage.settings, topics.reports.name) as first,
        open_reader(stage.settings, topics.changes.name) as second,
    ):
        while len(reports) < count or time.monotonic() - last < 2:
            found: list[Any] = []
            for reader, times in ((first, reports), (second, changes)):
                batch = reader.poll(100)
                times += [record.timestamp for record in batch]
                found += batch
            if found:
                last = time.monotonic()
            stage.check_worker()
            if time.monotonic() - last > PATIENCE_SECONDS:
                raise SystemExit(f"error: {len(reports)} of {count} reports after {PATIENCE_SECONDS:.0f} quiet seconds")
    return reports, changes


if __name__ == "__main__":
    main()
