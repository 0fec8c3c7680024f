"""The gate: its data file, its table, its floors, who found it, calibration and cost."""

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.quality import calibration, cost, table
from benchmarks.quality.bootstrap import Interval, once
from benchmarks.quality.calibration import Judged, bins_of, classwise_error, expected_error
from benchmarks.quality.finders import Finder, UnknownFinder, found_by, merged, shares
from benchmarks.quality.measures import FILE, Measure, MeasuresError, Published, Target, load_measures, parse_measures
from benchmarks.quality.reliability import Panel, draw
from benchmarks.quality.rows import MissingData
from benchmarks.quality.scoring import Line
from tocsin.reading.evidence import Support
from tocsin.types import Span
from tocsin_schemas.enums import DateBasis, DatePrecision, Role
from tocsin_schemas.models import Mention, What, When

# --- measures.yaml


def test_the_file_holds_its_schema_and_pins_every_labelled_figure() -> None:
    measures = load_measures()
    pinned = [one.limit for each in measures.sets for one in each.measures]
    assert all(pinned)
    assert {(one.set, one.field) for one in measures.confidences} == calibration.fields_judged()
    published = [one for each in measures.sets for row in each.measures for one in row.published]
    assert all(one.source and one.figure for one in published)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("\n        floor: ", "\n        ceiling: 0.9\n        floor: ", "not both"),
        ("\n        floor: ", "\n        flor: ", "flor"),
        ("resampled: incident", "resampled: word", "resampled"),
        ("set: event_types_later", "set: gva", "sets named twice: gva"),
        ("- set: local_news\n    field", "- set: elsewhere\n    field", "confidences on sets that are none: elsewhere"),
        ("version: 1", "version: [", "measures.yaml"),
    ],
)
def test_what_has_not_the_shape_is_refused_by_name(before: str, after: str, told: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(MeasuresError, match=told):
        parse_measures(text.replace(before, after, 1))


# --- the table and the floors


def line(figure: str, **limits: float) -> Line:
    measure = Measure(
        measure="found",
        **limits,
        targets=(Target(figure=0.9, under="out of fold"),),
        published=(Published(figure="0.4", source="a paper"), Published(figure="0.3", source="another")),
    )
    return Line("gva", figure, measure, Interval(0.4, 0.6), seen=True)


def test_a_row_says_all_that_is_asked_of_a_figure() -> None:
    row = table.table_row(line("0.5", floor=0.45))
    assert row == (
        "| gva | found | 0.5 | 0.400-0.600 | 0.4 (a paper); 0.3 (another) | 0.9 out of fold | >= 0.45 | seen |"
    )
    assert row.count("|") == table.HEAD.splitlines()[0].count("|")
    assert table.table_row(Line("x", "1", Measure(measure="y"))) == "| x | y | 1 |  |  |  |  |  |"


@pytest.mark.parametrize(
    ("figure", "limits", "missed"),
    [
        ("0.5", {"floor": 0.5}, False),
        ("0.499", {"floor": 0.5}, True),
        ("1.3", {"ceiling": 1.2}, True),
        ("1.1", {"ceiling": 1.2}, False),
        ("nan", {"floor": 0.5}, True),
        ("nan", {"ceiling": 0.5}, True),
        ("0.1", {}, False),
    ],
)
def test_each_missed_floor_is_named_and_fails(
    figure: str, limits: dict[str, float], missed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert table.judge([line("0.9", floor=0.1), line(figure, **limits)]) == int(missed)
    told = capsys.readouterr().err
    assert (f"gva found = {figure}, wanted" in told) is missed


def test_without_the_data_all_that_is_missing_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert table.main(["--data", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    told = capsys.readouterr().err
    for path in ("data/gva", "eval/score_muc4.py", "data/local_news/labels.jsonl"):
        assert str(tmp_path / path) in told


@pytest.fixture
def snippets(tmp_path: Path, data: Path) -> Path:
    """A data folder with the real scorer and two invented snippets."""
    (tmp_path / "eval").symlink_to(data / "eval")
    folder = tmp_path / "data" / "event_types"
    folder.mkdir(parents=True)
    rows = [
        {"id": 1, "text": "A car bomb exploded outside a bank in the city on Monday, killing three people."},
        {"id": 2, "text": "The choir will sing on Sunday."},
    ]
    for row, label in zip(rows, ("REM_EXPLOS", "ATTACK"), strict=True):
        row["label"] = label
    (folder / "dev.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("gazetteer")
def test_the_gate_from_texts_to_a_missed_floor(snippets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = snippets / "out"
    arguments = ["--data", str(snippets), "--out", str(out), "--only", "event_types"]
    assert table.main(arguments) == 1
    told = capsys.readouterr()
    floor = load_measures().sets[0].measures[0].floor
    assert f"event_types acled25.weighted_f1 = 0.500, wanted >= {floor}" in told.err
    assert "| event_types | acled25.weighted_f1 | 0.500 | 0.000-1.000 |" in told.out
    assert "| event_types | type | 1 | 100.0 % | 0.0 % | 0.0 % | 0.0 % |" in told.out
    assert (out / "table.md").read_text(encoding="utf-8") == told.out
    assert "what.confidence" in (out / "reliability.svg").read_text(encoding="utf-8")
    labels = snippets / "data" / "event_types" / "dev.jsonl"
    labels.write_text(labels.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    table.main(arguments)
    assert "all30.weighted_f1" not in capsys.readouterr().err


@pytest.mark.usefixtures("gazetteer")
def test_labels_that_have_no_text_are_an_error_not_a_figure(snippets: Path, capfd: pytest.CaptureFixture[str]) -> None:
    labels = snippets / "data" / "event_types" / "dev.jsonl"
    labels.write_text('{"id": 1, "label": "ATTACK"}\n', encoding="utf-8")
    assert table.main(["--data", str(snippets), "--out", str(snippets / "out"), "--only", "event_types"]) == 2
    assert "line 1: no text" in capfd.readouterr().err


# --- who found it


def mention(role: Role = Role.REPORTED, when: When | None = None) -> Mention:
    what = What(event_type="VAC.ATTACK", confidence=0.9)
    return Mention(ordinal=0, role=role, start=0, end=90, what=what, when=when, confidence=0.9)


def support(field: str, by: str, start: int = 0, end: int = 5) -> Support:
    return Support(field, Span(start, end), by, 0.9)


def test_words_found_by_a_rule_by_the_model_and_by_both() -> None:
    told = [
        support("what.event_type", "rule:type"),
        support("actors", "rule:actor.victim", 10, 20),
        support("actors", "model:2031-01", 15, 25),
        support("actors", "model:2031-01", 30, 35),
        support("actors", "rule:actor.victim+model:2031-01", 37, 39),
        support("harm.killed", "model:2031-01", 40, 45),
        support("harm.injured", "rule:harm", 40, 45),
        support("weapons", "rule:weapon", 50, 55),
    ]
    assert found_by([mention()], [told]) == {
        "type": {"rule": 1},
        "actors": {"both": 2, "model": 1},
        "harm": {"model": 1, "rule": 1},
    }


def test_values_without_words_and_background() -> None:
    day = When.model_validate(
        {"start": "2031-05-01", "end": "2031-05-01", "precision": DatePrecision.DAY, "basis": DateBasis.PUBLISHED}
        | {"confidence": 0.4}
    )
    told = [support("what.event_type", "rule:type")]
    assert found_by([mention(when=day)], [told]) == {"type": {"rule": 1}, "date": {"no words": 1}}
    assert found_by([mention(role=Role.BACKGROUND)], [told]) == {}


def test_a_finder_of_another_kind_is_an_error() -> None:
    with pytest.raises(UnknownFinder, match="guess:me"):
        found_by([mention()], [[support("where", "guess:me")]])


def test_shares_leave_values_without_words_out_of_the_rest() -> None:
    counts = merged([{"date": {"rule": 1, "no words": 4}}, {"date": {"model": 2, "both": 1}}, {}])
    assert shares(counts["date"]) == {
        Finder.RULE: 0.25,
        Finder.MODEL: 0.5,
        Finder.BOTH: 0.25,
        Finder.NO_WORDS: 0.5,
    }
    assert shares(counts["place"]) == {}


# --- calibration


def said(confidence: float, right: int, wrong: int) -> Sequence[Judged]:
    return [Judged(confidence, True)] * right + [Judged(confidence, False)] * wrong


def test_a_confidence_that_is_right_as_often_as_it_says_has_no_error() -> None:
    assert expected_error([*said(0.8, 8, 2), *said(0.25, 1, 3)]) == pytest.approx(0)


def test_the_error_is_the_gap_weighted_by_bin() -> None:
    assert expected_error([*said(0.95, 1, 1), *said(0.15, 0, 6)]) == pytest.approx((2 * 0.45 + 6 * 0.15) / 8)
    assert expected_error([]) != expected_error([])  # nan: of nothing there is no error


def test_bins_are_tenths_and_one_belongs_to_the_last() -> None:
    found = bins_of([*said(1.0, 1, 0), *said(0.9, 0, 1), *said(0.0, 1, 0), *said(0.35, 1, 1)])
    assert [(one.count, one.right) for one in found] == [(1, 1.0), (2, 0.5), (2, 0.5)]
    assert all(low.confidence < high.confidence for low, high in pairwise(found))


def test_classwise_error_counts_what_a_class_is_denied() -> None:
    assert classwise_error([{"A": 1.0}, {"B": 1.0}], ["A", "B"]) == 0
    # A: said 0.6 and 0.0, is one of two; B: never said, is one of two
    assert classwise_error([{"A": 0.6}, {}], ["A", "B"]) == pytest.approx(((0.4 + 0) / 2 + 0.5) / 2)


def test_the_diagram_is_the_same_file_each_time(tmp_path: Path) -> None:
    panels = [Panel("gva", "when.confidence", "the right day", said(0.9, 3, 1)), Panel("x", "y", "z", [])]
    for name in ("one.svg", "two.svg"):
        draw(tmp_path / name, panels)
    one, two = ((tmp_path / name).read_bytes() for name in ("one.svg", "two.svg"))
    assert one == two
    assert b"gva: when.confidence" in one
    assert b"n 4, error 0.150" in one


# --- cost


def test_cost_of_articles_and_its_figures() -> None:
    samples = cost.samples_of(cost.Cost(milliseconds=(1.0, 2.0, 9.0), peak_mb=100))
    whole = once(samples.units)
    assert samples.figures["cpu_ms_mean"].of(whole)[0] == pytest.approx(4)
    assert samples.figures["cpu_ms_median"].of(whole)[0] == 2


@pytest.mark.usefixtures("gazetteer")
def test_reading_is_timed_article_by_article() -> None:
    texts = [
        {"article_id": f"a{at}", "text": "A gunman shot two men in Austin, Texas, on Monday. " * at} for at in (1, 40)
    ]
    spent = cost.measure([json.dumps(row).encode() for row in texts])
    assert len(spent.milliseconds) == 2
    assert 0 < spent.milliseconds[0] < spent.milliseconds[1]
    assert 50 < spent.peak_mb < 5000


def test_cost_without_texts_is_missing_data(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match=r"none\.jsonl is missing"):
        cost.sample_lines(tmp_path / "none.jsonl", 3)
