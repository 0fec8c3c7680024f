"""`python -m benchmarks.actor_fit`: fit how likely an actor is right, by who found it (reading/sure.py).

Reads the texts of MUC-4's training part that the reader's training leaves out ($TOCSIN_DATA, default ../shared), prints
how far the confidences are off, out of fold (5, by text), and writes the weights fitted on all of them. An actor is
right where the keys have it in its slot. Needs numpy and scipy (the `training` extra).
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
import yaml
from scipy.optimize import minimize

from benchmarks.choice_fit import FOLDS, fold_of
from benchmarks.quality import muc4
from benchmarks.quality.calibration import Judged, expected_error
from benchmarks.quality.pipeline import Pipeline, Read
from benchmarks.quality.rows import Row, read_rows, watched
from benchmarks.quality.scorer import load_scorer
from tocsin.reading.sure import Finder, finder_of, log_odds
from tocsin.world.actors import ActorRegister
from tocsin_schemas.models import Actor, Article
from training.muc import HELD_OUT_OF

RIDGE = 10.0
"""At 1 or 3 a rule's finding comes out surer than what both found, on 38 actors (2026-11-26, this program)."""
ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "service" / "tocsin" / "reading" / "data" / "sure.yaml"
HEAD = """\
# How likely an actor is right, by who found it: log odds = bias + slope * log odds of its score (reading/sure.py).
# Fitted on the held-out texts of MUC-4 train by `python -m benchmarks.actor_fit`, 2026-11-27, {count} actors; expected
# calibration error out of fold (5, by text) {error:.3f}, of the scores themselves {before:.3f}.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One actor: who found it how surely, whether the keys have it, and the fold of its text."""

    finder: Finder
    score: float
    right: bool
    fold: int


Weights = dict[Finder, tuple[float, float]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.actor_fit", description=__doc__)
    data = Path(os.environ.get("TOCSIN_DATA", ROOT.parent / "shared"))
    parser.add_argument("--gold", type=Path, default=data / "data" / "muc4" / "train.jsonl")
    parser.add_argument("--scorer", type=Path, default=data / "eval" / "score_muc4.py")
    parser.add_argument("--out", type=Path, default=FILE)
    args = parser.parse_args()
    cases = list(read_cases(args.gold, load_scorer(args.scorer)))
    before = expected_error([Judged(one.score, one.right) for one in cases])
    error = expected_error(list(out_of_fold(cases)))
    print(f"{len(cases)} actors: expected calibration error {error:.3f} out of fold, of the scores {before:.3f}")
    rows = {finder.value: {"bias": bias, "slope": slope} for finder, (bias, slope) in fit(cases).items()}
    head = HEAD.format(count=len(cases), error=error, before=before)
    text = yaml.safe_dump({"version": 1, "actors": rows}, sort_keys=False, default_flow_style=None)
    args.out.write_text(head + text, encoding="utf-8")


def read_cases(gold: Path, scorer: ModuleType) -> Iterator[Case]:
    """Every actor of every template."""
    pipeline, types, register = Pipeline(), muc4.load_types(), ActorRegister.load()
    held_out = [row for at, row in enumerate(read_rows(gold, "doc_id", "text", "templates")) if at % HELD_OUT_OF == 0]
    for row in watched(held_out, "MUC-4 texts"):
        article = Article.model_validate(
            {"article_id": row["doc_id"], "text": row["text"], "published_at": row.get("published_at")}
        )
        for by, score, actor in told_actors(pipeline.read(article), row["text"], types, register):
            yield Case(finder_of(by), score, is_right(actor, row, scorer), fold_of(row["doc_id"]))


def told_actors(
    read: Read, text: str, types: muc4.MucTypes, register: ActorRegister
) -> Iterator[tuple[str, float, Actor]]:
    """(who found it, score, the actor as the text calls it) of the actors that fill a slot."""
    trace = read.read.trace if read.read is not None else None
    if trace is None:
        return
    for mention, supports in zip(trace.report.mentions, trace.supports, strict=True):
        told = muc4.as_told(mention, " ".join(text.split()), register)
        if muc4.template(told, types) is None:
            continue
        words = [one for one in supports if one.field == "actors"]
        for actor, one in zip(told.actors, words, strict=True):
            if muc4.slot_of(actor) is not None:
                yield one.by, one.score, actor


def is_right(actor: Actor, row: Row, scorer: ModuleType) -> bool:
    """Whether the keys have the actor in its slot; victims may be named or described."""
    slot = muc4.slot_of(actor) or ""
    entities = scorer.gold_entities(row["templates"], "victim" if slot.startswith("victim") else slot)
    return any(scorer.norm(actor.name) in entity for entity in entities)


def out_of_fold(cases: Sequence[Case]) -> Iterator[Judged]:
    for fold in range(FOLDS):
        weights = fit([one for one in cases if one.fold != fold])
        for one in cases:
            if one.fold == fold:
                bias, slope = weights[one.finder]
                yield Judged(float(1 / (1 + np.exp(-(bias + slope * log_odds(one.score))))), one.right)


def fit(cases: Sequence[Case]) -> Weights:
    """Bias and slope of each finder, the slope no less than 0: logistic regression with a ridge on the slope."""
    found: Weights = {}
    for finder in Finder:
        odds = np.array([log_odds(one.score) for one in cases if one.finder is finder])
        sign = np.array([1.0 if one.right else -1.0 for one in cases if one.finder is finder])

        def loss(weights: np.ndarray, odds: np.ndarray = odds, sign: np.ndarray = sign) -> float:
            margins = sign * (weights[0] + weights[1] * odds)
            return float(np.logaddexp(0, -margins).sum() + RIDGE * weights[1] ** 2 / 2)

        bias, slope = minimize(loss, np.zeros(2), method="L-BFGS-B", bounds=[(None, None), (0, None)]).x
        found[finder] = (round(float(bias), 3), round(float(slope), 3))
    return found


if __name__ == "__main__":
    main()
