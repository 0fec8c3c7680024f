"""The soak runs and leaves its figures and its picture; what it would judge needs minutes (see test_trend.py)."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.soak import __main__ as soak
from benchmarks.soak.series import SERIES, Run, judge, passes
from benchmarks.trend import Verdict

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("runtime")
def test_a_short_soak_leaves_figures_and_a_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert soak.main(["--minutes", "0.3", "--rate", "10", "--sample", "1", "--out", str(tmp_path)]) == 0
    figures = json.loads((tmp_path / "soak.json").read_text(encoding="utf-8"))
    assert (figures["sent"], figures["taken"], figures["rejected"]) == (180, 180, 0)
    assert len(figures["vitals"]) > 5
    last = figures["vitals"][-1]
    assert last["memory"]["worker_mb"] > 50
    assert last["memory"]["reading_mb"] > 50
    assert last["broker_mb"] > 50
    assert last["handles"] > 10
    assert last["threads"] > 3
    assert last["counts"]["live_mentions"] > 0
    assert last["counts"]["table_records"] > 0
    assert last["state_mb"] > 0
    assert set(figures["trends"]) == {series.name for series in SERIES}
    assert {one["verdict"] for one in figures["trends"].values()} == {Verdict.TOO_SHORT}
    assert (tmp_path / "soak.png").read_bytes().startswith(PNG)
    shown = capsys.readouterr().out
    assert "| memory of the worker |" in shown
    assert "passed" in shown


def test_what_rises_or_is_not_read_fails() -> None:
    calm = Run(20, 100, 100, 0, ())
    trends = judge(calm)
    assert passes(calm, trends)
    assert not passes(replace(calm, taken=99), trends)
    assert not passes(replace(calm, rejected=1), trends)
    rising = replace(trends["lag"], verdict=Verdict.RISES)
    assert not passes(calm, trends | {"lag": rising})
    assert passes(calm, trends | {"memory of the broker": rising})
