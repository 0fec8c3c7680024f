"""Labels and predictions → what each scored unit adds to a set's figures, judged by the scorer's own functions."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType

import numpy as np

from benchmarks.quality.bootstrap import F1, Column, Figure, Ratio, Samples, Weights
from benchmarks.quality.clusters import Shares, cluster_figures
from benchmarks.quality.rows import Row, read_rows

Counts = dict[str, float]
"""What one unit adds, by name."""


def tally(predictions: str, scorer: ModuleType, gold: Path, predicted: Path) -> Samples:
    """The units of one set of the kind `predictions` (a name of `__main__.SETS`)."""
    return _TALLIES[predictions](scorer, gold, predicted)


def ratio(rows: Sequence[Counts], hits: str, asked: str, factor: float = 1.0) -> Ratio:
    return Ratio(column(rows, hits), column(rows, asked), factor)


def f1(rows: Sequence[Counts], name: str) -> F1:
    return F1(*(column(rows, f"{name} {part}") for part in ("right", "guessed", "gold")))


def column(rows: Sequence[Counts], name: str) -> Column:
    return np.array([row.get(name, 0.0) for row in rows], dtype=np.float64)


def by_key(path: Path, key: str) -> dict[str, Row]:
    return {str(row[key]): row for row in read_rows(path, key)}


# --- event types


@dataclass(frozen=True, slots=True)
class WeightedF1:
    """The scorer's own F1 on the drawn texts of one label set."""

    f1: Callable[[Mapping[int, str], Mapping[int, str | None]], tuple[float, ...]]
    gold: Sequence[str]
    guessed: Sequence[str | None]
    left_out: frozenset[str]

    def of(self, weights: Weights) -> Column:
        return np.array([self._of(draw) for draw in weights])

    def _of(self, draw: Column) -> float:
        drawn = np.repeat(np.arange(len(self.gold)), draw.astype(int)).tolist()
        kept = [row for row in drawn if self.gold[row] not in self.left_out]
        if not kept:
            return float("nan")
        gold = {at: self.gold[row] for at, row in enumerate(kept)}
        return self.f1(gold, {at: self.guessed[row] for at, row in enumerate(kept)})[0]


def tally_types(scorer: ModuleType, gold: Path, predicted: Path) -> Samples:
    guesses = by_key(predicted, "id")
    rows = list(read_rows(gold, "id", "label"))
    answers = [row["label"] for row in rows], [guesses[str(row["id"])]["label"] for row in rows]
    extra = [frozenset(names) for names in scorer.EXTRA]
    parts = {"acled25": extra[0] | extra[1], "acled28": extra[1], "all30": frozenset[str]()}
    of = partial(WeightedF1, scorer.f1, *answers)
    return Samples(len(rows), {f"{name}.weighted_f1": of(left_out) for name, left_out in parts.items()})


# --- gva


def tally_incidents(scorer: ModuleType, gold: Path, predicted: Path) -> Samples:
    """One unit an incident: its articles are drawn together."""
    incidents = by_key(gold / "incidents.jsonl", "incident_id")
    guesses = by_key(predicted, "article_id")
    counts: dict[str, Counts] = {}
    shares = Shares()
    for article in read_rows(gold / "articles.jsonl", "article_id", "incident_id"):
        key, article_id = article["incident_id"], article["article_id"]
        mentions = guesses[article_id]["incidents"]
        shares.add(key, article_id, [mention["incident_id"] for mention in mentions])
        into = counts.setdefault(key, defaultdict(float))
        for name, value in _judged(scorer, incidents[key], mentions).items():
            into[name] += value
    rows = list(counts.values())
    named = ("date_exact", "date_1day", "place_50km", "place_161km")
    harmed = ("killed", "injured", "killed_some", "injured_some")
    figures: dict[str, Figure] = {name: ratio(rows, name, f"{name} asked") for name in ("found", *named, *harmed)}
    return Samples(len(rows), figures | cluster_figures(shares))


def _judged(scorer: ModuleType, gold: Row, mentions: Sequence[Row]) -> Counts:
    """What one article adds, as score_incidents.py counts its first mention."""
    best = mentions[0] if mentions else {}
    marks = {"found": bool(mentions)}
    said, true = scorer.day(best.get("date")), scorer.day(gold["date"])
    gap = abs((said - true).days) if said else None
    marks |= {"date_exact": gap == 0, "date_1day": gap is not None and gap <= 1}
    if gold["lat"] is not None:
        known = best.get("lat") is not None and best.get("lon") is not None
        away = scorer.km(best["lat"], best["lon"], gold["lat"], gold["lon"]) if known else np.inf
        marks |= {"place_50km": away <= 50, "place_161km": away <= 161}
    for slot in ("killed", "injured"):
        marks[slot] = bool(mentions) and (best.get(slot) or 0) == gold[slot]
        if gold[slot]:
            marks[f"{slot}_some"] = marks[slot]
    return {f"{name} asked": 1.0 for name in marks} | {name: float(mark) for name, mark in marks.items()}


