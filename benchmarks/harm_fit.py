"""`python -m benchmarks.harm_fit`: fit the weights that choose among an article's figures (reading/harm_choice.py).

Reads gva ($TOCSIN_DATA, default ../shared), prints how often the chosen count is the registry's, out of fold (5 folds
by incident), of the articles that tell a crime and of all, and writes the weights fitted on all of it. Needs numpy and
scipy (the `training` extra).
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
from benchmarks.quality.sets import article_of, total
from tocsin.reading.harm_choice import Count
from tocsin.reading.harm_counts import Choice, injured_of, killed_of
from tocsin.reading.harm_people import Told
from tocsin.reading.harm_totals import told_by_effect
from tocsin.reading.harms import HarmSaid, is_weighed
from tocsin_schemas.enums import Role

RIDGE = 2.0
ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "service" / "tocsin" / "reading" / "data" / "harm_weights.yaml"
HEAD = """# What each feature of a count adds to its score (reading/harm_choice.py names them).
# Fitted on gva by `python -m benchmarks.harm_fit`, ridge {ridge}, 2026-11-27; out of fold (5, by incident), of the
# articles that tell a crime: killed {killed:.3f}, injured {injured:.3f} as the registry has them.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One article with a mention: what it says of harm, what the registry says, and the fold of its incident."""

    said: HarmSaid
    gold: Mapping[str, int]
    fold: int

    def killed(self) -> Choice:
        return killed_of(self._told("killed"), self._told("injured"), self.said.heading(), self.said.hints)

    def injured(self, killed: Choice, dead: Count) -> Choice:
        return injured_of(self._told("injured"), killed, dead, self.said.heading(), self.said.hints)

    def _told(self, effect: str) -> tuple[Told, ...]:
        return told_by_effect(self.said.own, self.said.loose).get(effect, ())


@dataclass(frozen=True, slots=True)
class Reading:
    """One article: its case where figures are weighed; else what it gives by rules, None where nothing was found."""

    gold: Mapping[str, int]
    case: Case | None = None
    told: Mapping[str, int] | None = None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.harm_fit", description=__doc__)
    data = Path(os.environ.get("TOCSIN_DATA", ROOT.parent / "shared")) / "data" / "gva"
    parser.add_argument("--gold", type=Path, default=data)
    parser.add_argument("--out", type=Path, default=FILE)
    args = parser.parse_args()
    readings = list(read_all(args.gold))
    cases = [one.case for one in readings if one.case is not None]
    killed = [case.killed() for case in cases]
    dead, right_killed = out_of_fold(cases, killed, "killed")
    injured = [case.injured(choice, count) for case, choice, count in zip(cases, killed, dead, strict=True)]
    hurt, right_injured = out_of_fold(cases, injured, "injured")
    print(f"out of fold, {len(cases)} articles: killed {right_killed:.3f} injured {right_injured:.3f}")
    print(f"out of fold, all {len(readings)} articles: {shares_of_all(readings, {'killed': dead, 'injured': hurt})}")
    slots = {"killed": weights_of(cases, killed, "killed"), "injured": weights_of(cases, injured, "injured")}
    head = HEAD.format(ridge=RIDGE, killed=right_killed, injured=right_injured)
    args.out.write_text(head + yaml.safe_dump({"version": 1} | slots, sort_keys=True), encoding="utf-8")


def shares_of_all(readings: Sequence[Reading], chosen: Mapping[str, Sequence[Count]]) -> str:
    """How often each slot is right over all articles as gva's scorer counts: nothing told = 0, not found = wrong."""
    right: dict[str, list[bool]] = {"killed": [], "injured": [], "injured_some": []}
    counts = {slot: iter(found) for slot, found in chosen.items()}
    for one in readings:
        for slot, gold in one.gold.items():
            told = next(counts[slot]).total if one.case is not None else one.told[slot] if one.told else None
            right[slot].append(told == gold)
            if slot == "injured" and gold:
                right["injured_some"].append(told == gold)
    return " ".join(f"{slot} {sum(found) / len(found):.3f}" for slot, found in right.items())


def read_all(folder: Path) -> Iterable[Reading]:
    """The first told mention of each article, which is what the scorer asks about."""
    incidents = {row["incident_id"]: row for row in read_rows(folder / "incidents.jsonl", "incident_id", "killed")}
    pipeline = Pipeline()
    for row in read_rows(folder / "articles.jsonl", "article_id", "text"):
        yield _reading(pipeline, row, incidents[row["incident_id"]])


def _reading(pipeline: Pipeline, row: Row, incident: Row) -> Reading:
    gold = {slot: int(incident[slot]) for slot in ("killed", "injured")}
    read = pipeline.read(article_of(row)).read
    if read is None or read.trace is None:
        return Reading(gold)
    trace = read.trace
    both = zip(trace.report.mentions, trace.harms, strict=True)
    told = [(mention, said) for mention, said in both if mention.role is not Role.BACKGROUND]
    if not told:
        return Reading(gold)
    mention, said = told[0]
    if not is_weighed(mention.what.event_type):
        harm = mention.harm
        return Reading(gold, told={"killed": total(harm.killed) or 0, "injured": total(harm.injured) or 0})
    return Reading(gold, Case(said, gold, fold_of(incident["incident_id"])))


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
