"""Pages whose text is not the article under their headline."""

from datetime import UTC, datetime

import pytest

from tocsin.intake.headline import headline_alone, is_foreign
from tocsin.intake.prepare import prepare
from tocsin.types import Document
from tocsin_schemas.models import Article

PAYWALL = (
    "You have read your free stories for this month. Log in or buy a subscription to go on. Need help? Write to us."
)


def prepared(title: str | None, text: str) -> Document:
    article = Article(article_id="a", title=title, text=text, published_at=datetime(2026, 3, 12, tzinfo=UTC))
    document = prepare(article)
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize(
    ("headline", "text", "foreign"),
    [
        ("Three men shot outside bar in Lomera", PAYWALL, True),
        ("Three men shot outside bar in Lomera", "Gunfire outside a Lomera bar left three people in hospital.", False),
        ("Three men shot outside bar in Lomera", "Sunny skies today. High 24C. Winds light from the west.", True),
        ("Daily News", PAYWALL, False),
    ],
)
def test_a_story_repeats_the_words_of_its_headline(headline: str, text: str, foreign: bool) -> None:
    assert is_foreign(text, headline) is foreign


def test_the_headline_becomes_the_text() -> None:
    alone = headline_alone(prepared("Three men shot outside bar in Lomera", PAYWALL), is_silent=False)
    assert alone is not None
    assert [alone.quote(one.span) for one in alone.sentences] == ["Three men shot outside bar in Lomera"]
    assert alone.title is None


def test_nothing_without_a_headline() -> None:
    assert headline_alone(prepared(None, PAYWALL), is_silent=True) is None


def test_a_text_that_tells_something_must_be_further_off_than_a_silent_one() -> None:
    document = prepared(
        "Three men shot outside bar in Lomera", "The road through Lomera is closed for works until May."
    )
    assert headline_alone(document, is_silent=True) is not None
    assert headline_alone(document, is_silent=False) is None
