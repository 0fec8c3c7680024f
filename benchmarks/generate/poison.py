"""Records that no one can read, each with the reason for which it must be rejected."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from tocsin.types import RejectReason

TOO_MANY_CHARACTERS = 2_100_000
TOO_MANY_LEVELS = 40


@dataclass(frozen=True, slots=True)
class Poison:
    """Key and value of a record of articles.v1, and why it cannot be processed."""

    record: tuple[bytes, bytes | None]
    reason: RejectReason


def make_poison(number: int, random: Random) -> Poison:
    """One of nine kinds; an article that is far too long is rare, since it weighs 2 MB."""
    name = f"p{number}"
    weights = (12, 12, 12, 12, 12, 12, 12, 12, 4)
    reason = random.choices(tuple(_VALUES), weights)[0]
    return Poison((name.encode(), _VALUES[reason](name)), reason)


def _changed(name: str, **fields: Any) -> bytes:
    article = {
        "article_id": name,
        "title": "A bombing in the city",
        "text": "A car bomb exploded near a market on Monday, police said.",
        "published_at": "2026-01-05T14:00:00Z",
    }
    return json.dumps(article | fields).encode()


def _cut(name: str) -> bytes:
    return _changed(name)[:-20]


def _nested(name: str) -> bytes:
    return _changed(name)[:-1] + b', "extra": ' + b"[" * TOO_MANY_LEVELS + b"]" * TOO_MANY_LEVELS + b"}"


_VALUES: dict[RejectReason, Callable[[str], bytes]] = {
    RejectReason.NOT_JSON: _cut,
    RejectReason.NOT_AN_OBJECT: lambda name: json.dumps([name]).encode(),
    RejectReason.MISSING_TEXT: lambda name: _changed(name, text="  "),
    RejectReason.BAD_DATE: lambda name: _changed(name, published_at="the day before yesterday"),
    RejectReason.FUTURE: lambda name: _changed(name, published_at="2999-01-01"),
    RejectReason.TOO_DEEP: _nested,
    RejectReason.INVALID_FIELD: lambda name: _changed(name, text=["in", "pieces"]),
    RejectReason.KEY_MISMATCH: lambda name: _changed(name, article_id=name + "x"),
    RejectReason.TOO_LARGE: lambda name: _changed(name, text="x" * TOO_MANY_CHARACTERS),
}
