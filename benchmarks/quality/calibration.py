"""How far the published confidences can be believed: each one held against whether what it vouches for is right."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.quality.rows import Row, read_rows

BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """One published confidence and whether it was right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The confidences of one tenth: their mean, the share of right ones, how many."""

    confidence: float
    right: float
    count: int


def bins_of(judged: Sequence[Judged], bins: int = BINS) -> list[Bin]:
    """Equal widths over 0..1, 1.0 in the last one; empty ones are left out."""
    sorted_in: list[list[Judged]] = [[] for _ in range(bins)]
    for one in judged:
        sorted_in[min(bins - 1, int(one.confidence * bins))].append(one)
    return [
        Bin(
            float(np.mean([one.confidence for one in found])),
            float(np.mean([one.right for one in found])),
            len(found),
        )
        for found in sorted_in
        if found
    ]


def expected_error(judged: Sequence[Judged], bins: int = BINS) -> float:
    """Expected calibration error: the mean gap between confidence and share of right ones, by bin; nan of nothing."""
    if not judged:
        return float("nan")
    return sum(one.count * abs(one.confidence - one.right) for one in bins_of(judged, bins)) / len(judged)


def classwise_error(shares: Sequence[dict[str, float]], right: Sequence[str], bins: int = BINS) -> float:
    """The mean, over the classes that occur, of the error of each one's published share (0 where there is none)."""
    classes = sorted(set(right))
    errors = [
        expected_error(
            [Judged(row.get(name, 0.0), label == name) for row, label in zip(shares, right, strict=True)], bins
        )
        for name in classes
    ]
    return float(np.mean(errors)) if errors else float("nan")


# --- what the messages publish, judged by the labels


@dataclass(frozen=True, slots=True)
class Files:
    """Labels, predictions and scorer of one set."""

    gold: Path
    predicted: Path
    scorer: ModuleType


def judge(name: str, field: str, files: Files) -> list[Judged]:
    """The published confidences `field` on the set `name`, in the order of its labels."""
    return [Judged(confidence, bool(right)) for confidence, right in _JUDGES[name, field](files)]


def classwise(name: str, field: str, files: Files) -> float | None:
    """The classwise error, where the confidence is one of a class among several and the others are published too."""
    if (name, field) != ("event_types", "what.confidence"):
        return None
    rows = [(read, label) for read, label in _types(files) if read]
    return classwise_error([read["shares"] for read, _ in rows], [label for _, label in rows])


def fields_judged() -> set[tuple[str, str]]:
    """(set, confidence) for which there is a judgement."""
    return set(_JUDGES)


def _pairs(files: Files, gold: Path, key: str) -> Iterator[tuple[Row, Row]]:
    """(prediction, label) in the order of the labels."""
    predicted = {str(row[key]): row for row in read_rows(files.predicted, key)}
    for label in read_rows(gold, key):
        yield predicted[str(label[key])], label


def _types(files: Files) -> Iterator[tuple[Any, str]]:
    for row, label in _pairs(files, files.gold, "id"):
        yield row["published"], label["label"]


def _type(files: Files) -> Iterator[tuple[float, bool]]:
    for read, label in _types(files):
        if read:
            yield read["confidence"], read["label"] == label


def _incident(files: Files) -> Iterator[tuple[float, bool]]:
    for row, label in _pairs(files, files.gold, "article_id"):
        if not label["unsure"]:
            yield from ((one["confidence"]["mention"], bool(label["incidents"])) for one in row["incidents"])


def _relevance(files: Files) -> Iterator[tuple[float, bool]]:
    for row, label in _pairs(files, files.gold, "doc_id"):
        yield from ((one["confidence"]["mention"], bool(label["templates"])) for one in row["incidents"][:1])


def _actors(files: Files) -> Iterator[tuple[float, bool]]:
    """Each actor of a text's templates against the keys' entities of its role; victims may be named or described."""
    for row, label in _pairs(files, files.gold, "doc_id"):
        for one in (each for incident in row["incidents"] for each in incident["actors"]):
            role = "victim" if one["slot"].startswith("victim") else one["slot"]
            entities = files.scorer.gold_entities(label["templates"], role)
            yield one["confidence"], any(files.scorer.norm(one["name"]) in entity for entity in entities)


def _first_mentions(files: Files) -> Iterator[tuple[Row, Row]]:
    """(first mention, true incident) of the articles in which one was found."""
    true = {row["incident_id"]: row for row in read_rows(files.gold / "incidents.jsonl", "incident_id")}
    for row, article in _pairs(files, files.gold / "articles.jsonl", "article_id"):
        yield from ((one, true[article["incident_id"]]) for one in row["incidents"][:1])


def _date(files: Files) -> Iterator[tuple[float, bool]]:
    for one, true in _first_mentions(files):
        if one["date"] is not None:
            yield one["confidence"]["date"], one["date"] == true["date"]


def _place(files: Files) -> Iterator[tuple[float, bool]]:
    for one, true in _first_mentions(files):
        if true["lat"] is not None and one["lat"] is not None:
            yield one["confidence"]["place"], _near(files.scorer, one, true)


def _mention(files: Files) -> Iterator[tuple[float, bool]]:
    for one, true in _first_mentions(files):
        if true["lat"] is not None:
            there = one["lat"] is not None and _near(files.scorer, one, true)
            yield one["confidence"]["mention"], there and one["date"] == true["date"]


def _near(scorer: ModuleType, one: Row, true: Row) -> bool:
    return bool(scorer.km(one["lat"], one["lon"], true["lat"], true["lon"]) <= 50)


_JUDGES: dict[tuple[str, str], Callable[[Files], Iterator[tuple[float, bool]]]] = {
    ("event_types", "what.confidence"): _type,
    ("local_news", "incident.confidence"): _incident,
    ("muc4", "mention.confidence"): _relevance,
    ("muc4", "actors.confidence"): _actors,
    ("gva", "mention.confidence"): _mention,
    ("gva", "where.confidence"): _place,
    ("gva", "when.confidence"): _date,
}
