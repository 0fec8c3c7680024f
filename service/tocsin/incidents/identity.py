"""Which incident id each group of mentions carries on, and what becomes of the ids that lose their mentions."""

import hashlib
from base64 import b32encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Votes = tuple[int, int, int, int]


def founding_id(article_id: str, content_hash: str, ordinal: int, again: int = 0) -> str:
    """`inc_` and 13 base32 characters of SHA-256 over the founding mention; `again` > 0 where that id is in use."""
    parts = [article_id, content_hash, str(ordinal), *([str(again)] if again else [])]
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return "inc_" + b32encode(digest).decode().lower()[:13]


@dataclass(frozen=True, slots=True)
class Member:
    """A founding mention as naming sees it: where it belongs now and all that it belonged to, in order."""

    slot: int
    current: str | None
    homes: tuple[str, ...]


@dataclass(slots=True)
class Naming:
    """`owner[i]` names group i (None: a new incident); `target` gives for each id left over the group it went to."""

    owner: list[str | None]
    target: dict[str, int | None] = field(default_factory=dict)


def _votes(incident: str, group: Sequence[Member]) -> Votes:
    """Mentions born in it, in it now, that found no newer home since, ever in it.

    One that had moved on and was brought back by a later article moves on again when that article is withdrawn.
    """
    born = sum(1 for one in group if one.homes and one.homes[0] == incident)
    now = sum(1 for one in group if one.current == incident)
    last = sum(1 for one in group if one.homes and one.homes[-1] == incident)
    ever = sum(1 for one in group if incident in one.homes)
    return born, now, last, ever


def name_groups(
    groups: Sequence[Sequence[Member]],
    besides: Iterable[str],
    age: Callable[[str], int],
    free: Callable[[str], bool],
) -> Naming:
    """Ids in use choose first, the older before the younger, each the group with most of the mentions born in it.

    `besides` are ids that just lost mentions; `age` orders ids (log order of founding), `free` says whether an id is
    not carried by an incident outside these groups.
    """
    touched = {one.current for group in groups for one in group if one.current} | set(besides)
    known = touched | {home for group in groups for one in group for home in one.homes}
    naming = Naming([None] * len(groups))
    able = (one for one in known if free(one))
    for incident in sorted(able, key=lambda one: (one not in touched, age(one), one)):
        votes = [_votes(incident, group) for group in groups]
        best = max(range(len(groups)), key=lambda at: (votes[at], -at), default=None)
        open_groups = [at for at in range(len(groups)) if naming.owner[at] is None and any(votes[at])]
        if open_groups:
            chosen = max(open_groups, key=lambda at: (votes[at], -at))
            naming.owner[chosen] = incident
        else:
            naming.target[incident] = best if best is not None and any(votes[best]) else None
    return naming


def is_untouched(group: Sequence[int], label: Mapping[int, str], size: Callable[[str], int]) -> str | None:
    """The id of a group that only gained mentions: all others carry one id, and nobody else carries it."""
    labels = [label[slot] for slot in group if slot in label]
    if labels and len(set(labels)) == 1 and size(labels[0]) == len(labels):
        return labels[0]
    return None
