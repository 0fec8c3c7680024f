"""Weighted F1 on labelled texts: rules, model, and both, each with what it has seen of the labels."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tocsin.reading.model.encoder import Encoder
from tocsin.reading.model.weights import TypeWeights
from tocsin.reading.weigh import combine
from training.combine import Case, fit
from training.examples import Labelled
from training.labels import TYPE, best, case_labels, case_scores, codes_of
from training.measure import by_label, confusions, figures, gain
from training.pieces import TOKENIZER, open_tokenizer

FIXED = TypeWeights(model=0.7, rule=2.0, first=0.7)
"""Model and rules believed about equally; chosen before the first figure was seen."""
LABEL_SETS_SHOWN = 14
Tell = Callable[[str], None]
Shares = Mapping[str, float]


def evaluate(out: Path, labelled: Sequence[Labelled], tell: Tell) -> None:
    """Print one row a way of answering, then the confusions of the last one."""
    gold = [one.label for one in labelled]
    answers: dict[str, list[str]] = {"rules alone": [_label(one.rules, one.foiled) for one in labelled]}
    unlabelled = _read(Encoder(out / "told.onnx", open_tokenizer(TOKENIZER)), labelled)
    answers["model, no label of the set"] = [_label(shares) for shares in unlabelled]
    answers["rules + model, no label of the set"] = [
        _both(one, shares, FIXED) for one, shares in zip(labelled, unlabelled, strict=True)
    ]
    if all((out / f"fold-{fold}.onnx").exists() for fold in {one.fold for one in labelled}):
        tuned = out_of_fold(out, labelled)
        answers["model, fine-tuned out of fold"] = [_label(shares) for shares in tuned]
        answers["rules + that"] = list(_stacked(tuned, labelled))
        answers["the same, as the worker hears them"] = list(_stacked(heard(out, labelled), labelled, tell))
    _print(gold, answers, tell)


def cases_of(labelled: Sequence[Labelled], shares: Sequence[Shares]) -> list[Case]:
    return [Case(said, one.rules, frozenset(codes_of(one.label))) for one, said in zip(labelled, shares, strict=True)]


def out_of_fold(out: Path, labelled: Sequence[Labelled]) -> list[Shares]:
    """Each text's shares by the model that was trained without its fold."""
    tokenizer = open_tokenizer(TOKENIZER)
    models = {fold: Encoder(out / f"fold-{fold}.onnx", tokenizer) for fold in {one.fold for one in labelled}}
    return [models[one.fold].read(one.text).shares[TYPE] for one in labelled]


def heard(out: Path, labelled: Sequence[Labelled]) -> list[Shares]:
    """The same as the worker hears them, from the sentences that it reads: what the shipped weights are fitted on."""
    from benchmarks.quality.folds import FoldReaders
    from tocsin_schemas.models import Article

    readers = FoldReaders(out)
    texts = (Article(article_id=f"snippet-{one.id}", text=one.text) for one in labelled)
    return [readers.of(text.text or "").heard(text) for text in texts]


def _read(model: Encoder, labelled: Sequence[Labelled]) -> list[Shares]:
    return [model.read(one.text).shares[TYPE] for one in labelled]


def _label(scores: Shares, foiled: bool = False) -> str:
    return best(case_scores(scores, float(foiled)), case_labels()) if scores else ""


def _both(one: Labelled, shares: Shares, weights: TypeWeights) -> str:
    return _label(combine(one.rules, shares, weights), one.foiled)


def _stacked(shares: Sequence[Shares], labelled: Sequence[Labelled], tell: Tell = lambda line: None) -> Iterator[str]:
    """Weights fitted on the out-of-fold shares of the other folds, fold by fold."""
    cases = [(case, one.fold) for case, one in zip(cases_of(labelled, shares), labelled, strict=True) if case.shares]
    by_fold = {
        fold: fit([case for case, other in cases if other != fold]) for fold in sorted({one.fold for one in labelled})
    }
    tell(f"weights by fold: {[tuple(weights.model_dump().values()) for weights in by_fold.values()]}")
    tell(f"weights of all: {tuple(fit([case for case, _ in cases]).model_dump().values())}")
    for one, said in zip(labelled, shares, strict=True):
        yield _both(one, said, by_fold[one.fold]) if said else _label(one.rules, one.foiled)


def _print(gold: Sequence[str], answers: Mapping[str, Sequence[str]], tell: Tell) -> None:
    first = next(iter(answers.values()))
    tell("| answered by | acled25 | acled28 | all30 | all30 over the rules |")
    for name, guessed in answers.items():
        cells = [*figures(gold, guessed).values(), gain(gold, guessed, first)]
        tell(f"| {name} | " + " | ".join(map(str, cells)) + " |")
    name, guessed = list(answers.items())[-1]
    tell(f"{name}, most often wrong:")
    for right, wrong, count in confusions(gold, guessed)[:LABEL_SETS_SHOWN]:
        tell(f"  {count:3} {right} read as {wrong}")
    for label, f1 in sorted(by_label(gold, guessed).items(), key=lambda pair: pair[1])[:10]:
        tell(f"  {label:32s} f1 {f1:.2f}")
