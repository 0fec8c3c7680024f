"""The larger encoder: its files, and when it reads for roles beside the smaller one."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import tocsin.reading.model
from tocsin.app import annotators, read_article
from tocsin.reading.model.encoder import MOST_PIECES, Encoded, Encoder, open_encoder, open_roles, open_tokenizer
from tocsin.reading.model.errors import ModelError
from tocsin.reading.model.reviewer import ModelReviewer
from tocsin.reading.model.weights import load_weights
from tocsin.reading.reader import Reader
from tocsin.reading.rules.parties import PartyFinder
from tocsin.world.actors import ActorRegister
from tocsin_schemas.enums import MeansKind
from tocsin_schemas.models import Article


def test_the_larger_file_tells_the_same_roles_and_of_each_piece_deed_and_means() -> None:
    roles = open_roles()
    read = roles.read("Gunmen shot two traders dead at a market in the north.")
    assert roles.tags == open_encoder().tags
    assert read.shares == {}
    assert read.tags.shape == (len(read.offsets), len(roles.tags))
    assert read.deed.shape == (len(read.offsets),)
    assert read.means.shape == (len(read.offsets), len(roles.means))
    assert set(roles.means) == {one.value for one in MeansKind} - {"other"}
    assert open_encoder().means == ()
    assert len(open_encoder().read("Rebels fled.").deed) == 0
    assert roles.read("The army retook the town. " * 400).tags.shape[0] == MOST_PIECES


def test_a_file_without_its_table_of_words_says_what_to_do(tmp_path: Path) -> None:
    data = Path(tocsin.reading.model.__file__).parent / "data"
    alone = tmp_path / "roles.onnx"
    alone.write_bytes((data / "roles.onnx").read_bytes())
    with pytest.raises(ModelError, match=r"roles\.onnx cannot be read .*: install the package again"):
        Encoder(alone, open_tokenizer(data / "tokenizer.json"))


def test_two_encoders_that_tell_different_roles_are_refused() -> None:
    class Other(Encoder):
        def __init__(self) -> None:
            self.tags, self.version = ("outside",), "r0"

    with pytest.raises(ModelError, match="different roles: install the package again"):
        ModelReviewer(open_encoder(), Other(), load_weights(), PartyFinder(ActorRegister.load()))


WIDE = load_weights().roles.model_copy(update={"window": 1_000, "most": 2_000})


class Watched(Encoder):
    """An encoder that notes in `asked` what it reads, with its name before it."""

    def __init__(self, real: Encoder, name: str, asked: list[str]) -> None:
        self.heads, self.tags, self.means, self.version = real.heads, real.tags, real.means, real.version
        self._real, self._name, self._asked = real, name, asked

    def read(self, text: str) -> Encoded:
        self._asked.append(f"{self._name}: {text}")
        return self._real.read(text)


ASIDE = Article(
    article_id="bridge",
    text="A bomb exploded under a road bridge near Oxford on Tuesday, killing a lorry driver, police said. "
    "Traffic was sent through the villages for the rest of the day. "
    "Rebels had watched the place since Sunday.",
    published_at="2026-03-05T08:00:00Z",
)


def test_where_people_fight_what_stands_beside_the_deed_is_read_for_roles_by_the_larger_one_alone() -> None:
    asked: list[str] = []
    parties = PartyFinder(ActorRegister.load())
    both = Watched(open_encoder(), "smaller", asked), Watched(open_roles(), "larger", asked)
    reader = Reader(annotators(parties), reviewer=ModelReviewer(*both, load_weights(), parties))
    read_article(reader, ASIDE, None)
    larger = [line for line in asked if line.startswith("larger")]
    assert [line.count(". ") for line in larger] == [1]
    assert larger[0].startswith("larger: A bomb exploded")
    assert larger[0].endswith("Rebels had watched the place since Sunday.")
    assert not [line for line in asked if line.startswith("smaller: Rebels")]
    assert not [line for line in asked if "Traffic" in line and line.startswith("larger")]
    asked.clear()
    flood = (
        "A flood drowned a lorry driver near Oxford on Tuesday, police said. The rain went on for the rest of the day."
    )
    read_article(reader, ASIDE.model_copy(update={"text": flood}), None)
    assert asked
    assert not [line for line in asked if line.startswith("larger")]


def test_a_crime_is_read_by_the_larger_one_where_rebels_are_named_more_than_once() -> None:
    asked: list[str] = []
    parties = PartyFinder(ActorRegister.load())
    reviewer = ModelReviewer(open_encoder(), Watched(open_roles(), "larger", asked), load_weights(), parties)
    reader = Reader(annotators(parties), reviewer=reviewer)
    crime = "Two men were shot dead outside a bar in Leeds on Tuesday, police said. "
    for more, read in (
        ("The owner closed the bar.", False),
        ("Rebels were seen nearby.", False),
        ("Rebels were seen nearby. The rebels had asked the owner for money.", True),
    ):
        asked.clear()
        read_article(reader, ASIDE.model_copy(update={"text": crime + more}), None)
        assert bool(asked) is read


def test_a_crime_in_the_words_of_a_fight_is_read_as_a_crime() -> None:
    asked: list[str] = []
    both = Watched(open_encoder(), "smaller", asked), Watched(open_roles(), "larger", asked)
    parties = PartyFinder(ActorRegister.load())
    text = (
        "A gunman fired at four people at a birthday party in Leeds on Tuesday, police said. A man of 31 was shot in "
        "the leg and another was wounded as he ran. Nobody was arrested by night."
    )
    article = ASIDE.model_copy(update={"text": text})

    def read_by(agreed: float) -> list[str]:
        asked.clear()
        shipped = load_weights()
        budget = shipped.budget.model_copy(update={"agreed": agreed, "whole": 0})
        weights = shipped.model_copy(update={"budget": budget})
        read_article(Reader(annotators(parties), reviewer=ModelReviewer(*both, weights, parties)), article, None)
        return [line.partition(":")[0] for line in asked]

    as_a_crime, as_a_fight = read_by(load_weights().budget.agreed), read_by(0.0)
    assert {*as_a_crime} == {"smaller"}
    assert {*as_a_fight} == {"smaller", "larger"}
    assert len(as_a_crime) < as_a_fight.count("smaller")


class Saying(Watched):
    """A larger encoder that is `deed` sure of every piece that an attack or crime is told."""

    def __init__(self, deed: float) -> None:
        super().__init__(open_roles(), "larger", [])
        self._deed = deed

    def read(self, text: str) -> Encoded:
        read = super().read(text)
        return replace(read, deed=np.full(len(read.offsets), self._deed, dtype=np.float32))


def test_that_a_deed_is_told_makes_its_trigger_likelier_news_and_that_none_is_takes_nothing() -> None:
    parties = PartyFinder(ActorRegister.load())

    def sure(deed: float) -> float:
        reviewer = ModelReviewer(open_encoder(), Saying(deed), load_weights(), parties)
        text = "Police said that an attack on a bridge near Oxford may have been the work of rebels."
        article = ASIDE.model_copy(update={"text": text})
        (mention,) = read_article(Reader(annotators(parties), reviewer=reviewer), article, None).report.mentions
        return mention.confidence

    assert sure(4.0) > sure(1.0) > sure(0.0) == sure(-4.0)


def test_a_file_of_roles_that_tells_no_means_is_read_for_roles() -> None:
    parties = PartyFinder(ActorRegister.load())
    reviewer = ModelReviewer(open_encoder(), open_encoder(), load_weights(), parties)
    (mention,) = read_article(Reader(annotators(parties), reviewer=reviewer), ASIDE, None).report.mentions
    assert mention.what.event_type == "EXP.IED_MINE"
    assert mention.what.means == ()


def test_texts_read_together_each_get_their_own_pieces() -> None:
    roles = open_roles()
    texts = ["A bomb killed Ana Ruiz.", "Rebels fled."]
    both = roles.read_together(texts)
    whole = roles.read(" ".join(texts))
    assert sum(len(one.offsets) for one in both) == len(whole.offsets) - 2
    for text, one in zip(texts, both, strict=True):
        assert one.tags.shape == (len(one.offsets), len(roles.tags))
        assert len(one.deed) == len(one.means) == len(one.offsets)
        assert text[slice(*one.offsets[0])] == text.split()[0]
        assert one.offsets[-1][1] == len(text)


def test_of_texts_too_long_to_be_read_together_the_last_are_left_out() -> None:
    roles = open_roles()
    texts = ["7 " * 299 + "7", "8 " * 299 + "8", "Rebels fled."]
    first, second = roles.read_together(texts)
    assert len(first.offsets) == 300
    assert len(first.offsets) + len(second.offsets) == MOST_PIECES - 2


def test_sentences_of_more_pieces_than_their_letters_let_expect_lose_nothing() -> None:
    figures = "A bomb killed Ana Ruiz in Leeds on Tuesday, and the bill was 7" + " 7" * 290 + " pounds. "
    rest = "Rebels claimed it, the council of Leeds said. "
    parties = PartyFinder(ActorRegister.load())
    reviewer = ModelReviewer(open_encoder(), open_roles(), load_weights().model_copy(update={"roles": WIDE}), parties)
    read = read_article(
        Reader(annotators(parties), reviewer=reviewer), ASIDE.model_copy(update={"text": figures * 2 + rest}), None
    )
    assert any(actor.name == "Ana Ruiz" for mention in read.report.mentions for actor in mention.actors)
