"""The role of each word piece: the answers of the tagging head, and how spans of a text become tags of its pieces."""

import re
from collections.abc import Iterable, Sequence

from training.pieces import overlapping
from training.wordings import Role

TAGS = "tags"
OUTSIDE = "outside"
PERPETRATOR, ORGANISATION, TARGET = "perpetrator", "organisation", "target"
VICTIM_NAMED, VICTIM, WEAPON, WHERE = "victim_named", "victim", "weapon", "where"
SPANS = (PERPETRATOR, ORGANISATION, TARGET, VICTIM_NAMED, VICTIM, WEAPON, WHERE)
ANSWERS = (OUTSIDE, *(f"{part}-{span}" for span in SPANS for part in ("first", "inside")))
"""Outputs of the head in their order."""
UNKNOWN = -100
"""A piece that teaches nothing."""
ANY = "any"
"""A span that may or may not count: its pieces teach nothing."""

_TOLLS = frozenset({Role.KILLED, Role.INJURED, Role.MISSING, Role.ABDUCTED, Role.DETAINED, Role.ATTACKERS_KILLED})
_HURT = frozenset({Role.KILLED, Role.INJURED, Role.ABDUCTED})
"""Tolls whose people are victims where they are named as people; who is missing or detained may be either."""
_FIGURE = re.compile(
    r"^(?:[\d,.]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|scores|several|many|some|no|none|more|both|all|"
    r"(?:a|an|the)\s+(?:number|dozen|couple|handful)|\W|of|than|at|least|about|nearly|over)+$",
    re.IGNORECASE,
)

Spans = Iterable[tuple[int, int, str]]


def tag_of(role: str, words: str, called: bool) -> str:
    """The tag of a span of the corpus: forces and people called by name apart from those described.

    A toll is no victim ("12"), the person that it counts is ("a guard was killed").
    """
    match role:
        case Role.PERPETRATOR:
            return ORGANISATION if called else PERPETRATOR
        case Role.VICTIM:
            return VICTIM_NAMED if called else VICTIM
        case Role.TARGET | Role.WEAPON | Role.WHERE:
            return role
        case Role.CLAIMANT:
            return ANY
    if role not in _TOLLS or _FIGURE.match(words):
        return OUTSIDE
    return (VICTIM_NAMED if called else VICTIM) if role in _HURT else ANY


def tags_of(offsets: Sequence[tuple[int, int]], spans: Spans) -> tuple[int, ...]:
    """The answer of each piece, given its code points and the spans of the text; of overlapping spans the first."""
    found = [0] * len(offsets)
    taken = [False] * len(offsets)
    for start, end, tag in spans:
        inside = overlapping(offsets, start, end)
        if tag == OUTSIDE or any(taken[at] for at in inside):
            continue
        for number, at in enumerate(inside):
            taken[at] = True
            part = "inside" if number else "first"
            found[at] = UNKNOWN if tag == ANY else ANSWERS.index(f"{part}-{tag}")
    return tuple(found)
