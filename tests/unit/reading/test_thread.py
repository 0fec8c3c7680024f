"""Words by which a text tells its happenings apart."""

import pytest
from reading_documents import document

from tocsin.reading.questions import ThreadKind
from tocsin.reading.rules.thread import ThreadRules

RULES = ThreadRules()


def cues(text: str) -> list[tuple[ThreadKind, int | None]]:
    return [(one.value.kind, one.value.ordinal) for one in RULES.annotate(document(text))]


@pytest.mark.parametrize(
    ("text", "kind", "ordinal"),
    [
        ("The first attack hit a market.", ThreadKind.FIRST, 1),
        ("The second was aimed at a bridge, the second blast killed two.", ThreadKind.NEXT, 2),
        ("A third rocket fell on a farm.", ThreadKind.NEXT, 3),
        ("Another bomb went off nearby.", ThreadKind.NEXT, None),
        ("In the first, gunmen stopped a bus.", ThreadKind.FIRST, 1),
        ("In the second, a priest was taken.", ThreadKind.NEXT, 2),
        ("In a separate incident, two men were shot.", ThreadKind.NEXT, None),
        ("Elsewhere, a mine killed a child.", ThreadKind.NEXT, None),
        ("It hit a bank in a town in the same region.", ThreadKind.NEXT, None),
        ("No one was hurt in either incident.", ThreadKind.ALL, None),
        ("The group claimed both attacks.", ThreadKind.ALL, None),
        ("Police blamed rebels for the explosion.", ThreadKind.SAME, None),
    ],
)
def test_cues(text: str, kind: ThreadKind, ordinal: int | None) -> None:
    assert (kind, ordinal) in cues(text)


@pytest.mark.parametrize(
    "text",
    [
        "It was the first attack in the country since 2019.",
        "The second-largest city was calm.",
        "He was arrested for the second time.",
        "Two firemen breathed in smoke and a third was hurt by a beam.",
        "Nine people were hurt in two separate shootings.",
        "It was the first such attack in over a year.",
    ],
)
def test_history_is_not_counted_as_happenings(text: str) -> None:
    assert not [one for one in cues(text) if one[0] in (ThreadKind.FIRST, ThreadKind.NEXT)]


def test_cues_stand_where_their_words_stand() -> None:
    made = document("Calm returned.", "Another bomb went off.")
    (cue,) = RULES.annotate(made)
    assert made.quote(cue.span) == cue.value.cue == "Another bomb"
