"""What the tags alone find: perpetrators by kind, weapons by their words."""

import numpy as np
import pytest

from tocsin.reading.model.encoder import Encoded
from tocsin.reading.model.parts import PartWeigher
from tocsin.reading.model.spans import Tagging
from tocsin.reading.model.weights import PartWeights
from tocsin.reading.rules.parties import PartyFinder
from tocsin.types import Document, Sentence, Span
from tocsin.world.actors import ActorRegister
from tocsin_schemas.enums import ActorKind

ROW = PartWeights(span=0.4, alone=0.5, denied=0.3)
DOERS = ("outside", "first-perpetrator", "inside-perpetrator")


@pytest.mark.parametrize(("text", "kind"), [("Luis Soto", ActorKind.PERSON), ("two men", ActorKind.UNIDENTIFIED)])
def test_a_perpetrator_called_by_name_is_a_person(text: str, kind: ActorKind) -> None:
    sentence = Sentence(0, Span(0, len(text) + 9), f"{text} shot her.", 0)
    document = Document("a", "h", sentence.text, None, (sentence,), None, None, None, "en")
    first = text.index(" ")
    read = Encoded({}, np.array([[0.02, 0.97, 0.01], [0.02, 0.01, 0.97]]), ((0, first), (first + 1, len(text))))
    weigher = PartWeigher(PartyFinder(ActorRegister.load()), {"doer": ROW}, 0.15, "model:x")
    (doer,) = weigher.weigh(document, sentence, [], Tagging(sentence.text, read, DOERS, {"doer": ["perpetrator"]}))
    assert (doer.value.name, doer.value.kind) == (text, kind)


@pytest.mark.parametrize(("word", "kept"), [("dynamite", True), ("parcel", False)])
def test_a_weapon_of_the_tags_alone_is_one_by_its_word(word: str, kept: bool) -> None:
    sentence = Sentence(0, Span(0, len(word)), word, 0)
    document = Document("a", "h", word, None, (sentence,), None, None, None, "en")
    read = Encoded({}, np.array([[0.02, 0.97, 0.01]]), ((0, len(word)),))
    tagging = Tagging(word, read, ("outside", "first-weapon", "inside-weapon"), {"weapon": ["weapon"]})
    weigher = PartWeigher(PartyFinder(ActorRegister.load()), {"weapon": ROW}, 0.15, "model:x")
    assert bool(list(weigher.weigh(document, sentence, [], tagging))) is kept
