"""Round-ups: a lead that sums up several happenings, and the sections that tell each at its own town."""

from datetime import UTC, date, datetime

import pytest

from tocsin.app import open_reader, read_article
from tocsin.reading.reader import Reader
from tocsin.reading.sections import announces
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.enums import Role
from tocsin_schemas.models import Article, Mention

THURSDAY = datetime(2024, 5, 16, 12, tzinfo=UTC)
WEDNESDAY, TUESDAY = date(2024, 5, 15), date(2024, 5, 14)


@pytest.fixture(scope="module")
def reader(gazetteer: Gazetteer) -> Reader:
    return open_reader()


def told(reader: Reader, text: str, title: str | None = None) -> list[Mention]:
    article = Article(article_id="a", text=text, title=title, published_at=THURSDAY)
    mentions = read_article(reader, article, THURSDAY).report.mentions
    return [one for one in mentions if one.role is Role.REPORTED]


def towns(mentions: list[Mention]) -> list[str]:
    return sorted(one.where.resolved_name or "" for one in mentions if one.where is not None)


def at(mentions: list[Mention], name: str) -> Mention:
    (found,) = [one for one in mentions if one.where is not None and one.where.resolved_name == name]
    return found


def day(mention: Mention) -> date:
    assert mention.when is not None
    return mention.when.start


def killed(mention: Mention) -> list[int]:
    return [one.value for one in mention.harm.killed or ()]


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("A ferry sank and a mill burned within a few hours of one another.", True),
        ("A bank and a port were hit in the same night.", True),
        ("Shells fell on two ports 200 km apart.", True),
        ("It took crews a few hours to reach the bank.", False),
        ("Shells fell on a port 200 km south of the capital.", False),
    ],
)
def test_announcements(text: str, several: bool) -> None:
    assert announces(text) is several


def test_a_lead_that_sums_up_from_the_capital_founds_nothing_there(reader: Reader) -> None:
    mentions = told(
        reader,
        "LIMA - Ministers will meet on Friday after a bank and a port were attacked in the same night.\n\n"
        "In Iquitos, gunmen opened fire on guards at the river port on Wednesday and killed two of them.\n\n"
        "In Tacna, robbers blew open a bank vault at about three o'clock the same morning and shot a cashier dead.",
    )
    assert towns(mentions) == ["Iquitos", "Tacna"]
    assert killed(at(mentions, "Iquitos")) == [2]


def test_a_section_may_begin_within_a_paragraph(reader: Reader) -> None:
    mentions = told(
        reader,
        "Two raids some 500 km apart on the same day show how far the gangs reach.\n\n"
        "At dawn on Tuesday, gunmen attacked a police post in Maiduguri and killed six officers. A few hours later and "
        "far to the west, bandits raided the cattle market of Sokoto with rifles. Four traders were killed there.",
    )
    assert killed(at(mentions, "Maiduguri")) == [6]
    assert killed(at(mentions, "Sokoto")) == [4]


def test_a_lead_that_lists_towns_is_the_place_of_none(reader: Reader) -> None:
    mentions = told(
        reader,
        "Police had a bad night on Wednesday, with a fatal shooting in Tulsa, a stabbing in Amarillo and an armed "
        "robbery in Wichita.\n\n"
        "The first call came from Wichita, where two masked men held up a jeweller and struck him on the head.\n\n"
        "At 7 p.m. a woman stabbed three people at a bus stop in Amarillo.\n\n"
        "Then shots were fired outside a bar in Tulsa. One man died.",
        "Violent night in three cities",
    )
    assert towns(mentions) == ["Amarillo", "Tulsa", "Wichita"]
    assert at(mentions, "Amarillo").what.event_type == "CRI.VIOLENCE"
    assert at(mentions, "Tulsa").what.event_type == "CRI.SHOOTING"
    assert killed(at(mentions, "Tulsa")) == [1]


