"""Ten minutes of steady load: does anything grow? `make soak MINUTES=10`, or `python -m benchmarks.soak`.

One real worker on an own Kafka reads invented articles at a rate below what it can. Every few seconds memory, lag, file
handles, threads and the size of the state are noted; the figures and a picture go to out/soak. The exit status is 1
where a series rises (benchmarks/trend.py says how that is told) or an article was not read.

The state holds what is live, so it must first fill: the articles' days run `DAYS` to the run, the live window is a
fifth of that, and from then on as much leaves as comes. Until `WARM_UP` nothing is judged: the window and the outboxes
of the last 5,000 reports fill, caches warm up.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.generate import generate
from benchmarks.repository import commit
from benchmarks.soak.series import SERIES, Run, judge, passes
from benchmarks.trend import Trend
from benchmarks.vitals import Vitals, Watch
from tocsin.cli.demo.stage import Stage
from tocsin.stream.connection import open_client
from tocsin.stream.runtime import prepare_runtime
from tocsin.stream.topics import Topics

DAYS = 50
WINDOW_DAYS = 10
PATIENCE_SECONDS = 90.0
TICK_SECONDS = 0.1


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__.partition("\n\n")[0])
    parser.add_argument("--minutes", type=float, default=10.0, help="how long the load goes on (10)")
    parser.add_argument("--rate", type=float, default=20.0, help="articles a second, well below what it can (20)")
    parser.add_argument("--sample", type=float, default=5.0, help="seconds between two samples (5)")
    parser.add_argument("--out", type=Path, default=Path("out/soak"), help="folder of soak.json and soak.png")
    args = parser.parse_args(arguments)
    run = soak(args.minutes * 60, args.rate, args.sample)
    trends = judge(run)
    args.out.mkdir(parents=True, exist_ok=True)
    write_figures(args.out / "soak.json", run, trends)
    from benchmarks.soak.plot import plot

    plot(args.out / "soak.png", run, trends)
    print(table(run, trends))
    print(f"{args.out / 'soak.json'}  {args.out / 'soak.png'}")
    return 0 if passes(run, trends) else 1


def soak(seconds: float, rate: float, sample: float) -> Run:
    """Load one worker for so long, sampled every `sample` seconds."""
    count = max(1, round(seconds * rate))
    told = generate(count, seed=11, days=DAYS)
    with Stage(prepare_runtime(), live_window_days=WINDOW_DAYS) as stage:
        stage.start_worker()
        watch = Watch(stage)
        if not _becomes(stage, lambda: watch.counts() is not None):
            raise SystemExit(f"error: the worker does not answer after {PATIENCE_SECONDS:.0f} s\n{stage.log_tail()}")
        feed = _Feed(stage, [(one.article.article_id.encode(), one.article.to_bytes()) for one in told], rate)
        try:
            vitals = _watch_load(stage, watch, feed, sample)
        finally:
            feed.close()
        _becomes(stage, lambda: _is_done(watch, len(told)))
        end = watch.look()
    if end is None:
        raise SystemExit("error: the worker does not answer any more")
    return Run(rate, len(told), end.counts.taken, end.counts.rejected, (*vitals, end))


class _Feed:
    """Sends what is due by the clock: a pause of this process is made up for."""

    def __init__(self, stage: Stage, records: Sequence[tuple[bytes, bytes]], rate: float) -> None:
        from kafka import KafkaProducer

        self._topic = Topics.of(stage.settings).articles.name
        self._producer = open_client(KafkaProducer, stage.settings)
        self._records, self._rate = records, rate
        self._began = time.monotonic()
        self.sent = 0

    def send_due(self) -> bool:
        """False when all are sent."""
        due = min(len(self._records), int((time.monotonic() - self._began) * self._rate))
        for key, value in self._records[self.sent : due]:
            self._producer.send(self._topic, key=key, value=value)
        self.sent = max(self.sent, due)
        return self.sent < len(self._records)

    def close(self) -> None:
        self._producer.flush()
        self._producer.close()


def _watch_load(stage: Stage, watch: Watch, feed: _Feed, sample: float) -> list[Vitals]:
    found: list[Vitals] = []
    due = told = 0.0
    while feed.send_due():
        stage.check_worker()
        now = time.monotonic()
        if now >= due:
            due = now + sample
            one = watch.look()
            if one is not None:
                found.append(one)
                told = _tell(feed, one, told)
        time.sleep(TICK_SECONDS)
    return found


def _tell(feed: _Feed, one: Vitals, told: float) -> float:
    """One line that is written over on a terminal, else one a minute; when it was last written."""
    is_seen = sys.stderr.isatty()
    if not is_seen and time.monotonic() - told < 60:
        return told
    memory = f"worker {one.memory.worker_mb:.0f} + reading {one.memory.reading_mb:.0f} MB"
    line = f"{one.seconds:5.0f} s  sent {feed.sent:,}  lag {one.counts.lag}  {memory}  handles {one.handles}"
    print(f"\r{line}    " if is_seen else line, end="" if is_seen else "\n", file=sys.stderr, flush=True)
    return time.monotonic()


def _is_done(watch: Watch, count: int) -> bool:
    counts = watch.counts()
    return counts is not None and counts.taken >= count and counts.lag == 0


def _becomes(stage: Stage, condition: Callable[[], bool]) -> bool:
    """Whether it holds within PATIENCE_SECONDS."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        stage.check_worker()
        if time.monotonic() > deadline:
            return False
        time.sleep(0.5)
    return True


def table(run: Run, trends: dict[str, Trend]) -> str:
    """The result as Markdown."""
    minutes = run.vitals[-1].seconds / 60 if run.vitals else 0.0
    head = f"{minutes:.1f} min at {run.rate:g} articles/s: sent {run.sent}, taken {run.taken}, rejected {run.rejected}"
    lines = [f"{head}; {date.today()}, commit {commit()}", "", "| series | median | highest | growth | allowed | |"]
    lines.append("|---|---|---|---|---|---|")
    for series in SERIES:
        values, one = sorted(series.figure(vital) for vital in run.vitals), trends[series.name]
        level = f"{values[len(values) // 2]:.0f} {series.unit} | {values[-1]:.0f}" if values else "- | -"
        allowed = f"{one.allowed:.1f} | {one.verdict}" if series.is_judged else "- | for information"
        lines.append(f"| {series.name} | {level} | {one.growth:+.1f} ({one.per_hour:+.1f}/h) | {allowed} |")
    return "\n".join([*lines, "", "passed" if passes(run, trends) else "FAILED"])


def write_figures(path: Path, run: Run, trends: dict[str, Trend]) -> None:
    """Everything that was noted, as JSON."""
    figures: dict[str, Any] = {
        "date": date.today().isoformat(),
        "commit": commit(),
        "passed": passes(run, trends),
        "trends": {name: asdict(one) for name, one in trends.items()},
        **asdict(run),
    }
    path.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
