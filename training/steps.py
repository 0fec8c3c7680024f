"""The steps of `python -m training`, each from files to files of one folder."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from training.examples import SEED, Example, Labelled, read_examples, read_labelled
from training.labels import DEED, REALITY, RELEVANCE, TOLD_DEED, TYPE

if TYPE_CHECKING:
    from training.encoder import Encoder

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "out" / "training"
DATA = Path(os.environ.get("TOCSIN_DATA", ROOT.parent / "shared"))
FOLDS = 5
_SNIPPETS, _LABELLED, _MUC = "snippets.jsonl", "types.jsonl", "muc4.jsonl"
_CORPUS, _TOLD, SHIPPED, ROLES = "corpus", "told", "reader", "roles"
_REHEARSED, _TOLD_AGAIN = 300, 600
"""Snippets and sentences of MUC-4 an epoch beside the labelled texts, so that what they taught is not forgotten."""
_BESIDE_DEEDS, _BESIDE_TYPES = (TYPE, REALITY, RELEVANCE), (REALITY, RELEVANCE, DEED)
"""Heads that keep what they know while MUC-4 teaches roles and deeds, while the labelled texts teach types."""
_USUAL = 250
"""Snippets that tell an export what the layers usually read."""
_SKIPPED = 3
"""The first so-manieth of the epochs is not counted in the mean."""
_OTHERS_IN = 3
"""Epochs on the corpus over which the sentences without a deed are spread."""


class MissingModels(Exception):
    """Weights that a step needs were not trained yet."""


def tell(line: str) -> None:
    print(line, flush=True)


def prepare(data: Path, out: Path) -> None:
    """Snippets of the corpus, and the labelled texts with their folds and what the rules say of them."""
    from training.examples import of_corpus, write_lines
    from training.muc import sentences_of
    from training.registers import Registers
    from training.wordings import load_wordings

    wordings = load_wordings()
    count = write_lines(out / _SNIPPETS, of_corpus(wordings, Registers.open()))
    tell(f"{count} snippets of {len(wordings)} wordings written to {out / _SNIPPETS}")
    count = write_lines(out / _MUC, sentences_of(data / "data" / "muc4" / "train.jsonl"))
    tell(f"{count} sentences of MUC-4 written to {out / _MUC}")
    count = write_lines(out / _LABELLED, _labelled(data))
    tell(f"{count} labelled texts written to {out / _LABELLED}")


def _labelled(data: Path) -> Iterator[Labelled]:
    from benchmarks.quality.rows import read_rows
    from training.examples import folds_of
    from training.rules import RuleScores

    rows = list(read_rows(data / "data" / "event_types" / "dev.jsonl", "id", "text", "label"))
    folds, rules = folds_of(((row["text"], row["label"]) for row in rows), FOLDS), RuleScores()
    for row in rows:
        text = row["text"]
        said = rules.of(text)
        yield Labelled(
            id=row["id"], text=text, label=row["label"], fold=folds[text], rules=said.scores, foiled=said.foiled
        )


def train(out: Path, folds: int, epochs: int | None, threads: int, resume: bool = False) -> None:
    """Fine-tune on corpus and MUC-4; with `folds`, from there on the labelled texts: all, and all but each fold.

    `resume` goes on from the corpus model that is there.
    """
    import torch

    torch.set_num_threads(threads)
    snippets = [one for one in read_examples(out / _SNIPPETS) if not one.held_out]
    told = [one for one in read_examples(out / _MUC) if not one.held_out and not one.aside]
    if not folds:
        if not resume:
            _on_corpus(out, snippets, told, epochs)
        _on_told(out, snippets, told, epochs)
        return
    labelled = read_labelled(out / _LABELLED)
    for fold in (None, *range(folds)):
        tell(f"without fold {fold + 1} of {folds}" if fold is not None else "on all labelled texts")
        path = out / (f"fold-{fold}.pt" if fold is not None else f"{SHIPPED}.pt")
        _on_labelled(path, out, snippets, told, [one for one in labelled if one.fold != fold], epochs)


def _on_corpus(out: Path, snippets: Sequence[Example], told: Sequence[Example], epochs: int | None) -> None:
    from training import train as tuning
    from training.base import published
    from training.encoder import save

    plan = replace(tuning.CORPUS, epochs=epochs or tuning.CORPUS.epochs)
    path, fillings = out / f"{_CORPUS}.pt", _by_filling(snippets)
    mixed = [fillings[at % len(fillings)] + _muc_epoch(told, at) for at in range(plan.epochs)]
    save(tuning.fine_tune(published(), mixed, plan, tell, lambda model: save(model, path)), path)


def _on_told(out: Path, snippets: Sequence[Example], told: Sequence[Example], epochs: int | None) -> None:
    """All of MUC-4's sentences each epoch, beside the corpus: in passing, they teach the parts of an attack less well.

    What is kept lies halfway between the weights before and after: it tells parts as well, and types better
    (Wortsman et al. 2022, robust fine-tuning).
    """
    from training import train as tuning
    from training.encoder import load, mean_of, save

    plan = replace(tuning.TOLD, epochs=epochs or tuning.TOLD.epochs)
    path, fillings = out / f"{_TOLD}.pt", _by_filling(snippets)
    mixed = [[*told, *fillings[-1 - at % len(fillings)]] for at in range(plan.epochs)]
    before = load(out / f"{_CORPUS}.pt")
    teacher = tuning.Teacher(before, _BESIDE_DEEDS)
    after = tuning.fine_tune(load(out / f"{_CORPUS}.pt"), mixed, plan, tell, lambda model: save(model, path), teacher)
    save(mean_of(before, after), path)


def _muc_epoch(told: Sequence[Example], at: int) -> list[Example]:
    """All sentences that tell a deed, and another part of the others each epoch."""
    deeds = [one for one in told if one.deed == TOLD_DEED]
    others = [one for one in told if one.deed != TOLD_DEED]
    return deeds + others[at % _OTHERS_IN :: _OTHERS_IN]


def _on_labelled(
    to: Path,
    out: Path,
    snippets: Sequence[Example],
    told: Sequence[Example],
    labelled: Sequence[Labelled],
    epochs: int | None,
) -> None:
    from training import train as tuning
    from training.encoder import load, save

    plan = replace(tuning.LABELLED, epochs=epochs or tuning.LABELLED.epochs)
    own = [one.example() for one in labelled]
    rehearsed = _by_filling(snippets)
    mixed = [
        own + _every(rehearsed[at % len(rehearsed)], at, _REHEARSED) + _every(told, at, _TOLD_AGAIN)
        for at in range(plan.epochs)
    ]
    before = out / f"{_TOLD}.pt"
    teacher = tuning.Teacher(load(before), _BESIDE_TYPES)
    save(tuning.fine_tune(load(before), mixed, plan, tell, teacher=teacher), to)


def _by_filling(snippets: Sequence[Example]) -> list[list[Example]]:
    """One epoch for each filling: every wording once."""
    numbers = sorted({one.filling for one in snippets})
    return [[one for one in snippets if one.filling == number] for number in numbers]


def _every(snippets: Sequence[Example], start: int, count: int) -> list[Example]:
    """About `count` of them spread over all."""
    step = max(1, len(snippets) // count)
    return list(snippets[start % step :: step])[:count]


def train_roles(out: Path, epochs: int | None, threads: int, seeds: int = 4) -> None:
    """Fine-tune the larger encoder on who did what to whom by which means: MUC-4's sentences read together.

    Wordings of the corpus stand beside them. Kept is the mean of the weights after each epoch but the first third, of
    `seeds` runs that differ in the order of chance (Wortsman et al. 2022). On a graphics card where there is one.
    """
    import torch

    from training import train as tuning
    from training.base import published_base
    from training.encoder import WeightMean, save
    from training.roles import epochs_of_windows

    torch.set_num_threads(threads)
    told = [one for one in read_examples(out / _MUC) if not one.held_out]
    fillings = _by_filling([one for one in read_examples(out / _SNIPPETS) if not one.held_out])
    count = epochs or tuning.ROLES.epochs
    mean = WeightMean()
    for seed in range(SEED, SEED + seeds):
        plan, left = replace(tuning.ROLES, epochs=count, seed=seed), iter(range(count))

        def keep(model: "Encoder", left: Iterator[int] = left) -> None:
            if next(left) + 1 >= max(1, count // _SKIPPED):
                mean.take(model)

        tell(f"seed {seed}")
        tuning.fine_tune(published_base(), epochs_of_windows(told, fillings, count, seed), plan, tell, keep)
        save(mean.model(), out / f"{ROLES}.pt")


def average(one: Path, other: Path, out: Path) -> None:
    """Models whose weights lie halfway between those of two runs, name by name; raises MissingModels.

    Runs that share their base and seed lie close enough for that (Wortsman et al. 2022, model soups).
    """
    names = [f"{_TOLD}.pt", f"{SHIPPED}.pt", *(f"fold-{fold}.pt" for fold in range(FOLDS))]
    lacking = [str(folder / name) for folder in (one, other) for name in names if not (folder / name).exists()]
    if lacking:
        raise MissingModels(f"not trained: {', '.join(lacking)}: run `train` and `train --folds {FOLDS}` there first")
    from training.encoder import load, mean_of, save

    for name in names:
        save(mean_of(load(one / name), load(other / name)), out / name)
        tell(f"{out / name}: halfway between {one} and {other}")


def export_all(out: Path) -> None:
    """An ONNX file beside every trained model."""
    from training.export import export, export_roles

    texts = [one.text for one in _every(_by_filling(read_examples(out / _SNIPPETS))[0], 0, _USUAL)]
    for weights in sorted(out.glob("*.pt")):
        made = export_roles if weights.stem == ROLES else export
        size = made(weights, weights.with_suffix(".onnx"), texts)
        tell(f"{weights.with_suffix('.onnx')}: {size / 1e6:.1f} MB")


def evaluate(out: Path) -> None:
    from training.evaluate import evaluate as measure

    measure(out, read_labelled(out / _LABELLED), tell)