# --- local news


def tally_local_news(scorer: ModuleType, gold: Path, predicted: Path) -> Samples:
    """One unit an article that the labels are sure of."""
    guesses = by_key(predicted, "article_id")
    rows: list[Counts] = []
    for label in read_rows(gold, "article_id", "incidents", "unsure"):
        if label["unsure"]:
            continue
        there, told = bool(label["incidents"]), guesses[str(label["article_id"])]["incidents"]
        rows.append({
            "there": there, "told": bool(told), "both": there and bool(told),
            "nothing there": not there, "spurious": 0 if there else len(told),
        })  # fmt: skip
    return Samples(
        len(rows),
        {
            "precision": ratio(rows, "both", "told"),
            "recall": ratio(rows, "both", "there"),
            "f1": F1(column(rows, "both"), column(rows, "told"), column(rows, "there")),
            "spurious_per_100": ratio(rows, "spurious", "nothing there", 100),
        },
    )


# --- muc4


def tally_muc4(scorer: ModuleType, gold: Path, predicted: Path) -> Samples:
    """One unit a text."""
    guesses = by_key(predicted, "doc_id")
    rows = []
    for text in read_rows(gold, "doc_id", "templates"):
        guess, templates = guesses[text["doc_id"]]["incidents"], text["templates"]
        rows.append(_roles(scorer, templates, guess) | _templates(scorer, templates, guess) | {
            "detection right": bool(templates) and bool(guess),
            "detection guessed": bool(guess), "detection gold": bool(templates),
        })  # fmt: skip
    names = ("roles", "roles_named", "templates_named", "detection")
    return Samples(len(rows), {f"{name}.f1": f1(rows, name) for name in names})


def _roles(scorer: ModuleType, templates: Sequence[Row], guess: Sequence[Row]) -> Counts:
    counts: Counts = defaultdict(float)
    for name, named_only in (("roles", False), ("roles_named", True)):
        for role in scorer.ROLES:
            gold = scorer.gold_entities(templates, role, named_only)
            strings = scorer.unique(one for each in guess for one in scorer.guessed(each, role, named_only))
            counts[f"{name} right"] += scorer.correct(gold, strings)
            counts[f"{name} guessed"] += len(strings)
            counts[f"{name} gold"] += len(gold)
    return counts


def _templates(scorer: ModuleType, templates: Sequence[Row], guess: Sequence[Row]) -> Counts:
    """The best one-to-one match of templates, each counted by its type and its fillers."""
    said = [[scorer.unique(scorer.guessed(each, role, True)) for role in scorer.ROLES] for each in guess]
    true = [[scorer.gold_entities([one], role, True) for role in scorer.ROLES] for one in templates]
    fits = [
        [
            1 + sum(map(scorer.correct, entities, fillers)) if _same_type(scorer, each, one) else 0
            for each, fillers in zip(guess, said, strict=True)
        ]
        for one, entities in zip(templates, true, strict=True)
    ]
    return {
        "templates_named right": scorer.best_match(fits),
        "templates_named guessed": sum(1 + sum(map(len, one)) for one in said),
        "templates_named gold": sum(1 + sum(map(len, one)) for one in true),
    }


def _same_type(scorer: ModuleType, guess: Row, template: Row) -> bool:
    return bool(scorer.same_type(guess.get("type"), template["incident_type"]))


# --- places


def tally_places(scorer: ModuleType, gold: Path, predicted: Path) -> Samples:
    """One unit an article."""
    guesses = by_key(predicted, "article_id")
    rows: list[Counts] = []
    for text in read_rows(gold, "article_id", "toponyms"):
        left = list(guesses[str(text["article_id"])]["toponyms"])
        counts: Counts = {"guessed": len(left), "gold": len(text["toponyms"]), "found": 0, "close": 0}
        for one in text["toponyms"]:
            match = next((each for each in left if each["start"] < one["end"] and one["start"] < each["end"]), None)
            if match is not None:
                left.remove(match)
                counts["found"] += 1
                counts["close"] += match.get("lat") is not None and scorer.km(match, one) <= 161
        rows.append(counts)
    return Samples(
        len(rows),
        {
            "recognition.f1": F1(*(column(rows, name) for name in ("found", "guessed", "gold"))),
            "acc161_of_recognised": ratio(rows, "close", "found"),
            "acc161_end_to_end": ratio(rows, "close", "gold"),
        },
    )


_TALLIES: dict[str, Callable[[ModuleType, Path, Path], Samples]] = {
    "types": tally_types,
    "incidents": tally_incidents,
    "local_news": tally_local_news,
    "muc4": tally_muc4,
    "places": tally_places,
}
