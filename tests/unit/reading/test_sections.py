"""Texts on several happenings, told place by place, and what only goes on with one that is known."""

from datetime import UTC, datetime

import pytest

from tocsin.app import open_reader, read_article
from tocsin.reading.reader import Reader
from tocsin.reading.sections import announces
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.enums import Role, Stance
from tocsin_schemas.models import Article, Mention

THURSDAY = datetime(2024, 5, 16, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader(gazetteer: Gazetteer) -> Reader:
    return open_reader()


def told(reader: Reader, text: str, title: str | None = None) -> list[Mention]:
    article = Article(article_id="a", text=text, title=title, published_at=THURSDAY)
    mentions = read_article(reader, article, THURSDAY).report.mentions
    return [one for one in mentions if one.role is not Role.BACKGROUND]


def at(mentions: list[Mention], name: str) -> Mention:
    found = [one for one in mentions if one.where is not None and name in f"{one.where.name} {one.where.resolved_name}"]
    assert len(found) == 1, [one.where for one in mentions]
    return found[0]


def killed(mention: Mention) -> list[int]:
    return [one.value for one in mention.harm.killed or ()]


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("Two attacks within hours shook the country.", True),
        ("Floods hit both towns.", True),
        ("A quake and a fire struck on the same day.", True),
        ("Two men were shot dead in an attack.", False),
        ("The attack killed two soldiers.", False),
    ],
)
def test_announcements(text: str, several: bool) -> None:
    assert announces(text) is several


def test_a_paragraph_at_another_town_is_another_happening(reader: Reader) -> None:
    mentions = told(
        reader,
        "Peru counted the cost on Thursday of two disasters within a day.\n\n"
        "In Arequipa, an earthquake of magnitude 6.2 brought down houses on Wednesday and killed nine people.\n\n"
        "In Iquitos, a ferry sank after a collision and three passengers drowned. Twelve others were injured.",
    )
    assert killed(at(mentions, "Arequipa")) == [9]
    assert killed(at(mentions, "Iquitos")) == [3]


def test_what_sums_up_two_counts_for_neither(reader: Reader) -> None:
    mentions = told(
        reader,
        "At least seven people were killed on Wednesday in two separate bombings, officials said.\n\n"
        "In Quetta, a bomb went off beside a police van and killed five people.\n\n"
        "In Multan, a grenade was thrown into a shop and killed two people.",
    )
    assert killed(at(mentions, "Quetta")) == [5]
    assert killed(at(mentions, "Multan")) == [2]


def test_a_clause_at_another_town_is_another_happening(reader: Reader) -> None:
    mentions = told(
        reader,
        "A bomb killed four people at a market in Kano on Wednesday, and in Sokoto gunmen shot dead a village chief.",
    )
    assert killed(at(mentions, "Kano")) == [4]
    assert killed(at(mentions, "Sokoto")) == [1]


def test_the_first_and_the_second(reader: Reader) -> None:
    mentions = told(
        reader,
        "Two kidnappings were reported on Wednesday in Nigeria.\n\n"
        "In the first, gunmen led away six farmers from a field near Katsina.\n\n"
        "In the second, a priest was forced into a car at his gate in Jos.",
    )
    assert [one.value for one in at(mentions, "Katsina").harm.abducted or ()] == [6]
    assert at(mentions, "Jos").what.event_type == "VAC.ABDUCTION"


def test_a_raid_named_by_its_town_is_not_the_one_told_before(reader: Reader) -> None:
    mentions = told(
        reader,
        "Gunmen killed three soldiers at a post near Mosul on Tuesday, the army said.\n\n"
        "A group said that it was behind the mortar attack on a checkpoint in Basra on Wednesday.\n\n"
        "Two officers were wounded at Basra.",
    )
    assert at(mentions, "Mosul").role is Role.REPORTED
    assert [one.value for one in at(mentions, "Basra").harm.injured or ()] == [2]


def test_a_late_death_is_no_happening_of_the_hospitals_town(reader: Reader) -> None:
    mentions = told(
        reader,
        "Gunmen ambushed an army convoy near Bunia on Tuesday and killed four soldiers.\n\n"
        "A fifth soldier died of his wounds overnight in Kisangani, the army said.",
    )
    assert [one.where.resolved_name for one in mentions if one.where] == ["Bunia"]
    assert killed(at(mentions, "Bunia")) == [5]


