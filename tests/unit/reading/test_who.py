"""Actors by role, weapons, targets, claims and outlets, on invented sentences."""

import pytest
from reading_documents import document

from tocsin.reading.rules.claims import ClaimRules
from tocsin.reading.rules.outlets import OutletFinder, OutletRules
from tocsin.reading.rules.parties import PartyFinder
from tocsin.reading.rules.weapons import WeaponRules
from tocsin.reading.rules.who import ActorRules
from tocsin.types import Candidate
from tocsin.world.actors import ActorRegister
from tocsin_schemas.enums import ActorKind, ActorRole, Stance, TargetKind, WeaponKind
from tocsin_schemas.models import Claim

PARTIES = PartyFinder(ActorRegister.load())
ACTORS = ActorRules(PARTIES)
WEAPONS = WeaponRules()
CLAIMS = ClaimRules(PARTIES, OutletFinder())


def actors(text: str) -> set[tuple[ActorRole, str]]:
    return {(found.value.role, found.value.name) for found in ACTORS.annotate(document(text))}


def claims(*sentences: str) -> list[Candidate]:
    return list(CLAIMS.annotate(document(*sentences)))


@pytest.mark.parametrize(
    ("text", "role", "name"),
    [
        ("Suspected jihadists ambushed an army patrol.", ActorRole.PERPETRATOR, "Suspected jihadists"),
        ("Taliban insurgents stormed a police station.", ActorRole.PERPETRATOR, "Taliban"),
        ("The convoy was attacked by the Coastal Dawn Brigade.", ActorRole.PERPETRATOR, "Coastal Dawn Brigade"),
        ("Gunmen on motorcycles attacked a village.", ActorRole.PERPETRATOR, "Gunmen"),
        ("Protesters set fire to the town hall.", ActorRole.PERPETRATOR, "Protesters"),
        ("A drone attack targeted U.S. troops in the valley.", ActorRole.TARGET, "U.S. troops"),
        ("Rebels fired on Kenyan soldiers near the bridge.", ActorRole.TARGET, "Kenyan soldiers"),
        ("The Jordanian army intercepted two drones.", ActorRole.RESPONDER, "Jordanian army"),
        ("Three nurses were killed in the attack.", ActorRole.VICTIM, "nurses"),
        ("Marta Lindqvist, 35, was shot dead.", ActorRole.VICTIM, "Marta Lindqvist"),
    ],
)
def test_roles(text: str, role: ActorRole, name: str) -> None:
    assert (role, name) in actors(text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Two volunteer fire fighters were shot.", set()),
        ("Two volunteer fire-fighters were shot.", set()),
        ("Two opposition fighters were shot.", {ActorKind.REBEL_GROUP}),
    ],
)
def test_who_fights_fires_is_no_rebel(text: str, kinds: set[ActorKind]) -> None:
    told = document(text)
    found = {one.kind for sentence in told.sentences for one in PARTIES.parties(told, sentence)}
    assert found & {ActorKind.REBEL_GROUP} == kinds


def test_a_group_is_called_by_its_name_without_what_it_believes_in() -> None:
    told = document("Maoist Shining Path rebels attacked a village.")
    found = [one for one in PARTIES.parties(told, told.sentences[0]) if one.actor_id]
    assert [(one.actor_id, one.name) for one in found] == [("shining-path", "Shining Path")]


def test_forces_carry_their_country() -> None:
    found = [item.value for item in ACTORS.annotate(document("Militants attacked American military personnel."))]
    target = next(answer for answer in found if answer.role is ActorRole.TARGET)
    assert (target.country, target.kind) == ("US", ActorKind.STATE_FORCES)


def test_a_force_at_a_place_is_not_the_place() -> None:
    assert actors("The Turkish army in Iraq shot down a drone.") == {(ActorRole.RESPONDER, "Turkish army")}


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("Two drones were intercepted over the bay.", WeaponKind.DRONE, 2),
        ("Several drones were launched at the port.", WeaponKind.DRONE, None),
        ("A drone struck the refinery.", WeaponKind.DRONE, 1),
        ("Another drone attack hit the base.", WeaponKind.DRONE, None),
        ("In May 2019 a rocket hit the camp.", WeaponKind.ROCKET, 1),
        ("Attackers threw two grenades into a bar.", WeaponKind.GRENADE, 2),
        ("He was armed with a kitchen knife.", WeaponKind.BLADE, 1),
        ("The device was an improvised explosive device planted by the road.", WeaponKind.IED, 1),
        ("She detonated an explosive vest.", WeaponKind.SUICIDE_DEVICE, 1),
        ("The driver rammed a van into a crowd of shoppers.", WeaponKind.VEHICLE, 1),
    ],
)
def test_weapons(text: str, kind: WeaponKind, count: int | None) -> None:
    found = [item.value for item in WEAPONS.annotate(document(text)) if item.question == "weapon"]
    assert (kind, count) in {(weapon.kind, weapon.count) for weapon in found}


