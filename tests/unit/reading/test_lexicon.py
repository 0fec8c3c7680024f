"""The phrase language of the word lists, and clear errors where a data file is wrong."""

import pytest
from reading_documents import document

from tocsin.reading.rules.lexicon import Hit, Lexicon, LexiconError
from tocsin.reading.rules.wordlists import read_lists


def hits(lexicon: Lexicon, text: str) -> list[str]:
    scan = lexicon.scan(document(text).sentences[0])
    return [text[hit.start : hit.end] for hit in scan.hits]


@pytest.mark.parametrize(
    ("entry", "text", "found"),
    [
        ("bomb", "The bomb and the bombs", ["bomb"]),
        ("bomb*", "The bombing", ["bombing"]),
        ("torch+", "They torched it", ["torched"]),
        ("seize+", "Seizing arms", ["Seizing"]),
        ("car bomb|bombs", "A CAR-BOMB", ["CAR-BOMB"]),
        ("opened ~2 fire", "opened heavy machine fire", ["opened heavy machine fire"]),
        ("opened ~1 fire", "opened heavy machine fire", []),
        ("sit ~0 in", "a sit-in", ["sit-in"]),
        ("held up? signs", "held signs", ["held signs"]),
        ("did|didn not|t explode", "It didn't explode", ["didn't explode"]),
    ],
)
def test_entries(entry: str, text: str, found: list[str]) -> None:
    assert hits(Lexicon({"x": [entry]}), text) == found


def test_a_masking_list_silences_what_it_covers() -> None:
    lexicon = Lexicon({"fire": ["fire"], "not": ["fire department"]}, masking=["not"])
    assert hits(lexicon, "the fire department saw a fire") == ["fire"]


def test_spans_survive_letters_that_grow_in_lower_case() -> None:
    text = "İİ bomb"
    assert hits(Lexicon({"x": ["bomb"]}), text) == ["bomb"]


@pytest.mark.parametrize("entry", ["", "~2 fire", "up? signs", "n't"])
def test_a_wrong_entry_is_named(entry: str) -> None:
    with pytest.raises(LexiconError, match="word list x"):
        Lexicon({"x": [entry]})


def test_an_unknown_list_is_named() -> None:
    with pytest.raises(LexiconError, match="no word list 'y'"):
        Lexicon({"x": ["a"]}).bit("y")


def test_hits_carry_their_list() -> None:
    scan = Lexicon({"x": ["a"], "y": ["b"]}).scan(document("b").sentences[0])
    assert scan.hits == (Hit("y", 2, 0, 1),)
    assert scan.mask == 2


@pytest.mark.parametrize("name", ["what/words.yaml", "reality.yaml", "relevance.yaml"])
def test_the_shipped_lists_load(name: str) -> None:
    lists = read_lists(name).lists
    assert lists
    assert all(lists.values())
