"""The day of a crime, chosen among all that its article names."""

from datetime import UTC, date, datetime

import pytest

from tocsin.app import open_reader, read_article
from tocsin.reading.day_choice import DayChoice, distance, load_weights
from tocsin.reading.day_words import clock_of, words_beside
from tocsin.reading.reader import Reader
from tocsin.reading.rules.when import DateRules
from tocsin.types import Document, Sentence, Span
from tocsin_schemas.enums import DateBasis, Role
from tocsin_schemas.models import Article, Mention


@pytest.fixture(scope="module")
def reader() -> Reader:
    return open_reader(model=False)


def first(reader: Reader, text: str, published: str, title: str | None = None) -> Mention:
    article = Article(
        article_id="a1", text=text, title=title, published_at=datetime.fromisoformat(published + "T12:00Z")
    )
    return read_article(reader, article, None).report.mentions[0]


def days(text: str, published: str = "2024-05-15") -> list[date]:
    sentence = Sentence(0, Span(0, len(text)), text, 0)
    at = datetime.fromisoformat(published).replace(tzinfo=UTC)
    made = Document("a", "h", text, None, (sentence,), at, None, None, "en")
    return [one.value.start for one in DateRules().annotate(made)]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("A guard was stabbed on Christmas Eve in Ardley.", date(2023, 12, 24)),
        ("He was shot late on Thanksgiving outside his flat.", date(2023, 11, 23)),
        ("Two were hurt in a fight on Memorial Day.", date(2023, 5, 29)),
        ("Shots were fired Halloween night in Ardley.", date(2023, 10, 31)),
        ("A man was robbed on Mother's Day.", date(2024, 5, 12)),
    ],
)
def test_a_feast_names_a_day(sentence: str, day: date) -> None:
    assert days(sentence) == [day]


@pytest.mark.parametrize(
    "sentence",
    [
        "She bought the pistol before Christmas.",
        "Nine were shot over the Memorial Day weekend.",
        "It was a Halloween party.",
    ],
)
def test_what_is_near_a_feast_is_not_that_day(sentence: str) -> None:
    named = {date(2023, 12, 25), date(2023, 5, 29), date(2023, 10, 31)}
    assert named.isdisjoint(days(sentence))


def test_what_follows_after_lies_in_the_past() -> None:
    assert days("A clerk is expected to live after he was stabbed on Sunday.") == [date(2024, 5, 12)]
    assert days("The clerk is expected to testify on Sunday.") == [date(2024, 5, 19)]


def test_the_day_of_a_later_death_is_not_that_of_the_deed(reader: Reader) -> None:
    text = (
        "A plumber died on Tuesday after he was shot at a garage in Toledo, Ohio, on Sunday night, police said.\n\n"
        "Officers found him bleeding beside a van. No arrest has been made."
    )
    when = first(reader, text, "2024-05-15").when
    assert when is not None
    assert when.start == date(2024, 5, 12)


def test_the_day_in_court_is_not_that_of_the_deed(reader: Reader) -> None:
    text = (
        "A roofer accused of killing his landlord was in court on Monday in Toledo, Ohio.\n\n"
        "Judge Ann Rowe set bail at $500,000 on Monday.\n\n"
        "The charges stem from an April 9 shooting in which Peter Holm, 51, was killed on his porch."
    )
    mention = first(reader, text, "2024-05-14", "Roofer charged with killing landlord")
    assert mention.when is not None
    assert mention.when.start == date(2024, 4, 9)
    assert mention.role is Role.FOLLOW_UP
    quotes = [one.quote for one in mention.evidence if one.field == "when"]
    assert len(quotes) == 1
    assert "April 9" in quotes[0]


def test_a_day_of_a_crime_elsewhere_is_not_lent(reader: Reader) -> None:
    text = (
        "A man was shot dead outside a bar in Toledo, Ohio, police said.\n\n"
        "In another attack, two women were shot and killed in Laredo, Texas, on Saturday night."
    )
    when = first(reader, text, "2024-05-14").when
    assert when is not None
    assert when.start != date(2024, 5, 11)


def test_where_no_day_is_named_it_is_that_of_publication(reader: Reader) -> None:
    when = first(reader, "A man was shot dead outside a bar in Toledo, Ohio, police said.", "2024-05-14").when
    assert when is not None
    assert (when.start, when.basis) == (date(2024, 5, 14), DateBasis.PUBLISHED)
    assert when.confidence < 0.8


def test_the_words_beside_a_day_tell_what_happened_on_it() -> None:
    text = "A roofer was arrested on Sunday after the shooting."
    at = text.index("Sunday")
    assert words_beside(text, at, at + 6) == {"before_arrest", "before_told_of", "after_while", "after_deed"}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Officers were called about 2:30 a.m. to a bar.", "small"),
        ("It began just after midnight.", "small"),
        ("It began shortly before midnight.", "late"),
        ("Shots rang out around 9:45 p.m. by the pier.", "late"),
        ("Shots rang out at noon.", None),
        ("He was shot at 9:45 p.m. Sunday.", None),
        ("Shots rang out at 1:10 p.m. by the pier, long after a brawl at 2 a.m. Sunday.", "afternoon"),
    ],
)
def test_the_clock_told_without_a_day(text: str, part: str | None) -> None:
    sentence = Sentence(0, Span(0, len(text)), text, 0)
    at = text.find("Sunday")
    assert clock_of([sentence], [Span(at, at + 6)] if at >= 0 else []) == part


def test_a_night_is_less_sure_where_the_clock_says_after_midnight(reader: Reader) -> None:
    text = (
        "Four people were shot outside a club in Toledo, Ohio, after a concert on Saturday night, police said.\n\n"
        "Officers were sent there about 2:15 a.m. and found two women on the pavement.\n\n"
        "A neighbor saw tape around the car park early Sunday morning."
    )
    small = first(reader, text, "2024-05-12").when
    evening = first(reader, text.replace("2:15 a.m.", "8:15 p.m."), "2024-05-12").when
    assert small is not None
    assert evening is not None
    assert small.start == evening.start == date(2024, 5, 11)
    assert small.confidence < evening.confidence


def test_the_day_before_publication_may_be_meant(reader: Reader) -> None:
    """Only a paper's own day vouches for it, so it is told as such."""
    document = "A man was shot dead outside a bar in Toledo, Ohio, shortly before midnight, police said."
    article = Article(article_id="a1", text=document, published_at=datetime(2024, 5, 14, 12, tzinfo=UTC))
    trace = read_article(reader, article, None).trace
    assert trace is not None
    assert trace.days is not None
    assert [day for day, _ in trace.days.days] == [date(2024, 5, 14), date(2024, 5, 13)]
    assert "eve_undated" in trace.days.features[1]


def test_the_likeliest_day_wins_and_the_first_of_equals() -> None:
    monday, tuesday = date(2024, 5, 13), date(2024, 5, 14)
    choice = DayChoice(((monday, monday), (tuesday, tuesday)), (None, None), ({"a": 1.0}, {"b": 1.0}))
    assert choice.best({"b": 2.0})[0] == 1
    assert choice.best({}) == (0, 0.5)


def test_distances_are_named() -> None:
    assert [distance(gap) for gap in (-1, 0, 2, 4, 6, 7, 30, 100, 1000)] == [
        "ahead", "0", "2", "3", "5", "fortnight", "month", "year", "old",
    ]  # fmt: skip


def test_the_weights_are_read() -> None:
    assert len(load_weights()) > 50
