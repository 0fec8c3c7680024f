"""Wordings filled in: the spans stand on their words, chance is seeded, every kind of slot has a filling."""

import pytest

from tocsin.world.gazetteer import Gazetteer, GazetteerMissing
from tocsin.world.gazetteer_format import default_path
from training.fill import Filler, Snippet
from training.registers import Registers
from training.wordings import Form, Wording, load_wordings, slot_kinds


@pytest.fixture(scope="module")
def registers(gazetteer: Gazetteer) -> Registers:
    assert gazetteer is not None  # built before it is read
    return Registers.open(default_path())


def filled(registers: Registers, text: str, seed: int = 1) -> Snippet:
    return Filler(registers, seed).fill(Wording(text, "VAC.ATTACK", Form.LEAD))


def words(snippet: Snippet, role: str) -> list[str]:
    return [snippet.text[span.start : span.end] for span in snippet.spans if span.role == role]


def test_spans_stand_on_their_words(registers: Registers) -> None:
    snippet = filled(
        registers, "In {where:town}, {perpetrator:gunmen} shot [victim|a baker and his son] on {:weekday}."
    )
    town = words(snippet, "where")[0]
    assert snippet.text.startswith(f"In {town}, {words(snippet, 'perpetrator')[0]} shot a baker and his son on ")
    assert words(snippet, "victim") == ["a baker and his son"]
    assert [span.role for span in snippet.spans] == ["where", "perpetrator", "victim"]
    assert town in {name for land in registers.lands for name in land.towns}


def test_the_same_seed_gives_the_same_snippet_and_another_seed_another(registers: Registers) -> None:
    text = "{perpetrator:armed_group} attacked {target:facility} in {where:town_country}"
    assert filled(registers, text, 3) == filled(registers, text, 3)
    assert len({filled(registers, text, seed).text for seed in range(8)}) > 6


def test_a_sentence_begins_with_a_capital(registers: Registers) -> None:
    snippet = filled(registers, "{perpetrator:gunmen} fled. {responder:soldiers} found {weapon:firearm}.")
    first, second = (words(snippet, role)[0] for role in ("perpetrator", "responder"))
    assert first[0].isupper()
    assert second[0].isupper()
    assert words(snippet, "weapon")[0][0].islower()


def test_a_capital_that_a_sentence_gives_makes_no_name(registers: Registers) -> None:
    snippet = filled(registers, "[perpetrator|Gunmen] fled. {perpetrator:gunmen} met [perpetrator|the Red Hand].")
    assert [span.called for span in snippet.spans] == [False, False, True]


def test_one_country_fills_a_wording_and_a_kind_used_twice_names_two_places(registers: Registers) -> None:
    for seed in range(20):
        snippet = filled(registers, "{where:town} and {:town} in {:country}, {:capital}", seed)
        land = next(land for land in registers.lands if snippet.text.endswith(f"{land.name}, {land.capital}"))
        first = words(snippet, "where")[0]
        assert first in land.towns
        assert snippet.text != f"{first} and {first} in {land.name}, {land.capital}"


@pytest.mark.parametrize("kind", sorted(slot_kinds()))
def test_every_kind_of_slot_is_filled(registers: Registers, kind: str) -> None:
    text = filled(registers, f"by {{:{kind}}} then").text
    assert text.startswith("By ")
    assert len(text) > len("By  then")
    assert "{" not in text


def test_the_whole_corpus_fills(registers: Registers) -> None:
    filler = Filler(registers, 1)
    for wording in load_wordings():
        snippet = filler.fill(wording)
        assert all(snippet.text[span.start : span.end].strip() for span in snippet.spans), wording.text


def test_without_a_gazetteer_it_says_what_to_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(GazetteerMissing, match="tocsin gazetteer build"):
        Registers.open(tmp_path_factory.mktemp("none") / "gazetteer.sqlite")
