"""Texts whose labels the shipped model has learnt are not read by it when it is measured on them."""

from pathlib import Path

import pytest

from benchmarks.quality.folds import FoldReaders
from benchmarks.quality.pipeline import Pipeline
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.models import Article
from training.examples import Labelled, write_lines

TEXT = "Rebels shelled a bridge near the port, killing two."


def by_rules(pipeline: Pipeline) -> bool:
    read = pipeline.read(Article(article_id="a", text=TEXT)).report
    return read is not None and read.lineage.model is None


def test_without_models_that_leave_a_fold_out_the_rules_answer_alone_and_it_says_so(
    gazetteer: Gazetteer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gazetteer is not None
    assert by_rules(FoldReaders(tmp_path).of(TEXT))
    assert "read by rules alone" in capsys.readouterr().err


def test_a_fold_without_its_model_is_no_fold(gazetteer: Gazetteer, tmp_path: Path) -> None:
    assert gazetteer is not None
    write_lines(tmp_path / "types.jsonl", [Labelled(id="1", text=TEXT, label="ATTACK", fold=3)])
    assert by_rules(FoldReaders(tmp_path).of(TEXT))
