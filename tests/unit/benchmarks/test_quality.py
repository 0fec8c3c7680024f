"""The quality commands: rows for every input, labels and templates by their data files, clear refusals."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.quality import muc4, sets
from benchmarks.quality.rows import MissingData, read_rows
from tocsin.world.actors import ActorRegister
from tocsin_schemas.enums import ActorKind, ActorRole, MeansKind, Reality, Role, WeaponKind
from tocsin_schemas.models import Actor, Alternative, HarmAssertion, Means, Mention, MentionHarm, Target, Weapon, What

ROOT = Path(__file__).resolve().parents[3]


def mention(
    code: str, *weapons: WeaponKind, role: Role = Role.REPORTED, reality: Reality = Reality.OCCURRED
) -> Mention:
    what = What(
        event_type=code, confidence=0.9, reality=reality, weapons=tuple(Weapon(kind=one, name=one) for one in weapons)
    )
    return Mention(ordinal=0, role=role, start=0, end=10, what=what, confidence=0.9)


def test_missing_data_is_named_and_exits_2(tmp_path: Path) -> None:
    command = [
        "-m",
        "benchmarks.quality",
        "types",
        "--gold",
        str(tmp_path / "none.jsonl"),
        "--out",
        str(tmp_path / "p"),
    ]
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "none.jsonl is missing" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_of_another_set_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"doc_id": "x", "text": "y"}\n', encoding="utf-8")
    with pytest.raises(MissingData, match="line 1: no id"):
        list(read_rows(path, "id", "text"))


def test_labels_follow_the_taxonomy() -> None:
    assert sets.case_label(("EXP.AIR_DRONE", Reality.OCCURRED)) == "AIR_STRIKE"
    assert sets.case_label(("EXP.AIR_DRONE", Reality.FOILED)) == "DISR_WEAP"
    assert sets.case_label(("CYB.ATTACK", Reality.OCCURRED)) is None


def test_muc_type_by_weapon_code_and_fire() -> None:
    types = muc4.load_types()
    assert types.of(mention("VAC.ATTACK")) == "attack"
    assert types.of(mention("VAC.ATTACK", WeaponKind.BOMB)) == "bombing"
    assert types.of(mention("STR.LOOT_DESTROY", WeaponKind.FIRE)) == "arson"
    assert types.of(mention("VAC.ABDUCTION", WeaponKind.BOMB)) == "kidnapping"
    assert types.of(mention("ACC.TRANSPORT")) is None


def test_a_second_meaning_counts_where_muc_knows_the_first_not() -> None:
    def told(*others: tuple[str, float]) -> Mention:
        first = mention("STR.ARRESTS")
        rest = tuple(Alternative(event_type=code, confidence=share) for code, share in others)
        return first.model_copy(update={"what": first.what.model_copy(update={"alternatives": rest})})

    types = muc4.load_types()
    assert types.of(told(("PRO.PEACEFUL", 0.5), ("VAC.ABDUCTION", 0.4))) == "kidnapping"
    assert types.of(told(("VAC.ATTACK", 0.05))) is None


def test_what_is_recalled_counts_if_it_is_likely_and_threats_are_kept() -> None:
    types = muc4.load_types()
    recalled = hurting(mention("VAC.ATTACK", role=Role.BACKGROUND))
    assert muc4.template(recalled, types) is not None
    assert muc4.template(recalled.model_copy(update={"confidence": 0.1}), types) is None
    threat = muc4.template(hurting(mention("VAC.ATTACK", reality=Reality.THREATENED)), types)
    assert threat is not None
    assert threat["stage"] == "threatened"


def hurting(one: Mention) -> Mention:
    victim = Actor(role=ActorRole.VICTIM, name="Ana Paz", kind=ActorKind.PERSON, confidence=0.5)
    return one.model_copy(update={"actors": (victim,)})


def carried_off(one: Mention, count: int) -> Mention:
    told = HarmAssertion(value=count)
    return one.model_copy(update={"harm": MentionHarm(abducted=(told,))})


def test_an_attack_told_with_people_carried_off_is_a_kidnapping_too() -> None:
    types = muc4.load_types()
    raid = hurting(mention("VAC.ATTACK", WeaponKind.FIREARM))
    attack, kidnapping = muc4.templates(carried_off(raid, 3), types)
    assert (attack["type"], kidnapping["type"]) == ("attack", "kidnapping")
    assert kidnapping["victim_name"] == ["Ana Paz"]
    assert attack["weapon"] == ["firearm"]
    assert kidnapping["weapon"] == []
    assert len(list(muc4.templates(carried_off(raid, 0), types))) == 1
    assert len(list(muc4.templates(carried_off(hurting(mention("VAC.ABDUCTION")), 3), types))) == 1
    assert list(muc4.templates(carried_off(mention("ACC.TRANSPORT"), 3), types)) == []


def told_by(one: Mention, *means: Means) -> Mention:
    return one.model_copy(update={"what": one.what.model_copy(update={"means": means})})


def test_each_means_has_a_template_of_those_hit_by_it() -> None:
    types = muc4.load_types()
    raid = hurting(mention("VAC.ATTACK", WeaponKind.FIREARM))
    mill = raid.model_copy(update={"what": raid.what.model_copy(update={"targets": (Target(name="mill"),)})})
    taken = Means(kind=MeansKind.KIDNAPPING, confidence=0.9, hit=("Ana Paz",))
    burnt = Means(kind=MeansKind.ARSON, confidence=0.8, hit=("mill",))
    kidnapping, arson = muc4.templates(carried_off(told_by(mill, taken, burnt), 1), types)
    assert (kidnapping["type"], kidnapping["victim_name"], kidnapping["target"]) == ("kidnapping", ["Ana Paz"], [])
    assert (arson["type"], arson["victim_name"], arson["target"], arson["weapon"]) == ("arson", [], ["mill"], [])
    halt = Means(kind=MeansKind.WORK_STOPPAGE, confidence=0.8)
    (stoppage,) = muc4.templates(told_by(mill, halt), types)
    assert (stoppage["type"], stoppage["victim_name"], stoppage["target"]) == (
        "forced work stoppage", ["Ana Paz"], ["mill"],
    )  # fmt: skip
    assert list(muc4.templates(told_by(hurting(mention("ACC.TRANSPORT")), taken), types)) == []


def test_a_happening_without_doer_victim_target_or_weapon_is_no_template() -> None:
    types = muc4.load_types()
    assert muc4.template(mention("VAC.ATTACK"), types) is None
    assert muc4.template(hurting(mention("VAC.ATTACK")), types) is not None


def test_a_battle_counts_where_it_hurt_others_than_those_who_fought() -> None:
    types = muc4.load_types()
    battle = mention("BAT.CLASH")
    soldiers = Actor(role=ActorRole.VICTIM, name="two soldiers", kind=ActorKind.STATE_FORCES, confidence=0.5)
    assert muc4.template(battle.model_copy(update={"actors": (soldiers,)}), types) is None
    assert muc4.template(hurting(battle), types) is not None
    attack = mention("VAC.ATTACK").model_copy(update={"actors": (soldiers,)})
    assert muc4.template(attack, types) is not None


@pytest.mark.parametrize(
    ("name", "kind", "organised"),
    [
        ("Free North", ActorKind.REBEL_GROUP, True),
        ("Army of the Coast", ActorKind.MILITIA, True),
        ("officers of the Coast Army", ActorKind.STATE_FORCES, False),
        ("Guerrillas", ActorKind.REBEL_GROUP, False),
        ("Colonel Ruiz", ActorKind.PERSON, False),
        ("hooded men", ActorKind.UNIDENTIFIED, False),
    ],
)
def test_people_of_a_group_are_no_organisation(name: str, kind: ActorKind, organised: bool) -> None:
    assert muc4.is_organisation(Actor(role=ActorRole.PERPETRATOR, name=name, kind=kind, confidence=0.5)) is organised


def test_a_group_of_the_register_is_called_as_the_text_calls_it() -> None:
    group = Actor(
        role=ActorRole.PERPETRATOR,
        name="Revolutionary Armed Forces of Colombia",
        actor_id="revolutionary-armed-forces-of-colombia",
        kind=ActorKind.REBEL_GROUP,
        confidence=0.5,
    )
    one = mention("VAC.ATTACK").model_copy(update={"actors": (group,)})
    register = ActorRegister.load()
    assert muc4.as_told(one, "The farc burned two buses, said the FARC's enemies.", register).actors[0].name == "FARC"
    both = "The Revolutionary Armed Forces of Colombia (FARC) burned two buses."
    assert muc4.as_told(one, both, register).actors[0].name == "FARC"
    assert muc4.as_told(one, "Rebels burned two buses.", register).actors == (group,)


def test_named_people_are_told_from_described_ones() -> None:
    def person(name: str) -> Actor:
        return Actor(role=ActorRole.VICTIM, name=name, kind=ActorKind.PERSON, confidence=0.5)

    assert muc4.is_named(person("mayor Luis Soto"))
    assert not muc4.is_named(person("two peasants"))


def test_every_row_gets_a_line(tmp_path: Path, gazetteer: object) -> None:
    texts = tmp_path / "texts.jsonl"
    rows = [
        {"id": 1, "text": "A car bomb exploded outside a bank in the city on Monday, killing three people."},
        {"id": 2, "text": "The choir will sing on Sunday."},
    ]
    texts.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    labels = {row["id"]: row["label"] for row in sets.predict_types(texts)}
    assert labels == {1: "REM_EXPLOS", 2: None}
