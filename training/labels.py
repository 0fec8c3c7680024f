"""What the heads of the encoder answer, and what the labels of other taxonomies are in the codes of ours."""

from collections.abc import Mapping, Sequence
from functools import cache

from tocsin_schemas.enums import MeansKind, Reality
from tocsin_schemas.taxonomy import family_of, load_taxonomy
from training.wordings import Form

TYPE, REALITY, RELEVANCE, DEED = "event_type", "reality", "relevance", "deed"
NON_EVENT, ATTRIBUTION = "NON.EVENT", "ATT.ATTRIBUTION"
TOLD, BACKGROUND, FOLLOW_UP, NOTHING = "reported", "background", "follow_up", "non_event"
MEANS = tuple(one.value for one in MeansKind if one is not MeansKind.OTHER)
"""By which means, as MUC-4's keys call the incident that somebody or something plays a part in."""
TOLD_DEED, NO_DEED = "told", "none"
"""Whether a sentence tells an attack or a crime: MUC-4's templates say so of its texts, the type of ours."""
_DEEDS = frozenset({"BAT", "EXP", "VAC", "CRI", "RIO", "HUM", "MAR", "STR.DISRUPTED", "STR.LOOT_DESTROY"})
"""Families and types that are attacks or crimes."""
_DONE = frozenset({Reality.OCCURRED, Reality.ATTEMPTED})


@cache
def heads() -> dict[str, tuple[str, ...]]:
    """The answers of each head, in the order of its outputs."""
    return {
        TYPE: tuple(row.code for row in load_taxonomy().rows()),
        REALITY: tuple(one.value for one in Reality if one is not Reality.OTHER),
        RELEVANCE: (TOLD, BACKGROUND, FOLLOW_UP, NOTHING),
        DEED: (TOLD_DEED, NO_DEED),
    }


def relevance_of(form: Form, event_type: str) -> str:
    """What a wording of this form and type teaches the relevance head."""
    if event_type == NON_EVENT:
        return NOTHING
    return {Form.BACKGROUND: BACKGROUND, Form.FOLLOW_UP: FOLLOW_UP}.get(form, TOLD)


def deed_of(relevance: str, event_type: str, reality: Reality) -> str | None:
    """What a wording teaches the deed head; None where it neither tells a deed nor anything else."""
    if relevance == NOTHING:
        return NO_DEED
    if relevance != TOLD or reality not in _DONE:
        return None
    return TOLD_DEED if {event_type, family_of(event_type)} & _DEEDS else NO_DEED


@cache
def case_labels() -> tuple[str, ...]:
    """The labels of the CASE 2021 fine-grained classification that our types carry."""
    return tuple(sorted({row.case_label for row in load_taxonomy().rows() if row.case_label}))


def codes_of(case_label: str) -> tuple[str, ...]:
    """The types that carry a label; KeyError where none does."""
    codes = tuple(row.code for row in load_taxonomy().rows() if row.case_label == case_label)
    if not codes:
        raise KeyError(f"no event type carries the label {case_label!r}")
    return codes


def case_scores(types: Mapping[str, float], foiled: float) -> dict[str, float]:
    """Probability of each label from that of each type; a foiled strike is a disrupted weapon (`foiled` in 0..1).

    Types without a label are left out and the rest brought to a sum of 1.
    """
    taxonomy = load_taxonomy()
    found = dict.fromkeys(case_labels(), 1e-6)
    for code, share in types.items():
        row = taxonomy[code]
        lost = foiled if row.foiled_acled else 0.0
        if row.case_label:
            found[row.case_label] += share * (1 - lost)
        if row.foiled_acled and (instead := taxonomy[row.foiled_acled].case_label):
            found[instead] += share * lost
    whole = sum(found.values())
    return {label: share / whole for label, share in found.items()}


def best(scores: Mapping[str, float], order: Sequence[str]) -> str:
    """The likeliest answer, the earlier of equals."""
    return max(order, key=lambda label: scores.get(label, 0.0))
