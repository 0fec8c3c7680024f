"""Each event type is told by ordinary sentences, and types that look alike are told apart by who acts on what."""

import pytest
from reading_documents import document

from tocsin.reading.questions import WHAT
from tocsin.reading.rules.what import TypeRules
from tocsin.types import Candidate
from tocsin_schemas.taxonomy import load_taxonomy

RULES = TypeRules()

TOLD = [
    ("BAT.GOV_REGAIN", "Government troops recaptured the town of Brelna from the rebels after two days of fighting."),
    ("BAT.GOV_REGAIN", "The army seized three villages held by insurgents in the northern district."),
    ("BAT.NSA_OVERTAKE", "Rebel fighters seized the town of Brelna after the garrison ran out of ammunition."),
    ("BAT.NSA_OVERTAKE", "The district capital was captured by insurgents at dawn."),
    ("BAT.CLASH", "Heavy clashes broke out between soldiers and insurgents outside Dorum, leaving nine fighters dead."),
    ("BAT.CLASH", "Insurgents ambushed an army patrol near Dorum, and four soldiers were killed."),
    ("BAT.CLASH", "Six officers died in Tuesday's ambush on the road to Dorum."),
    ("BAT.CLASH", "They were killed when their patrol came under fire near Dorum."),
    ("VAC.ATTACK", "Six people were killed in ambushes near Dorum."),
    ("EXP.SHELLING", "The first shell came down behind the music school."),
    ("MAR.VESSEL_ATTACK", "It had been rammed at the waterline by an unmanned vessel."),
    ("VAC.ATTACK", "Two perpetrators on one motorcycle used a firearm against the chairman of the council."),
    ("PRO.EXCESSIVE", "Police opened fire on protesters in the capital, killing three demonstrators."),
    ("PRO.EXCESSIVE", "Bloodshed at a tax march in Velden: gendarmes gun down four students."),
    ("PRO.EXCESSIVE", "A nurse was struck on the head by a tear gas canister and died on Friday."),
    ("PRO.INTERVENTION", "Gendarmes drenched pensioners at a vigil in Velden with blue-dyed water."),
    ("PRO.INTERVENTION", "Riot police kettled the vigil for five hours and let everybody go."),
    ("PRO.INTERVENTION", "Police used tear gas to disperse hundreds of protesters outside the ministry."),
    ("PRO.PEACEFUL", "Hundreds of teachers marched through Velden to demand higher pay, protesters carrying banners."),
    ("RIO.VIOLENT_DEMO", "Protesters hurled stones at officers and set cars on fire during the demonstration."),
    ("RIO.VIOLENT_DEMO", "Marchers in Velden overturned stalls and smashed the windows of two banks."),
    ("RIO.VIOLENT_DEMO", "Two rallies for and against the tax came to blows on the square."),
    ("RIO.MOB", "A man accused of stealing a goat was beaten to death by an angry mob in Okale."),
    ("EXP.CHEMICAL", "Warplanes dropped chlorine gas on the besieged town, a chemical weapons monitor said."),
    ("EXP.AIR_DRONE", "An air strike on a market in Talbar killed fourteen people."),
    ("EXP.AIR_DRONE", "Drones struck a fuel depot outside the port on Sunday."),
    ("EXP.SUICIDE", "A suicide bomber blew himself up at a checkpoint, killing five."),
    ("EXP.SHELLING", "Rockets fired from across the border hit houses in Merav."),
    ("EXP.SHELLING", "The village was shelled with mortars for the third night, wounding two farmers."),
    ("EXP.IED_MINE", "A roadside bomb exploded as a bus passed, wounding six passengers."),
    ("EXP.IED_MINE", "Three children were killed when they stepped on a landmine near Osk."),
    ("EXP.IED_MINE", "A vegetable lorry set off a mine at the exit of Osk, and its two crew died."),
    ("EXP.IED_MINE", "The minibus drove over a device buried in the track and four passengers were killed."),
    ("ACC.TRANSPORT", "A night coach ran into the back of a cement lorry near Velden, killing six people."),
    ("VAC.ABDUCTION", "The headman was forced into a pickup by four hooded men outside his shop in Lesko."),
    ("RIO.MOB", "A crowd that blamed strangers for the fever fell on a treatment centre and beat two nurses."),
    ("EXP.GRENADE", "Attackers threw a grenade into a crowded bar, injuring eleven people."),
    ("VAC.SEXUAL", "Soldiers raped at least seven women during the raid on Hamra."),
    ("VAC.ATTACK", "Gunmen attacked a village at night and killed twelve farmers."),
    ("VAC.ATTACK", "Militants beheaded two teachers accused of spying."),
    ("VAC.ABDUCTION", "Armed men kidnapped nine students from a dormitory in Lesko."),
    ("STR.AGREEMENT", "The government and the rebels signed a ceasefire agreement on Friday."),
    ("STR.ARRESTS", "Police arrested the leader of the opposition and forty of his supporters."),
    ("STR.GROUP_CHANGE", "Dozens of fighters defected from the militia and joined the army."),
    ("STR.DISRUPTED", "Security forces seized 40 rifles and crates of explosives in a raid near the border."),
    ("STR.DISRUPTED", "Experts defused a bomb found under a bridge."),
    ("STR.HQ_BASE", "The army has set up a new military base near Kolda."),
    ("STR.LOOT_DESTROY", "Militiamen torched houses and looted shops in three villages."),
    ("STR.NV_TRANSFER", "Rebels entered the town without a fight after the troops withdrew from their positions."),
    ("STR.OTHER", "A mass grave was found outside the town that the army had held."),
    ("CRI.SHOOTING", "A 24-year-old man was shot in the leg outside a bar in Velden late Monday, police said."),
    ("CRI.SHOOTING", "Two teenagers were wounded in a drive-by shooting on Hill Street."),
    ("CRI.VIOLENCE", "A woman was stabbed to death in her kitchen, and her husband is in custody."),
    ("CRI.VIOLENCE", "The clerk was beaten unconscious with a hammer."),
    ("CRI.CARTEL", "Gunmen of a drug cartel killed six members of a rival gang."),
    ("CRI.ROBBERY", "Two masked men robbed a bank in Velden and made off with cash."),
    ("CRI.TRAFFICKING", "Customs officers seized 300 kilograms of cocaine hidden in bananas."),
    ("CRI.FRAUD", "The former treasurer embezzled two million from the pension fund."),
    ("DIS.EARTHQUAKE", "A magnitude 6.1 earthquake shook the island and killed eight people."),
    ("DIS.FLOOD", "Flash floods swept through the valley and left eleven people dead."),
    ("DIS.STORM", "A tornado tore through the county, killing two people."),
    ("DIS.WILDFIRE", "A wildfire has burned 4,000 acres of forest near Kells."),
    ("DIS.VOLCANO", "The volcano erupted on Tuesday, covering villages in ash."),
    ("DIS.LANDSLIDE", "A landslide buried a row of huts after the rain."),
    ("DIS.EXTREME_TEMPERATURE", "A heat wave killed at least thirty people in the south."),
    ("DIS.EPIDEMIC", "A cholera outbreak has killed forty people in the camp."),
    ("ACC.TRANSPORT", "Four people died when a bus plunged off a bridge into a ravine."),
    ("ACC.TRANSPORT", "A freight train derailed near Osk on Sunday."),
    ("ACC.INDUSTRIAL", "An explosion at a fertilizer factory injured twenty workers."),
    ("ACC.FIRE", "A fire destroyed an apartment building in Velden; nobody was hurt."),
    ("ACC.STRUCTURE", "A five-storey building collapsed in the old quarter, trapping a family."),
    ("INF.OUTAGE", "A power outage left 30,000 homes without electricity."),
    ("INF.SHUTDOWN", "The authorities shut down mobile internet across the province."),
    ("CYB.ATTACK", "A ransomware attack forced the hospital's computers offline."),
    ("CYB.BREACH", "Hackers stole the personal data of two million customers."),
    ("MAR.PIRACY", "Pirates hijacked a tanker off the coast."),
    ("MAR.VESSEL_ATTACK", "A cargo ship was attacked in the strait and a fire broke out on board the vessel."),
    ("POL.COUP", "Soldiers staged a coup and announced that the president had been removed from power."),
    ("POL.EMERGENCY", "The president declared a state of emergency in two provinces."),
    ("HUM.DISPLACEMENT", "Thousands of families were displaced from their homes in the hills."),
    ("HUM.AID_ATTACK", "An aid convoy was looted by militiamen on the road, and two relief workers were killed."),
    ("DIP.ACT", "The republic expelled two diplomats and imposed new sanctions on its neighbour."),
    ("ATT.ATTRIBUTION", "The minister blamed the separatists for Sunday's bombing."),
]


