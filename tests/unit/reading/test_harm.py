"""Harm: figures, lists, single people, zeros, sides, and what is told but did not happen."""

import pytest
from reading_documents import document

from tocsin.reading.harm_totals import combine
from tocsin.reading.questions import HarmAnswer
from tocsin.reading.rules.harm import HarmRules, harms_in
from tocsin.types import Candidate, Sentence, Span
from tocsin_schemas.enums import Qualifier, Side

RULES = HarmRules()


def harm(*sentences: str) -> list[Candidate]:
    return list(RULES.annotate(document(*sentences)))


def figures(text: str) -> set[tuple[str, int]]:
    return {(found.question.removeprefix("harm."), found.value.value) for found in harm(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blast killed three people.", {("killed", 3)}),
        ("16-year-old girl found fatally shot in shed", {("killed", 1)}),
        ("Four members of family fatally shot", {("killed", 4)}),
        ("Two clerks shot, killed near the pier", {("killed", 2)}),
        ("Suspect named in church shooting, 4 killed, 6 injured", {("killed", 4), ("injured", 6)}),
        ("Three now dead after the shooting on the pier", {("killed", 3)}),
        ("A five -year-old boy was shot dead.", {("killed", 1)}),
        ("Omar Brandt 31, was found shot to death on the quay.", {("killed", 1)}),
        ("He killed her and two other guests before he fled.", {("killed", 3)}),
        ("He killed his sons, 6 and 9, on Sunday.", {("killed", 2)}),
        ("He had killed his wife, Ida Lund; a neighbour, Per Holm; and Holm's mother, Eva Holm, 70.", {("killed", 3)}),
        (
            "They mourned the deaths of a pastor, his wife and their three children who were shot by a son.",
            {("killed", 5), ("injured", 5)},
        ),
        ("Ferry Hand's Unborn Baby Killed, 4 Others Injured", {("injured", 4)}),
        ("Three people were killed and five others were wounded.", {("killed", 3), ("injured", 5)}),
        ("The ambush left 12 dead, officials said.", {("killed", 12)}),
        ("A man of 38 was wounded in the fire.", {("injured", 1)}),
        ("A technician of 38 who was burned lay in a ward.", set()),
        ("A woman of 80 died when the roof came down.", {("killed", 1)}),
        ("A crew of 12 died when the trawler went down.", {("killed", 12)}),
        ("The fire claimed the lives of nine miners.", {("killed", 9)}),
        ("The landslide claimed 14 lives.", {("killed", 14)}),
        ("Officers say he shot and killed a 35-year-old man.", {("killed", 1)}),
        ("The boy was pronounced dead at the scene.", {("killed", 1)}),
        ("She died at the hospital.", {("killed", 1)}),
        ("Two brothers and a guard were killed by raiders.", {("killed", 3)}),
        ("A man and a woman were wounded.", {("injured", 2)}),
        ("He shot nine people, two of them fatally, at the lounge.", {("injured", 9), ("killed", 2)}),
        ("He opened fire, wounding four others.", {("injured", 4)}),
        ("Four people, including two children, were killed.", {("killed", 4)}),
        ("A man was taken to hospital with a gunshot wound.", {("injured", 1)}),
        ("Marta Lindqvist, 35, was killed on the spot.", {("killed", 1)}),
        ("The other victims, ages 13, 17 and 19, were treated for minor injuries.", {("injured", 3)}),
        ("The victim, a 24-year-old woman, was shot in the leg.", {("injured", 1)}),
        ("One person is dead and another is in critical condition.", {("killed", 1), ("injured", 1)}),
        ("Guerrillas killed Colonel Jose Maria Vargas and his driver.", {("killed", 2)}),
        ("Gunmen abducted 40 schoolgirls from the village.", {("abducted", 40)}),
        ("More than 20 people are missing.", {("missing", 20)}),
        ("Police arrested six suspects.", {("detained", 6)}),
        ("The health office put the number of injured at 33.", {("injured", 33)}),
        ("The committee put the dead at 11 on Monday.", {("killed", 11)}),
        ("The number of wounded has gone up to 22.", {("injured", 22)}),
        ("Armed men led away six passengers.", {("abducted", 6)}),
        ("Police led away six passengers.", set()),
        (
            "The army said five militants were killed, while rebels claimed they had killed 17 soldiers.",
            {("killed", 5), ("killed", 17)},
        ),
        ("With 20 still missing, the search went on.", {("missing", 20)}),
        ("Medics rushed both young victims to a clinic.", {("injured", 2)}),
        ("A clerk was taken to St. Odile Hospital.", {("injured", 1)}),
        ("Ann Brook was life flighted to a trauma center.", {("injured", 1)}),
        ("Hurt in the crossfire were a boy and a woman.", {("injured", 2)}),
        ("Found dead in the barn were two farmers.", {("killed", 2)}),
        ("A guard was shot in the hip and another in the hand.", {("injured", 1)}),
        ("Two of the five women died at the clinic.", {("killed", 2)}),
        ("Two horses were wounded.", set()),
        ("Neither had serious injuries.", set()),
        ("Police came about 7 p.m. Victims were taken to a clinic.", set()),
        ("The crash left three others with minor injuries.", {("injured", 3)}),
        ("Two women were each shot at least once.", {("injured", 2)}),
        ("Man stabs coworker, then self", {("injured", 1)}),
        ("The driver, his ex-wife and her stepdaughter were killed.", {("killed", 3)}),
        ("The cook is out of danger.", {("injured", 1)}),
        ("His mother, Ida Crane, and his brother, Leo Crane, were killed.", {("killed", 2)}),
        ("The bodies of 54-year-old Per Tann, 42-year-old Mia Holt and a boy were found.", {("killed", 3)}),
        ("A woman and her unborn child were killed.", {("killed", 1)}),
        ("He faces four counts of attempted first-degree murder and robbery.", set()),
        ("She could've easily been killed.", set()),
        ("1:24 Driver shot to death at a crossing", set()),
        ("The raid killed 11 children, a member of the council told reporters.", {("killed", 11)}),
        ("The bomber killed himself and six others.", {("killed", 1), ("killed", 6)}),
        ("three subversives were killed and seven others were wounded.", {("killed", 3), ("injured", 7)}),
        ("No injuries were reported.", {("injured", 0), ("killed", 0)}),
        ("There were no casualties.", {("injured", 0), ("killed", 0)}),
        ("Nobody was hurt in the blast.", {("injured", 0), ("killed", 0)}),
        ("A 17 year old boy was killed.", {("killed", 1)}),
        ("The death of a 12 year-old girl shook the town.", {("killed", 1)}),
        ("Seven-year-old Elin Park was killed.", {("killed", 1)}),
        ("A fire killed a 9-year-old Elm Park girl.", {("killed", 1)}),
        ("One of the guards hurt on October 27 has died.", {("injured", 1), ("killed", 1)}),
        ("Ines Hall, three, was killed by a stray bullet.", {("killed", 1)}),
        ("A mother of two died at the scene.", {("killed", 1)}),
        ("He shot two people, one of whom died.", {("injured", 2), ("killed", 1)}),
        ("Fire kills 1, Injured 6 more", {("killed", 1), ("injured", 6)}),
        ("Two guards and three others -- two men and a woman -- also were wounded.", {("injured", 5)}),
        ("Four others, three women and a man, were wounded.", {("injured", 4)}),
        ("A woman hospitalized after the fire has died.", {("injured", 1), ("killed", 1)}),
        ("The blast left a father and two sons dead.", {("killed", 3)}),
        ("Police investigate a triple homicide.", {("killed", 3)}),
        ("The crash sent four people to the hospital.", {("injured", 4)}),
        ("He is accused of killing a father and daughter, officials said.", {("killed", 2)}),
        ("Anna Holt, Jr., 21, was wounded.", {("injured", 1)}),
        ("The driver was flown to a hospital but died.", {("injured", 1), ("killed", 1)}),
        ("Two more people have been killed near the port.", {("killed", 2)}),
        ("Rescuers carried six wounded soldiers to the road.", {("injured", 6)}),
        ("A family of five was killed when the roof fell in.", {("killed", 5)}),
        ("He pleaded guilty to fatally shooting four people.", {("killed", 4)}),
        ("He planned to kill four people.", set()),
        ("Autopsies were held for three people found dead in a cabin.", {("killed", 3)}),
        ("The leak resulted in five people being hospitalized.", {("injured", 5)}),
        ("Gunfire struck Marek Dolny and three others.", {("injured", 4)}),
        ("A bullet struck the father in the arm.", {("injured", 1)}),
        ("The deal struck the mayor as odd.", set()),
        ("The rifle went off, hitting a 14-year-old in the thigh.", {("injured", 1)}),
        ("Hitting two garrisons in one morning is a message.", set()),
        ("Five people are shot at a house party on the east side.", {("injured", 5)}),
        ("Two deputies were shot at by a man in a van.", set()),
        ("Three men walked into a filling station with gunshot wounds.", {("injured", 3)}),
        ("Police are investigating a quadruple shooting.", {("injured", 4)}),
        ("A third victim was grazed in the leg.", {("injured", 1), ("injured", 3)}),
        ("A clerk was wounded, along with two other people.", {("injured", 3)}),
        ("A neighbour called 911 for the woman, who was hurt.", {("injured", 1)}),
        ("Neither the driver nor the passenger was injured.", {("injured", 0), ("killed", 0)}),
        ("A six-year-old was placed on life support.", {("injured", 1)}),
        ("One is dead and his brother in the hospital.", {("killed", 1), ("injured", 1)}),
        ("A woman who survived the attack hid in a shed.", {("injured", 1)}),
        ("The raid put four guards into the hospital.", {("injured", 4)}),
        ("The number of workers abducted from a camp on Friday is nine, the office said.", {("abducted", 9)}),
    ],
)
def test_figures(text: str, expected: set[tuple[str, int]]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The bomber could kill many people.",
        "He threatened to kill three hostages.",
        "If two people were killed, the law would apply.",
        "The 35-year-old mayor opened the market on March 3.",
        "The army has 12 brigades in the north.",
    ],
)
def test_what_did_not_happen_tells_no_figure(text: str) -> None:
    assert figures(text) == set()


