"""Readers for a set whose labels the shipped model has learnt: each text by a model that never saw its label."""

import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.quality.pipeline import Pipeline
from benchmarks.repository import ROOT

FOLDS = ROOT / "out" / "training"
"""Where `python -m training` leaves the models that leave a fold out, and which text is in which fold."""
_TEXTS = "types.jsonl"


class FoldReaders:
    """The pipeline for each text of event_types: that of its fold, or by rules alone where no such models were made."""

    def __init__(self, folder: Path = FOLDS) -> None:
        self._fold_of = _folds(folder)
        folds = sorted(set(self._fold_of.values()))
        paths = {fold: folder / f"fold-{fold}.onnx" for fold in folds}
        self.are_there = bool(paths) and all(path.is_file() for path in paths.values())
        self._by_fold: Mapping[int, Pipeline] = (
            {fold: Pipeline(model=path) for fold, path in paths.items()} if self.are_there else {}
        )
        self._by_rules = Pipeline(model=False)
        if not self.are_there:
            print(
                "event_types is read by rules alone: the shipped model has learnt its labels, and models that leave "
                f"a fold out are not in {folder} (python -m training prepare, train, train --folds 5, export)",
                file=sys.stderr,
            )

    def of(self, text: str) -> Pipeline:
        return self._by_fold[self._fold_of[text]] if self.are_there and text in self._fold_of else self._by_rules


def _folds(folder: Path) -> dict[str, int]:
    path = folder / _TEXTS
    if not path.is_file():
        return {}
    from training.examples import read_labelled

    return {one.text: one.fold for one in read_labelled(path)}