ALIKE = [
    ("EXP.AIR_DRONE", "The republic's jets bombed two depots in retaliation for a sarin attack on Velden."),
    ("EXP.AIR_DRONE", "Warplanes struck a camp of militants it accuses of a chlorine attack on Osk."),
    ("EXP.SHELLING", "Rockets fired from across the river hit three houses as the army continues its offensive."),
    ("EXP.SHELLING", "The navy launched missiles and destroyed three of the rebels' boats."),
    ("STR.AGREEMENT", "In Dorum, the scene of fierce fighting last month, rebels freed 40 prisoners under a swap."),
    ("BAT.GOV_REGAIN", "Troops pushed into a rebel-held suburb of Osk and captured two villages."),
    ("BAT.GOV_REGAIN", "Soldiers recovered the villages that had been taken over by insurgents, the ministry said."),
    ("BAT.GOV_REGAIN", "Government forces freed four villages from the insurgents."),
    ("BAT.CLASH", "Insurgents overran two checkpoints near Dorum and killed six soldiers."),
    ("BAT.CLASH", "Two soldiers were wounded in a shoot-out with bandits near Kolda."),
    ("BAT.CLASH", "Nine members of the insurgent group were killed when they set upon a garrison."),
    ("BAT.CLASH", "The army began an offensive to retake the port from the rebels."),
    ("VAC.ATTACK", "Gunmen stormed Velden College and killed nine students."),
    ("VAC.ATTACK", "The militants attacked a hamlet, said the vigilantes who guard it."),
    ("RIO.MOB", "A crowd beat two men accused of killing a cow."),
    ("STR.ARRESTS", "Troops captured a senior rebel commander who was behind the shelling of Merav."),
    ("STR.ARRESTS", "Soldiers arrested more than 60 people in raids on the occupied town."),
    ("STR.ARRESTS", "Police arrested an opposition activist at her home on charges of organising a protest."),
    ("EXP.CHEMICAL", "Poisonous gas spread by the rebels amid clashes sickened thirty people in Osk."),
    ("STR.DISRUPTED", "The parcel was confirmed to be a small improvised explosive device, police said."),
    ("STR.GROUP_CHANGE", "A new brigade of mountain troops has been formed in the north."),
    ("STR.GROUP_CHANGE", "Two bombers entered the air defence zone of the neighbour."),
    ("STR.NV_TRANSFER", "The militia withdrew from the town of Dorum under the ceasefire agreement."),
    ("DIP.ACT", "The republic announced retaliatory measures against its neighbour."),
    ("PRO.PEACEFUL", "Hundreds of teachers marched in Velden after the killing of a colleague by police."),
    ("PRO.PEACEFUL", "Hundreds of non-violent demonstrators marched through Velden."),
    ("PRO.EXCESSIVE", "Four people died in a crackdown on marchers in Velden."),
    (
        "RIO.VIOLENT_DEMO",
        "Demonstrators looted shops and hurt nine policemen; police fired rubber bullets and shot a student.",
    ),
    ("CRI.VIOLENCE", "A man drove a stolen van into shoppers in Velden, hurting nine."),
    ("CRI.VIOLENCE", "A man with a machete killed two people and injured five at the market of Velden."),
    ("CRI.ROBBERY", "Thieves stole a van from a bakery in Velden."),
    ("DIS.STORM", "The army mobilised 300 troops to clear the roads after a blizzard cut off Kolda."),
]