@pytest.mark.parametrize(
    ("words", "value", "qualifier"),
    [
        ("At least 14", 14, Qualifier.AT_LEAST),
        ("Dozens of", 24, Qualifier.AT_LEAST),
        ("Hundreds of", 200, Qualifier.AT_LEAST),
        ("Several", 3, Qualifier.AT_LEAST),
        ("Up to 15", 15, Qualifier.AT_MOST),
        ("About 30", 30, Qualifier.ABOUT),
        ("A dozen", 12, Qualifier.EXACTLY),
        ("Twenty-two", 22, Qualifier.EXACTLY),
        ("1,200", 1200, Qualifier.EXACTLY),
    ],
)
def test_counts_in_words(words: str, value: int, qualifier: Qualifier) -> None:
    (found,) = harm(f"{words} people were killed in the flood.")
    assert (found.value.value, found.value.qualifier) == (value, qualifier)


def test_total_and_source() -> None:
    (found,) = harm("The death toll rose to 12 on Friday, the health ministry said.")
    assert found.value.total
    assert found.value.value == 12
    assert found.value.by == "health ministry"


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("The gunman was killed by police.", Side.ATTACKERS),
        ("Two militants died in the raid.", Side.ATTACKERS),
        ("Five soldiers were killed.", Side.SECURITY_FORCES),
        ("Nine villagers were killed.", Side.CIVILIANS),
        ("Nine people were killed.", Side.VICTIMS),
    ],
)
def test_sides(text: str, side: Side) -> None:
    assert [found.value.side for found in harm(text)] == [side]