def test_weapon_words_that_are_none() -> None:
    texts = ("The gun control law was attacked in parliament.", "He parked his car and was shot.")
    assert [item for item in WEAPONS.annotate(document(*texts)) if item.question == "weapon"] == []


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Rebels attacked the Larun air base.", "Larun air base", TargetKind.MILITARY),
        ("A rocket hit the Chilean embassy.", "Chilean embassy", TargetKind.GOVERNMENT),
        ("The hospital was shelled at noon.", "hospital", TargetKind.HEALTH_FACILITY),
        ("Bandits ambushed a bus near Sokoto.", "bus", TargetKind.TRANSPORT),
        ("Saboteurs blew up a gas pipeline.", "gas pipeline", TargetKind.INFRASTRUCTURE),
    ],
)
def test_targets(text: str, name: str, kind: TargetKind) -> None:
    found = {
        (item.value.name, item.value.kind)
        for item in WEAPONS.annotate(document(text))
        if item.question == "target" and item.score > 0.5
    }
    assert (name, kind) in found


def test_a_hospital_that_treats_is_no_target() -> None:
    text = "After the attack the wounded were taken to the city hospital."
    assert [item for item in WEAPONS.annotate(document(text)) if item.question == "target"] == []


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "The Coastal Dawn Brigade claimed responsibility for the blast, Reuters reported.",
            (Stance.CLAIMS, "Coastal Dawn Brigade", "Coastal Dawn Brigade", "Reuters"),
        ),
        (
            "A little-known group calling itself the Sons of the River took credit for both attacks.",
            (Stance.CLAIMS, "Sons of the River", "Sons of the River", None),
        ),
        (
            "Al-Shabaab said its fighters carried out the assault on the hotel.",
            (Stance.CLAIMS, "Al-Shabaab", "Al-Shabaab", None),
        ),
        ("Tehran denied any role in the explosion.", (Stance.DENIES, "Tehran", "Tehran", None)),
        (
            "The Israeli military said it had struck a depot.",
            (Stance.CLAIMS, "Israeli military", "Israeli military", None),
        ),
        ("Officials blamed the Taliban for the bombing.", (Stance.ACCUSES, "Officials", "Taliban", None)),
        ("The bombing was claimed by Boko Haram.", (Stance.CLAIMS, "Boko Haram", "Boko Haram", None)),
        (
            "The Northern Tide Front, an umbrella group of pro-Iranian militias, sent a text claiming responsibility.",
            (Stance.CLAIMS, "Northern Tide Front", "Northern Tide Front", None),
        ),
    ],
)
def test_claims(text: str, claim: tuple[Stance, str, str, str | None]) -> None:
    found = [item.value for item in claims(text)]
    assert claim in {(item.stance, item.by, item.about, item.via) for item in found}


@pytest.mark.parametrize(
    "text",
    [
        "No group immediately claimed responsibility for the bombing.",
        "Nobody has claimed responsibility.",
        "The minister accused the opposition of wasting money.",
        "The air force said it shot down 18 drones.",
        "Both sides accused each other of violating the truce.",
    ],
)
def test_what_is_no_claim(text: str) -> None:
    assert claims(text) == []


def test_the_group_is_the_one_named_before() -> None:
    (found,) = claims(
        "Fighters of Boko Haram entered the town at night.", "The group claimed responsibility for the raid."
    )
    assert isinstance(found.value, Claim)
    assert found.value.by == "Boko Haram"


def test_a_claim_on_an_earlier_attack_weighs_less() -> None:
    (now,) = claims("The Taliban denied involvement in the attack.")
    (earlier,) = claims("The Taliban denied involvement in previous attacks.")
    assert earlier.score < now.score / 2


def test_the_dash_of_a_dateline_is_in_no_name() -> None:
    (denied,) = claims("SANA'A - A military source in the capital denied that it had shelled the market.")
    assert denied.value.by == "military"


def test_described_claimants_weigh_less_than_named_ones() -> None:
    (described,) = claims("An Iraqi militia announced it had launched another attack.")
    (named,) = claims("Boko Haram announced it had launched another attack.")
    assert described.value.by == "Iraqi militia"
    assert described.score < named.score


@pytest.mark.parametrize(
    ("text", "outlets"),
    [
        ("According to The Associated Press, two men fled.", ["AP"]),
        ("A spokesman told Reuters and AFP that the road was shut.", ["Reuters", "AFP"]),
        ("The mayor told the Port Lavandor Times that nobody was hurt.", ["Port Lavandor Times"]),
        ("Police used an AP round in the test.", []),
        ("State television reported a blast.", []),
    ],
)
def test_outlets(text: str, outlets: list[str]) -> None:
    assert [item.value for item in OutletRules().annotate(document(text))] == outlets


@pytest.mark.parametrize(
    ("text", "stance", "by"),
    [
        ("The channel, which calls itself Red Lantern, claimed responsibility for the blast.", "claims", "Red Lantern"),
        ("A group calling itself Sons of al-Wadi claimed responsibility for the raid.", "claims", "Sons of al-Wadi"),
        ("Al-Shabaab denied any part in the bombing.", "denies", "Al-Shabaab"),
        ("Al-Shabaab denied taking part in the raid.", "denies", "Al-Shabaab"),
        ("Al-Shabaab denied having anything to do with the raid.", "denies", "Al-Shabaab"),
        ("Al-Shabaab denied that it had any part in the raid.", "denies", "Al-Shabaab"),
    ],
)
def test_who_claims_and_denies_in_more_words(text: str, stance: str, by: str) -> None:
    assert (stance, by) in {(one.value.stance.value, one.value.by) for one in claims(text)}


def test_some_groups_are_no_claimant() -> None:
    assert not claims("Two rival guerrilla organisations claimed responsibility for separate ambushes.")
