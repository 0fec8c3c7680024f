"""Intervals and figures of tiny sets whose answers are known; ours against the scorers' own."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.quality.bootstrap import F1, Interval, Ratio, Samples, draw, interval_of, intervals
from benchmarks.quality.clusters import Shares, cluster_figures
from benchmarks.quality.scorer import Scored, ScorerError, load_scorer, read_figures, run_scorer
from benchmarks.quality.tallies import tally


def column(*values: float) -> Any:
    return np.array(values, dtype=np.float64)


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_every_draw_has_as_many_units_as_the_set_and_is_always_the_same() -> None:
    weights = draw(7)
    assert weights.shape == (1000, 7)
    assert (weights.sum(axis=1) == 7).all()
    assert (weights == draw(7)).all()
    assert (weights != draw(7, seed=2)).any()


def test_a_share_of_one_half_of_100_has_the_interval_of_the_textbook() -> None:
    half = Ratio(column(*[1, 0] * 50), np.ones(100))
    found = intervals(Samples(100, {"share": half}), Scored({"share": "0.5"}), ["share"])["share"]
    assert found.low == pytest.approx(0.402, abs=0.015)
    assert found.high == pytest.approx(0.598, abs=0.015)


def test_what_is_always_right_has_no_width() -> None:
    right = Ratio(np.ones(5), np.ones(5))
    assert intervals(Samples(5, {"x": right}), Scored({"x": "1.0"}), ["x"]) == {"x": Interval(1.0, 1.0)}


def test_f1_of_known_counts_and_a_draw_with_nothing_to_count() -> None:
    f1 = F1(right=column(1, 0), guessed=column(2, 0), gold=column(1, 0))
    assert f1.of(column(1, 1)[None, :])[0] == pytest.approx(2 / 3)
    assert np.isnan(f1.of(column(0, 2)[None, :])[0])
    assert interval_of(f1.of(np.array([[1.0, 1.0], [0.0, 2.0]]))) == Interval(
        pytest.approx(2 / 3), pytest.approx(2 / 3)
    )


def test_a_figure_that_is_not_the_scorers_is_an_error() -> None:
    samples = Samples(2, {"found": Ratio(column(1, 0), np.ones(2))})
    with pytest.raises(ScorerError, match=r"found: the scorer says 0\.6, .* say 0\.5000"):
        intervals(samples, Scored({"found": "0.6"}), ["found"])
    with pytest.raises(ScorerError, match="the scorer prints no found"):
        intervals(samples, Scored({"other": "0.5"}), ["found"])
    with pytest.raises(ScorerError, match="no interval is computed for other"):
        intervals(samples, Scored({"other": "0.5"}), ["other"])


def test_figures_are_read_from_what_scorers_print() -> None:
    printed = (
        "acled25: n=4 weighted_f1=0.610 macro_f1=0.5\n  ARREST   f1=0.20\nfound          0.912\n"
        "roles p=0.1 r=0.2 f1=0.3\nroles p=0.4 r=0.5 f1=0.6 (named victims only)\n  victim  f1=0.7 n=3\n"
        "acc161_of_recognised=0.8 n=4\n"
    )
    scored = read_figures(printed)
    assert scored.value("acled25.weighted_f1") == 0.61
    assert scored.text("found") == "0.912"
    assert scored.value("acled25/ARREST.f1") == 0.2
    assert (scored.value("roles.f1"), scored.value("roles_named.f1")) == (0.3, 0.6)
    assert scored.value("roles_named/victim.f1") == 0.7
    assert scored.value("acc161_of_recognised") == 0.8


def test_a_figure_that_is_no_number_is_an_error() -> None:
    with pytest.raises(ScorerError, match="no number"):
        Scored({"found": "n/a"}).value("found")


# --- articles in incidents: A has a1 a2 a3, B has b1; predicted {a1 a2 b1} and {a3}


@pytest.fixture
def shares() -> Shares:
    found = Shares()
    for article, home in (("a1", "x"), ("a2", "x"), ("a3", "y")):
        found.add("A", article, [home])
    found.add("B", "b1", ["x"])
    return found


@pytest.mark.parametrize(
    ("drawn", "pairwise", "bcubed"),
    [
        ((1, 1), 1 / 3, 2 / 3),
        ((2, 1), 1 / 3, None),  # right 2, put together wrongly 2 x 2, true pairs 6
        ((1, 0), 1 / 2, None),  # right 1, wrong 0, true 3
        ((0, 2), 0.0, 1.0),
    ],
)
def test_pairs_and_bcubed_of_drawn_incidents(
    shares: Shares, drawn: tuple[int, int], pairwise: float, bcubed: float | None
) -> None:
    figures = cluster_figures(shares)
    weights = column(*drawn)[None, :]
    assert figures["pairwise_f1"].of(weights)[0] == pytest.approx(pairwise)
    if bcubed is not None:
        assert figures["bcubed_f1"].of(weights)[0] == pytest.approx(bcubed)


def test_an_incident_published_over_two_true_ones_is_shared_out(shares: Shares) -> None:
    overcount = cluster_figures(shares)["overcount"]
    assert overcount.of(column(1, 1)[None, :])[0] == pytest.approx(1.0)  # two published, two true
    assert overcount.of(column(1, 0)[None, :])[0] == pytest.approx(5 / 3)  # y, and two thirds of x


def test_articles_without_an_incident_are_apart() -> None:
    found = Shares()
    found.add("A", "a1", [])
    found.add("A", "a2", [None])
    figures, once = cluster_figures(found), np.ones((1, 1))
    assert figures["pairwise_f1"].of(once)[0] == 0
    assert figures["overcount"].of(once)[0] == 0


# --- the scorers' own figures on invented rows


def agrees(data: Path, kind: str, scorer: str, gold: Path, predicted: Path) -> dict[str, float]:
    """Our figures over all units, each held against the scorer's by `intervals`."""
    path = data / "eval" / scorer
    samples = tally(kind, load_scorer(path), gold, predicted)
    scored = run_scorer(path, gold, predicted)
    intervals(samples, scored, samples.figures)
    return {name: scored.value(name) for name in samples.figures}


