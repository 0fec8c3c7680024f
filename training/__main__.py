"""`python -m training STEP`: the trained reader from the corpus to the measured file.

prepare    fill the wordings, run the rules over the labelled texts
train      fine-tune on the corpus and MUC-4; --folds 5 then on the labelled texts, fold by fold, out of fold
roles      fine-tune the larger encoder, which tells roles and means where people fight (mean of --seeds runs)
average    --of ONE OTHER: the weights halfway between two runs
export     ONNX with 8-bit weights of every trained model
evaluate   weighted F1 of rules, model and both
"""

import argparse
import sys
from pathlib import Path

from benchmarks.quality.rows import MissingData
from tocsin.stream.runtime import RuntimeUnavailableError
from tocsin.world.gazetteer import GazetteerMissing
from training import steps
from training.wordings import CorpusError


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("step", choices=("prepare", "train", "roles", "average", "export", "evaluate"), metavar="STEP")
    parser.add_argument("--data", type=Path, default=steps.DATA, help="the labelled sets (TOCSIN_DATA, ../shared)")
    parser.add_argument("--out", type=Path, default=steps.OUT, help="folder of examples, weights and models")
    parser.add_argument("--folds", type=int, default=0, help="train: fine-tune on labelled texts in so many folds")
    parser.add_argument("--resume", action="store_true", help="train: go on from the corpus model that is there")
    parser.add_argument("--epochs", type=int, default=None, help="train, roles: instead of those of the plan")
    parser.add_argument("--seeds", type=int, default=4, help="roles: runs of which the mean is kept")
    parser.add_argument("--threads", type=int, default=1, help="train, roles: threads of the arithmetic")
    parser.add_argument("--of", type=Path, nargs=2, metavar="FOLDER", help="average: the folders of two runs")
    args = parser.parse_args()
    if args.step == "average" and not args.of:
        parser.error("average needs --of ONE OTHER, the folders of two runs")
    try:
        if args.step == "prepare":
            steps.prepare(args.data, args.out)
        elif args.step == "train":
            steps.train(args.out, args.folds, args.epochs, args.threads, args.resume)
        elif args.step == "roles":
            steps.train_roles(args.out, args.epochs, args.threads, args.seeds)
        elif args.step == "average":
            steps.average(args.of[0], args.of[1], args.out)
        elif args.step == "export":
            steps.export_all(args.out)
        else:
            steps.evaluate(args.out)
    except (CorpusError, GazetteerMissing, MissingData, RuntimeUnavailableError, steps.MissingModels) as lacking:
        print(f"error: {lacking}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
