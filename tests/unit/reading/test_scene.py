"""Happenings that are told without a place or day of their own."""

from datetime import UTC, date, datetime

from tocsin.app import open_reader, read_article
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.enums import DateBasis
from tocsin_schemas.models import Article, Mention

WEDNESDAY = datetime(2025, 3, 12, 9, tzinfo=UTC)


def first(text: str, title: str | None = None) -> Mention:
    article = Article(article_id="a1", text=text, title=title, published_at=WEDNESDAY)
    return read_article(open_reader(), article, WEDNESDAY).report.mentions[0]


def test_the_town_of_the_title_where_the_text_names_none(gazetteer: Gazetteer) -> None:
    mention = first("A gunman shot two men outside a bar on Tuesday night, police said.", "Two men shot in Knoxville")
    assert mention.where is not None
    assert mention.where.resolved_name == "Knoxville"
    assert not [one for one in mention.evidence if one.field == "where"]


def test_a_persons_home_is_not_the_scene(gazetteer: Gazetteer) -> None:
    mention = first("A gunman, a 29-year-old from Memphis, shot two men in Knoxville on Tuesday night, police said.")
    assert mention.where is not None
    assert mention.where.resolved_name == "Knoxville"


def test_the_day_told_apart_goes_before_the_day_of_publication(gazetteer: Gazetteer) -> None:
    mention = first("A gunman shot two men in Knoxville, police said. Music was playing there on Monday evening.")
    assert mention.when is not None
    assert (mention.when.start, mention.when.basis) == (date(2025, 3, 10), DateBasis.WEEKDAY)


def test_the_town_in_which_a_text_opens_where_it_names_only_others_in_passing(gazetteer: Gazetteer) -> None:
    mention = first(
        "The neighbours in Knoxville heard a dog bark all night. Gunmen shot two men outside the chapel on Monday. "
        "They fled towards Memphis."
    )
    assert mention.where is not None
    assert mention.where.resolved_name == "Knoxville"
