from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.questions import WhenAnswer
from tocsin.reading.rules import when_weight
from tocsin.reading.rules.when import DateRules
from tocsin.types import Candidate, Document, Sentence, Span
from tocsin_schemas.enums import DateBasis, DatePrecision, PartOfDay

THURSDAY = datetime(2023, 10, 19, tzinfo=UTC)


def document(*sentences: str, published_at: datetime | None = THURSDAY) -> Document:
    text = " ".join(sentences)
    parts = []
    at = 0
    for index, sentence in enumerate(sentences):
        parts.append(Sentence(index, Span(at, at + len(sentence)), sentence, 0))
        at += len(sentence) + 1
    return Document("a", "h", text, None, tuple(parts), published_at, None, None, "en")


def candidates(*sentences: str, published_at: datetime | None = THURSDAY) -> list[Candidate]:
    return list(DateRules().annotate(document(*sentences, published_at=published_at)))


def answers(*sentences: str, published_at: datetime | None = THURSDAY) -> list[WhenAnswer]:
    return [found.value for found in candidates(*sentences, published_at=published_at)]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Drones were shot down early on Wednesday.", "2023-10-18"),
        ("On Wednesday (Oct 18), drones came.", "2023-10-18"),
        ("A blast hit the town on Thursday.", "2023-10-19"),
        ("A blast hit the town last Thursday.", "2023-10-12"),
        ("Gunmen attacked on Fri. at dawn.", "2023-10-13"),
        ("The raid took place on Tuesday, Oct. 17.", "2023-10-17"),
        ("They died on March 7.", "2023-03-07"),
        ("They died on Dec. 30.", "2022-12-30"),
        ("They died on March 7th, 2014.", "2014-03-07"),
        ("They died on 7 March 2014.", "2014-03-07"),
        ("They died on the 7th of March.", "2023-03-07"),
        ("They died on 2014-03-07.", "2014-03-07"),
        ("They died on 3/7/2014.", "2014-03-07"),
        ("They died on 25/7/2014.", "2014-07-25"),
        ("They died on 7.3.2014.", "2014-03-07"),
        ("They were killed yesterday.", "2023-10-18"),
        ("They were killed today.", "2023-10-19"),
        ("They were killed this morning.", "2023-10-19"),
        ("They were killed last night.", "2023-10-18"),
        ("They were killed two days ago.", "2023-10-17"),
        ("They were killed 10 days ago.", "2023-10-09"),
        ("They were killed the day before yesterday.", "2023-10-17"),
        ("They were killed several hours ago.", "2023-10-19"),
    ],
)
def test_a_day(sentence: str, day: str) -> None:
    (answer,) = answers(sentence)
    assert (answer.start, answer.end) == (date.fromisoformat(day),) * 2
    assert answer.precision in (DatePrecision.DAY, DatePrecision.EXACT_TIME)
    assert not answer.vague


def test_a_two_digit_year() -> None:
    (answer,) = answers("They died on 18 Feb 90 in the town.", published_at=datetime(1990, 2, 20, tzinfo=UTC))
    assert answer.start == date(1990, 2, 18)


@pytest.mark.parametrize(
    ("sentence", "start", "end", "precision"),
    [
        ("In January 2022 a drone was shot down.", "2022-01-01", "2022-01-31", DatePrecision.MONTH),
        ("In June a drone was shot down.", "2023-06-01", "2023-06-30", DatePrecision.MONTH),
        ("The town was shelled last week.", "2023-10-09", "2023-10-15", DatePrecision.WEEK),
        ("The town was shelled earlier this month.", "2023-10-01", "2023-10-19", DatePrecision.MONTH),
        ("The town was shelled last month.", "2023-09-01", "2023-09-30", DatePrecision.MONTH),
        ("The town was shelled over the weekend.", "2023-10-14", "2023-10-15", DatePrecision.WEEK),
        ("The town was shelled two weeks ago.", "2023-10-02", "2023-10-08", DatePrecision.WEEK),
    ],
)
def test_a_stretch(sentence: str, start: str, end: str, precision: DatePrecision) -> None:
    (answer,) = answers(sentence)
    assert (answer.start.isoformat(), answer.end.isoformat(), answer.precision) == (start, end, precision)


