"""Whether a sentence names rebels or terrorists: told by its words at once, and as all its parties tell it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from reading_documents import document

from tocsin.reading.rules.parties import AT_WAR, PartyFinder
from tocsin.reading.rules.people_words import lexicon
from tocsin.types import Document
from tocsin.world.actors import ActorRegister

SETS = Path(__file__).resolve().parents[2] / "data" / "sets"


def finder() -> PartyFinder:
    return PartyFinder(ActorRegister.load())


def texts() -> Iterator[Document]:
    for path in sorted(SETS.glob("*/articles.jsonl"))[::12]:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield document(*[part for part in json.loads(line)["text"].split("\n") if part.strip()])


def test_the_quick_answer_is_that_of_all_parties() -> None:
    quick, full, named = finder(), finder(), 0
    for each in texts():
        for sentence in each.sentences:
            among = any(one.kind in AT_WAR for one in full.parties(each, sentence))
            assert quick.names_fighters(each, sentence) is among, sentence.text
            named += among
    assert named > 20


@pytest.mark.parametrize("noun", sorted(name for name, noun in lexicon().nouns.items() if noun.kind in AT_WAR))
def test_every_noun_for_fighters_is_looked_for(noun: str) -> None:
    text = document(f"Two {noun} were seen near the bridge.")
    quick, full = finder(), finder()
    among = any(one.kind in AT_WAR for one in full.parties(text, text.sentences[0]))
    assert quick.names_fighters(text, text.sentences[0]) is among