def best(*sentences: str) -> Candidate | None:
    return max(RULES.annotate(document(*sentences)), key=lambda candidate: candidate.score, default=None)


@pytest.mark.parametrize(("code", "sentence"), TOLD, ids=[f"{code}-{n}" for n, (code, _) in enumerate(TOLD)])
def test_a_plain_sentence_tells_its_type(code: str, sentence: str) -> None:
    told = best(sentence)
    assert told is not None
    assert told.value.event_type == code


@pytest.mark.parametrize(("code", "sentence"), ALIKE, ids=[f"{code}-{n}" for n, (code, _) in enumerate(ALIKE)])
def test_the_deed_is_told_apart_from_what_stands_beside_it(code: str, sentence: str) -> None:
    told = best(sentence)
    assert told is not None
    assert told.value.event_type == code


def test_a_dateline_is_no_lead() -> None:
    news = "The minister blamed the separatists for Sunday's bombing."
    plain, dated = best(news), best("Osk (NNA).", news)
    assert plain is not None
    assert dated is not None
    assert dated.score == plain.score


def test_words_of_office_kill_nobody() -> None:
    told = RULES.annotate(document("Executives of the ruling party met the rebels' spokesman in Velden."))
    assert "VAC.ATTACK" not in {candidate.value.event_type for candidate in told}


