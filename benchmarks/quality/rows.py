"""JSONL in and out, and the one error that tells what data is lacking."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
_EVERY = 250
Row = dict[str, Any]
"""One line of a labelled set or of a prediction file: its shape belongs to the set, not to us."""


class MissingData(Exception):
    """A file that the set needs is not there; the message names it."""


def read_rows(path: Path, *required: str) -> Iterator[Row]:
    """Each line of a JSONL file; MissingData where the file is absent or a line lacks one of the `required` keys."""
    if not path.is_file():
        raise MissingData(f"{path} is missing: the labelled sets are no part of this repository, see TOCSIN_DATA")
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            row = json.loads(line)
            lacking = [key for key in required if key not in row]
            if lacking:
                raise MissingData(f"{path}, line {number}: no {', '.join(lacking)}; is it the file of this set?")
            yield row


def write_rows(path: Path, rows: Iterable[Row]) -> int:
    """Write one JSON object a line; the number of lines."""
    count = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def watched(rows: Iterable[T], what: str) -> Iterator[T]:
    """The same rows; how many have passed is told on stderr."""
    for count, row in enumerate(rows, 1):
        yield row
        if count % _EVERY == 0:
            print(f"{what}: {count} read", file=sys.stderr, flush=True)
