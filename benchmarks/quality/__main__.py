"""`python -m benchmarks.quality SET --gold PATH --out PRED.jsonl`: predictions for one labelled set."""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.quality import sets
from benchmarks.quality.rows import MissingData, Row, write_rows

SETS: dict[str, tuple[Callable[[Path], Iterator[Row]], str]] = {
    "types": (sets.predict_types, "event_types jsonl: one snippet a line"),
    "incidents": (sets.predict_incidents, "the FOLDER with articles.jsonl and incidents.jsonl"),
    "muc4": (sets.predict_muc4, "muc4 jsonl: one text a line"),
    "places": (sets.predict_places, "articles jsonl with toponyms"),
    "local_news": (sets.predict_local_news, "articles jsonl in the shape of places/lgl.jsonl"),
}


def main() -> int:
    shapes = "\n".join(f"  {name:11s} {shape}" for name, (_, shape) in SETS.items())
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality",
        description=__doc__,
        epilog=f"PATH by set:\n{shapes}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("set", choices=SETS, metavar="SET", help=", ".join(SETS))
    parser.add_argument("--gold", type=Path, required=True, metavar="PATH", help="the set's texts")
    parser.add_argument("--out", type=Path, required=True, metavar="PRED.jsonl", help="where the predictions go")
    args = parser.parse_args()
    predict, _ = SETS[args.set]
    try:
        count = write_rows(args.out, predict(args.gold))
    except MissingData as lacking:
        print(f"error: {lacking}", file=sys.stderr)
        return 2
    print(f"{count} lines written to {args.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
