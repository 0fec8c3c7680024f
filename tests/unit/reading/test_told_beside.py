"""How texts set happenings beside each other: days counted from days, places shared, lists told second by second."""

from datetime import UTC, datetime

import pytest

from tocsin.app import open_reader, read_article
from tocsin.reading.reader import Reader
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.enums import Role
from tocsin_schemas.models import Article, Mention

THURSDAY = datetime(2024, 5, 16, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader(gazetteer: Gazetteer) -> Reader:
    return open_reader()


def told(reader: Reader, text: str, title: str | None = None) -> list[Mention]:
    article = Article(article_id="a", text=text, title=title, published_at=THURSDAY)
    report = read_article(reader, article, THURSDAY).report
    return [one for one in report.mentions if one.role is Role.REPORTED]


def place(mention: Mention) -> str:
    assert mention.where is not None
    return f"{mention.where.name} {mention.where.resolved_name}"


def day(mention: Mention) -> str:
    assert mention.when is not None
    return mention.when.start.isoformat()


def at(mentions: list[Mention], name: str) -> Mention:
    found = [one for one in mentions if one.where is not None and name in place(one)]
    assert len(found) == 1, [one.where for one in mentions]
    return found[0]


def test_a_calm_day_after_clashes_dates_the_clashes(reader: Reader) -> None:
    (only,) = told(
        reader,
        "Shops in Kisangani reopened on Thursday, a day after gunmen killed six people at the city's market.\n\n"
        "Police said the gunmen fled in a truck.",
    )
    assert day(only) == "2024-05-15"


def test_the_night_before_a_day_that_the_sentence_names(reader: Reader) -> None:
    (only,) = told(
        reader,
        "Soldiers were on Wednesday looking for four gunmen who shot dead seven people at a hotel in the city of Medan "
        "the previous night.\n\nRoads out of Medan were closed on Wednesday morning.",
    )
    assert day(only) == "2024-05-14"


def test_a_day_named_twice_is_one_day(reader: Reader) -> None:
    mentions = told(
        reader,
        "A mine killed two farmers near the city of Herat in Afghanistan on Wednesday, police said.\n\n"
        "On Monday, two days earlier, a car bomb killed five people in the city of Kandahar, officials said.",
    )
    assert day(at(mentions, "Kandahar")) == "2024-05-13"


def test_a_happening_told_beside_another_lies_there(reader: Reader) -> None:
    mentions = told(
        reader,
        "The governor declared a curfew in the town of Bunia on Thursday, a day after soldiers opened fire on a crowd "
        "of demonstrators, killing five people.\n\n"
        "On Monday, hundreds held a silent march in Kisangani, which ended peacefully.",
    )
    shot = [one for one in mentions if one.harm.killed]
    assert [place(one) for one in shot] == ["Bunia Bunia"]
    assert [day(one) for one in shot] == ["2024-05-15"]


def test_the_same_day_as_another(reader: Reader) -> None:
    mentions = told(
        reader,
        "Gunmen killed four policemen at a checkpoint near Potosi in Bolivia on Tuesday, officials said.\n\n"
        "The attack came on the same day as a bombing in La Paz, in which two people were killed.",
    )
    assert day(at(mentions, "La Paz")) == "2024-05-14"


def test_the_second_told_without_a_noun(reader: Reader) -> None:
    mentions = told(
        reader,
        "Rebels struck twice in the Philippines on Tuesday, killing two soldiers in an ambush.\n\n"
        "The first attack took place near Davao, where a truck was hit by gunfire.\n\n"
        "The second came at around noon in Butuan. Three militiamen were wounded there.",
    )
    assert {one.value for one in at(mentions, "Butuan").harm.injured or ()} == {3}
    assert not at(mentions, "Davao").harm.injured


def test_a_local_report_without_a_place_tells_of_its_own_town(reader: Reader) -> None:
    (only,) = told(
        reader,
        "HUANUCO, Peru — Rosa Quispe had just closed her shop when the street lit up.\n\n"
        "A bomb exploded outside the bank at about 8 p.m. on Wednesday, killing a guard, police said.",
    )
    assert "HUANUCO" in place(only) or "Hu" in place(only)


def test_the_dateline_is_no_place_where_another_is_named(reader: Reader) -> None:
    (only,) = told(reader, "LIMA, May 16 (Wire) - A bomb exploded in the city of Ayacucho on Wednesday, killing three.")
    assert "Ayacucho" in place(only)


def test_a_faint_type_takes_that_of_the_title(reader: Reader) -> None:
    text = (
        "The van had been parked beside the court in Tripoli, Libya, for an hour. It exploded on Wednesday, killing "
        "two people."
    )
    (only,) = told(reader, text, title="Car bomb kills two in Tripoli")
    assert only.what.event_type.startswith("EXP.")
    assert any(one.field == "what.event_type" and one.quote in text for one in only.evidence)


def test_a_year_beside_a_claimant_dates_no_deed(reader: Reader) -> None:
    (only,) = told(
        reader,
        "A bomb exploded outside a police station in the Colombian town of Tame on Wednesday, killing two officers.\n\n"
        "A faction of the rebels who rejected the 2016 peace accord claimed responsibility for the bombing in Tame.",
    )
    assert "Tame" in place(only)


def test_the_name_of_a_group_tells_no_happening(reader: Reader) -> None:
    (only,) = told(
        reader,
        "The National Liberation Army attacked a police station in the Colombian town of Tame on Wednesday, wounding "
        "three officers.",
    )
    assert only.what.event_type != "BAT.GOV_REGAIN"


def test_a_court_day_dates_no_crime(reader: Reader) -> None:
    text = (
        "Two men went on trial in Cochabamba on Tuesday over the kidnapping of a merchant in 2016.\n\n"
        "They deny the charges."
    )
    assert told(reader, text, title="Two on trial over kidnapping") == []


def test_of_two_days_told_in_court_the_crime_has_the_older(reader: Reader) -> None:
    text = (
        "A man was charged on Wednesday with the murder of a shopkeeper who was shot dead in Lyon, France, on Monday."
    )
    assert [day(one) for one in told(reader, text)] in ([], ["2024-05-13"])


def test_a_riot_in_a_prison_is_a_riot(reader: Reader) -> None:
    text = (
        "A riot in a prison in the city of Guayaquil in Ecuador on Wednesday left eight inmates dead, officials said. "
        "Prisoners burned mattresses and took guards hostage."
    )
    (only,) = told(reader, text)
    assert only.what.event_type == "RIO.MOB"


def test_a_raid_that_kills_and_carries_off_is_an_attack(reader: Reader) -> None:
    raid = told(
        reader, "Gunmen abducted seven villagers and killed three others near Kisangani on Tuesday, police said."
    )
    taken = told(reader, "Gunmen abducted seven villagers near Kisangani on Tuesday, police said.")
    assert [one.what.event_type for one in raid] == ["VAC.ATTACK"]
    assert [one.what.event_type for one in taken] == ["VAC.ABDUCTION"]


def test_a_bomb_of_the_day_before_a_shooting_does_not_lie_there(reader: Reader) -> None:
    mentions = told(
        reader,
        "Four people were shot dead in a market in Kisangani on Wednesday, barely 24 hours after rebels killed nine "
        "soldiers with an improvised explosive device.",
    )
    assert [(day(one), one.where is not None) for one in mentions] == [("2024-05-15", True), ("2024-05-14", False)]


def test_a_month_before_a_comparison_is_the_past(reader: Reader) -> None:
    text = (
        "A roadside bomb killed three soldiers near Gori on Wednesday.\n\n"
        "In January gunmen killed more than 20 villagers near Gori, one of the deadliest attacks since the war began."
    )
    (mention,) = told(reader, text)
    assert [one.value for one in mention.harm.killed or ()] == [3]


@pytest.mark.parametrize(
    "past",
    [
        "In January, a suicide bombing in Jalalabad killed 18 people.",
        "In February, 28 soldiers were killed in an assault on a fortified post in Laghman.",
    ],
)
def test_a_month_that_was_over_is_no_news_of_today(reader: Reader, past: str) -> None:
    news = "A bomb went off at a bus stop in Jalalabad on Wednesday, killing six people, police said."
    (bomb,) = told(reader, f"{news}\n\nNo group has claimed the blast. {past}")
    assert day(bomb) == "2024-05-15"
    assert [one.value for one in bomb.harm.killed] == [6]


def test_days_after_they_took_it_is_still_the_one_happening(reader: Reader) -> None:
    mentions = told(
        reader,
        "Three days after they seized Kidal, the rebels still hold the town, and the army said fifteen soldiers were "
        "killed on Monday.",
        title="Kidal: rebels dig in",
    )
    assert [place(one) for one in mentions] == ["Kidal Kidal"]
    assert day(mentions[0]) == "2024-05-13"


def test_a_day_beside_nothing_that_is_told_gives_way_to_the_surest(reader: Reader) -> None:
    mentions = told(
        reader,
        "By noon on Tuesday their banners lay in the mud outside the town hall of Oruro.\n\n"
        "At least six protesters were hurt when police broke up the march with batons and tear gas, a nurse said.\n\n"
        "The day before, on Monday, nobody had minded them. On Friday they promise to be back.",
    )
    assert day(mentions[0]) == "2024-05-14"
