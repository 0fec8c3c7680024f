"""What is no incident, what follows one up and what recalls one."""

import pytest
from reading_documents import document

from tocsin.reading.questions import NON_EVENT, ROLE
from tocsin.reading.rules.newsworth import RelevanceScorer
from tocsin.reading.rules.relevance import RelevanceRules
from tocsin.reading.rules.what import TypeRules
from tocsin.types import Document
from tocsin_schemas.enums import Role

RULES = RelevanceRules()
TYPES = TypeRules()
SCORER = RelevanceScorer()


def reasons(made: Document, whole: bool = False) -> set[str]:
    return {c.value.reason for c in RULES.annotate(made) if c.question == NON_EVENT and c.value.whole is whole}


def roles(sentence: str) -> set[Role]:
    return {c.value.role for c in RULES.annotate(document(sentence)) if c.question == ROLE and not c.value.whole}


def newsworth(made: Document) -> float:
    whats = list(TYPES.annotate(made))
    scores = SCORER.score(made, whats, list(RULES.annotate(made)), TYPES.headline(made))
    return max((score.probability for score in scores), default=0.0)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("metaphor", "The minister was bombarded with questions."),
        ("metaphor", "They are shooting a film in the old harbour."),
        ("metaphor", "The bank came under fire from its critics."),
        ("trial", "The jury heard testimony about the 2011 killing."),
        ("anniversary", "The town marked the tenth anniversary of the bombing."),
        ("drill", "Firefighters took part in a full-scale disaster exercise."),
        ("forecast", "Forecasters say the river is expected to crest on Friday."),
        ("obituary", "He is survived by two daughters."),
        ("history", "During the Civil War the fort was shelled."),
        ("advice", "Safety tips: check your smoke alarm twice a year."),
        ("statistics", "The crime rate fell by four percent."),
    ],
)
def test_a_sentence_that_tells_no_happening(reason: str, sentence: str) -> None:
    assert reason in reasons(document(sentence))


@pytest.mark.parametrize(
    ("reason", "sentences"),
    [
        ("sport", ("The striker scored two goals.", "The coach praised his team after the match.")),
        ("market", ("Shares plunged as investors fled.", "The company's quarterly profit halved.")),
        ("politics", ("The council voted on the ordinance.", "Republicans oppose the bill.")),
        ("community", ("Volunteers held a fundraiser at the library.", "Students will perform at the festival.")),
        ("fiction", ("The film stars an unknown actress.", "The novel it is based on was a bestseller by its author.")),
        ("commentary", ("I think we should be ashamed.", "My view is that our leaders failed.")),
    ],
)
def test_an_article_about_something_else(reason: str, sentences: tuple[str, ...]) -> None:
    assert reason in reasons(document(*sentences), whole=True)


@pytest.mark.parametrize(
    ("url", "title", "reason"),
    [
        ("https://news.example/sports/hawks-attack-late", None, "sport"),
        ("https://news.example/opinion/why-we-fight", None, "commentary"),
        (None, "Letter: Stop the bloodshed", "commentary"),
        (None, "Editorial: A bomb under the budget", "commentary"),
    ],
)
def test_the_page_says_what_it_is(url: str | None, title: str | None, reason: str) -> None:
    assert reason in reasons(document("It was a long night.", title=title, url=url), whole=True)


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.FOLLOW_UP, "He was arraigned on two counts on Tuesday."),
        (Role.FOLLOW_UP, "She pleaded not guilty."),
        (Role.FOLLOW_UP, "A man was arrested in connection with the blaze."),
        (Role.FOLLOW_UP, "Hundreds attended the funeral."),
        (Role.FOLLOW_UP, "Police are still searching for the driver."),
        (Role.BACKGROUND, "In 2019, a bomb killed four people at the same market."),
        (Role.BACKGROUND, "Insurgents have frequently targeted the road."),
        (Role.BACKGROUND, "It was the deadliest attack since the war."),
        (Role.BACKGROUND, "The region has a history of such attacks."),
        (Role.BACKGROUND, "Three years ago a flood destroyed the bridge."),
    ],
)
def test_roles(role: Role, sentence: str) -> None:
    assert role in roles(sentence)


def test_the_year_of_publication_is_no_background() -> None:
    assert Role.BACKGROUND not in roles("The bomb exploded on 14 May 2024.")


def test_fresh_news_scores_above_sport_opinion_and_memory() -> None:
    news = document("A bus crashed into a house in Osk on Tuesday, killing two people, police said.", title="Bus crash")
    sport = document(
        "The Hawks shot down the Bears on Tuesday.",
        "The coach said the attack scored three goals in the second half of the season's best game.",
        url="https://news.example/sports/hawks",
    )
    memory = document("In 2009, gunmen killed four people at the market.", "The town marked the anniversary.")
    assert newsworth(news) > 0.5 > newsworth(memory)
    assert newsworth(news) > 0.5 > newsworth(sport)