@pytest.mark.parametrize(
    "sentence",
    [
        "Since October 7 they have fired rockets.",
        "In recent years they have fired rockets.",
        "Over the past two years they have fired rockets.",
        "In 2019 they fired rockets.",
        "Last year they fired rockets.",
        "In the 1990s they fired rockets.",
        "They fired rockets years ago.",
    ],
)
def test_context_without_a_day_is_vague(sentence: str) -> None:
    found = answers(sentence)
    assert found
    assert all(answer.vague for answer in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "The man, 34, lives at 1990 Oak Road.",
        "Call 555-0100-1984 for help.",
        "They won 3-2 and 21-19.",
        "The May 15 Organization said so.",
        "It stands in 7 March Street.",
        "About 2000 people marched.",
        "In March 20 people died.".replace("March", "Lomera"),
        "They may march again.",
        "Black Friday is a sale.",
        "Read the Sunday Times.",
        "Posted: Tuesday, January 28, 2014 8:18 PM EST",
        "He was born on March 7, 1984.",
        "LOMERA, Oct. 18 (Reuters) - Two men were found.",
    ],
)
def test_no_date_of_a_happening(sentence: str) -> None:
    assert answers(sentence) == []


def test_a_dateline_hides_no_later_date() -> None:
    (answer,) = answers("LOMERA, Oct. 18 (Reuters) - Two men were killed on Tuesday.")
    assert answer.start == date(2023, 10, 17)


@pytest.mark.parametrize(
    ("sentence", "part", "precision"),
    [
        ("He was shot at about 6 p.m. Monday.", PartOfDay.EVENING, DatePrecision.EXACT_TIME),
        ("He was shot on Monday at 10:15 am local time.", PartOfDay.MORNING, DatePrecision.EXACT_TIME),
        ("He was shot on Monday at 23:40 local time.", PartOfDay.NIGHT, DatePrecision.EXACT_TIME),
        ("He was shot Monday night.", PartOfDay.NIGHT, DatePrecision.DAY),
        ("He was shot on the evening of March 7.", PartOfDay.EVENING, DatePrecision.DAY),
        ("He was shot early on Monday.", PartOfDay.MORNING, DatePrecision.DAY),
        ("He was shot this afternoon.", PartOfDay.AFTERNOON, DatePrecision.DAY),
        ("He was shot yesterday evening.", PartOfDay.EVENING, DatePrecision.DAY),
        ("He was shot on Monday.", None, DatePrecision.DAY),
    ],
)
def test_the_part_of_the_day(sentence: str, part: PartOfDay | None, precision: DatePrecision) -> None:
    (answer,) = answers(sentence)
    assert (answer.part_of_day, answer.precision) == (part, precision)


@pytest.mark.parametrize(
    ("later", "day"),
    [
        ("Hours later, a militia spoke.", "2023-10-17"),
        ("The next day, a militia spoke.", "2023-10-18"),
        ("A militia spoke two days later.", "2023-10-19"),
        ("The same day, a militia spoke.", "2023-10-17"),
        ("A militia spoke a day earlier.", "2023-10-16"),
        ("The previous day, a militia spoke.", "2023-10-16"),
    ],
)
def test_anchored_dates_count_from_the_happening_in_focus(later: str, day: str) -> None:
    _, answer = answers("The base was hit on Tuesday.", later)
    assert answer.anchor
    assert answer.start.isoformat() == day


def test_what_is_to_come_lies_ahead_with_a_low_score() -> None:
    (planned,) = candidates("He will appear in court on Monday.")
    (happened,) = candidates("He was shot on Monday.")
    assert planned.value.start == date(2023, 10, 23)
    assert happened.value.start == date(2023, 10, 16)
    assert planned.score < happened.score


def test_the_day_of_an_arrest_weighs_less_than_the_day_of_the_attack() -> None:
    arrest, attack = candidates("A man was arrested on Wednesday.", "The attack happened on Sunday.")
    assert arrest.score < 0.5 < attack.score


def test_without_a_publication_date_only_full_dates_are_answered() -> None:
    relative = "They were killed on Tuesday, yesterday, last week, on March 7 and two days ago."
    assert answers(relative, published_at=None) == []
    (answer,) = answers("They were killed on March 7, 2014.", published_at=None)
    assert (answer.start, answer.basis) == (date(2014, 3, 7), DateBasis.EXPLICIT)


def test_weekdays_count_from_the_outlets_own_day() -> None:
    evening = datetime(2023, 10, 17, 22, tzinfo=UTC)
    (answer,) = answers("A blast hit the town on Wednesday.", published_at=evening)
    assert answer.start == date(2023, 10, 18)
    rules = DateRules(timedelta(hours=-5))
    (found,) = rules.annotate(document("A blast hit the town on Wednesday.", published_at=evening))
    assert found.value.start == date(2023, 10, 11)


def test_spans_point_at_the_words() -> None:
    first = "The base was hit on Tuesday."
    second = "It burned on Wednesday, too."
    text = f"{first} {second}"
    assert [text[found.span.start : found.span.end] for found in candidates(first, second)] == ["Tuesday", "Wednesday"]


