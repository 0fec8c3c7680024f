import pytest

from tocsin.intake.sentences import split


def parts(text: str) -> list[str]:
    return [text[piece.span.start : piece.span.end] for piece in split(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Gen. R. Okoro of the U.S. Army spoke.", "He left."],
        ["It happened at 6 p.m. on Nov. 3 in St. Ives.", "No. 4 was hit."],
        ["Some 3.5 tons burned.", "The loss is $2.1 million."],
        ['"We are safe."', "She left the town."],
        ['"Run!" he said.', "They ran."],
        ["The raid came at 7 a.m.", "The troops left."],
        ["He lives in the U.S.", "He is 40."],
        ["Who did it?", "Nobody knows!", "The police are asking."],
        ["Acme Inc. said so.", "Lt. Col. Maro agreed."],
        ["Mr. and Mrs. J. B. Onu fled to Washington, D.C. on Monday.", "They are safe."],
    ],
)
def test_sentences_end_where_they_end(sentences: list[str]) -> None:
    assert parts(" ".join(sentences)) == sentences


def test_a_missing_space_after_the_full_stop_still_ends_a_sentence() -> None:
    assert parts("It has limited capabilities.U.S. forces say so.") == [
        "It has limited capabilities.",
        "U.S. forces say so.",
    ]
    assert parts("The base was hit.Two men died.") == ["The base was hit.", "Two men died."]


def test_a_list_number_does_not_stand_alone() -> None:
    assert parts("1. Two men died.\n2. Nine were hurt.") == ["1. Two men died.", "2. Nine were hurt."]


def test_hard_wrapped_copy_is_joined_and_headlines_are_not() -> None:
    wrapped = (
        "The army said on Monday that it had taken back the town of Lomera\n"
        "after a battle of three days in which at least nine of its own men\n"
        "were killed and the bridge over the river was destroyed by a blast.\n"
        "The rebels said that they had left the place in good order.\n"
    )
    assert len(parts(wrapped)) == 2
    assert parts("Army retakes Lomera\nThe town fell on Monday.") == ["Army retakes Lomera", "The town fell on Monday."]


def test_a_sentence_inside_a_quotation_is_marked() -> None:
    text = '"It was loud. We all ran to the river." The mayor said he heard "a blast" too.'
    assert [piece.is_quote for piece in split(text)] == [True, True, False]


def test_a_quotation_left_open_ends_with_its_paragraph() -> None:
    text = '"It was loud.\n\nThe police came.'
    assert [piece.is_quote for piece in split(text)] == [True, False]
    assert [piece.paragraph for piece in split(text)] == [0, 1]
