"""Who claims and who denies, where a gloss, a clause or a pronoun stands between the speaker and the verb."""

from datetime import UTC, datetime

import pytest
from reading_documents import document

from tocsin.app import open_reader, read_article
from tocsin.reading.reader import Reader
from tocsin.reading.rules.claims import ClaimRules
from tocsin.reading.rules.outlets import OutletFinder
from tocsin.reading.rules.parties import PartyFinder
from tocsin.world.actors import ActorRegister
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.enums import Stance
from tocsin_schemas.models import Article

CLAIMS = ClaimRules(PartyFinder(ActorRegister.load()), OutletFinder())
THURSDAY = datetime(2024, 5, 16, 12, tzinfo=UTC)


def claims(*sentences: str) -> set[tuple[Stance, str | None]]:
    return {(one.value.stance, one.value.by) for one in CLAIMS.annotate(document(*sentences))}


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Osman Belko, the warlord named by villagers, has denied that he had a hand in the raid.", "Osman Belko"),
        ("Through a cousin, Belko denied any involvement in the raid on the mill.", "Belko"),
        ("Katiba al-Nur denied any role in the bombing within the hour.", "Katiba al-Nur"),
        ("The KRV, which fights the army in the hills, denied that its men had been at the mill.", "KRV"),
        ("The union's chairwoman, Ana Prado, said her members had nothing to do with the fire.", "Ana Prado"),
        ("The colonel, Jean Mabiala, denied that his troops had used live rounds.", "Jean Mabiala"),
        ("The lawyer, Ana Prado, sent a letter denying that any rider took part in the shooting.", "Ana Prado"),
        ("The Hill Front was quick to deny any part in the Okale blast.", "Hill Front"),
        (
            "The Hill Front, which many suspected, denied in a typed note that it had anything to do with it.",
            "Hill Front",
        ),
        ("The Hill Front, blamed by the governor of Okale, has denied carrying out the ambush.", "Hill Front"),
        ("The Hill Front denied on Sunday that its men had taken part.", "Hill Front"),
        ("Tarna Morcha, whose cells split in May, denied any part in the blast.", "Tarna Morcha"),
        ("Belko on Wednesday denied that he or anyone in his house had ordered the shooting.", "Belko"),
        (
            "The Okale People's Party, for which the town is a stronghold, denied having had any hand in it.",
            "Okale People's Party",
        ),
        ("A man who called himself Commander Tiro denied that the group had anything to do with it.", "Commander Tiro"),
        ("Mali's army on Friday rejected Algerian accusations that it had attacked a lorry.", "Mali's army"),
    ],
)
def test_denials(text: str, by: str) -> None:
    assert claims(text) == {(Stance.DENIES, by)}


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("A group that calls itself the Copper Cell said it had cut the power lines.", "Copper Cell"),
        (
            "The Hill Front, a rebel unit that split from the Free Army, said its men had shot up the convoy.",
            "Hill Front",
        ),
        ("The Hill Front, the armed wing of the rebel movement, claimed responsibility for the raid.", "Hill Front"),
        ("The Houthi movement said that it had sent two drones against the port.", "Houthi movement"),
        ("The Hill Front said on Friday that one of its fighters had carried out the bombing.", "Hill Front"),
    ],
)
def test_claims(text: str, by: str) -> None:
    assert claims(text) == {(Stance.CLAIMS, by)}


def test_who_speaks_for_the_state_accuses_a_named_group() -> None:
    assert claims("Police said al-Shabab had planted the bomb.") == {(Stance.ACCUSES, "Police")}
    assert not claims("A baker said al-Shabab had planted the bomb.")
    assert not claims("The dockers have no part in this quarrel, a union official said.")


def test_units_in_quotes_are_those_of_the_claimant() -> None:
    told = claims('In a statement the Hill Front, a rebel group, said its "units" had hit the post with two drones.')
    assert told == {(Stance.CLAIMS, "Hill Front")}


def test_the_group_is_the_one_explained_before() -> None:
    told = claims(
        "The mayor said that the port had been hit by Blue Ibis, a collective of hackers.",
        "The group denied it within hours.",
    )
    assert told == {(Stance.DENIES, "Blue Ibis")}


@pytest.mark.parametrize("text", ["The owner, Ana Prado, denied this.", "Nobody denied that he had a hand in it."])
def test_no_denials(text: str) -> None:
    assert claims(text) == set()


@pytest.fixture(scope="module")
def reader(gazetteer: Gazetteer) -> Reader:
    return open_reader()