WORDS = st.sampled_from(
    [
        "on",
        "in",
        "the",
        "31",
        "30",
        "0",
        "29",
        "Feb",
        "March",
        "May",
        "2024",
        "1900",
        "99",
        "00:00",
        "25:61",
        "noon",
        "Monday",
        "Tues.",
        "last",
        "next",
        "ago",
        "two",
        "days",
        "later",
        "earlier",
        "weeks",
        "since",
        "overnight",
        "3/45/2020",
        "2023-02-31",
        "years",
        "decades",
        "999",
        "this",
        "weekend",
        "month",
        ",",
        ".",
        "(",
        ")",
        "-",
    ]
)


@given(
    st.lists(WORDS, max_size=14),
    st.none() | st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
)
def test_no_words_break_the_rules(words: list[str], published_at: datetime | None) -> None:
    text = " ".join(words)
    for found in candidates(text, published_at=published_at):
        assert found.value.start <= found.value.end
        assert 0 <= found.span.start < found.span.end <= len(text)
        assert 0 < found.score < 1


@pytest.mark.parametrize(
    ("sentence", "firmer", "fainter"),
    [
        ("Police on Wednesday accused a gang of planting Tuesday's bomb.", "2023-10-17", "2023-10-18"),
        ("Officials confirmed that six died on Tuesday when a mine went off.", "2023-10-17", None),
        ("The blast on Tuesday left blood that was washed away by Wednesday.", "2023-10-17", "2023-10-18"),
        ("The raid was on Tuesday and a minister visited the injured on Wednesday.", "2023-10-17", "2023-10-18"),
    ],
)
def test_the_day_of_the_deed_outweighs_that_of_what_followed(sentence: str, firmer: str, fainter: str | None) -> None:
    scores = {str(found.value.start): found.score for found in candidates(sentence)}
    assert scores[firmer] > (scores[fainter] if fainter else 0.9)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("A visitation will be held from 5 to 8 p.m. Tuesday at a chapel.", "2023-10-24"),
        ("The judge continued the case to Oct. 30 and set a bond.", "2023-10-30"),
        ("Two men were shot in Palmer Beach Saturday evening.", "2023-10-14"),
        ("Two men were shot on Saturday morning, Oct. 14, in a yard.", "2023-10-14"),
        ("He has sat in jail since just days after the Oct. 4 shooting.", "2023-10-04"),
    ],
)
def test_a_day_in_its_clause(sentence: str, day: str) -> None:
    (answer,) = (one for one in answers(sentence) if not one.anchor)
    assert answer.start.isoformat() == day
    assert not answer.vague


@pytest.mark.parametrize(
    "sentence",
    [
        "A roofer was charged Tuesday in the shooting of a clerk.",
        "A roofer was charged with attempted murder on Tuesday.",
        "The chief told more of the shooting Tuesday at a news conference.",
        "A roofer was arrested at about 4 p.m. Tuesday.",
    ],
)
def test_the_day_of_a_charge_or_a_talk_is_not_that_of_the_deed(sentence: str) -> None:
    (found,) = candidates(sentence)
    (deed,) = candidates("A clerk was killed in the shooting Tuesday.")
    assert found.score < 0.5 < deed.score


@pytest.mark.parametrize(
    "sentence",
    [
        "Two guards were hurt when a mine went off by the mill near the border on Tuesday, police said.",
        "A clerk has been missing since Tuesday evening, when men forced him into a van.",
        "Four miners have been missing since Tuesday's blast.",
    ],
)
def test_a_day_that_ends_a_clause_or_begins_a_stretch_with_a_happening_is_its_day(sentence: str) -> None:
    (found,) = [one for one in candidates(sentence) if one.value.start == date(2023, 10, 17)]
    assert not found.value.vague
    assert found.score >= 0.85


def test_a_day_since_when_something_goes_on_is_context() -> None:
    (found,) = candidates("Shops have been closed since Tuesday.")
    assert found.value.vague


@pytest.mark.parametrize(
    "sentence",
    [
        "The organisers promise to be back on Sunday.",
        "She replied that she would answer to parliament on Sunday.",
        "They vowed to return on Sunday.",
    ],
)
def test_a_promise_is_for_the_day_to_come(sentence: str) -> None:
    assert [one.start for one in answers(sentence)] == [date(2023, 10, 22)]


def test_since_a_happening_of_a_day_dates_it() -> None:
    found = answers("Two miners were trapped since a gas explosion at a pit early on Tuesday.")
    assert [(one.start, one.vague) for one in found] == [(date(2023, 10, 17), False)]


def test_the_day_of_a_message_is_not_the_day_of_the_deed() -> None:
    text = "In an audio message sent to reporters on Thursday, the group denied it"
    assert when_weight.step(text, text.index("Thursday"), text.index(", the")) == when_weight.AFTERMATH
