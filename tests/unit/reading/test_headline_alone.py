"""A happening that only the headline tells, as the text of the page is something else."""

from datetime import UTC, datetime

import pytest

from tocsin.app import ReadArticle, open_reader, read_article
from tocsin.cli.show import report_summary
from tocsin.reading.headline import REASON, outdoes
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.enums import Outcome, Role
from tocsin_schemas.models import Article

WEDNESDAY = datetime(2025, 3, 12, 9, tzinfo=UTC)
PAYWALL = (
    "You have read your free stories for this month. Log in or buy a subscription to go on. Need help? Write to us."
)
FIRE = (
    "A fire at a hotel in Knoxville killed two guests on Monday, the fire department said. Nine others were taken to a "
    "clinic with smoke poisoning."
)


def read(title: str, text: str) -> ReadArticle:
    article = Article(article_id="a1", title=title, text=text, published_at=WEDNESDAY)
    return read_article(open_reader(), article, WEDNESDAY)


def test_a_paywall_leaves_the_headline_without_evidence(gazetteer: Gazetteer) -> None:
    report = read("One man dead, three wounded in Memphis shooting", PAYWALL).report
    assert report.reason == REASON
    assert report_summary(report).endswith(f"({REASON})")
    (mention,) = report.mentions
    assert mention.what.event_type == "CRI.SHOOTING"
    assert mention.where is not None
    assert mention.where.resolved_name == "Memphis"
    assert [one.value for one in mention.harm.killed or ()] == [1]
    assert (mention.evidence, mention.start, mention.end, report.summary) == ((), 0, 0, None)


def test_a_page_of_film_captions_is_read_by_its_headline(gazetteer: Gazetteer) -> None:
    captions = "0:47 Procession for a fallen deputy\n\n1:09 Ferry sinks off the coast"
    report = read("One man dead, three wounded in Memphis shooting", captions).report
    assert (report.outcome, report.reason) == (Outcome.INCIDENTS, REASON)
    assert read("Council to meet on parking fees", captions).report.outcome is Outcome.NONE


@pytest.mark.parametrize(
    ("code", "role", "confidence", "yields"),
    [
        ("ACC.FIRE", Role.REPORTED, 0.95, False),
        ("ACC.FIRE", Role.REPORTED, 0.5, True),
        ("VAC.ABDUCTION", Role.FOLLOW_UP, 0.9, True),
        ("VAC.ABDUCTION", Role.BACKGROUND, 0.9, True),
        ("CRI.ROBBERY", Role.REPORTED, 0.5, False),
    ],
)
def test_what_is_faintly_told_of_another_family_yields_to_the_headline(
    gazetteer: Gazetteer, code: str, role: Role, confidence: float, yields: bool
) -> None:
    headline = read("One man dead, three wounded in Memphis shooting", PAYWALL).report
    (told,) = headline.mentions
    other = told.model_copy(
        update={
            "role": role,
            "confidence": confidence,
            "what": told.what.model_copy(update={"event_type": code}),
        }
    )
    assert outdoes(headline, headline.model_copy(update={"mentions": (other,)})) is yields


def test_a_headline_of_no_happening_changes_nothing(gazetteer: Gazetteer) -> None:
    report = read("Council backs cycling budget after long debate", FIRE).report
    assert report.reason is None
    assert report.mentions[0].evidence


def test_a_paywall_under_a_dull_headline_is_nothing(gazetteer: Gazetteer) -> None:
    report = read("Council backs cycling budget after long debate", PAYWALL).report
    assert (report.outcome, report.reason) == (Outcome.NONE, None)
