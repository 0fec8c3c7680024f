"""`make quality`: every development set predicted and scored, one table with date, commit and command.

The scorers stay with the data (`$TOCSIN_DATA/eval`, default ../shared); without them this names what it lacks, exit 2.
"""

import argparse
import datetime
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One set: what is predicted from, which scorer holds it against what, and the floor of each figure."""

    set: str
    texts: str
    scorer: str
    gold: str
    floors: dict[str, float]
    ceilings: dict[str, float]


MEASUREMENTS = (
    Measurement(
        "types", "data/event_types/dev.jsonl", "score_types.py", "data/event_types/dev.jsonl", {"acled25": 0.58}, {}
    ),
    Measurement(
        "incidents",
        "data/gva",
        "score_incidents.py",
        "data/gva",
        {
            "found": 0.90,
            "date_exact": 0.70,
            "place_50km": 0.68,
            "killed": 0.74,
            "injured": 0.62,
            "pairwise_f1": 0.50,
        },
        {"overcount": 2.0},
    ),
    Measurement(
        "local_news",
        "data/places/lgl.jsonl",
        "score_false_alarms.py",
        "data/local_news/labels.jsonl",
        {"recall": 0.5},
        {"spurious_per_100": 8.0},
    ),
    Measurement("muc4", "data/muc4/dev.jsonl", "score_muc4.py", "data/muc4/dev.jsonl", {}, {}),
    Measurement("places", "data/places/lgl.jsonl", "score_places.py", "data/places/lgl.jsonl", {}, {}),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make quality", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("TOCSIN_DATA", ROOT.parent / "shared")))
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "quality", help="folder of the predictions")
    parser.add_argument("--only", choices=[one.set for one in MEASUREMENTS], action="append")
    args = parser.parse_args()
    wanted = [one for one in MEASUREMENTS if not args.only or one.set in args.only]
    lacking = [path for one in wanted for path in needed(args.data, one) if not path.exists()]
    if lacking:
        names = "\n  ".join(sorted({str(path) for path in lacking}))
        print(f"error: the labelled sets are not here (TOCSIN_DATA={args.data}); missing:\n  {names}", file=sys.stderr)
        return 2
    print(f"| quality | {datetime.date.today()} | commit {commit()} | `make quality` |\n|---|---|---|---|")
    missed = [line for one in wanted for line in measure(args.data, args.out, one)]
    for line in missed:
        print(f"below its floor: {line}")
    return 1 if missed else 0


def needed(data: Path, one: Measurement) -> tuple[Path, ...]:
    return data / one.texts, data / "eval" / one.scorer, data / one.gold


def measure(data: Path, out: Path, one: Measurement) -> list[str]:
    """Predict and score one set, print its rows; the figures that miss their floor."""
    started = time.monotonic()
    predictions = out / f"{one.set}.jsonl"
    texts, scorer, gold = needed(data, one)
    run(["-m", "benchmarks.quality", one.set, "--gold", str(texts), "--out", str(predictions)])
    printed = run([str(scorer), str(gold), str(predictions)])
    missed = []
    for name, figure in figures(printed):
        floor, ceiling = one.floors.get(name), one.ceilings.get(name)
        limit = f">= {floor}" if floor is not None else f"<= {ceiling}" if ceiling is not None else ""
        print(f"| {one.set} | {name} | {figure} | {limit} |")
        value = leading_number(figure)
        if (floor is not None and value < floor) or (ceiling is not None and value > ceiling):
            missed.append(f"{one.set} {name} = {figure}, wanted {limit}")
    print(f"| {one.set} | seconds | {time.monotonic() - started:.0f} | |", flush=True)
    return missed


def figures(printed: str) -> list[tuple[str, str]]:
    """Name and figures of each line that a scorer prints; the per-label tail of the type scorer is left out."""
    rows = []
    for line in printed.splitlines():
        name, _, rest = line.strip().partition(" ")
        if line.startswith("  ") and rest.strip().startswith("f1="):
            continue
        rows.append((name.rstrip(":"), " ".join(rest.split())))
    return rows


def leading_number(figure: str) -> float:
    """The figure a floor is about: the weighted F1 where one is named, else the first number."""
    found = re.search(r"weighted_f1=([\d.]+)", figure) or re.search(r"([\d.]+)", figure)
    return float(found.group(1)) if found else float("nan")


def run(arguments: list[str]) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"error: {' '.join(arguments)}\n{done.stderr.strip()}")
    return done.stdout


def commit() -> str:
    describe = ["git", "describe", "--always", "--dirty"]
    found = subprocess.run(describe, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
