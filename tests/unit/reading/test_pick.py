"""What of an article the trained reader reads, and how its answers move what is news."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_documents import what

from tocsin.app import open_reader, read_article
from tocsin.reading.model.encoder import open_encoder
from tocsin.reading.model.pick import (
    sentences_beside,
    sentences_to_read,
    trigger_of,
    whole_text,
    windows_of,
)
from tocsin.reading.model.reviewer import weigh_news
from tocsin.reading.model.weights import BudgetWeights, NewsWeights
from tocsin.reading.questions import ACTOR, TYPE, ActorAnswer
from tocsin.types import Candidate, Document, Sentence, Span
from tocsin_schemas.enums import ActorKind, ActorRole
from tocsin_schemas.models import Article

SMALL = BudgetWeights(plain=10, fought=40, agreed=0.1, whole=12, fighting=frozenset({"EXP"}))


def test_the_budget_is_kept_and_the_likeliest_sentence_is_read_whatever_it_costs() -> None:
    texts = ["Bombs fell. " * 4, "A long sentence on the raid. " * 40, "Two died in the raid."]
    starts = [0, 100, 2000]
    sentences = tuple(
        Sentence(at, Span(start, start + len(text)), text, at)
        for at, (start, text) in enumerate(zip(starts, texts, strict=True))
    )
    document = Document("a", "h", "", None, sentences, None, None, None, "en")
    whats = [what("EXP.BOMB", 0.5, at=start, sentence=at) for at, start in enumerate(starts)]
    news = {whats[0].span: 0.3, whats[1].span: 0.9, whats[2].span: 0.2}
    assert [one.index for one in sentences_to_read(document, whats, news, SMALL, True)] == [1]
    news[whats[1].span] = 0.1
    assert [one.index for one in sentences_to_read(document, whats, news, SMALL, True)] == [0, 2]
    assert [one.index for one in sentences_to_read(document, whats, news, SMALL, False)] == [0]


def test_where_people_fight_a_sentence_that_names_the_dead_is_read_without_a_trigger() -> None:
    texts = ["A bomb went off.", "One was Ana Paz.", "It rained."]
    sentences = tuple(Sentence(at, Span(at * 50, at * 50 + len(text)), text, at) for at, text in enumerate(texts))
    document = Document("a", "h", "", None, sentences, None, None, None, "en")
    dead = ActorAnswer(ActorRole.VICTIM, "Ana Paz", None, ActorKind.PERSON, None)
    victim = Candidate(ACTOR, dead, Span(58, 65), 1, 0.8, "rule:actor.victim")
    trigger = what("EXP.BOMB", 0.9)
    for is_fought, read in ((True, [0, 1]), (False, [0])):
        found = sentences_to_read(document, [trigger, victim], {trigger.span: 0.9}, SMALL, is_fought)
        assert [one.index for one in found] == read


def test_of_what_stands_beside_the_nearest_comes_first_up_to_the_budget() -> None:
    texts = ["Rain fell." * 2, "A bomb went off.", "Two died.", "It was dark.", "The mayor spoke."]
    sentences = tuple(Sentence(at, Span(at * 50, at * 50 + len(text)), text, at) for at, text in enumerate(texts))
    document = Document("a", "h", "", None, sentences, None, None, None, "en")
    assert [one.index for one in sentences_beside(document, {1}, 1_000)] == [0, 2, 3, 4]
    assert [one.index for one in sentences_beside(document, {1}, 20)] == [0, 2]
    assert not sentences_beside(document, {1}, 5)


def test_a_fight_is_told_by_the_likeliest_trigger_and_must_be_news() -> None:
    whats = [what("EXP.BOMB", 0.5), what("DIS.FLOOD", 0.9, at=9)]
    news = {Span(0, 5): 0.9, Span(9, 14): 0.2}
    assert trigger_of(whats, news, {"EXP"}, 0.5) == whats[0]
    assert trigger_of(whats, news, {"EXP"}, 0.95) is None
    assert trigger_of(whats, news, {"BAT"}) is None
    assert trigger_of([], news, {"EXP"}) is None


def test_only_a_short_text_of_several_sentences_is_read_whole() -> None:
    def document(*texts: str) -> Document:
        sentences = (Sentence(at, Span(at * 50, at * 50 + len(text)), text, at) for at, text in enumerate(texts))
        return Document("a", "h", "", None, tuple(sentences), None, None, None, "en")

    assert whole_text(document("A bomb went off.", "Two died."), SMALL) == "A bomb went off. Two died."
    assert whole_text(document("A bomb went off and two died."), SMALL) is None
    assert whole_text(document("A bomb went off at a market.", "Two traders died there."), SMALL) is None


def test_who_acts_may_stand_beside_the_sentence_that_tells_the_deed() -> None:
    """The sentence with the trigger tells a fight; that the army takes the town again stands in the other one."""
    text = (
        "Fighting went on at the edge of Al Bab until noon on Monday. Since then government troops hold the town again."
    )
    article = Article(article_id="a", text=text)
    read = read_article(open_reader(), article, article.published_at)
    assert read.trace is not None
    heard = [one.value.shares for one in read.trace.candidates if one.question == TYPE]
    alone = open_encoder().read(text.split(". ")[0] + ".").shares["event_type"]
    assert heard
    assert all(shares["BAT.GOV_REGAIN"] > alone["BAT.GOV_REGAIN"] + 0.1 for shares in heard)


WEIGHTS = NewsWeights(bias=0.0, rule=1.0, told=0.0, deeds={"EXP": 1.0, "EXP.GRENADE": 0.0})


@given(st.floats(0, 1), st.floats(0, 1))
def test_newsworth_stays_a_probability_and_follows_the_heads(share: float, told: float) -> None:
    shares = {"deed": {"told": told}, "relevance": {"reported": 0.5}}
    weighed = weigh_news(share, shares, "EXP", WEIGHTS)
    assert 0 < weighed < 1
    known = min(0.995, max(0.005, share))
    assert weighed >= known - 1e-9 if told > 0.5 else weighed <= known + 1e-9


def test_the_head_that_learnt_attacks_has_no_say_in_floods() -> None:
    shares = {"deed": {"told": 0.001}, "relevance": {"reported": 0.5}}
    assert weigh_news(0.7, shares, "DIS", WEIGHTS) == pytest.approx(0.7)
    assert weigh_news(0.7, shares, "EXP.SHELLING", WEIGHTS) < 0.3
    assert weigh_news(0.7, shares, "EXP.GRENADE", WEIGHTS) == pytest.approx(0.7)


def test_a_head_cannot_overrule_everything_however_sure_it_is() -> None:
    shares = {"deed": {"told": 1e-9}, "relevance": {"reported": 0.5}}
    assert weigh_news(0.99, shares, "EXP", WEIGHTS) > 0.9


def test_windows_hold_as_many_sentences_as_go_in_and_a_long_one_stands_alone() -> None:
    texts = ["A bomb went off.", "Two died.", "The mayor spoke of it for an hour. " * 9, "It was dark.", "Rain fell."]
    sentences = [Sentence(at, Span(at * 400, at * 400 + len(text)), text, at) for at, text in enumerate(texts)]
    windows = [[one.index for one in window] for window in windows_of(sentences, 12)]
    assert windows == [[0, 1], [2], [3, 4]]
    assert len(windows_of(sentences, 12, first=6)[0]) == 1
    assert windows_of([], 12) == []
