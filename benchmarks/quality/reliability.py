"""The reliability diagram: one panel a confidence, its mean to the right, the share of right ones upwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt

from benchmarks.quality.calibration import Judged, bins_of, expected_error

COLUMNS = 4
_BLUE, _GREY = "#1f4e79", "#999999"
_SETTINGS: Any = {"svg.fonttype": "none", "svg.hashsalt": "tocsin", "font.size": 9, "font.sans-serif": ["DejaVu Sans"]}
"""Text stays text, and the same figures give the same file."""


@dataclass(frozen=True, slots=True)
class Panel:
    set: str
    field: str
    right: str
    judged: Sequence[Judged]


def draw(path: Path, panels: Sequence[Panel]) -> None:
    """Write an SVG; a dot's area tells how many confidences it stands for, the diagonal is perfect calibration."""
    rows = -(-len(panels) // COLUMNS)
    with mpl.rc_context(_SETTINGS):
        figure, axes = plt.subplots(rows, COLUMNS, figsize=(13, 3.4 * rows), layout="constrained", squeeze=False)
        for axis, panel in zip(axes.flat, panels, strict=False):
            _panel(axis, panel)
        for axis in list(axes.flat)[len(panels) :]:
            axis.set_visible(False)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, metadata={"Date": None})
        plt.close(figure)


def _panel(axis: Any, panel: Panel) -> None:
    found = bins_of(panel.judged)
    most = max((one.count for one in found), default=1)
    axis.plot([0, 1], [0, 1], color=_GREY, linewidth=0.8, linestyle="--")
    at, up = [one.confidence for one in found], [one.right for one in found]
    axis.plot(at, up, color=_BLUE, linewidth=1)
    axis.scatter(at, up, s=[12 + 90 * one.count / most for one in found], color=_BLUE, zorder=3)
    axis.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="published confidence", ylabel=f"share with {panel.right}")
    axis.set_title(f"{panel.set}: {panel.field}", loc="left", fontsize=10)
    told = f"n {len(panel.judged)}, error {expected_error(panel.judged):.3f}"
    axis.text(0.97, 0.04, told, transform=axis.transAxes, fontsize=8, ha="right")
    axis.set_xticks([0, 0.5, 1])
    axis.set_yticks([0, 0.5, 1])
