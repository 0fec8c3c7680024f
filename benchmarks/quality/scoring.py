"""One set at a time: predict its texts, let its scorer judge, put intervals around the figures."""

import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.quality import calibration, cost, finders
from benchmarks.quality.bootstrap import Interval, draw, interval_of, intervals, once
from benchmarks.quality.calibration import Files, Judged
from benchmarks.quality.measures import Confidence, LabelledSet, Measure, Speed
from benchmarks.quality.rows import MissingData, read_rows
from benchmarks.quality.scorer import ScorerError, load_scorer, run_scorer
from benchmarks.quality.tallies import tally
from benchmarks.repository import ROOT


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: a figure as printed, its value and interval, and what is asked of it."""

    set: str
    figure: str
    measure: Measure
    interval: Interval | None = None
    seen: bool = False

    @property
    def value(self) -> float:
        return float(self.figure)

    @property
    def missed(self) -> str:
        """The floor or ceiling that it misses, in words; empty where it holds."""
        if not self.measure.missed_by(self.value):
            return ""
        return f"{self.set} {self.measure.measure} = {self.figure}, wanted {self.measure.limit}"


class Workshop:
    """Where the data lie and predictions go; the texts of one kind are predicted once."""

    def __init__(self, data: Path, out: Path) -> None:
        self.data, self.out = data, out
        self._predicted: dict[tuple[str, str], Path] = {}

    def needed(self, one: LabelledSet) -> tuple[Path, ...]:
        return self.data / one.texts, self._scorer(one), self.data / one.gold

    def score(self, one: LabelledSet) -> list[Line]:
        """The lines of one set; ScorerError where figures cannot be had or are not the same twice."""
        files = self._files(one)
        scored = run_scorer(self._scorer(one), files.gold, files.predicted)
        samples = tally(one.predictions, files.scorer, files.gold, files.predicted)
        found = intervals(samples, scored, [each.measure for each in one.measures])
        return [
            Line(one.set, scored.text(each.measure), each, found[each.measure], bool(one.seen)) for each in one.measures
        ]

    def judge(self, one: Confidence, labelled: LabelledSet) -> tuple[list[Line], Sequence[Judged]]:
        """The calibration of one published confidence, and what it was made of."""
        files = self._files(labelled)
        judged = calibration.judge(one.set, one.field, files)
        values = {
            "error": calibration.expected_error(judged),
            "classwise_error": calibration.classwise(one.set, one.field, files),
        }
        name = f"{one.set} {one.field}"
        return [
            Line(name, f"{_known(values, each.measure):.3f}", each, seen=bool(labelled.seen)) for each in one.measures
        ], judged

    def found_by(self, one: LabelledSet) -> dict[str, Counter[str]]:
        """Who found the values of its predictions, by field."""
        return finders.merged(row.get("found_by", {}) for row in read_rows(self._predict(one)))

    def time(self, one: Speed) -> list[Line]:
        """What reading costs, in a process of its own."""
        module = ["-m", "benchmarks.quality.cost", "--texts", str(self.data / one.texts)]
        spent = cost.Cost.model_validate_json(_run([*module, "--sample", str(one.sample)]))
        samples = cost.samples_of(spent)
        weights, whole = draw(samples.units), once(samples.units)
        values = {name: float(figure.of(whole)[0]) for name, figure in samples.figures.items()}
        spans = {name: interval_of(figure.of(weights)) for name, figure in samples.figures.items()}
        values["peak_mb"] = spent.peak_mb
        return [
            Line(one.set, f"{_known(values, each.measure):.1f}", each, spans.get(each.measure)) for each in one.measures
        ]

    def _scorer(self, one: LabelledSet) -> Path:
        return self.data / "eval" / one.scorer

    def _files(self, one: LabelledSet) -> Files:
        return Files(self._gold(one), self._predict(one), load_scorer(self._scorer(one)))

    def _predict(self, one: LabelledSet) -> Path:
        key = one.predictions, one.texts
        if key not in self._predicted:
            path = self.out / f"{one.predictions}.jsonl"
            _run(
                ["-m", "benchmarks.quality", one.predictions, "--gold", str(self.data / one.texts), "--out", str(path)]
            )
            self._predicted[key] = path
        return self._predicted[key]

    def _gold(self, one: LabelledSet) -> Path:
        """The labels, without those at the start that the set leaves out."""
        gold = self.data / one.gold
        if not one.skip:
            return gold
        part = self.out / f"{one.set}.gold.jsonl"
        part.parent.mkdir(parents=True, exist_ok=True)
        with gold.open(encoding="utf-8") as lines:
            part.write_text("".join(islice(lines, one.skip, None)), encoding="utf-8")
        return part


def _known(values: Mapping[str, float | None], name: str) -> float:
    value = values.get(name)
    if value is None:
        raise ScorerError(f"there is no figure {name}; there are {', '.join(key for key in values if values[key])}")
    return value


def _run(arguments: Sequence[str]) -> str:
    """What a command of ours printed; its stderr passes through. MissingData where it lacks data, else ScorerError."""
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode == 2:
        raise MissingData(f"{' '.join(arguments[:3])} lacks what is said above")
    if done.returncode:
        raise ScorerError(f"{' '.join(arguments)} ended with {done.returncode}")
    return done.stdout
