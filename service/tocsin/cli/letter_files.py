"""Dead letters in a file: JSONL that an operator can read, mend and send back."""

import base64
import binascii
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tocsin.cli.errors import CommandError
from tocsin.cli.inputs import read_lines
from tocsin.stream.deadletter import DeadLetter
from tocsin.stream.replays import Mended


def letter_row(letter: DeadLetter) -> str:
    """One line: case, why, and key and value as text, or as `key_base64` and `value_base64` where they are none."""
    row: dict[str, object] = {
        "case": letter.case,
        "origin": letter.origin,
        "attempts": letter.attempt,
        "rejected_at": letter.mark("rejected_at"),
        "reason": letter.reason,
        "stage": letter.stage,
        "detail": letter.detail,
    }
    if letter.is_cut:
        row["cut_from_bytes"] = int(letter.mark("cut_from_bytes"))
    return json.dumps(row | _spelt("key", letter.key) | _spelt("value", letter.value), ensure_ascii=False)


def _spelt(name: str, content: bytes | None) -> dict[str, object]:
    try:
        return {name: None if content is None else content.decode()}
    except UnicodeDecodeError:
        return {f"{name}_base64": base64.b64encode(content or b"").decode()}


def read_mended(path: Path) -> Iterator[Mended]:
    """The lines of an exported file after they were mended; a value may also be a JSON object, the article itself.

    CommandError with file and line where one cannot be used.
    """
    for line, origin in read_lines(path):
        try:
            row = json.loads(line)
            case = row["case"]
            if not isinstance(case, str):
                raise TypeError
            yield Mended(case, _content(row, "key"), _content(row, "value"))
        except (ValueError, KeyError, TypeError, binascii.Error) as error:
            raise CommandError(f"{origin}: not a line of `tocsin dead-letters export`: {_told(error)}") from error


def _content(row: dict[str, Any], name: str) -> bytes | None:
    if name in row:
        given = row[name]
        if given is None or isinstance(given, str):
            return None if given is None else given.encode()
        return json.dumps(given, ensure_ascii=False).encode()
    return base64.b64decode(row[f"{name}_base64"], validate=True)


def _told(error: Exception) -> str:
    return f"it lacks {error}" if isinstance(error, KeyError) else str(error) or "it is no JSON object with a `case`"
