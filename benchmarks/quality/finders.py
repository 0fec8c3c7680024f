"""Who found what is published: whether a rule, the model, or both gave the words behind each value of a mention."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from tocsin.reading.evidence import Support
from tocsin_schemas.enums import Role
from tocsin_schemas.models import Mention


class Finder(StrEnum):
    RULE = "rule"
    MODEL = "model"
    BOTH = "both"
    NO_WORDS = "no words"
    """Published without words of the text: the date of publication, the type of the happening told beside."""


FIELDS = ("type", "actors", "harm", "place", "date")
FoundBy = dict[str, dict[str, int]]
"""Field → finder → how many values."""


class UnknownFinder(Exception):
    """A support's `by` is neither `rule:...` nor `model:...` nor both joined by a plus."""


def found_by(mentions: Sequence[Mention], supports: Sequence[Sequence[Support]]) -> FoundBy:
    """Values of the mentions that found or join an incident; `supports` of each mention as in a Trace.

    One value = the words of one field, so that several actors count each; words that overlap are the same.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
    for mention, told in zip(mentions, supports, strict=True):
        if mention.role is not Role.BACKGROUND:
            for name in FIELDS:
                counts[name].update(_finders(mention, name, told))
    return {name: dict(count) for name, count in counts.items() if count}


def _finders(mention: Mention, name: str, supports: Iterable[Support]) -> Iterator[Finder]:
    by_field: dict[str, list[Support]] = {}
    for one in supports:
        if _field(one.field) == name:
            by_field.setdefault(one.field, []).append(one)
    if not by_field and _is_filled(mention, name):
        yield Finder.NO_WORDS
    for same in by_field.values():
        for words in _overlapping(same):
            yield _finder({one.by for one in words})


def _field(path: str) -> str | None:
    known = {"what.event_type": "type", "actors": "actors", "where": "place", "when": "date"}
    return "harm" if path.startswith("harm.") else known.get(path)


def _is_filled(mention: Mention, name: str) -> bool:
    harm = mention.harm
    return {
        "type": True,
        "actors": bool(mention.actors),
        "harm": any((harm.killed, harm.injured, harm.missing, harm.abducted, harm.detained)),
        "place": mention.where is not None,
        "date": mention.when is not None,
    }[name]


def _overlapping(supports: Iterable[Support]) -> list[list[Support]]:
    groups: list[list[Support]] = []
    end = -1
    for one in sorted(supports, key=lambda one: one.span):
        if one.span.start < end:
            groups[-1].append(one)
        else:
            groups.append([one])
        end = max(end, one.span.end)
    return groups


def _finder(names: set[str]) -> Finder:
    kinds = {part.partition(":")[0] for name in names for part in name.split("+")}
    if not kinds <= {"rule", "model"}:
        raise UnknownFinder(f"found by {', '.join(sorted(names))}: neither rule:... nor model:...")
    return Finder.BOTH if len(kinds) == 2 else Finder(kinds.pop())


def merged(counts: Iterable[Mapping[str, Mapping[str, int]]]) -> dict[str, Counter[str]]:
    """The sum over articles."""
    total: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
    for one in counts:
        for name, finders in one.items():
            total[name].update(finders)
    return total


def shares(count: Mapping[str, int]) -> dict[Finder, float]:
    """Of the values that have words the share of each finder, of all the share without words; empty where none has."""
    worded = sum(count.get(one, 0) for one in (Finder.RULE, Finder.MODEL, Finder.BOTH))
    if not worded:
        return {}
    found = {one: count.get(one, 0) / worded for one in (Finder.RULE, Finder.MODEL, Finder.BOTH)}
    return found | {Finder.NO_WORDS: count.get(Finder.NO_WORDS, 0) / (worded + count.get(Finder.NO_WORDS, 0))}
