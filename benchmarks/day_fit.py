"""`python -m benchmarks.day_fit`: fit the weights that choose the day of a crime (reading/day_choice.py).

Reads gva ($TOCSIN_DATA, default ../shared), prints how often the chosen day is the registry's, out of fold (5 folds by
incident), and writes the weights fitted on all of it. Needs numpy and scipy (the `training` extra).
"""

import argparse
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from benchmarks.choice_fit import FOLDS, Group, Weights, fit, fold_of
from benchmarks.quality.pipeline import Pipeline
from benchmarks.quality.rows import read_rows
from benchmarks.quality.sets import article_of
from tocsin.reading.day_choice import DayChoice

RIDGE = 10.0
ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "service" / "tocsin" / "reading" / "data" / "day_weights.yaml"
HEAD = """# What each feature of a day adds to its score (reading/day_choice.py and day_namings.py name them).
# Fitted on gva by `python -m benchmarks.day_fit`, ridge {ridge}, 2026-11-26; out of fold (5, by incident), of the
# articles whose day is weighed: {right:.3f} have the registry's day.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One article: the days it may give, the registry's, and the fold of its incident."""

    choice: DayChoice
    gold: date
    fold: int

    def group(self) -> Group:
        """The registry's day is right; where the text does not name it, a week or month that holds it."""
        exact = [day == (self.gold, self.gold) for day in self.choice.days]
        if any(exact):
            return Group(self.choice.features, exact)
        wide = [start < end and start <= self.gold <= end for start, end in self.choice.days]
        return Group(self.choice.features, wide)

    def is_right(self, weights: Weights) -> bool:
        return self.choice.days[self.choice.best(weights)[0]][0] == self.gold


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.day_fit", description=__doc__)
    data = Path(os.environ.get("TOCSIN_DATA", ROOT.parent / "shared")) / "data" / "gva"
    parser.add_argument("--gold", type=Path, default=data)
    parser.add_argument("--out", type=Path, default=FILE)
    args = parser.parse_args()
    cases = list(read_cases(args.gold))
    right = out_of_fold(cases)
    print(f"out of fold, {len(cases)} articles: {right:.3f}")
    weights = fit([case.group() for case in cases], RIDGE)
    head = HEAD.format(ridge=RIDGE, right=right)
    args.out.write_text(head + yaml.safe_dump({"version": 1, "weights": weights}, sort_keys=True), encoding="utf-8")


def read_cases(folder: Path) -> Iterable[Case]:
    """Every article whose first mention's day is weighed."""
    days = {row["incident_id"]: row["date"] for row in read_rows(folder / "incidents.jsonl", "incident_id", "date")}
    pipeline = Pipeline()
    for row in read_rows(folder / "articles.jsonl", "article_id", "text"):
        read = pipeline.read(article_of(row)).read
        choice = read.trace.days if read is not None and read.trace is not None else None
        if choice is not None:
            yield Case(choice, date.fromisoformat(days[row["incident_id"]]), fold_of(row["incident_id"]))


def out_of_fold(cases: Sequence[Case]) -> float:
    """How often the day is right that weights fitted without its fold choose."""
    right = 0
    for fold in range(FOLDS):
        weights = fit([case.group() for case in cases if case.fold != fold], RIDGE)
        right += sum(case.is_right(weights) for case in cases if case.fold == fold)
    return right / len(cases)


if __name__ == "__main__":
    main()