def test_types_agree(data: Path, tmp_path: Path) -> None:
    labels = [("1", "ARREST", "ARREST"), ("2", "ATTACK", None), ("3", "ATTACK", "ARREST"), ("4", "DIPLO", "DIPLO")]
    gold = write(tmp_path / "gold.jsonl", *({"id": key, "text": "", "label": right} for key, right, _ in labels))
    predicted = write(tmp_path / "pred.jsonl", *({"id": key, "label": guess} for key, _, guess in labels))
    figures = agrees(data, "types", "score_types.py", gold, predicted)
    assert figures["acled25.weighted_f1"] == pytest.approx(0.222, abs=0.001)
    assert figures["all30.weighted_f1"] == pytest.approx(0.417, abs=0.001)


def test_incidents_agree_where_articles_are_missed_merged_and_split(data: Path, tmp_path: Path) -> None:
    here = {"lat": 10.0, "lon": 10.0, "killed": 1, "injured": 0}
    write(
        tmp_path / "gva" / "incidents.jsonl",
        {"incident_id": "A", "date": "2031-05-01", **here},
        {"incident_id": "B", "date": "2031-05-03", **here, "lat": None, "lon": None, "injured": 2},
    )
    write(
        tmp_path / "gva" / "articles.jsonl",
        *({"article_id": f"{key}{at}", "incident_id": key} for key, at in (("A", 1), ("A", 2), ("B", 1), ("B", 2))),
    )
    said = {"date": "2031-05-01", **here}
    predicted = write(
        tmp_path / "pred.jsonl",
        {"article_id": "A1", "incidents": [said | {"incident_id": "x"}]},
        {"article_id": "A2", "incidents": [said | {"incident_id": "x", "lat": 11.0, "killed": None}]},
        {"article_id": "B1", "incidents": [said | {"incident_id": "x"}, said | {"incident_id": "y"}]},
        {"article_id": "B2", "incidents": []},
    )
    figures = agrees(data, "incidents", "score_incidents.py", tmp_path / "gva", predicted)
    assert figures["found"] == 0.75
    assert figures["date_exact"] == 0.5
    assert figures["place_50km"] == 0.5
    assert figures["place_161km"] == 1.0
    assert figures["overcount"] == 1.0