def test_every_type_but_no_incident_is_reachable() -> None:
    assert {code for code, _ in TOLD} == {row.code for row in load_taxonomy().types} - {"NON.EVENT"}


def test_the_actor_decides_who_holds_the_town() -> None:
    troops, rebels = best("Troops captured the town of Osk."), best("Rebels captured the town of Osk.")
    assert troops is not None
    assert rebels is not None
    assert rebels.value.event_type == "BAT.NSA_OVERTAKE"
    assert troops.value.event_type != "BAT.NSA_OVERTAKE"


def test_an_ordinary_shooting_is_no_attack_by_an_armed_group() -> None:
    codes = {c.value.event_type for c in RULES.annotate(document("A man was shot dead outside a bar in Velden."))}
    assert "CRI.SHOOTING" in codes
    assert not codes & {"VAC.ATTACK", "BAT.CLASH"}


def test_rock_that_falls_in_a_mine_is_an_accident_of_industry() -> None:
    found = best("Four miners died after part of a gallery came down in the tin mine of Lomera.")
    assert found is not None
    assert found.value.event_type == "ACC.INDUSTRIAL"


def test_a_hunting_accident_is_a_shooting() -> None:
    found = best("A boy of 12 was killed in a hunting accident near Lomera on Saturday.")
    assert found is not None
    assert found.value.event_type == "CRI.SHOOTING"


def test_the_span_is_where_the_trigger_stands() -> None:
    made = document("Nothing stirred before dawn.", "A roadside bomb exploded near Osk.")
    for candidate in RULES.annotate(made):
        assert candidate.question == WHAT
        assert candidate.sentence == 1
        assert made.quote(candidate.span) == candidate.value.trigger


def test_one_candidate_a_type_and_sentence() -> None:
    made = document("A bomb exploded and a second bomb exploded near the bombed house.")
    codes = [candidate.value.event_type for candidate in RULES.annotate(made)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("sentence", "tense"),
    [
        ("Insurgents attacked the village.", "past"),
        ("Insurgents could attack the village.", "future"),
        ("Such attacks by insurgents are feared.", "generic"),
    ],
)
def test_plans_and_habits_are_marked(sentence: str, tense: str) -> None:
    tenses = {candidate.value.tense for candidate in RULES.annotate(document(sentence))}
    assert tense in tenses


def test_a_plan_scores_below_the_deed() -> None:
    deed, plan = best("Insurgents attacked the village."), best("Insurgents will attack the village.")
    assert deed is not None
    assert plan is not None
    assert plan.score < deed.score


def test_a_noun_that_refers_back_is_marked_definite() -> None:
    told = best("The shooting left two people wounded.")
    assert told is not None
    assert told.value.noun
    assert told.value.definite


@pytest.mark.parametrize(
    "sentence",
    [
        "The bakery won a prize for its rye bread.",
        "The fire department holds its pancake breakfast on Sunday.",
        "She had a heart attack in 2019 and now runs marathons.",
    ],
)
def test_ordinary_words_tell_nothing_that_founds(sentence: str) -> None:
    taxonomy = load_taxonomy()
    founding = [c for c in RULES.annotate(document(sentence)) if taxonomy[c.value.event_type].founds]
    assert not founding


def test_what_the_title_tells_has_no_evidence() -> None:
    made = document("Police gave no details.", title="Two killed in roadside bomb blast")
    told = RULES.headline(made)
    assert "EXP.IED_MINE" in {candidate.value.event_type for candidate in told}
    assert all(candidate.span.start == candidate.span.end for candidate in told)


@pytest.mark.parametrize(
    "text",
    [
        "He held the door shut with his belt.",
        "Traders reopened behind sandbags.",
        "Divers searched the flooded engine room.",
        "The chef bought a set of belts.",
        "The actress was ambushed by reporters.",
    ],
)
def test_things_that_tell_nothing(text: str) -> None:
    assert not {one.value.event_type for one in RULES.annotate(document(text)) if one.question == WHAT} & {
        "EXP.SUICIDE",
        "DIS.FLOOD",
        "VAC.ATTACK",
        "BAT.CLASH",
    }
