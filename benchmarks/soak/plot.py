"""The picture of a soak: one panel a series, what was judged and its line."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt

from benchmarks.repository import commit
from benchmarks.soak.series import SERIES, Run, Series, passes
from benchmarks.trend import Trend, Verdict

COLOURS = {Verdict.STEADY: "#2a7f3f", Verdict.RISES: "#c0272d", Verdict.TOO_SHORT: "#777777"}
COLUMNS = 3


def plot(path: Path, run: Run, trends: dict[str, Trend]) -> None:
    """Write a PNG: minutes to the right, the warm-up shaded, over the judged part its line."""
    rows = -(-len(SERIES) // COLUMNS)
    figure, axes = plt.subplots(rows, COLUMNS, figsize=(15, 3.4 * rows), sharex=True, layout="constrained")
    for axis, series in zip(axes.flat, SERIES, strict=False):
        _panel(axis, series, run, trends[series.name])
    for axis in list(axes.flat)[len(SERIES) :]:
        axis.set_visible(False)
    for axis in axes[-1]:
        axis.set_xlabel("minutes")
    told = f"{run.sent:,} articles at {run.rate:g}/s, {run.rejected} rejected, {run.sent - run.taken} not read"
    verdict = "passed" if passes(run, trends) else "FAILED"
    figure.suptitle(f"Soak {verdict} · {told} · {date.today()}, commit {commit()} · grey: warm-up", fontsize=13)
    figure.savefig(path, dpi=110)
    plt.close(figure)


def _panel(axis: Any, series: Series, run: Run, trend: Trend) -> None:
    minutes = [one.seconds / 60 for one in run.vitals]
    values = [float(series.figure(one)) for one in run.vitals]
    colour = COLOURS[trend.verdict] if series.is_judged else COLOURS[Verdict.TOO_SHORT]
    axis.plot(minutes, values, color="#1f4e79", linewidth=0.9, marker=".", markersize=2.5)
    judged = [one.seconds / 60 for one in run.judged]
    if judged:
        axis.axvspan(minutes[0], judged[0], color="#dddddd", alpha=0.6, linewidth=0)
        if trend.verdict is not Verdict.TOO_SHORT:
            length = judged[-1] - judged[0]
            axis.plot(
                [judged[0], judged[-1]], [trend.start, trend.start + trend.per_hour / 60 * length], color=colour, lw=2
            )
    axis.set_title(f"{series.name}{f' ({series.unit})' if series.unit else ''}", fontsize=11, loc="left")
    axis.set_title(_told(series, trend), fontsize=9, loc="right", color=colour)
    axis.set_ylim(*_range(values))
    axis.grid(alpha=0.25)


def _told(series: Series, trend: Trend) -> str:
    if trend.verdict is Verdict.TOO_SHORT:
        return str(trend.verdict)
    grown = f"{trend.growth:+.1f}"
    return f"{trend.verdict}: {grown}, {trend.allowed:.1f} allowed" if series.is_judged else f"{grown}, for information"


def _range(values: Sequence[float]) -> tuple[float, float]:
    """From 0 where the data nearly reach it; else with room, so that a flat line does not fill the panel."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = max((high - low) * 0.1, high * 0.03, 1.0)
    return (0.0 if low < high * 0.4 else low - room), high + room