def test_the_span_covers_people_and_verb() -> None:
    text = "At dawn three guards were killed near the gate."
    (found,) = harm(text)
    assert text[found.span.start : found.span.end] == "three guards were killed"


def test_quoted_and_court_news_weigh_less() -> None:
    (plain,) = harm("The man killed a guard.")
    (court,) = harm("The man is charged with murder after he killed a guard in 2011.")[:1]
    assert court.score < plain.score


def totals(*sentences: str) -> tuple[int | None, int | None]:
    told = combine(harm(*sentences))
    killed = sum(item.value for item in told.killed) if told.killed else None
    injured = sum(item.value for item in told.injured) if told.injured else None
    return killed, injured


def test_the_same_victim_told_again_is_one() -> None:
    lead = "A man was shot dead outside a bar on Monday."
    assert totals(lead, "The man died at the scene.", "Jonas Weber, 41, was killed by a single shot.")[0] == 1


def test_shot_people_who_died_are_not_injured() -> None:
    assert totals("A man was shot in Elm Street.", "He died at the hospital.") == (1, None)
    assert totals("Five men were shot, two of them fatally.") == (2, 3)
    assert totals("A man was killed on Friday.", "Officers found the man with a gunshot wound.") == (1, None)


def test_another_sex_or_age_is_another_person() -> None:
    assert totals("A 9-year-old boy was killed.", "His mother was shot in the arm.") == (1, 1)


