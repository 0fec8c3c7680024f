"""Killed and injured of a crime: which of the counts that a text can be read to give is chosen, and that it is told."""

import pytest
from reading_documents import document

from tocsin.app import open_reader, read_article
from tocsin.reading import harm_choice
from tocsin.reading.evidence import EvidenceList
from tocsin.reading.harm_counts import choose, injured_of, killed_of
from tocsin.reading.harm_people import Fate, distinct, fate_of
from tocsin.reading.harm_title import Title, title_of
from tocsin.reading.harm_totals import told_by_effect
from tocsin.reading.harms import HarmSaid, harm_of
from tocsin.reading.rules.harm import HarmRules
from tocsin.types import TITLE, Candidate, Sentence, Span
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.enums import Side
from tocsin_schemas.models import Article

RULES = HarmRules()


def said(*sentences: str) -> list[Candidate]:
    return list(RULES.annotate(document(*sentences)))


def title(text: str) -> Title:
    return title_of(Sentence(TITLE, Span(0, 0), text, 0))


def chosen(heading: str, *sentences: str) -> tuple[int, int]:
    harm = choose(said(*sentences), (), title(heading))
    return (sum(one.value for one in harm.killed or ()), sum(one.value for one in harm.injured or ()))


@pytest.mark.parametrize(
    ("heading", "sentences", "expected"),
    [
        (
            "Boy, 9, dies after shooting",
            ("A 9-year-old boy was shot on Friday.", "He was taken to a hospital, where he died."),
            (1, 0),
        ),
        (
            "One dead, two hurt in bar shooting",
            ("A man was killed and two others were wounded in a shooting outside a bar.", "The man died at the scene."),
            (1, 2),
        ),
        (
            "Two wounded in shooting",
            ("A man and a woman were shot on Elm Street.", "Both were taken to a hospital in stable condition."),
            (0, 2),
        ),
        (
            "Man kills family, self",
            (
                "A man shot and killed three members of his family before turning the gun on himself, police said.",
                "Neighbours heard shots about 9 p.m.",
            ),
            (4, 0),
        ),
        (
            "Shooting at store",
            ("Five people are dead, including the gunman, after a shooting at a store.", "The gunman killed himself."),
            (5, 0),
        ),
        (
            "Gunman kills 14 at market",
            (
                "A gunman killed 14 people at a market on Sunday.",
                "Fourteen people were killed and 20 were wounded, police said.",
                "The 14 people killed were shoppers.",
            ),
            (14, 20),
        ),
    ],
)
def test_the_likeliest_count(heading: str, sentences: tuple[str, ...], expected: tuple[int, int]) -> None:
    assert chosen(heading, *sentences) == expected


def test_people_told_singly_are_told_apart_by_sex_age_and_name() -> None:
    told = told_by_effect(
        said(
            "A 36-year-old man was wounded.",
            "A 28-year-old woman was wounded.",
            "The woman was wounded in the leg.",
            "Another man was wounded.",
            "Ines Hall, 28, was wounded in the arm.",
        )
    )["injured"]
    assert len(distinct(told)) == 3


def test_two_in_one_sentence_are_two() -> None:
    assert len(distinct(told_by_effect(said("One man was wounded and a man was wounded."))["injured"])) == 2


def test_every_count_is_one_that_the_text_gives() -> None:
    told = told_by_effect(said("Five people were shot, one of them fatally.", "A man was killed."))
    none = Title()
    killed = killed_of(told["killed"], told["injured"], none)
    assert {count.total for count in killed.counts} <= {0, 1, 2}
    injured = injured_of(told["injured"], killed, harm_choice.Count(1), none)
    assert {count.total for count in injured.counts} == {0, 4, 5}


def test_a_title_gives_no_count_of_its_own() -> None:
    assert choose([], (), title("Nine killed in shooting")).killed is None


@pytest.mark.parametrize(("is_alone", "dead"), [(True, 2), (False, None)])
def test_a_title_gives_a_count_where_it_can_be_of_nothing_else(is_alone: bool, dead: int | None) -> None:
    heading = title_of(Sentence(TITLE, Span(0, 0), "Two dead, three hurt in shooting", 0), is_alone)
    harm = choose(said("Three people were wounded, police say."), (), heading)
    assert (harm.killed[0].value if harm.killed else None) == dead


@pytest.mark.parametrize(
    ("words", "dead", "doers"),
    [
        ("Two guards, shooter killed at mill", 2, 1),
        ("Man kills two daughters, self", 2, 1),
        ("Three dead after shooting at mill", 3, 0),
        ("Man shoots wife, then himself", 0, 0),
    ],
)
def test_a_title_tells_who_did_it_apart_from_the_dead(words: str, dead: int, doers: int) -> None:
    assert (title(words).killed, title(words).doers) == (dead, doers)


def test_a_title_may_tell_of_the_doer_what_the_text_leaves_out() -> None:
    heading = title_of(Sentence(TITLE, Span(0, 0), "Two clerks, gunman killed at mill", 0), True)
    told = told_by_effect(said("Two clerks were killed."))
    assert {count.total for count in killed_of(told["killed"], (), heading).counts} >= {2, 3}


@pytest.mark.parametrize(
    ("words", "dead"),
    [("Mother, two children killed in blaze", 3), ("Man, 34, killed in bar fight", 1), ("Aunt, boy found dead", 2)],
)
def test_a_comma_between_people_of_a_headline_joins_them(words: str, dead: int) -> None:
    assert title(words).killed == dead


