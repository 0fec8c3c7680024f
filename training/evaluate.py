"""Weighted F1 on labelled texts: rules, model, and both, each with what it has seen of the labels."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tocsin_schemas.enums import Reality
from training.classify import Classifier, Reading
from training.combine import Case, Weights, fit
from training.examples import Example, Labelled
from training.labels import REALITY, TYPE, best, case_labels, case_scores, codes_of
from training.measure import LABEL_SETS, by_label, confusions, figures, gain
from training.pieces import TOKENIZER, open_tokenizer
from training.refit import out_of_fold
from training.rules import RuleScores

_FIXED = (0.7, 2.0, 0.7)
"""Model and rules believed about equally; chosen before the first figure was seen."""
Tell = Callable[[str], None]


def evaluate(out: Path, snippets: Sequence[Example], labelled: Sequence[Labelled], tell: Tell) -> None:
    """Print one row a way of answering, then the confusions of the last one."""
    gold, rules, labels = [one.label for one in labelled], [one.rules for one in labelled], case_labels()
    answers: dict[str, list[str | None]] = {"rules alone": [_first(said) for said in rules]}
    model = Classifier(out / "corpus.onnx", open_tokenizer(TOKENIZER))
    readings = [model.read(one.text) for one in labelled]
    alone = [scores_of(reading) for reading in readings]
    answers["model, corpus alone"] = [best(said, labels) for said in alone]
    held_out = _held_out(snippets, model)
    tell(f"{len(held_out)} held-out snippets: model right {_right(held_out):.3f}")
    weights = fit(held_out, labels)
    tell(f"weights fitted on held-out wordings: {weights.values}")
    answers["rules + model, weights of held-out wordings"] = _combined(weights, alone, rules)
    answers["rules + model, fixed weights"] = _combined(Weights(_FIXED), alone, rules)
    refitted = out_of_fold([one.pooled for one in readings], gold, [one.fold for one in labelled], labels)
    answers["model, head refitted out of fold"] = [best(said, labels) for said in refitted]
    answers["rules + model, head refitted out of fold"] = _stacked(refitted, labelled, tell)
    if all((out / f"fold-{fold}.onnx").exists() for fold in {one.fold for one in labelled}):
        tuned = _out_of_fold(out, labelled)
        answers["model, fine-tuned out of fold"] = [best(said, labels) for said in tuned]
        answers["rules + model, fine-tuned out of fold"] = _stacked(tuned, labelled, tell)
    _print(gold, answers, tell)


def _print(gold: Sequence[str], answers: Mapping[str, Sequence[str | None]], tell: Tell) -> None:
    tell("| answered by | " + " | ".join(LABEL_SETS) + " | all30 over the rules |")
    first = next(iter(answers.values()))
    for name, guessed in answers.items():
        cells = [*figures(gold, guessed).values(), gain(gold, guessed, first)]
        tell(f"| {name} | " + " | ".join(map(str, cells)) + " |")
    name, guessed = list(answers.items())[-1]
    tell(f"{name}, most often wrong:")
    for right, wrong, count in confusions(gold, guessed)[:14]:
        tell(f"  {count:3} {right} read as {wrong}")
    for label, f1 in sorted(by_label(gold, guessed).items(), key=lambda pair: pair[1])[:10]:
        tell(f"  {label:32s} f1 {f1:.2f}")


def _first(rules: Mapping[str, float]) -> str | None:
    """What the rules are surest of, the first found of equals; None where they say nothing."""
    return max(rules, key=lambda label: rules[label], default=None)


def scores_of(reading: Reading) -> dict[str, float]:
    return case_scores(reading.shares[TYPE], reading.shares[REALITY]["foiled"])


def _held_out(snippets: Sequence[Example], model: Classifier) -> list[Case]:
    """The held-out wordings that carry a label, each filled once."""
    label_of = {code: label for label in case_labels() for code in codes_of(label)}
    rules = RuleScores()
    asked = (one for one in snippets if one.held_out and one.filling == 0 and one.reality == Reality.OCCURRED)
    return [
        Case(scores_of(model.read(one.text)), rules.of(one.text), label_of[one.codes[0]])
        for one in asked
        if len(one.codes) == 1 and one.codes[0] in label_of
    ]


def _right(cases: Sequence[Case]) -> float:
    return sum(best(case.model, case_labels()) == case.right for case in cases) / max(1, len(cases))


def _combined(
    weights: Weights, model: Sequence[dict[str, float]], rules: Sequence[dict[str, float]]
) -> list[str | None]:
    labels = case_labels()
    return [best(weights.combine(*pair, labels), labels) for pair in zip(model, rules, strict=True)]


def _out_of_fold(out: Path, labelled: Sequence[Labelled]) -> list[dict[str, float]]:
    """Each text read by the model that was trained without its fold."""
    tokenizer = open_tokenizer(TOKENIZER)
    models = {fold: Classifier(out / f"fold-{fold}.onnx", tokenizer) for fold in {one.fold for one in labelled}}
    return [scores_of(models[one.fold].read(one.text)) for one in labelled]


def _stacked(model: Sequence[dict[str, float]], labelled: Sequence[Labelled], tell: Tell) -> list[str | None]:
    """Weights fitted on the out-of-fold scores of the other folds, fold by fold."""
    labels = case_labels()
    cases = [Case(said, one.rules, one.label) for said, one in zip(model, labelled, strict=True)]
    by_fold = {
        fold: fit([case for case, one in zip(cases, labelled, strict=True) if one.fold != fold], labels)
        for fold in {one.fold for one in labelled}
    }
    tell(f"weights by fold: {[weights.values for weights in by_fold.values()]}")
    return [
        best(by_fold[one.fold].combine(case.model, case.rules, labels), labels)
        for case, one in zip(cases, labelled, strict=True)
    ]