def test_a_section_is_of_the_day_that_it_names(reader: Reader) -> None:
    mentions = told(
        reader,
        "Two mass abductions at opposite ends of the country have shaken the government.\n\n"
        "In the north, 14 pupils were led away by armed men on Tuesday night near Katsina.\n\n"
        "In the south, the navy looks for nine sailors carried off a trawler, which was boarded on Wednesday morning "
        "off Calabar.",
    )
    assert day(at(mentions, "Katsina")) == TUESDAY
    assert day(at(mentions, "Calabar")) == WEDNESDAY


def test_that_afternoon_is_of_the_day_told_before(reader: Reader) -> None:
    mentions = told(
        reader,
        "QUITO - The government declared mourning on Thursday after 12 people died on one day in a bus crash and a "
        "flood.\n\n"
        "The bus crashed near Ambato before dawn on Wednesday. Eight people were killed.\n\n"
        "That afternoon the river at Esmeraldas burst its banks and four people drowned.",
    )
    assert at(mentions, "Ambato").what.event_type == "ACC.TRANSPORT"
    assert at(mentions, "Esmeraldas").what.event_type == "DIS.FLOOD"
    assert day(at(mentions, "Esmeraldas")) == WEDNESDAY


def test_what_happened_hours_before_is_the_one_told_before(reader: Reader) -> None:
    mentions = told(
        reader,
        "A suicide bomber blew himself up at a bus station in Herat on Wednesday and killed seven people.\n\n"
        "Hours after the explosion in the west, gunmen shot dead two teachers in the city of Kunduz.",
    )
    assert towns(mentions) == ["Herāt", "Kunduz"]


@pytest.mark.parametrize(
    "lead",
    [
        "Hundreds walked behind the coffins in Herat on Thursday as those killed in the market bombing were buried.",
        "Mourners filled the cemetery of Herat on Thursday, where the victims of the market bombing were laid to rest.",
    ],
)
def test_a_funeral_is_not_the_day_of_what_it_follows(reader: Reader, lead: str) -> None:
    more = "Two of the wounded died during the night, so that the dead are nine.\n\nA group claimed Tuesday's attack."
    (only,) = told(reader, f"{lead}\n\n{more}")
    assert only.when is not None
    assert only.when.start == TUESDAY


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("An angry crowd burned down the tax office in Sucre on Wednesday.", "RIO.MOB"),
        ("Masked men smashed the trams and set fire to the depot in Brno on Wednesday.", "STR.LOOT_DESTROY"),
        ("A ransomware gang claimed its attack on the clinic in Brno on Wednesday.", "CYB.ATTACK"),
        ("Nine sailors were carried off from a trawler near Calabar on Wednesday.", "MAR.PIRACY"),
        ("The river burst through a wall at Esmeraldas on Wednesday and swept away stalls.", "DIS.FLOOD"),
    ],
)
def test_types_in_other_words(reader: Reader, text: str, code: str) -> None:
    assert [one.what.event_type for one in told(reader, text)] == [code]


def test_a_region_called_after_its_town_is_no_town(gazetteer: Gazetteer) -> None:
    (region,) = gazetteer.lookup("Stavropol region")
    assert (region.kind.value, region.country) == ("admin1", "RU")


def test_the_market_of_a_town_is_in_it(reader: Reader) -> None:
    (only,) = told(reader, "Bandits raided the cattle market of Sokoto on Wednesday and killed four traders.")
    assert only.where is not None
    assert only.where.confidence > 0.7


def test_where_somebody_grew_up_is_no_place_of_his_death(reader: Reader) -> None:
    mentions = told(
        reader,
        "A second man has died after Tuesday's shooting outside a bar in Tulsa.\n\n"
        "Friends said that he was born and raised in Amarillo and worked on the rigs.",
    )
    assert towns(mentions) == ["Tulsa"]


def test_since_sunday_is_no_time_long_past(reader: Reader) -> None:
    (only,) = told(
        reader,
        "Two men were shot dead outside a bar in Tulsa on Tuesday.\n\n"
        "Since Wednesday, posts have tied the shooting to the Grey Owls, a club of bikers. "
        "The club denied any part in it.",
    )
    assert [claim.by for claim in only.claims] == ["Grey Owls"]


