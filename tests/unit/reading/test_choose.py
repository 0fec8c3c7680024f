"""Rival answers to one question."""

from tocsin.reading.choose import Calibration, CalibrationRow, CalibrationTable, choose
from tocsin.reading.questions import WHAT, WHERE
from tocsin.types import Candidate, Span


def row(question: str, by: str, factor: float = 1.0, least: float = 0.0) -> CalibrationRow:
    return CalibrationRow(question=question, by=by, factor=factor, offset=0.0, least=least)


def calibration(*rows: CalibrationRow) -> Calibration:
    return Calibration(CalibrationTable(version=1, rows=(*rows, row("*", "*"))))


def answer(question: str, by: str, score: float, span: tuple[int, int] = (0, 5)) -> Candidate:
    return Candidate(question, f"{by} {score}", Span(*span), 0, score, by)


def test_of_two_finders_the_likelier_wins_and_the_other_is_kept_as_loser() -> None:
    chosen = choose([answer(WHERE, "rule:a", 0.5), answer(WHERE, "model:b", 0.7)], calibration())[0]
    assert [one.by for one in chosen.get(WHERE)] == ["model:b"]
    assert [one.by for one in chosen.lost] == ["rule:a"]


def test_a_score_counts_as_much_as_the_table_trusts_its_finder() -> None:
    found = [answer(WHERE, "rule:a", 0.5), answer(WHERE, "model:b", 0.7)]
    chosen = choose(found, calibration(row(WHERE, "model:b", factor=0.5)))[0]
    assert [(one.by, one.score) for one in chosen.get(WHERE)] == [("rule:a", 0.5)]


def test_what_is_under_the_least_is_not_looked_at() -> None:
    assert choose([answer(WHERE, "rule:a", 0.2)], calibration(row(WHERE, "*", least=0.3))) == {}


def test_answers_on_other_words_do_not_compete() -> None:
    chosen = choose([answer(WHERE, "rule:a", 0.5), answer(WHERE, "model:b", 0.7, (6, 9))], calibration())[0]
    assert len(chosen.get(WHERE)) == 2


def test_one_sentence_may_show_several_types() -> None:
    chosen = choose([answer(WHAT, "rule:a", 0.5), answer(WHAT, "model:b", 0.7)], calibration())[0]
    assert len(chosen.get(WHAT)) == 2


def test_the_shipped_table_loads() -> None:
    assert Calibration.load().of(answer(WHAT, "rule:type", 0.9)) is not None
