"""The larger encoder: its files, and when it reads for roles beside the smaller one."""

from pathlib import Path

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
from tocsin_schemas.models import Article


def test_the_larger_file_tells_the_same_roles_and_nothing_else() -> None:
    roles = open_roles()
    read = roles.read("Gunmen shot two traders dead at a market in the north.")
    assert roles.tags == open_encoder().tags
    assert read.shares == {}
    assert read.tags.shape == (len(read.offsets), len(roles.tags))
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


ASIDE = Article(
    article_id="bridge",
    text="A bomb exploded under a road bridge near Oxford on Tuesday, killing a lorry driver, police said. "
    "Traffic was sent through the villages for the rest of the day. "
    "Rebels had watched the place since Sunday.",
    published_at="2026-03-05T08:00:00Z",
)


def test_where_people_fight_what_stands_beside_the_deed_is_read_for_roles_by_the_larger_one_alone() -> None:
    asked: list[str] = []

    class Watched(Encoder):
        def __init__(self, real: Encoder, name: str) -> None:
            self.heads, self.tags, self.version = real.heads, real.tags, real.version
            self._real, self._name = real, name

        def read(self, text: str) -> Encoded:
            asked.append(f"{self._name}: {text}")
            return self._real.read(text)

    parties = PartyFinder(ActorRegister.load())
    both = Watched(open_encoder(), "smaller"), Watched(open_roles(), "larger")
    reader = Reader(annotators(parties), reviewer=ModelReviewer(*both, load_weights(), parties))
    read_article(reader, ASIDE, None)
    assert [line.partition(":")[0] for line in asked if ": Rebels" in line] == ["larger"]
    assert not [line for line in asked if ": Traffic" in line]
    asked.clear()
    flood = (
        "A flood drowned a lorry driver near Oxford on Tuesday, police said. The rain went on for the rest of the day."
    )
    read_article(reader, ASIDE.model_copy(update={"text": flood}), None)
    assert asked
    assert not [line for line in asked if line.startswith("larger")]