def test_a_late_death_that_names_its_happening_and_town_is_told_apart(reader: Reader) -> None:
    mentions = told(
        reader,
        "Gunmen ambushed an army convoy near Bunia on Wednesday and killed four soldiers.\n\n"
        "In the south, the number of dead in Tuesday's riot at a prison in Kananga rose to six when a cook "
        "succumbed to his wounds.",
    )
    assert killed(at(mentions, "Bunia")) == [4]
    assert killed(at(mentions, "Kananga")) == [6]


def test_an_old_claim_told_with_its_month_is_background(reader: Reader) -> None:
    (only,) = told(
        reader,
        "A car bomb killed three people in Mosul on Wednesday, police said.\n\n"
        "In July 2011, Ansar, an armed group, claimed responsibility for blasts in Basra that killed 60 people.",
    )
    assert only.where is not None
    assert only.where.resolved_name == "Mosul"
    assert killed(only) == [3]


def test_a_lead_without_a_word_for_it_belongs_to_what_the_next_sentence_names(reader: Reader) -> None:
    mentions = told(
        reader,
        "Six people lost their lives when a wall gave way near Dijon on Wednesday.\n\n"
        "The accident happened at noon. A crane driver from Nancy was the first to help.",
    )
    assert killed(at(mentions, "Dijon")) == [6]


def test_a_burial_tells_of_the_attack_a_day_before(reader: Reader) -> None:
    (only,) = told(
        reader,
        "Hundreds of mourners walked to the burial ground in Herat on Thursday, a day after a suicide bomber struck "
        "the town's bus station.\n\nThe oldest of the dead was a porter.",
    )
    assert only.what.event_type == "EXP.SUICIDE"
    assert only.when is not None
    assert only.when.start.isoformat() == "2024-05-15"


def test_a_day_of_the_aftermath_alone_is_less_sure(reader: Reader) -> None:
    (only,) = told(
        reader,
        "The Northern Front denied that it attacked the convoy in which five soldiers died near Bunia.\n\n"
        "A spokesman read the message on local radio. Shops in the town were open.\n\n"
        "The coffins were carried through the square on Wednesday morning.",
    )
    assert only.when is not None
    assert only.when.confidence < 0.5


def test_a_denial_in_a_new_clause_is_of_its_own_happening(reader: Reader) -> None:
    mentions = told(
        reader,
        "The Houthi movement said it had carried out a drone attack on a base near Aden on Wednesday, but it denied "
        "having fired the missile that killed five people in the city of Marib.",
    )
    stances = {claim.stance for claim in at(mentions, "Marib").claims}
    assert stances == {Stance.DENIES}
    assert Stance.DENIES not in {claim.stance for claim in at(mentions, "Aden").claims}


def test_what_is_told_at_another_town_by_no_known_word_is_not_of_the_main_happening(reader: Reader) -> None:
    mentions = told(
        reader,
        "A roadside bomb killed two soldiers and wounded three near Agadez on Tuesday, officials said.\n\n"
        "The army sealed off the road, and its helicopters searched the hills around the town.\n\n"
        "There was no claim of responsibility by Wednesday evening, and no arrests were reported.\n\n"
        "In Zinder, the day's other trouble left eleven people in casualty wards with broken bones on Wednesday, "
        "nine people injured by batons among them, a doctor said.",
    )
    hurt = [one.value for one in at(mentions, "Agadez").harm.injured or ()]
    assert 3 in hurt
    assert 9 not in hurt


def test_a_town_with_its_country_stands_over_what_is_told_there(reader: Reader) -> None:
    text = (
        "Two attacks have put nerves on edge.\n\nJISR AL-SHUGHUR, Syria. The toll of Tuesday's rocket "
        "fire on the town is four.\n\nCHAMCHAMAL, Iraq. Drones hit a base here on Wednesday."
    )
    assert {one.where.country for one in told(reader, text) if one.where is not None} == {"SY", "IQ"}
