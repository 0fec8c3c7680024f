"""`python -m benchmarks.harm_fit`: fit the weights that choose among an article's figures (reading/harm_choice.py).

Reads gva ($TOCSIN_DATA, default ../shared), prints how often the chosen count is the registry's, out of fold (5 folds
by incident), and writes the weights fitted on all of it. Needs numpy and scipy (the `training` extra).
"""

import argparse
import os
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from scipy.optimize import minimize

from benchmarks.quality.pipeline import Pipeline
from benchmarks.quality.rows import Row, read_rows
from benchmarks.quality.sets import article_of
from tocsin.reading.harm_choice import Count, Title
from tocsin.reading.harm_counts import Choice, injured_of, killed_of, title_of
from tocsin.reading.harm_people import Told
from tocsin.reading.harm_totals import told_by_effect
from tocsin.reading.harms import HarmSaid, is_weighed
from tocsin.types import Document
from tocsin_schemas.enums import Role

FOLDS = 5
RIDGE = 2.0
SMALL = 0.02
"""Weights below it are left out of the file."""
ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "service" / "tocsin" / "reading" / "data" / "harm_weights.yaml"
HEAD = """# What each feature of a count adds to its score (reading/harm_choice.py names them).
# Fitted on gva by `python -m benchmarks.harm_fit`, ridge {ridge}, 2026-11-26; out of fold (5, by incident), of the
# articles that tell a crime: killed {killed:.3f}, injured {injured:.3f} as the registry has them.
"""
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """One article with a mention: what it says of harm, what the registry says, and the fold of its incident."""

    said: HarmSaid
    title: Title
    gold: Mapping[str, int]
    fold: int

    def killed(self) -> Choice:
        return killed_of(self._told("killed"), self.title)

    def injured(self, killed: Choice, dead: Count) -> Choice:
        return injured_of(self._told("injured"), killed, dead, self.title)

    def _told(self, effect: str) -> tuple[Told, ...]:
        return told_by_effect(self.said.own, self.said.loose).get(effect, ())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.harm_fit", description=__doc__)
    data = Path(os.environ.get("TOCSIN_DATA", ROOT.parent / "shared")) / "data" / "gva"
    parser.add_argument("--gold", type=Path, default=data)
    parser.add_argument("--out", type=Path, default=FILE)
    args = parser.parse_args()
    cases = list(read_cases(args.gold))
    killed = [case.killed() for case in cases]
    dead, right_killed = out_of_fold(cases, killed, "killed")
    injured = [case.injured(choice, count) for case, choice, count in zip(cases, killed, dead, strict=True)]
    _, right_injured = out_of_fold(cases, injured, "injured")
    print(f"out of fold, {len(cases)} articles: killed {right_killed:.3f} injured {right_injured:.3f}")
    slots = {"killed": fit(cases, killed, "killed"), "injured": fit(cases, injured, "injured")}
    head = HEAD.format(ridge=RIDGE, killed=right_killed, injured=right_injured)
    args.out.write_text(head + yaml.safe_dump({"version": 1} | slots, sort_keys=True), encoding="utf-8")


def read_cases(folder: Path) -> Iterable[Case]:
    """The first told mention of each article, which is what the scorer asks about."""
    incidents = {row["incident_id"]: row for row in read_rows(folder / "incidents.jsonl", "incident_id", "killed")}
    pipeline = Pipeline()
    for row in read_rows(folder / "articles.jsonl", "article_id", "text"):
        found = _case(pipeline, row, incidents[row["incident_id"]])
        if found is not None:
            yield found


def _case(pipeline: Pipeline, row: Row, incident: Row) -> Case | None:
    read = pipeline.read(article_of(row)).read
    if read is None or read.document is None or read.trace is None:
        return None
    document, trace = read.document, read.trace
    both = zip(trace.report.mentions, trace.harms, strict=True)
    told = [(mention.what.event_type, harm) for mention, harm in both if mention.role is not Role.BACKGROUND]
    if not told or not is_weighed(told[0][0]):
        return None
    gold = {slot: int(incident[slot]) for slot in ("killed", "injured")}
    return Case(told[0][1], _title(document), gold, zlib.crc32(incident["incident_id"].encode()) % FOLDS)


def _title(document: Document) -> Title:
    return title_of(document.title) if document.title is not None else Title()


def out_of_fold(cases: Sequence[Case], choices: Sequence[Choice], slot: str) -> tuple[list[Count], float]:
    """The count chosen for each case by weights fitted without its fold, and how often it is the registry's."""
    chosen: list[Count] = [Count(0)] * len(cases)
    for fold in range(FOLDS):
        rest = [at for at, case in enumerate(cases) if case.fold != fold]
        weights = fit([cases[at] for at in rest], [choices[at] for at in rest], slot)
        for at, case in enumerate(cases):
            if case.fold == fold:
                chosen[at] = choices[at].best(weights)
    right = sum(count.total == case.gold[slot] for count, case in zip(chosen, cases, strict=True))
    return chosen, right / len(cases)


def fit(cases: Sequence[Case], choices: Sequence[Choice], slot: str) -> Weights:
    """Weights under which the counts that equal the registry's are likeliest among those of their article."""
    judged = [(one, _right(one, case, slot)) for case, one in zip(cases, choices, strict=True)]
    groups = [(one, right) for one, right in judged if 0 < sum(right) < len(right)]
    names = sorted({name for choice, _ in groups for found in choice.features for name in found})
    column = {name: at for at, name in enumerate(names)}
    sizes = [len(right) for _, right in groups]
    table = np.zeros((sum(sizes), len(names)))
    for at, found in enumerate(found for choice, _ in groups for found in choice.features):
        for name, value in found.items():
            table[at, column[name]] = value
    good = np.array([each for _, right in groups for each in right])
    starts = np.cumsum([0, *sizes[:-1]])
    group = np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        every, best = np.add.reduceat(powers, starts), np.add.reduceat(powers * good, starts)
        pull = powers * good / best[group] - powers / every[group]
        return float(np.log(every / best).sum() + RIDGE * weights @ weights / 2), RIDGE * weights - table.T @ pull

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return {name: round(float(weight), 3) for name, weight in zip(names, found, strict=True) if abs(weight) >= SMALL}


def _right(choice: Choice, case: Case, slot: str) -> list[bool]:
    return [count.total == case.gold[slot] for count in choice.counts]


if __name__ == "__main__":
    main()
