"""The trained reader: its file, its spans, how it is weighed against the rules, and what it does to an article."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_documents import what

import tocsin.reading.model
from tocsin.app import open_reader, read_article
from tocsin.reading.frames import Frame
from tocsin.reading.kinds import type_of
from tocsin.reading.model.encoder import MOST_PIECES, Encoded, Encoder, open_encoder, open_roles, open_tokenizer
from tocsin.reading.model.errors import ModelError
from tocsin.reading.model.parts import PARTS, PartWeigher
from tocsin.reading.model.spans import Tagging
from tocsin.reading.model.weights import PartWeights, TypeWeights, load_weights
from tocsin.reading.questions import ACTOR, TARGET, TYPE, WEAPON, WHAT, ActorAnswer, TypeAnswer
from tocsin.reading.rules.parties import PartyFinder
from tocsin.reading.strands import Part
from tocsin.reading.weigh import combine, mean_shares
from tocsin.types import Candidate, Document, Sentence, Span
from tocsin.world.actors import ActorRegister
from tocsin_schemas.enums import ActorKind, ActorRole, WeaponKind
from tocsin_schemas.models import Article, Weapon
from tocsin_schemas.taxonomy import load_taxonomy

ROWS = {part: PartWeights(span=0.4, alone=0.5, denied=0.3) for part in ("doer", "hurt", "target")}
DONE = {"doer": ["perpetrator"], "hurt": ["victim"], "target": ["target"]}
ALONE = {"perpetrator": ["perpetrator"], "victim": ["victim"], "target": ["target"]}
TAGS = ("outside", "first-perpetrator", "inside-perpetrator", "first-victim", "inside-victim", "first-target",
        "inside-target")  # fmt: skip
EVEN = TypeWeights(model=1.0, rule=2.0, first=0.5)


def encoded(pieces: list[tuple[int, int, str]]) -> Encoded:
    """Pieces at [start, end) that are surely of a tag."""
    tags = np.full((len(pieces), len(TAGS)), 0.01)
    for row, (_, _, tag) in enumerate(pieces):
        tags[row, TAGS.index(tag)] = 0.94
    return Encoded({}, tags, [(start, end) for start, end, _ in pieces])


# --- the file


def test_the_shipped_file_answers_for_every_type_and_tells_its_version() -> None:
    encoder = open_encoder()
    read = encoder.read("Gunmen shot two traders dead at a market in the north.")
    assert set(read.shares["event_type"]) == {row.code for row in load_taxonomy().rows()}
    for shares in read.shares.values():
        assert sum(shares.values()) == pytest.approx(1.0, abs=1e-3)
    assert read.tags.shape == (len(read.offsets), len(encoder.tags))
    assert encoder.version


def test_the_shipped_file_knows_a_shooting_from_a_flood() -> None:
    encoder = open_encoder()
    shooting = encoder.read("A gunman opened fire in a bar and killed three people.").shares["event_type"]
    flood = encoder.read("Floods after days of heavy rain swept away a bridge and forty homes.").shares["event_type"]
    assert max(flood, key=lambda code: flood[code]) == "DIS.FLOOD"
    assert max(shooting, key=lambda code: shooting[code]).startswith(("CRI.", "VAC."))


def test_a_text_longer_than_the_encoder_holds_is_cut() -> None:
    read = open_encoder().read("The army retook the town. " * 400)
    assert len(read.offsets) == MOST_PIECES


def test_an_empty_text_is_read() -> None:
    assert len(open_encoder().read("").offsets) == 2


def test_the_same_text_gives_the_same_numbers() -> None:
    encoder = open_encoder()
    one, two = (encoder.read("Rebels seized the bridge.") for _ in range(2))
    assert one.shares == two.shares
    assert np.array_equal(one.tags, two.tags)


def test_a_file_that_is_none_says_so(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no model")
    with pytest.raises(ModelError, match=r"broken\.onnx cannot be read"):
        Encoder(broken, open_tokenizer(Path(tocsin.reading.model.__file__).parent / "data" / "tokenizer.json"))


# --- spans


def test_words_of_one_role_are_one_span_without_its_article() -> None:
    text = "The masked men shot."
    read = encoded([(0, 3, "first-perpetrator"), (4, 10, "inside-perpetrator"), (11, 14, "inside-perpetrator"),
                    (15, 19, "outside")])  # fmt: skip
    spans = Tagging(text, read, TAGS, ALONE).spans({"perpetrator": 0.5, "victim": 0.5, "target": 0.5}, 0.5)
    assert [(text[one.start : one.end], one.role) for one in spans] == [("masked men", "perpetrator")]


def test_a_span_reaches_over_fainter_words_but_ends_in_no_small_one() -> None:
    text = "The office of the mayor of"
    places = [(0, 3), (4, 10), (11, 13), (14, 17), (18, 23), (24, 26)]
    read = encoded([(*places[0], "outside"), (*places[1], "first-target"),
                    *((*place, "inside-target") for place in places[2:])])  # fmt: skip
    read.tags[2:] = 0.3 * read.tags[2:]
    least = {"perpetrator": 0.5, "victim": 0.5, "target": 0.5}

    def found(reach: float) -> list[str]:
        return [text[one.start : one.end] for one in Tagging(text, read, TAGS, ALONE).spans(least, reach)]

    assert found(0.2) == ["office of the mayor"]
    assert found(0.5) == ["office"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Las Lomas bridge", "Las Lomas bridge"),
        ("the Lomas bridge", "Lomas bridge"),
        ("la Lomas bridge", "Lomas bridge"),
    ],
)
def test_an_article_written_large_is_of_the_name(text: str, name: str) -> None:
    places = [match.span() for match in re.finditer(r"\w+", text)]
    read = encoded([(*places[0], "first-target"), *((*place, "inside-target") for place in places[1:])])
    spans = Tagging(text, read, TAGS, ALONE).spans({"perpetrator": 0.5, "victim": 0.5, "target": 0.5}, 0.5)
    assert [text[one.start : one.end] for one in spans] == [name]


def test_a_word_that_begins_another_splits_a_run() -> None:
    assert _two_halves("Ann Lee, boy of 12") == ["Ann Lee", "boy"]
    assert _two_halves("old men, two girls") == ["old men", "two"]


def test_words_written_large_side_by_side_are_one_name() -> None:
    assert _two_halves("Ann Lee Bo Ray") == ["Ann Lee Bo Ray"]


def _two_halves(text: str) -> list[str]:
    """The spans where the first two words are tagged as one victim, and what follows as another."""
    words = [match.span() for match in re.finditer(r"\w+", text)][:4]
    tags = ("first-victim", "inside-victim", "first-victim", "inside-victim" if text.istitle() else "outside")
    read = encoded([(*place, tag) for place, tag in zip(words, tags, strict=True)])
    spans = Tagging(text, read, TAGS, ALONE).spans({"perpetrator": 0.5, "victim": 0.5, "target": 0.5}, 0.5)
    return [text[one.start : one.end] for one in spans]


def test_pieces_of_a_word_count_together() -> None:
    text = "guerrilleros fled"
    read = encoded([(0, 6, "first-perpetrator"), (6, 12, "inside-perpetrator"), (13, 17, "outside")])
    tagging = Tagging(text, read, TAGS, ALONE)
    share = tagging.share(0, 12, "perpetrator")
    assert share is not None
    assert share > 0.9
    assert tagging.share(17, 17, "perpetrator") is None


@given(st.text(max_size=60), st.floats(0, 1))
def test_spans_stand_inside_their_text(text: str, least: float) -> None:
    encoder = open_encoder()
    read = encoder.read(text)
    for span in Tagging(text, read, encoder.tags, PARTS).spans(dict.fromkeys(PARTS, least), least / 2):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start].isalnum()


# --- types


def test_chances_of_types_are_a_distribution_and_follow_who_is_believed() -> None:
    shares = {"EXP.BOMB": 0.2, "ACC.FIRE": 0.8}
    chances = combine({"EXP.BOMB": 0.7}, shares, EVEN)
    assert sum(chances.values()) == pytest.approx(1.0)
    deaf = combine({"EXP.BOMB": 0.7}, shares, TypeWeights(model=0.0, rule=2.0, first=0.5))
    assert deaf["EXP.BOMB"] > chances["EXP.BOMB"]


@given(st.lists(st.tuples(st.floats(0.01, 1), st.floats(0, 1)), max_size=4))
def test_shares_of_several_sentences_are_their_weighted_mean(rows: list[tuple[float, float]]) -> None:
    mean = mean_shares(({"A": share, "B": 1 - share}, weight) for share, weight in rows)
    if not any(weight > 0 for _, weight in rows):
        assert mean == {}
    else:
        weighed = [share for share, weight in rows if weight > 0]
        assert min(weighed) - 1e-9 <= mean["A"] <= max(weighed) + 1e-9


def frame(*whats: Candidate, shares: dict[str, float] | None = None) -> Part:
    text = "Words that tell of something that took place in a town by the sea."
    answers = {WHAT: list(whats)}
    if shares is not None:
        answers[TYPE] = [Candidate(TYPE, TypeAnswer(shares, EVEN), whats[0].span, 0, 1.0, "model:x")]
    sentence = Sentence(0, Span(0, len(text)), text, 0)
    return Part(Frame(sentence, sentence.span, answers), 1.0)


def test_the_encoder_decides_between_types_that_the_rules_see() -> None:
    whats = what("EXP.BOMB", 0.6), what("ACC.FIRE", 0.5, at=10)
    alone, heard = type_of([frame(*whats)]), type_of([frame(*whats, shares={"EXP.BOMB": 0.01, "ACC.FIRE": 0.99})])
    assert alone is not None
    assert heard is not None
    assert (alone.event_type, heard.event_type) == ("EXP.BOMB", "ACC.FIRE")
    assert heard.candidate.span == whats[1].span
    assert heard.score == alone.score


def test_a_type_that_no_rule_saw_rests_on_the_rules_trigger_and_says_who_named_it() -> None:
    heard = type_of([frame(what("EXP.BOMB", 0.4, at=6), shares={"EXP.BOMB": 0.001, "DIS.FLOOD": 0.999})])
    assert heard is not None
    assert (heard.event_type, heard.candidate.span.start, heard.candidate.by) == ("DIS.FLOOD", 6, "model:x")


def test_a_thread_is_no_attribution_however_sure_the_encoder_is() -> None:
    heard = type_of([frame(what("EXP.BOMB", 0.6), shares={"EXP.BOMB": 0.1, "ATT.ATTRIBUTION": 0.9})])
    assert heard is not None
    assert heard.event_type == "EXP.BOMB"


# --- parts


def test_tags_name_a_part_that_the_rules_missed_and_strike_one_that_they_made_up() -> None:
    text = "Hooded riders burned the mill while traders watched"
    sentence = Sentence(0, Span(0, len(text)), text, 0)
    document = Document("a", "h", text, None, (sentence,), None, None, None, "en")
    read = encoded([(0, 6, "first-perpetrator"), (7, 13, "inside-perpetrator"), (14, 20, "outside"),
                    (21, 24, "outside"), (25, 29, "first-target"), (30, 35, "outside"), (36, 43, "outside"),
                    (44, 51, "outside")])  # fmt: skip
    weigher = PartWeigher(PartyFinder(ActorRegister.load()), ROWS, 0.15, "model:x")
    wrong = Candidate(
        ACTOR,
        ActorAnswer(ActorRole.VICTIM, "traders", kind=ActorKind.CIVILIANS),
        Span(36, 43),
        0,
        0.8,
        "rule:actor.victim",
    )
    found = list(weigher.weigh(document, sentence, [wrong], Tagging(text, read, TAGS, DONE)))
    names = {(one.question, one.value.name) for one in found}
    assert names == {(ACTOR, "Hooded riders"), (TARGET, "mill")}


def test_what_both_found_says_so() -> None:
    text = "Hooded riders burned the mill"
    sentence = Sentence(0, Span(0, len(text)), text, 0)
    document = Document("a", "h", text, None, (sentence,), None, None, None, "en")
    read = encoded([(0, 6, "first-perpetrator"), (7, 13, "inside-perpetrator")])
    weigher = PartWeigher(PartyFinder(ActorRegister.load()), ROWS, 0.15, "model:x")
    rule = Candidate(ACTOR, ActorAnswer(ActorRole.PERPETRATOR, "riders"), Span(7, 13), 0, 0.6, "rule:actor.perpetrator")
    (both,) = weigher.weigh(document, sentence, [rule], Tagging(text, read, TAGS, DONE))
    assert both.by == "rule:actor.perpetrator+model:x"
    assert both.value.name == "Hooded riders"
    assert both.score > 0.9
    known = replace(rule, value=replace(rule.value, actor_id="riders_of_oruna"))
    (registered,) = weigher.weigh(document, sentence, [known], Tagging(text, read, TAGS, DONE))
    assert registered.value.name == "riders"


def test_of_a_person_called_by_office_and_name_the_name_is_kept() -> None:
    text = "Gunmen shot judge Ana Ruiz"
    sentence = Sentence(0, Span(0, len(text)), text, 0)
    document = Document("a", "h", text, None, (sentence,), None, None, None, "en")
    tags = (*TAGS, "first-victim_named", "inside-victim_named")
    pieces = [(0, 6, "outside"), (7, 11, "outside"), (12, 17, "first-victim"), (18, 21, "first-victim_named"),
              (22, 26, "first-victim_named")]  # fmt: skip
    shares = np.full((len(pieces), len(tags)), 0.002)
    for row, (_, _, tag) in enumerate(pieces):
        shares[row, tags.index(tag)] = 0.99 if tag == "first-victim" else 0.95
    read = Encoded({}, shares, tuple((left, right) for left, right, _ in pieces))
    weigher = PartWeigher(PartyFinder(ActorRegister.load()), ROWS, 0.15, "model:x")
    rule = Candidate(ACTOR, ActorAnswer(ActorRole.VICTIM, "judge Ana Ruiz"), Span(12, 26), 0, 0.6, "rule:actor.victim")
    parts = {"doer": ["perpetrator"], "hurt": ["victim", "victim_named"], "target": ["target"]}
    (judge,) = weigher.weigh(document, sentence, [rule], Tagging(text, read, tags, parts))
    assert (judge.value.name, judge.value.kind) == ("Ana Ruiz", ActorKind.PERSON)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Gunmen shot Ana Ruiz and Eva Soto", ["Ana Ruiz", "Eva Soto"]),
        ("Gunmen shot Ana and Eva and Luz", ["Ana", "Eva", "Luz"]),
        ("Gunmen shot Ana Ruiz and family", ["Ana Ruiz and family"]),
    ],
)
def test_people_joined_by_and_are_told_apart_where_both_are_called_by_name(text: str, told: list[str]) -> None:
    pieces = [match.span() for match in re.finditer(r"\w+", text)]
    tags = ("outside", "first-victim_named", "inside-victim_named")
    shares = np.array([[0.98, 0.01, 0.01]] * 2 + [[0.02, 0.9, 0.08]] + [[0.02, 0.08, 0.9]] * (len(pieces) - 3))
    tagging = Tagging(text, Encoded({}, shares, pieces), tags, {"hurt": ["victim_named"]})
    assert [text[one.start : one.end] for one in tagging.spans({"hurt": 0.7}, 0.12)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a group of Colombians attacked", ["group of Colombians"]),
        ("the leader of Colombians attacked", ["leader", "Colombians"]),
    ],
)
def test_a_group_of_people_is_one_doer_and_not_two(text: str, told: list[str]) -> None:
    pieces = [match.span() for match in re.finditer(r"\w+", text)]
    first, inside, outside = [0.02, 0.9, 0.08], [0.02, 0.08, 0.9], [0.98, 0.01, 0.01]
    read = Encoded({}, np.array([outside, first, inside, first, outside]), pieces)
    tagging = Tagging(text, read, ("outside", "first-perpetrator", "inside-perpetrator"), {"doer": ["perpetrator"]})
    assert [text[one.start : one.end] for one in tagging.spans({"doer": 0.7}, 0.12)] == told


def test_a_weapon_is_called_as_the_tags_cut_it() -> None:
    text = "A powerful dynamite charge went off"
    sentence = Sentence(0, Span(0, len(text)), text, 0)
    document = Document("a", "h", text, None, (sentence,), None, None, None, "en")
    tags = ("outside", "first-weapon", "inside-weapon")
    shares = np.array([[0.98, 0.01, 0.01], [0.98, 0.01, 0.01], [0.01, 0.98, 0.01], [0.01, 0.01, 0.98],
                       [0.98, 0.01, 0.01], [0.98, 0.01, 0.01]])  # fmt: skip
    read = Encoded({}, shares, ((0, 1), (2, 10), (11, 19), (20, 26), (27, 31), (32, 35)))
    weigher = PartWeigher(PartyFinder(ActorRegister.load()), {"weapon": ROWS["target"]}, 0.15, "model:x")
    told = Weapon(kind=WeaponKind.BOMB, name="powerful dynamite")
    rule = Candidate(WEAPON, told, Span(2, 19), 0, 0.6, "rule:weapon")
    (weapon,) = weigher.weigh(document, sentence, [rule], Tagging(text, read, tags, {"weapon": ["weapon"]}))
    assert weapon.value.name == "dynamite charge"


# --- the whole


ARTICLE = Article(
    article_id="mill",
    title="Two dead as riders burn mill near Oxford",
    text="Masked gunmen on motorcycles set fire to a flour mill near Oxford on Tuesday, killing two guards, police "
    "said. "
    "The owner, Peter Hale, was wounded in the leg.",
    published_at="2026-03-05T08:00:00Z",
)


def test_a_report_names_the_model_that_read_it_and_is_the_same_each_time() -> None:
    reader = open_reader()
    one, two = (read_article(reader, ARTICLE, None).report for _ in range(2))
    assert one == two
    assert one.lineage.model == f"{open_encoder().version}.{open_roles().version}"
    assert one.mentions


def test_by_rules_alone_no_model_is_named() -> None:
    assert read_article(open_reader(model=False), ARTICLE, None).report.lineage.model is None


def test_weights_and_parts_name_what_the_model_knows() -> None:
    known = {tag.split("-", 1)[1] for tag in open_encoder().tags if "-" in tag}
    assert {role for roles in PARTS.values() for role in roles} <= known
    assert set(load_weights().parts) == set(PARTS)
    codes = {row.code for row in load_taxonomy().rows()}
    families = {code.partition(".")[0] for code in codes}
    assert load_weights().budget.fighting | load_weights().news.deeds.keys() <= families | codes
    assert load_weights().roles.fighting <= load_weights().budget.fighting