@pytest.mark.parametrize(
    "text",
    [
        "A crowd set fire to the tax office in Sucre on Tuesday and burned it down. Six people were injured.\n\n"
        "The union's chairwoman, Ana Prado, said her members had nothing to do with the fire.",
        "Gunmen shot dead eight traders at the market of Sokoto on Tuesday.\n\n"
        "In a message sent to reporters on Wednesday, the Hill Front denied that its fighters had been at Sokoto.",
    ],
)
def test_a_denial_belongs_to_what_it_speaks_of(reader: Reader, text: str) -> None:
    article = Article(article_id="a", text=text, published_at=THURSDAY)
    (only,) = read_article(reader, article, THURSDAY).report.mentions
    assert [claim.stance for claim in only.claims] == [Stance.DENIES]
    assert only.when is not None
    assert only.when.start.isoformat() == "2024-05-14"


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (
            "The regional growers committee, whose members had called the march, denied any part in the fire.",
            "committee",
        ),
        ("The brothers denied that they were at the mill.", "brothers"),
    ],
)
def test_bodies_and_people_without_a_name_deny(text: str, by: str) -> None:
    assert any(stance is Stance.DENIES and by in (name or "") for stance, name in claims(text))


def test_a_firm_that_denies_a_rumour_denies_no_deed() -> None:
    assert claims("The firm denied reports of a merger.") == set()


def test_a_group_is_called_by_the_name_that_explains_it() -> None:
    found = claims("A separatist group, the Valley Tigers, claimed responsibility for the ambush.")
    assert (Stance.CLAIMS, "Valley Tigers") in found


@pytest.mark.parametrize(
    ("sentences", "by", "via"),
    [
        (("QVM claimed the ambush in a message put out by its media arm, Al-Furat.",), "QVM", "Al-Furat"),
        (("The Okale People's Army (OPA) claims the kidnapping.",), "Okale People's Army", None),
        (("Islamic State has claimed it through its Amaq outlet.",), "Islamic State", "Amaq"),
        (
            (
                "Islamic State has claimed this week's attack in northern Mozambique, saying its men killed six.",
                "The claim was carried by its Amaq news agency.",
            ),
            "Islamic State",
            "Amaq",
        ),
    ],
)
def test_a_deed_is_claimed_through_an_own_outlet(sentences: tuple[str, ...], by: str, via: str | None) -> None:
    (told,) = [one.value for one in CLAIMS.annotate(document(*sentences)) if one.value.stance is Stance.CLAIMS]
    assert (told.by, told.via) == (by, via)


def test_saying_how_it_was_is_no_claim_to_have_done_it() -> None:
    assert not claims("The prosecutor claimed the attack was planned for weeks.")


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (
            ("A spokesman for Hamas, Abu Kadal, denied that the group raided the jail in Okale.",),
            (Stance.DENIES, "Hamas"),
        ),
        (
            ("An online channel calling itself the Ash Ring posted that it was responsible.",),
            (Stance.CLAIMS, "Ash Ring"),
        ),
        (
            ("The Freedom of Velden Legion said that its saboteurs had laid the charge.",),
            (Stance.CLAIMS, "Freedom of Velden Legion"),
        ),
        (("The KVX claimed responsibility.",), (Stance.CLAIMS, "KVX")),
        (
            (
                "An email came in the name of the Hamas movement.",
                "In it the banned group claims responsibility for the blast.",
            ),
            (Stance.CLAIMS, "Hamas"),
        ),
    ],
)
def test_claims_and_denials_in_plain_words(sentences: tuple[str, ...], expected: tuple[Stance, str]) -> None:
    assert expected in claims(*sentences)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("The General Staff in Velden said that its forces had struck the refinery.", "General Staff"),
        ("Ruria's Defence Ministry acknowledged that it had fired the missiles.", "Defence Ministry"),
        ("The Rurian Defence Ministry said that Rurian forces had delivered a strike on a depot.", "Defence Ministry"),
    ],
)
def test_armies_that_say_what_their_forces_did(text: str, by: str) -> None:
    assert claims(text) == {(Stance.CLAIMS, by)}


@pytest.mark.parametrize(
    "text",
    [
        "The Defence Ministry of Ruria said that Velden forces had shelled the town.",
        "Mayor Ana Prado denied that any villager had been hit.",
    ],
)
def test_others_deeds_are_not_claimed_nor_harm_denied_as_a_deed(text: str) -> None:
    assert not claims(text)


def test_who_is_told_does_not_speak() -> None:
    text = 'A spokesman for the Hill Front said in a message to Radio Velden that it "had no hand in what happened".'
    assert claims(text) == {(Stance.DENIES, "Hill Front")}


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("A caller claimed responsibility on behalf of the Hill Front.", (Stance.CLAIMS, "Hill Front")),
        ("A bedsheet claimed the attack in the name of the Velden Cartel.", (Stance.CLAIMS, "Velden Cartel")),
        (
            "The al-Nur Forces, the armed wing of the Velden Group, said they had fired it.",
            (Stance.CLAIMS, "al-Nur Forces"),
        ),
        ("Ruria's General Staff denied that.", (Stance.DENIES, "General Staff")),
        ("The Hill Front's spokesman announced that his movement had liberated Velden.", (Stance.CLAIMS, "Hill Front")),
        ("The VRS said in an audio message posted online that it had not set the fire.", (Stance.DENIES, "VRS")),
    ],
)
def test_for_whom_one_speaks(text: str, claim: tuple[Stance, str]) -> None:
    assert claim in claims(text)