def test_a_total_wins_over_figures_told_before() -> None:
    assert totals("At least 30 people were killed.", "The death toll rose to 34 by nightfall.")[0] == 34
    assert totals("Four people were killed.", "Her death raised to five the number of people killed.")[0] == 5
    assert totals("Four people were killed.", "A nurse died, bringing the number killed there to six.")[0] == 6


def test_attackers_are_asserted_apart() -> None:
    told = combine(harm("Eight officers were killed and four attackers died."))
    assert told.killed is not None
    assert [(item.value, item.side) for item in told.killed] == [(8, Side.SECURITY_FORCES), (4, Side.ATTACKERS)]


def test_silence_is_null() -> None:
    told = combine(harm("The drone was shot down over the river."))
    assert (told.killed, told.injured, told.missing) == (None, None, None)


def test_answers_carry_how_they_were_told() -> None:
    (found,) = harm("Another man was wounded.")
    assert isinstance(found.value, HarmAnswer)
    assert found.value.is_other


def test_the_fourth_to_die_makes_four() -> None:
    (total,) = [one.value for one in harm("A fourth guard has died of his wounds.") if one.value.total]
    assert total.value == 4


def test_a_headline_tells_the_third_to_die() -> None:
    (total,) = [one.value for one in harm("Third victim dies after Ardley shooting") if one.value.total]
    assert total.value == 3


@pytest.mark.parametrize(
    ("text", "told_of_him"),
    [
        ("Five people are dead, including the gunman, after a quarrel.", "holds_doer"),
        ("A gunman killed four people in Ardley.", "is_object"),
        ("The rampage left four people dead.", "is_object"),
        ("Officers returned fire and fatally wounded Tom Reed.", "is_by_police"),
        ("Tom Reed was killed in a shootout with deputies.", "is_by_police"),
    ],
)
def test_what_a_count_says_of_who_did_it(text: str, told_of_him: str) -> None:
    plain = [one.value for one in harm("Four people were killed in Ardley.")]
    assert not any(getattr(one, told_of_him) for one in plain)
    assert any(getattr(one.value, told_of_him) for one in harm(text) if one.question == "harm.killed")


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("Four people were shot outside a bar in Ardley after a quarrel.", "harm.injured", 4),
        ("Three guests were shot at a wedding in Ardley on Sunday.", "harm.injured", 3),
        ("Five people, including a boy of nine, were shot and wounded on Friday night.", "harm.injured", 5),
        ("A man, a woman and a child were found stabbed to death in a flat.", "harm.killed", 3),
        ("Officers found two women and a man with gunshot wounds.", "harm.injured", 3),
        ("The other two victims have minor injuries.", "harm.injured", 2),
        ("Raiders shot up a wedding, wounding three guests and killing another.", "harm.killed", 1),
        ("Two men are dead and another wounded after a quarrel.", "harm.injured", 1),
        ("Three people were killed and one critically wounded on Sunday.", "harm.injured", 1),
        ("The blast left five others, including two guards, wounded.", "harm.injured", 5),
        ("The coroner pronounced 19-year-old Tom Reed of Ardley dead at noon.", "harm.killed", 1),
        ("The girl was declared clinically dead on Monday.", "harm.killed", 1),
        ("A young man was found shot in a car park.", "harm.injured", 1),
        ("His sister is in an Ardley hospital.", "harm.injured", 1),
        ("The sheriff is looking into a shooting death at a farm.", "harm.killed", 1),
        ("They mourn a 15-year-old Ardley High School student, killed on Friday.", "harm.killed", 1),
        ("1 dead, 4 injured in Ardley shooting", "harm.injured", 4),
        ("3 shot, 1 killed near Ardley pier", "harm.injured", 3),
        ("3 shot, 1 killed near Ardley pier", "harm.killed", 1),
        ("Woman dead, neighbour hurt after quarrel", "harm.killed", 1),
        ("A man, 44, his wife, 39, and their son, 12, were found dead.", "harm.killed", 3),
        ("Two men, ages 24 and 31, and a woman, 40, were wounded.", "harm.injured", 3),
        ("A man in his 20s and a teenage girl were wounded.", "harm.injured", 2),
        ("Two girls, 5 and 7, were grazed.", "harm.injured", 2),
        ("The bodies of two women and a boy were found in a barn.", "harm.killed", 3),
        ("One man died, with four others (aged between 7 and 41) sustaining gunshot wounds.", "harm.injured", 4),
        ("More than a dozen rounds were fired and a total of five people were wounded.", "harm.injured", 5),
        ("They found two guests, both suffering from gunshot wounds.", "harm.injured", 2),
        ("Two guests were located in the yard with gunshot wounds.", "harm.injured", 2),
        ("A baker and a nurse are fighting for their lives.", "harm.injured", 2),
        ("Among the dead were two teachers and a guard.", "harm.killed", 3),
        ("Two deputies were among the injured.", "harm.injured", 2),
        ("The surviving victim spoke to the court.", "harm.injured", 1),
        ("His wife survived.", "harm.injured", 1),
        ("The boy was flown to Ardley, but doctors were not able to save him.", "harm.killed", 1),
        ("The guard could not be revived.", "harm.killed", 1),
        ("The shooting left a teenager dead and his father badly wounded.", "harm.injured", 1),
        ("In the state of Ardley, five state police officers were killed.", "harm.killed", 5),
        ("A father shot and killed his 12- and 10-year-old sons on Friday.", "harm.killed", 2),
        ("Her 3-, 5- and 9-year-old daughters were wounded.", "harm.injured", 3),
        ("They found the 911 caller's father dead in the kitchen.", "harm.killed", 1),
        ("Four were hit at the Ardley County Courthouse, and three people are dead.", "harm.killed", 3),
        ("One of five people shot outside the Silver Oak Club early on Sunday has died.", "harm.injured", 5),
    ],
)
def test_people_are_counted_where_they_were_hurt(text: str, slot: str, value: int) -> None:
    told = harms_in(Sentence(0, Span(0, len(text)), text, 0))
    assert [one.value.value for one in told if one.question == slot] == [value]


