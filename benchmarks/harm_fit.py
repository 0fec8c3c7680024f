"""`python -m benchmarks.harm_fit`: fit the weights that choose among an article's figures (reading/harm_choice.py).

Reads gva ($TOCSIN_DATA, default ../shared), prints how often the chosen count is the registry's, out of fold (5 folds
by incident), and writes the weights fitted on all of it. Needs numpy and scipy (the `training` extra).
"""

import argparse
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.choice_fit import FOLDS, Group, Weights, fit, fold_of
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

RIDGE = 2.0
ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "service" / "tocsin" / "reading" / "data" / "harm_weights.yaml"
HEAD = """# What each feature of a count adds to its score (reading/harm_choice.py names them).
# Fitted on gva by `python -m benchmarks.harm_fit`, ridge {ridge}, 2026-11-26; out of fold (5, by incident), of the
# articles that tell a crime: killed {killed:.3f}, injured {injured:.3f} as the registry has them.
"""


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
    slots = {"killed": weights_of(cases, killed, "killed"), "injured": weights_of(cases, injured, "injured")}
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
    return Case(told[0][1], _title(document), gold, fold_of(incident["incident_id"]))


def _title(document: Document) -> Title:
    return title_of(document.title) if document.title is not None else Title()


def out_of_fold(cases: Sequence[Case], choices: Sequence[Choice], slot: str) -> tuple[list[Count], float]:
    """The count chosen for each case by weights fitted without its fold, and how often it is the registry's."""
    chosen: list[Count] = [Count(0)] * len(cases)
    for fold in range(FOLDS):
        rest = [at for at, case in enumerate(cases) if case.fold != fold]
        weights = weights_of([cases[at] for at in rest], [choices[at] for at in rest], slot)
        for at, case in enumerate(cases):
            if case.fold == fold:
                chosen[at] = choices[at].best(weights)
    right = sum(count.total == case.gold[slot] for count, case in zip(chosen, cases, strict=True))
    return chosen, right / len(cases)


def weights_of(cases: Sequence[Case], choices: Sequence[Choice], slot: str) -> Weights:
    """Weights under which the counts that equal the registry's are likeliest among those of their article."""
    return fit([Group(one.features, _right(one, case, slot)) for case, one in zip(cases, choices, strict=True)], RIDGE)


def _right(choice: Choice, case: Case, slot: str) -> list[bool]:
    return [count.total == case.gold[slot] for count in choice.counts]


if __name__ == "__main__":
    main()
