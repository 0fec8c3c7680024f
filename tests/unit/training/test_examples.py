"""Examples and folds: what is held out stays out, a joined text teaches what its first sentence does."""

from collections import Counter
from pathlib import Path

import pytest

from tocsin.world.gazetteer import Gazetteer
from tocsin.world.gazetteer_format import default_path
from training.examples import Example, folds_of, is_held_out, of_corpus, read_examples, write_lines
from training.registers import Registers
from training.steps import MissingModels, average
from training.wordings import Form, Wording, load_wordings

POSTS = tuple(f"post{number:02}" for number in range(60))
"""A word of its own for each wording, so that it is known again in a joined text."""


@pytest.fixture(scope="module")
def registers(gazetteer: Gazetteer) -> Registers:
    assert gazetteer is not None
    return Registers.open(default_path())


def wordings() -> list[Wording]:
    told = "On Monday {perpetrator:gunmen} shot {victim:civilians} at "
    attacks = [Wording(told + post, "VAC.ATTACK", Form.LEAD) for post in POSTS]
    return [*attacks, Wording("{where:town} held a flower show", "NON.EVENT", Form.BODY)]


def test_every_wording_is_filled_as_often_as_asked(registers: Registers) -> None:
    examples = list(of_corpus(wordings(), registers, fillings=4))
    assert len(examples) == 4 * len(wordings())
    assert Counter(one.filling for one in examples) == dict.fromkeys(range(4), len(wordings()))
    assert examples == list(of_corpus(wordings(), registers, fillings=4))


def test_a_joined_text_keeps_to_its_type_and_to_its_side_of_the_split(registers: Registers) -> None:
    kept_out = {post for post, one in zip(POSTS, wordings(), strict=False) if is_held_out(one)}
    assert kept_out
    joined = [one for one in of_corpus(wordings(), registers, 6) if ". " in one.text]
    assert {one.held_out for one in joined} == {True, False}
    for one in joined:
        assert one.codes == ("VAC.ATTACK",)
        told = {post for post in POSTS if post in one.text}
        assert told <= kept_out if one.held_out else not told & kept_out
        assert one.tags is not None
        assert [tag for _, _, tag in one.tags] == ["perpetrator", "victim"] * 2
        for start, end, _ in one.tags:
            assert f" {one.text[start:end]} " in f" {one.text} "


def test_about_one_wording_in_twelve_is_held_out() -> None:
    corpus = load_wordings()
    share = sum(map(is_held_out, corpus)) / len(corpus)
    assert 0.06 < share < 0.11


def test_folds_spread_each_label_and_do_not_hang_on_the_order() -> None:
    texts = [(f"text {number}", "A" if number % 3 else "B") for number in range(60)]
    folds = folds_of(texts, 5)
    assert folds == folds_of(reversed(texts), 5)
    assert Counter(folds.values()) == dict.fromkeys(range(5), 12)
    assert Counter(folds[text] for text, label in texts if label == "B") == dict.fromkeys(range(5), 4)


def test_the_same_text_is_in_one_fold() -> None:
    assert len(folds_of([("same", "A"), ("same", "A"), ("other", "A")], 5)) == 2


def test_examples_come_back_from_their_file(tmp_path: Path) -> None:
    examples = [
        Example(text="Ünal fiel", codes=("CRI.SHOOTING",), tags=((0, 4, "victim"),)),
        Example(text="", codes=()),
    ]
    assert write_lines(tmp_path / "deep" / "x.jsonl", examples) == 2
    assert read_examples(tmp_path / "deep" / "x.jsonl") == examples


def test_an_average_says_which_models_of_a_run_are_lacking(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        for name in ("told", "reader", *(f"fold-{fold}" for fold in range(5))):
            (folder / f"{name}.pt").touch()
    (other / "fold-3.pt").unlink()
    with pytest.raises(MissingModels) as raised:
        average(one, other, tmp_path / "out")
    assert str(other / "fold-3.pt") in str(raised.value)
    assert "one" not in str(raised.value).replace(str(tmp_path), "")
    assert "train --folds 5" in str(raised.value)
