""" "The accident": which kind it was, its own words tell."""

from datetime import UTC, datetime

import pytest

from tocsin.app import open_reader, read_article
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.models import Article

FRIDAY = datetime(2026, 3, 13, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "A pupil from Lodi died on Thursday after being accidentally shot at his home, the school said. "
            "No other children were involved in the accident, it said.",
            "CRI.SHOOTING",
        ),
        (
            "Two lorries collided near Lodi on Thursday and a driver was killed. The accident closed the road.",
            "ACC.TRANSPORT",
        ),
        ("A man was killed in an accident on the road near Lodi on Thursday.", "ACC.TRANSPORT"),
    ],
)
def test_the_accident_is_of_the_kind_that_its_own_words_tell(gazetteer: Gazetteer, text: str, code: str) -> None:
    article = Article(article_id="a", text=text, published_at=FRIDAY)
    (mention,) = read_article(open_reader(), article, FRIDAY).report.mentions
    assert mention.what.event_type == code
