"""Happenings that are told without a place or day of their own."""

from datetime import UTC, date, datetime

import pytest

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


def place_of(text: str) -> str | None:
    where = first(text).where
    return where.resolved_name if where is not None else None


@pytest.mark.parametrize(
    "passing",
    [
        "The dead man was Alan Poole, 22, of Memphis.",
        "Their families have bought tickets to Memphis.",
        "One of the wounded is still in a hospital in Memphis.",
        "The battalion based in Memphis was called out.",
        "The bodies were sent for post-mortem examinations at Memphis.",
        "The lorry, reported stolen in Memphis, was found empty.",
        "Avenida Memphis was closed.",
        "A senator, speaking to us from Memphis, called it a stain.",
        "News of another death came from the hospital in Memphis.",
        "Luis Carranza, 28, a furnace operator from Memphis, ran.",
    ],
)
def test_towns_of_people_and_things_are_not_the_scene(gazetteer: Gazetteer, passing: str) -> None:
    assert place_of(f"A gunman shot two men in Knoxville on Tuesday night, police said. {passing}") == "Knoxville"


def test_the_day_of_a_dateline_is_not_the_happenings(gazetteer: Gazetteer) -> None:
    when = first("MEMPHIS, Wednesday - The toll of Monday's shooting in Knoxville has risen to four.").when
    assert when is not None
    assert when.start == date(2025, 3, 10)


def test_a_small_town_with_an_article_is_a_river(gazetteer: Gazetteer) -> None:
    told = "Gunmen shot two men on the Volga, hours after a fight. The boats were from Knoxville."
    assert place_of(told) != "Volga"


def test_the_hills_of_a_town_are_in_it(gazetteer: Gazetteer) -> None:
    assert place_of("Gunmen shot two soldiers in the hills of Knoxville on Tuesday.") == "Knoxville"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A day after a car was driven into shoppers in Knoxville, four people are dead.", date(2025, 3, 11)),
        (
            "Police in Knoxville have arrested two men over Monday's fight, in which four people were shot.",
            date(2025, 3, 10),
        ),
        (
            "There was panic in Knoxville on Monday night after gunmen shot four people. The sheriff confirmed the "
            "incident to the paper on Tuesday.",
            date(2025, 3, 10),
        ),
    ],
)
def test_the_day_of_the_deed_and_not_of_the_talk(gazetteer: Gazetteer, text: str, day: date) -> None:
    when = first(text).when
    assert when is not None
    assert when.start == day


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("The director of a mill whose boiler blew up in Knoxville on Tuesday, killing four workers, is held.", "ACC."),
        (
            "The Hill Front claimed responsibility for the car bomb that killed two policemen in Knoxville on Tuesday.",
            "EXP.",
        ),
    ],
)
def test_what_happened(gazetteer: Gazetteer, text: str, family: str) -> None:
    assert first(text).what.event_type.startswith(family)
