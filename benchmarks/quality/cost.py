"""`python -m benchmarks.quality.cost --texts PATH`: what reading costs, in a process that does nothing but read."""

import argparse
import datetime
import json
import random
import resource
import sys
import time
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from benchmarks.quality.bootstrap import Column, Figure, Ratio, Samples, Weights
from benchmarks.quality.rows import MissingData, watched
from tocsin.app import open_warm_reading
from tocsin.stream.reading_child import settle

SEED = 1
_WARMING = 20
"""Articles read before any is timed: what is loaded at the first use is no cost of an article."""
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class Cost(BaseModel):
    """CPU milliseconds of each article, and the most memory (10^6 bytes) that the process ever held."""

    model_config = ConfigDict(frozen=True)

    milliseconds: tuple[float, ...]
    peak_mb: float


class Median:
    """The median over the drawn articles."""

    def __init__(self, values: Sequence[float]) -> None:
        self._values = np.array(values)

    def of(self, weights: Weights) -> Column:
        return np.array([np.median(np.repeat(self._values, draw.astype(int))) for draw in weights])


def samples_of(cost: Cost) -> Samples:
    values = np.array(cost.milliseconds)
    figures: dict[str, Figure] = {
        "cpu_ms_mean": Ratio(values, np.ones(len(values))),
        "cpu_ms_median": Median(cost.milliseconds),
    }
    return Samples(len(values), figures)


def sample_lines(path: Path, count: int) -> list[bytes]:
    """`count` lines of a JSONL file, always the same; MissingData where there is none."""
    if not path.is_file():
        raise MissingData(f"{path} is missing: the labelled sets are no part of this repository, see TOCSIN_DATA")
    lines = path.read_bytes().splitlines()
    return random.Random(SEED).sample(lines, min(count, len(lines)))


def measure(lines: Sequence[bytes]) -> Cost:
    """Read the records as the worker's reading process does: decode, prepare, read, and the report's bytes."""
    reading, now = open_warm_reading(), datetime.datetime.now(UTC)
    records = [(line, json.loads(line)["article_id"].encode()) for line in lines]
    for value, key in records[:_WARMING]:
        reading(value, key, now)
    settle()
    milliseconds = []
    for value, key in watched(records, "articles timed"):
        started = time.process_time()
        report = reading(value, key, now)
        if hasattr(report, "to_bytes"):
            report.to_bytes()
        milliseconds.append((time.process_time() - started) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT
    return Cost(milliseconds=tuple(milliseconds), peak_mb=peak / 1e6)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.cost", description=__doc__)
    parser.add_argument("--texts", type=Path, required=True, metavar="PATH", help="articles jsonl")
    parser.add_argument("--sample", type=int, default=1000, help="how many of them are read (seed 1)")
    args = parser.parse_args()
    try:
        print(measure(sample_lines(args.texts, args.sample)).model_dump_json())
    except MissingData as lacking:
        print(f"error: {lacking}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
