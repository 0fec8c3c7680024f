"""`make quality`: every labelled set predicted and scored, and whether the figures hold what measures.yaml pins.

The scorers stay with the data (`$TOCSIN_DATA/eval`, default ../shared); without them this names what it lacks, exit 2.
Exit 1 where a figure is beyond its floor or ceiling.
"""

import argparse
import datetime
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.quality.finders import Finder, shares
from benchmarks.quality.measures import LabelledSet, Measures, load_measures
from benchmarks.quality.rows import MissingData
from benchmarks.quality.scorer import ScorerError
from benchmarks.quality.scoring import Line, Workshop
from benchmarks.repository import ROOT, commit

SPEED = "speed"
HEAD = "| set | measure | figure | 95 % | published | target | pinned | seen |\n|---|---|---|---|---|---|---|---|"


def main(arguments: Sequence[str] | None = None) -> int:
    measures = load_measures()
    parser = argparse.ArgumentParser(prog="make quality", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("TOCSIN_DATA", ROOT.parent / "shared")))
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "quality", help="folder of predictions and diagram")
    names = [*(one.set for one in measures.sets), SPEED]
    parser.add_argument("--only", choices=names, action="append", help="this set alone; may be repeated")
    args = parser.parse_args(arguments)
    wanted = args.only or names
    workshop = Workshop(args.data, args.out)
    lacking = missing_files(workshop, measures, wanted)
    if lacking:
        told = "\n  ".join(lacking)
        print(f"error: the labelled sets are not here (TOCSIN_DATA={args.data}); missing:\n  {told}", file=sys.stderr)
        return 2
    try:
        return judge(Gate(workshop, measures, wanted).run())
    except (MissingData, ScorerError) as wrong:
        print(f"error: {wrong}", file=sys.stderr)
        return 2


def missing_files(workshop: Workshop, measures: Measures, wanted: Sequence[str]) -> list[str]:
    paths = {path for one in measures.sets if one.set in wanted for path in workshop.needed(one)}
    if SPEED in wanted:
        paths.add(workshop.data / measures.speed.texts)
    return sorted(str(path) for path in paths if not path.exists())


def judge(lines: Sequence[Line]) -> int:
    """Name every figure beyond its floor or ceiling; 1 where there is one."""
    missed = [line.missed for line in lines if line.missed]
    for one in missed:
        print(f"beyond what is pinned: {one}", file=sys.stderr)
    return 1 if missed else 0


class Gate:
    """Runs what is wanted and tells every line as soon as it is known, on stdout and in out/quality/table.md."""

    def __init__(self, workshop: Workshop, measures: Measures, wanted: Sequence[str]) -> None:
        self._workshop, self._measures = workshop, measures
        self._sets = [one for one in measures.sets if one.set in wanted]
        self._timed = SPEED in wanted
        self._told: list[str] = []
        self._started = time.monotonic()

    def run(self) -> list[Line]:
        self._tell(f"{datetime.date.today()}, commit {commit()}, `make quality`\n\n{HEAD}")
        lines = [line for one in self._sets for line in self._print(self._workshop.score(one), f"scored {one.set}")]
        if self._timed:
            lines += self._print(self._workshop.time(self._measures.speed), "timed reading")
        lines += self._calibration()
        self._finders()
        path = self._workshop.out / "table.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(self._told) + "\n", encoding="utf-8")
        return lines

    def _calibration(self) -> list[Line]:
        from benchmarks.quality.reliability import Panel, draw  # pictures are drawn by what users need not install

        by_name = {one.set: one for one in self._sets}
        found: list[Line] = []
        panels = []
        for one in self._measures.confidences:
            if one.set in by_name:
                lines, judged = self._workshop.judge(one, by_name[one.set])
                found += self._print(lines)
                panels.append(Panel(one.set, one.field, one.right, judged))
        if panels:
            draw(self._workshop.out / "reliability.svg", panels)
        return found

    def _finders(self) -> None:
        self._tell("\n| set | published | values | " + " | ".join(Finder) + " |\n|---|---|---|" + "---|" * len(Finder))
        for one in (each for each in self._sets if not each.skip):
            for line in finder_rows(one, self._workshop.found_by(one)):
                self._tell(line)

    def _print(self, lines: list[Line], step: str = "") -> list[Line]:
        for line in lines:
            self._tell(table_row(line))
        if step:
            print(f"{step} after {time.monotonic() - self._started:.0f} s", file=sys.stderr, flush=True)
        return lines

    def _tell(self, line: str) -> None:
        self._told.append(line)
        print(line, flush=True)


def table_row(line: Line) -> str:
    measure = line.measure
    published = "; ".join(f"{one.figure} ({one.source})" for one in measure.published)
    targets = ", ".join(f"{one.figure:g}{f' {one.under}' if one.under else ''}" for one in measure.targets)
    cells = (line.set, measure.measure, line.figure, line.interval or "", published, targets, measure.limit)
    return "| " + " | ".join(map(str, cells)) + f" | {'seen' if line.seen else ''} |"


def finder_rows(one: LabelledSet, counts: Mapping[str, Mapping[str, int]]) -> list[str]:
    """One row a field that has values; a set whose predictions tell nothing of it has none."""
    rows = []
    for field, count in counts.items():
        found = shares(count)
        if found:
            told = " | ".join(f"{100 * found[finder]:.1f} %" for finder in Finder)
            rows.append(f"| {one.set} | {field} | {sum(count.values())} | {told} |")
    return rows


if __name__ == "__main__":
    sys.exit(main())
