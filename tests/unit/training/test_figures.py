"""Labels, figures and the combination of scores, held against sums done by hand."""

import pytest

from tocsin.reading.weigh import combine
from tocsin_schemas.enums import Reality
from tocsin_schemas.taxonomy import load_taxonomy
from training.combine import Case, fit
from training.labels import best, case_labels, case_scores, codes_of, deed_of, heads, relevance_of
from training.measure import by_label, confusions, figures, gain, weighted_f1
from training.tags import tag_of
from training.wordings import Form


def test_heads_know_every_type_and_no_answer_twice() -> None:
    assert set(heads()["event_type"]) == {row.code for row in load_taxonomy().rows()}
    assert all(len(set(answers)) == len(answers) for answers in heads().values())


def test_labels_and_types_agree() -> None:
    assert len(case_labels()) == 30
    assert codes_of("ORG_CRIME") == tuple(row.code for row in load_taxonomy().rows() if row.family == "CRI")
    with pytest.raises(KeyError):
        codes_of("PARADE")


def test_shares_of_types_become_shares_of_labels() -> None:
    scores = case_scores({"CRI.SHOOTING": 0.3, "CRI.FRAUD": 0.2, "VAC.ATTACK": 0.25, "CYB.ATTACK": 0.25}, foiled=0.0)
    assert scores["ORG_CRIME"] == pytest.approx(0.5 / 0.75, abs=1e-3)
    assert scores["ATTACK"] == pytest.approx(0.25 / 0.75, abs=1e-3)
    assert sum(scores.values()) == pytest.approx(1)


def test_a_foiled_bomb_is_a_disrupted_weapon_and_a_foiled_robbery_is_not() -> None:
    assert case_scores({"EXP.IED_MINE": 1.0}, foiled=0.8)["DISR_WEAP"] == pytest.approx(0.8, abs=1e-3)
    assert case_scores({"CRI.ROBBERY": 1.0}, foiled=0.8)["DISR_WEAP"] == pytest.approx(0.0, abs=1e-3)


def test_relevance_by_form_and_type() -> None:
    assert relevance_of(Form.HEADLINE, "EXP.SUICIDE") == relevance_of(Form.BODY, "EXP.SUICIDE") == "reported"
    assert relevance_of(Form.FOLLOW_UP, "EXP.SUICIDE") == "follow_up"
    assert relevance_of(Form.FOLLOW_UP, "NON.EVENT") == "non_event"


def test_an_attack_told_is_a_deed_and_a_flood_told_is_none() -> None:
    assert deed_of("reported", "EXP.IED_MINE", Reality.OCCURRED) == "told"
    assert deed_of("reported", "STR.LOOT_DESTROY", Reality.ATTEMPTED) == "told"
    assert deed_of("reported", "STR.ARRESTS", Reality.OCCURRED) == "none"
    assert deed_of("reported", "DIS.FLOOD", Reality.OCCURRED) == "none"
    assert deed_of("non_event", "NON.EVENT", Reality.OCCURRED) == "none"
    assert deed_of("background", "EXP.IED_MINE", Reality.OCCURRED) is None
    assert deed_of("reported", "EXP.IED_MINE", Reality.THREATENED) is None


def test_people_of_a_toll_are_victims_and_its_figure_is_none() -> None:
    assert tag_of("killed", "A guard", called=False) == "victim"
    assert tag_of("killed", "Ana Ruiz", called=True) == "victim_named"
    assert tag_of("killed", "12", called=False) == "outside"
    assert tag_of("detained", "two men", called=False) == "any"


def test_weighted_f1_by_hand() -> None:
    gold = ["A", "A", "A", "B"]
    guessed = ["A", "A", "B", None]
    # A: 2 right of 3, guessed twice: 0.8; B: none right
    assert weighted_f1(gold, guessed) == pytest.approx(0.6)
    assert by_label(gold, guessed) == {"A": pytest.approx(0.8), "B": 0.0}
    assert confusions(gold, guessed) == [("A", "B", 1), ("B", None, 1)]


def test_figures_leave_out_what_a_set_has_not() -> None:
    gold = ["ATTACK"] * 30 + ["ORG_CRIME"] * 30 + ["DIPLO"] * 30
    found = figures(gold, ["ATTACK"] * 90)
    assert found["acled25"].value == 1.0
    assert found["acled28"].value == pytest.approx(0.5 * 2 / 3)
    assert found["all30"].value == pytest.approx(1 / 6)
    assert found["all30"].low < found["all30"].value < found["all30"].high


def test_gain_is_paired_and_its_sign_is_the_first_ones() -> None:
    gold = ["ATTACK", "ARREST"] * 40
    right, half = gold, ["ATTACK"] * 80
    better = gain(gold, right, half)
    assert better.value == pytest.approx(1 - 1 / 3)
    assert 0 < better.low <= better.value <= better.high
    assert gain(gold, half, right).value == pytest.approx(-better.value)
    same = gain(gold, half, half)
    assert (same.value, same.low, same.high) == (0, 0, 0)


def test_who_is_right_is_believed() -> None:
    rights = [right for right in ("A", "B", "C", "B", "C", "C") for _ in "12"]
    rules = fit([Case({"A": 0.5, "B": 0.3, "C": 0.2}, {right: 0.9}, frozenset({right})) for right in rights])
    shares = [{"A": 0.1, "B": 0.1, "C": 0.1, right: 0.8} for right in rights]
    model = fit([Case(share, {"A": 0.9}, frozenset({right})) for share, right in zip(shares, rights, strict=True)])
    doubtful = combine({"C": 0.9}, {"A": 0.4, "B": 0.35, "C": 0.25}, rules)
    assert best(doubtful, ("A", "B", "C")) == "C"
    assert best(combine({"A": 0.9}, {"A": 0.05, "B": 0.9, "C": 0.05}, model), ("A", "B", "C")) == "B"
    assert rules.rule + rules.first > model.rule + model.first


def test_a_label_of_several_types_is_right_whichever_is_likeliest() -> None:
    cases = [Case({"A": 0.45, "B": 0.45, "C": 0.1}, {"C": 0.5}, frozenset({"A", "B"})) for _ in range(8)]
    assert combine({"C": 0.5}, {"A": 0.45, "B": 0.45, "C": 0.1}, fit(cases))["C"] < 0.5