@pytest.mark.parametrize("text", ["1 shot was fired in the yard.", "Tom Reed, 35, spoke of the injured."])
def test_a_number_of_things_or_years_is_nobody(text: str) -> None:
    assert harm(text) == []


def test_shots_that_hit_nobody_hurt_nobody() -> None:
    text = "Two officers were shot at by a man in a van."
    assert list(harms_in(Sentence(0, Span(0, len(text)), text, 0))) == []


@pytest.mark.parametrize(
    ("text", "alive"),
    [
        ("A man was taken to a hospital in stable condition.", True),
        ("Her mother was also shot, but survived.", True),
        ("Two boys suffered gunshot wounds that were not life-threatening.", True),
        ("A man was shot in the chest; he is survived by his wife.", False),
        ("A man was taken to a hospital.", False),
    ],
)
def test_who_is_said_to_live(text: str, alive: bool) -> None:
    told = [one.value for one in harms_in(Sentence(0, Span(0, len(text)), text, 0)) if one.question == "harm.injured"]
    assert told
    assert any(one.is_alive for one in told) is alive


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("The gunman shot two guards and then himself.", True),
        ("A man killed his wife before fatally shooting himself.", True),
        ("A boy accidentally shot himself in the hand.", False),
    ],
)
def test_by_his_own_hand_is_meant(text: str, own: bool) -> None:
    told = list(harms_in(Sentence(0, Span(0, len(text)), text, 0)))
    assert any(one.value.is_self for one in told) is own


def test_dead_and_wounded_together_are_no_dead() -> None:
    assert not harm("The group put the number of dead and wounded at eight.")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("A nurse, Sara Luma, and an officer, Kalo Bina, died when their car came under fire.", 2),
        ("A nurse, Sara Luma, 31, and a driver, Kalo Bina, 44, were killed.", 2),
        ("A guard, Sara Luma and Kalo Bina were killed.", 3),
        ("Gunmen killed two of the agency's Peruvian staff.", 2),
        ("The blast killed three staff.", 3),
    ],
)
def test_a_name_told_beside_an_office_is_no_other_person(text: str, count: int) -> None:
    told = [
        one.value.value for one in harms_in(Sentence(0, Span(0, len(text)), text, 0)) if one.question == "harm.killed"
    ]
    assert sum(value for value in told if value) == count
