"""Numbers beside what became of people: counts of a charge, and how many victims an article speaks of."""

import pytest
from reading_documents import document

from tocsin.reading.harm_choice import Count
from tocsin.reading.harm_counts import injured_of, killed_of
from tocsin.reading.harm_hints import Hints, hints_of
from tocsin.reading.harm_title import Title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Reed was charged with two counts of first-degree murder.", Hints(charged_dead=2)),
        ("She pleaded guilty to murder and three counts of attempted murder.", Hints(1, 3)),
        ("He is charged with second-degree murder and aggravated assault.", Hints(1, 1)),
        ("The jury convicted him of assault with a deadly weapon.", Hints(charged_hurt=1)),
        ("The four shooting victims were taken to two hospitals.", Hints(victims=4)),
        ("All three victims are men.", Hints(victims=3)),
        ("Two of the victims knew him.", Hints()),
        ("The homicide unit took over.", Hints()),
        ("He was arrested over a murder case of 40 counts.", Hints()),
        ("Nobody speaks of murder here.", Hints()),
    ],
)
def test_hints(text: str, expected: Hints) -> None:
    assert hints_of(document(text).sentences) == expected


def test_the_highest_number_of_an_article_is_kept() -> None:
    read = document("Two victims were found.", "Later four victims were counted.", "One victim died.")
    assert hints_of(read.sentences).victims == 4


def test_a_hint_offers_a_count_that_no_sentence_tells() -> None:
    hints = Hints(charged_dead=1, charged_hurt=3, victims=5)
    killed = killed_of((), (), Title(), hints)
    assert {count.total for count in killed.counts} == {0, 1, 4}
    injured = injured_of((), killed, Count(1), Title(), hints)
    assert {count.total for count in injured.counts} == {0, 3, 4, 5}


def test_silence_offers_nothing() -> None:
    assert [count.total for count in killed_of((), (), Title(), Hints()).counts] == [0]