def test_what_somebody_claims_is_no_accident(reader: Reader) -> None:
    (only,) = told(
        reader,
        "A group that calls itself the Copper Cell said it had cut and burned the signal cables in Brno on Tuesday.",
    )
    assert not only.what.event_type.startswith("ACC.")


def test_a_title_of_two_towns_tells_of_two(reader: Reader) -> None:
    text = (
        "Flags were lowered in Gori, where two men were killed on Wednesday when a boiler exploded at a mill.\n\n"
        "In Zugdidi, 200 people marched home after gunmen shot a clerk dead on Wednesday night."
    )
    mentions = told(reader, text, title="Gori mourns, Zugdidi takes fright")
    assert towns(mentions) == ["Gori", "Zugdidi"]


def test_a_lead_that_joins_two_is_parted_and_its_first_goes_on(reader: Reader) -> None:
    text = (
        "A third person has died after Wednesday's storm in Gori, and police in Zugdidi hold two men over the fatal "
        "robbery of a petrol station on Tuesday.\n\nThe storm also injured fifteen people and cut the power."
    )
    mentions = told(reader, text, title="Storm toll reaches three; two held over Zugdidi killing")
    assert towns(mentions) == ["Gori", "Zugdidi"]
    assert [one.value for one in at(mentions, "Gori").harm.injured or ()] == [15]


def test_town_lines_stand_over_their_sections(reader: Reader) -> None:
    text = (
        "Georgia: two attacks in one week\n\nGORI. Five soldiers died when gunmen ambushed a convoy on Tuesday.\n\n"
        "ZUGDIDI. A roadside bomb killed two labourers on Wednesday."
    )
    mentions = told(reader, text, title="Two attacks in a week")
    assert towns(mentions) == ["Gori", "Zugdidi"]
    assert killed(at(mentions, "Zugdidi")) == [2]


def test_a_deadly_calamity_is_no_strategic_development(reader: Reader) -> None:
    text = (
        "Six miners were killed in a coal mine explosion in Gori on Wednesday. Soldiers arrived in the afternoon, "
        "and the army command moved its units to the town."
    )
    (mention,) = told(reader, text)
    assert mention.what.event_type.startswith("ACC.")


def test_sections_under_the_names_of_countries(reader: Reader) -> None:
    mentions = told(
        reader,
        "MEXICO. Gunmen killed four people at a bar in Zamora on Tuesday, prosecutors said.\n\n"
        "GUATEMALA. Police fired tear gas at a crowd that threw stones at Chiquimula on Wednesday; nine were hurt.",
    )
    assert towns(mentions) == ["Chiquimula", "Zamora de Hidalgo"]
    assert killed(at(mentions, "Zamora de Hidalgo")) == [4]
    assert not killed(at(mentions, "Chiquimula"))


def test_a_bomb_denied_by_the_clause_that_tells_it(reader: Reader) -> None:
    mentions = told(
        reader,
        "In the Philippines, rebels claimed responsibility for Wednesday's fighting in Malaybalay.\n\nIn southern "
        "Thailand, a separatist group denied having planted the bomb that blew up a truck in Betong. A third ranger "
        "died overnight, which brings the toll in Betong to three dead.",
        "Rebels own up to a fight; separatists deny a bomb",
    )
    assert towns(mentions) == ["Betong", "Malaybalay"]
    assert killed(at(mentions, "Betong")) == [3]


def test_a_happening_in_another_country_has_no_place_of_the_one_beside_it(reader: Reader) -> None:
    mentions = told(
        reader,
        "Rockets were fired at the Israeli town of Karmiel on Wednesday, hours after an air strike killed six people "
        "at the other end of Lebanon.\n\nIn Hermel, two more bodies were pulled from a ruin and four people were hurt.",
    )
    assert towns(mentions) == ["El Hermel", "Karmi’el"]


def test_sections_under_labels(reader: Reader) -> None:
    mentions = told(
        reader,
        "MUNCIE: A man shot four people dead at a mill in Muncie on Wednesday.\n\nBRANDON: Two people were stabbed "
        "at a mall in Brandon, Manitoba, on Wednesday.",
    )
    assert towns(mentions) == ["Brandon", "Muncie"]
