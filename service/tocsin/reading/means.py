"""By which means a happening was done, and to whom by which: as the larger encoder tells it of all that take part."""

from collections.abc import Iterable, Sequence

from tocsin.reading import questions as q
from tocsin.reading.evidence import EvidenceList
from tocsin.reading.names import is_same_name
from tocsin.reading.strands import Part, Sharing
from tocsin.reading.weigh import chances_of
from tocsin.types import Candidate
from tocsin_schemas.enums import MeansKind
from tocsin_schemas.models import Means

_LEAST = 0.4
"""Least chance of the likeliest means: 0 and 0.4 give the same templates of MUC-4's held-out texts (2026-11-27, r3)."""
_APART = 0.6
"""Least chance of another means by which one of those hit was hit (MUC-4's held-out texts, 2026-11-27, r3: from 0.5 to
0.8 templates are 0.516 to 0.518, without any 0.500)."""


def means_of(parts: Sequence[Part], hit: Iterable[str], evidence: EvidenceList) -> tuple[Means, ...]:
    """The likeliest means of a thread with those of `hit` told of it, then others by which the rest of them were hit.

    Empty where the larger encoder did not read.
    """
    told = [one for part in parts if part.sharing is Sharing.OWN for one in part.frame.get(q.MEANS)]
    shares = _shares_of(told)
    first = max(shares, key=lambda kind: shares[kind], default="")
    if not first or shares[first] < _LEAST:
        return ()
    sure: dict[str, list[float]] = {first: []}
    named: dict[str, list[str]] = {first: []}
    for name in hit:
        own = _shares_of([one for one in told if one.value.hit is not None and _is_same(one.value.hit, name)])
        kind = max(own, key=lambda each: own[each], default=first)
        kind = kind if own.get(kind, 0.0) >= _APART else first
        named.setdefault(kind, []).append(name)
        sure.setdefault(kind, []).append(own[kind] if own else shares[kind])
    if len(named) > 1 and not named[first]:
        del named[first]
    for kind in named:
        evidence.add("what.means", max(told, key=lambda one: _shares_of([one])[kind]))
    return tuple(
        Means(kind=MeansKind(kind), confidence=round(_mean(sure[kind] or [shares[kind]]), 3), hit=tuple(names))
        for kind, names in named.items()
    )


def _shares_of(told: Sequence[Candidate]) -> dict[str, float]:
    """Chance of each means by several tellings together; empty of none."""
    if not told:
        return {}
    return chances_of({kind: _mean([one.value.logits[kind] for one in told]) for kind in told[0].value.logits})


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _is_same(one: str, other: str) -> bool:
    return is_same_name(one, other) or one.casefold() in other.casefold()
