"""A happening that only the headline tells, as the text of the page is something else."""

from datetime import UTC, datetime

from tocsin.app import ReadArticle, open_reader, read_article
from tocsin.reading.headline import REASON
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.enums import Outcome
from tocsin_schemas.models import Article

WEDNESDAY = datetime(2025, 3, 12, 9, tzinfo=UTC)
PAYWALL = (
    "You have read your free stories for this month. Log in or buy a subscription to go on. Need help? Write to us."
)
STORM = (
    "A winter storm hit the coast on Monday. Heavy snow closed two roads and cut power to 4,000 homes, the weather "
    "service said. The storm is to pass by Thursday."
)


def read(title: str, text: str) -> ReadArticle:
    article = Article(article_id="a1", title=title, text=text, published_at=WEDNESDAY)
    return read_article(open_reader(), article, WEDNESDAY)


def test_a_paywall_leaves_the_headline_without_evidence(gazetteer: Gazetteer) -> None:
    report = read("One man dead, three wounded in Knoxville shooting", PAYWALL).report
    assert report.reason == REASON
    (mention,) = report.mentions
    assert mention.what.event_type == "CRI.SHOOTING"
    assert mention.where is not None
    assert mention.where.resolved_name == "Knoxville"
    assert [one.value for one in mention.harm.killed or ()] == [1]
    assert (mention.evidence, mention.start, mention.end, report.summary) == ((), 0, 0, None)


def test_the_text_of_another_story_yields_to_the_headline(gazetteer: Gazetteer) -> None:
    read_as = read("One man dead, three wounded in Knoxville shooting", STORM)
    assert [one.what.event_type for one in read_as.report.mentions] == ["CRI.SHOOTING"]
    assert read_as.document is not None
    assert read_as.document.text.startswith("One man dead")


def test_a_headline_of_no_happening_changes_nothing(gazetteer: Gazetteer) -> None:
    report = read("Council backs cycling budget after long debate", STORM).report
    assert report.reason is None
    assert [one.what.event_type for one in report.mentions] == ["DIS.STORM"]
    assert report.mentions[0].evidence


def test_a_paywall_under_a_dull_headline_is_nothing(gazetteer: Gazetteer) -> None:
    report = read("Council backs cycling budget after long debate", PAYWALL).report
    assert (report.outcome, report.reason) == (Outcome.NONE, None)
