"""A figure of speech speaks against its own words, and against nothing beside them."""

from datetime import UTC, datetime

import pytest

from tocsin.app import open_reader, read_article
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.enums import Role
from tocsin_schemas.models import Article

SUNDAY = datetime(2026, 3, 15, 9, tzinfo=UTC)


def told(text: str) -> list[str]:
    article = Article(article_id="a", text=text, published_at=SUNDAY)
    mentions = read_article(open_reader(), article, SUNDAY).report.mentions
    return [one.what.event_type for one in mentions if one.role is Role.REPORTED]


@pytest.mark.parametrize(
    "text",
    [
        "Five people, two of them sisters, were wounded in a shooting in the Elm Park quarter of Memphis on Saturday, "
        "the fire department said.",
        "A six-year-old was shot in the head in Memphis on Saturday while she sat in a car.",
        "A boy of nine was hit by a bullet in Memphis on Saturday while he watched the fireworks.",
        "A girl was injured in Memphis on Saturday after a bullet grazed her arm.",
    ],
)
def test_a_shooting_beside_other_words_is_told(gazetteer: Gazetteer, text: str) -> None:
    assert told(text) == ["CRI.SHOOTING"]


@pytest.mark.parametrize(
    "text",
    [
        "The mill got a shot in the arm on Saturday when the town of Memphis lent it two million dollars.",
        "The fire department of Memphis held its pancake breakfast on Saturday.",
        "Memphis took a shot at redemption on Saturday and beat the visitors by two points.",
    ],
)
def test_a_figure_of_speech_is_no_happening(gazetteer: Gazetteer, text: str) -> None:
    assert told(text) == []