def test_who_kills_himself_after_others_may_count_as_attacker() -> None:
    told = told_by_effect(said("The man killed two women.", "The man then killed himself."))
    counts = killed_of(told["killed"], (), Title()).counts
    assert harm_choice.Count(2, 1) in counts


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("A man killed his two sons and then shot himself.", True),
        ("A man killed his wife and then himself in their flat.", True),
        ("A woman killed two neighbours in a murder-suicide.", True),
        ("A man killed his two sons and was arrested.", False),
    ],
)
def test_who_turns_the_gun_on_himself_may_be_one_more(text: str, may_be: bool) -> None:
    told = told_by_effect(said(text))
    counts = killed_of(told["killed"], told.get("injured", ()), Title()).counts
    assert any(count.attackers for count in counts) is may_be


def test_the_gunmans_own_death_comes_on_top_and_is_an_attackers() -> None:
    text = ("A man killed his wife and a neighbour in what police call a murder-suicide.", "He then shot himself.")
    harm = choose(said(*text), (), title("Three dead in murder-suicide"))
    assert {(one.value, one.side) for one in harm.killed or ()} == {(2, Side.VICTIMS), (1, Side.ATTACKERS)}


def test_who_is_counted_for_shooting_himself_has_the_quote_that_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = harm_choice.Weights(version=1, killed={"own": 1.0}, injured={})
    monkeypatch.setattr(harm_choice, "load_weights", lambda: weights)
    text = document("Shots were heard at a farm.", "A man then shot himself.")
    evidence = EvidenceList(text)
    harm = harm_of(HarmSaid(tuple(RULES.annotate(text))), "CRI.SHOOTING", evidence)
    assert [one.value for one in harm.killed or ()] == [1]
    assert [one.quote for one in evidence.all() if one.field == "harm.killed"] == ["A man then shot himself."]


def test_what_no_day_or_place_sets_apart_is_of_the_happening_told(gazetteer: Gazetteer) -> None:
    text = (
        "CHICAGO - A man is charged after a shooting at a motel on Tuesday. "
        "Four people were wounded in the shooting and three of them have left the hospital. "
        "He is held without bail."
    )
    article = Article(article_id="a2", title="Man charged after motel shooting", text=text)
    mention = read_article(open_reader(), article, None).report.mentions[0]
    assert [one.value for one in mention.harm.injured or ()] == [4]


@pytest.mark.parametrize(
    ("sentences", "fates"),
    [
        (("A boy of nine was shot on Friday.", "The boy died."), [Fate.GONE]),
        (("A girl who was wounded on Friday has died.",), [Fate.GONE]),
        (("Ines Hall, 28, was shot in a car.", "Hall died at a hospital."), [Fate.GONE]),
        (("A man was killed.", "A woman was shot in the arm."), [Fate.APART]),
        (("A man was killed.", "His cousin was also shot."), [Fate.APART]),
        (("A man was killed.", "The driver was shot in the arm."), [Fate.OPEN]),
        (("The driver was shot in the arm.",), [Fate.OPEN]),
    ],
)
def test_who_died_of_those_hurt(sentences: tuple[str, ...], fates: list[Fate]) -> None:
    told = told_by_effect(said(*sentences))
    assert [fate_of(item, told.get("killed", ())) for item in told["injured"]] == fates


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("A guard has died of her wounds, bringing the death toll to four.", 4),
        ("A guard was killed, and the death toll of the year rose to 40.", 0),
        ("Two guards were wounded and a third guard died.", 0),
    ],
)
def test_a_running_toll_is_the_least(text: str, least: int) -> None:
    told = told_by_effect(said(text))
    assert min(count.victims for count in killed_of(told["killed"], (), Title()).counts) == least


@pytest.mark.parametrize("dead", [0, 1])
def test_injured_are_weighed_apart_where_nobody_died(dead: int) -> None:
    told = told_by_effect(said("Two men were shot on Elm Street.", "One man was in stable condition."))["injured"]
    nobody = killed_of((), (), Title())
    found = injured_of(told, nobody, harm_choice.Count(dead), Title()).features
    assert any(name.startswith("no_dead_") for one in found for name in one) is (dead == 0)


def test_nobody_hurt_is_told_as_none() -> None:
    harm = choose(said("Shots hit a house in Elm Street.", "No injuries were reported."), (), title(""))
    assert [one.value for one in harm.injured or ()] == [0]


def test_sides_stay_apart() -> None:
    harm = choose(said("A guard was killed in the robbery.", "The gunman was killed by police."), (), title(""))
    assert {(one.value, one.side) for one in harm.killed or ()} <= {(1, Side.SECURITY_FORCES), (1, Side.ATTACKERS)}
    assert harm.killed


def test_weights_name_no_unknown_slot() -> None:
    weights = harm_choice.load_weights()
    assert weights.of("killed") is weights.killed
    assert weights.of("injured") is weights.injured


def test_a_published_count_has_its_quote(gazetteer: Gazetteer) -> None:
    text = (
        "CHICAGO - A man was killed and three others were wounded in a shooting on Tuesday, police said. "
        "The man was pronounced dead at the scene. Three people were taken to a hospital."
    )
    article = Article.model_validate(
        {
            "article_id": "a1",
            "title": "1 dead, 3 hurt in Chicago shooting",
            "text": text,
            "published_at": "2026-03-04T10:00:00Z",
        }
    )
    mention = read_article(open_reader(), article, None).report.mentions[0]
    assert [one.value for one in mention.harm.killed or ()] == [1]
    assert [one.value for one in mention.harm.injured or ()] == [3]
    quotes = {(one.field, one.quote) for one in mention.evidence}
    lead = text.partition(". ")[0] + "."
    assert {("harm.killed", lead), ("harm.injured", lead)} <= quotes


def test_a_vague_headline_differs_from_no_figure() -> None:
    title = title_of(document("Several persons injured with knife on the square").sentences[0])
    assert (title.injured, title.tells_hurt) == (0, True)
