"""What one article becomes: which happenings, each with its own place, day, figures and claims."""

from datetime import UTC, datetime

import pytest

from tocsin.app import open_reader, read_article
from tocsin.reading.reader import Reader
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.enums import DateBasis, Outcome, PlacePrecision, Reality, Role, Stance
from tocsin_schemas.models import QUOTE_LIMIT, Article, Mention, Report

THURSDAY = datetime(2024, 5, 16, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader(gazetteer: Gazetteer) -> Reader:
    return open_reader()


def report_on(reader: Reader, text: str, title: str | None = None, published: datetime = THURSDAY) -> Report:
    article = Article(article_id="a", text=text, title=title, published_at=published)
    return read_article(reader, article, published).report


def reported(report: Report) -> list[Mention]:
    return [one for one in report.mentions if one.role is Role.REPORTED and one.what.reality is not Reality.THREATENED]


def named(mentions: list[Mention], part: str) -> Mention:
    found = [one for one in mentions if one.where and part in f"{one.where.name} {one.where.resolved_name}"]
    assert len(found) == 1, [one.where for one in mentions]
    return found[0]


def figures(mention: Mention, slot: str) -> set[int]:
    return {one.value for one in getattr(mention.harm, slot) or ()}


def test_one_happening_is_one_mention_with_all_that_is_told_of_it(reader: Reader) -> None:
    report = report_on(
        reader,
        "A car bomb exploded outside a court in the Pakistani city of Peshawar on Wednesday, killing at least four "
        "people.\n\n"
        "The blast also wounded 17 people, doctors said.\n\nPolice said the attack was carried out at about 9 a.m.",
    )
    (only,) = reported(report)
    assert only.where is not None
    assert only.where.country == "PK"
    assert only.when is not None
    assert only.when.start.isoformat() == "2024-05-15"
    assert figures(only, "killed") == {4}
    assert figures(only, "injured") == {17}


def test_the_first_and_the_second_attack_keep_apart(reader: Reader) -> None:
    report = report_on(
        reader,
        "Two bomb attacks hit Iraq on Wednesday, police said.\n\nThe first attack, in Mosul, killed three people. "
        "The second attack struck a market in Basra and wounded nine.\n\n"
        "The Islamic State claimed responsibility for the second attack.",
    )
    mosul, basra = named(reported(report), "Mosul"), named(reported(report), "Basra")
    assert figures(mosul, "killed") == {3}
    assert figures(basra, "injured") == {9}
    assert mosul.claims == ()
    assert [(claim.stance, claim.by) for claim in basra.claims] == [(Stance.CLAIMS, "Islamic State")]
    assert {one.when.start.isoformat() for one in (mosul, basra) if one.when} == {"2024-05-15"}


def test_what_is_said_of_both_counts_for_both(reader: Reader) -> None:
    report = report_on(
        reader,
        "A mortar bomb hit a school in Mosul on Wednesday, police said.\n\nIn a separate attack on Wednesday, a rocket "
        "struck "
        "a house in Basra.\n\nNo one was hurt in either attack.",
    )
    for mention in (named(reported(report), "Mosul"), named(reported(report), "Basra")):
        assert figures(mention, "injured") == {0}


def test_a_second_place_without_a_name_is_no_finer_than_its_country(reader: Reader) -> None:
    report = report_on(
        reader,
        "Gunmen attacked a police post near Maiduguri in Nigeria on Wednesday, killing two officers.\n\n"
        "Hours later, gunmen attacked another village, killing six people.",
    )
    first, second = reported(report)[:2]
    assert first.where is not None
    assert "Maiduguri" in first.where.name
    assert second.where is not None
    assert second.where.precision is PlacePrecision.COUNTRY
    assert second.where.country == "NG"
    assert second.where.name == "another village"
    assert figures(second, "killed") == {6}


def test_a_graver_event_of_the_day_before_keeps_its_own_day_and_dead(reader: Reader) -> None:
    report = report_on(
        reader,
        "A roadside bomb killed two soldiers near Kandahar in Afghanistan on Wednesday.\n\n"
        "The attack came a day after a suicide bomber killed 35 people at a mosque in Kabul.",
    )
    kandahar, kabul = named(reported(report), "Kandahar"), named(reported(report), "Kabul")
    assert figures(kandahar, "killed") == {2}
    assert figures(kabul, "killed") == {35}
    assert kabul.when is not None
    assert kabul.when.start.isoformat() == "2024-05-14"


def test_what_lies_a_week_or_more_back_is_background(reader: Reader) -> None:
    report = report_on(
        reader,
        "A bomb exploded at a market in Basra on Wednesday, killing five people.\n\n"
        "In January 2022 a car bomb in Mosul killed 40 people.",
    )
    (only,) = reported(report)
    assert figures(only, "killed") == {5}
    assert [one.role for one in report.mentions if "Mosul" in (one.where.name if one.where else "")] == [
        Role.BACKGROUND
    ]


def test_an_old_happening_that_the_article_is_about_is_a_follow_up(reader: Reader) -> None:
    report = report_on(
        reader,
        "A man was sentenced to 20 years on Wednesday for the fatal shooting of a shopkeeper in Lyon, France.\n\n"
        "The shopkeeper was shot dead on March 3, prosecutors said.",
    )
    assert [one.role for one in report.mentions if one.role is not Role.BACKGROUND] == [Role.FOLLOW_UP]


def test_a_threat_is_no_happening(reader: Reader) -> None:
    report = report_on(reader, "Rebels threatened on Wednesday to attack oil tankers in the port of Aden, Yemen.")
    assert reported(report) == []


def test_ordinary_news_reports_nothing(reader: Reader) -> None:
    text = (
        "The striker attacked from the left and shot wide. City beat United 3-1 on Wednesday in front of 40,000 fans."
    )
    assert report_on(reader, text, title="City beat United").outcome is Outcome.NONE


def test_a_date_that_nobody_tells_is_that_of_publication_and_says_so(reader: Reader) -> None:
    (only,) = reported(report_on(reader, "Gunmen shot dead three farmers near Jos in central Nigeria, police said."))
    assert only.when is not None
    assert only.when.basis is DateBasis.PUBLISHED
    assert not [one for one in only.evidence if one.field == "when"]


def test_the_newer_claim_day_is_not_the_day_of_the_attack(reader: Reader) -> None:
    text = (
        "A rebel group on Thursday claimed responsibility for a bomb that killed four people in Bogota a day earlier."
    )
    (only,) = reported(report_on(reader, text))
    assert only.when is not None
    assert only.when.start.isoformat() == "2024-05-15"


def test_every_quote_stands_in_the_text_and_is_short_enough(reader: Reader) -> None:
    text = (
        "A bomb exploded in Basra on Wednesday, killing five people, " + "and many more things were said of it, " * 12
        + "police said.\n\nNobody claimed the attack."
    )  # fmt: skip
    report = report_on(reader, text)
    quotes = [one for mention in report.mentions for one in mention.evidence]
    assert quotes
    assert all(text[one.start : one.end] == one.quote and len(one.quote) <= QUOTE_LIMIT for one in quotes)


def test_a_title_is_never_evidence(reader: Reader) -> None:
    report = report_on(reader, "A bomb exploded in Basra on Wednesday.", title="Bomb kills 12 in Basra")
    (only,) = reported(report)
    assert only.harm.killed is None


def test_reading_twice_gives_the_same_report(reader: Reader) -> None:
    text = "A bomb exploded in Basra on Wednesday, killing five people. Another bomb went off in Mosul."
    assert report_on(reader, text) == report_on(reader, text)


def test_a_withdrawn_article_says_so(reader: Reader) -> None:
    article = Article.model_validate({"article_id": "a", "status": "withdrawn"})
    assert read_article(reader, article, THURSDAY).report.outcome is Outcome.WITHDRAWN