def test_local_news_agrees_and_leaves_the_unsure_out(data: Path, tmp_path: Path) -> None:
    one = {"event_type": "CRI.SHOOTING", "also": [], "date": None, "lat": None, "killed": None, "injured": None}
    gold = write(
        tmp_path / "gold.jsonl",
        {"article_id": "1", "incidents": [one], "unsure": False},
        {"article_id": "2", "incidents": [one], "unsure": False},
        {"article_id": "3", "incidents": [], "unsure": False},
        {"article_id": "4", "incidents": [], "unsure": True},
    )
    told = [{"event_type": "CRI.SHOOTING"}]
    predicted = write(
        tmp_path / "pred.jsonl",
        {"article_id": "1", "incidents": told},
        {"article_id": "2", "incidents": []},
        {"article_id": "3", "incidents": told * 2},
        {"article_id": "4", "incidents": told},
    )
    figures = agrees(data, "local_news", "score_false_alarms.py", gold, predicted)
    assert figures == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "spurious_per_100": 200.0}


def template(kind: str, **fillers: list[str]) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(
        ("perp_individual", "perp_organization", "physical_target", "human_target_name", "instrument"), ()
    )
    empty |= {"human_target_description": (), "incident_type": kind, "stage": "ACCOMPLISHED"}
    return empty | {name: [{"mentions": [one]} for one in found] for name, found in fillers.items()}


def test_muc4_agrees_on_texts_with_one_two_and_no_templates(data: Path, tmp_path: Path) -> None:
    gold = write(
        tmp_path / "gold.jsonl",
        {"doc_id": "1", "templates": [template("BOMBING", instrument=["A MINE"], human_target_name=["ANA PAZ"])]},
        {"doc_id": "2", "templates": [template("ATTACK", physical_target=["BRIDGE"]), template("ARSON")]},
        {"doc_id": "3", "templates": []},
    )
    predicted = write(
        tmp_path / "pred.jsonl",
        {"doc_id": "1", "incidents": [{"type": "bombing", "weapon": ["mine"], "victim_description": ["a girl"]}]},
        {"doc_id": "2", "incidents": [{"type": "attack", "target": ["the bridge", "road"]}]},
        {"doc_id": "3", "incidents": [{"type": "attack"}]},
    )
    figures = agrees(data, "muc4", "score_muc4.py", gold, predicted)
    assert figures["detection.f1"] == pytest.approx(0.8)
    assert figures["roles_named.f1"] == pytest.approx(2 / 3, abs=0.001)


def test_places_agree(data: Path, tmp_path: Path) -> None:
    there = {"lat": 1.0, "lon": 1.0}
    gold = write(
        tmp_path / "gold.jsonl",
        {"article_id": "1", "toponyms": [{"start": 0, "end": 4, **there}, {"start": 9, "end": 12, **there}]},
        {"article_id": "2", "toponyms": []},
    )
    predicted = write(
        tmp_path / "pred.jsonl",
        {"article_id": "1", "toponyms": [{"start": 2, "end": 4, "lat": 40.0, "lon": 1.0}]},
        {"article_id": "2", "toponyms": [{"start": 2, "end": 4, "lat": None, "lon": None}]},
    )
    figures = agrees(data, "places", "score_places.py", gold, predicted)
    assert figures == {"recognition.f1": 0.5, "acc161_of_recognised": 0.0, "acc161_end_to_end": 0.0}
