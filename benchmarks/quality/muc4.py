"""Mention → MUC-4 template: type by the data file, stage by reality, fillers as they stand in the text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from tocsin.reading.rules.people_words import lexicon
from tocsin.world.actors import ActorRegister
from tocsin_schemas.enums import ActorKind, ActorRole, MeansKind, Reality, TargetKind, WeaponKind
from tocsin_schemas.models import Actor, Means, Mention
from tocsin_schemas.taxonomy import load_taxonomy

FILE = Path(__file__).with_name("muc_types.yaml")
MUC_TYPE = Annotated[str, Field(pattern="^(attack|bombing|kidnapping|arson|robbery|forced work stoppage)$")]
HARM_SLOT = Literal["abducted"]

LEAST_SURE = 0.3
"""Least probability of a second meaning (held-out texts of MUC-4 train, 2026-11-26: detection 0.784, 0.1 and 0.2 give
0.779, 0.5 gives 0.767)."""
LEAST_NEWS = 0.5
"""Least probability of a mention (held-out texts of MUC-4 train, 2026-11-26: 0.5 gives detection 0.816 and roles 0.441,
0.3 gives 0.789 and 0.433, 0.7 gives 0.809 and 0.438)."""
ARMED = frozenset({
    ActorKind.STATE_FORCES, ActorKind.POLICE, ActorKind.REBEL_GROUP, ActorKind.TERRORIST_GROUP, ActorKind.MILITIA,
})  # fmt: skip
BATTLE = "BAT."
HIT_SLOTS = ("victim_name", "victim_description", "target")
ACTOR_SLOTS = ("perp_individual", "perp_organization", "victim_name", "victim_description")


class Arson(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    weapons: frozenset[WeaponKind]
    codes: frozenset[str]


class MucTypes(BaseModel):
    """muc_types.yaml: which of our types are which of MUC-4's, and which are none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    weapons: dict[MUC_TYPE, frozenset[WeaponKind]]
    weapon_codes: frozenset[str]
    codes: dict[str, MUC_TYPE]
    arson: Arson
    stages: dict[Reality, str]
    means: dict[MeansKind, MUC_TYPE]
    beside: dict[HARM_SLOT, MUC_TYPE]

    def of(self, mention: Mention) -> str | None:
        """The MUC-4 type of a mention, by its likeliest event type that MUC-4 knows; None where it knows none.

        A story of an arrest or a crisis tells the attack behind it in the same breath: its second meaning.
        """
        what = mention.what
        codes = (what.event_type, *(one.event_type for one in what.alternatives if one.confidence >= LEAST_SURE))
        kinds = frozenset(weapon.kind for weapon in what.weapons)
        return next((found for code in codes if (found := self._of_code(code, kinds))), None)

    def _of_code(self, code: str, kinds: frozenset[WeaponKind]) -> str | None:
        if code in self.weapon_codes:
            for muc_type, told in self.weapons.items():
                if kinds & told:
                    return muc_type
        if code in self.arson.codes and kinds & self.arson.weapons:
            return "arson"
        return self.codes.get(code)


@cache
def load_types() -> MucTypes:
    types = MucTypes.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    unknown = (types.codes.keys() | types.weapon_codes | types.arson.codes) - {
        row.code for row in load_taxonomy().rows()
    }
    if unknown:
        raise ValueError(f"{FILE.name}: no such event type: {', '.join(sorted(unknown))}")
    return types


def as_told(mention: Mention, text: str, register: ActorRegister) -> Mention:
    """The mention with its groups called as the text calls them first: MUC-4's fillers stand in the text."""

    def renamed(actor: Actor) -> Actor:
        group = register.get(actor.actor_id) if actor.actor_id else None
        name = _told_first((group.name, *group.aliases), text) if group else None
        return actor.model_copy(update={"name": name}) if name else actor

    return mention.model_copy(update={"actors": tuple(map(renamed, mention.actors))})


def _told_first(names: Iterable[str], text: str) -> str | None:
    """The short form where the text has one, else the first of them in the text, the longer of two at one place.

    Of groups told by both forms the keys of MUC-4 train hold both 132 times, the short one alone 29, the long one 8.
    """
    found = [
        (not name.isupper(), match.start(), -len(name), name) for name in names if (match := _standing(name, text))
    ]
    return min(found)[-1] if found else None


def _standing(name: str, text: str) -> re.Match[str] | None:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)


def templates(mention: Mention, types: MucTypes) -> Iterator[dict[str, Any]]:
    """The mention's template, and one for people who came to other harm in it: MUC-4 has an incident for each type.

    The keys of MUC-4 train have it for seven of ten attacks told with people carried off (520 texts, 2026-11-27).
    """
    told = template(mention, types)
    if told is None:
        return
    made = list(_by_means(told, mention.what.means, types)) or [told]
    yield from made
    for slot, muc_type in types.beside.items():
        harmed = any(one.value > 0 for one in getattr(mention.harm, slot) or ())
        if harmed and all(muc_type != one["type"] for one in made):
            yield told | {"type": muc_type, "target": [], "weapon": []}


def _by_means(told: dict[str, Any], means: Sequence[Means], types: MucTypes) -> Iterator[dict[str, Any]]:
    """One template a means, of those hit by it; whom no means is told of is the first one's, as all weapons are."""
    for number, one in enumerate(means):
        others = {name for other in means if other is not one for name in other.hit}
        kept = {
            slot: [name for name in told[slot] if name in one.hit or not (number or name in others)]
            for slot in HIT_SLOTS
        }
        weapons = told["weapon"] if number == 0 or one.kind is MeansKind.BOMBING else []
        yield told | kept | {"type": types.means[one.kind], "weapon": weapons}


def template(mention: Mention, types: MucTypes) -> dict[str, Any] | None:
    """One template in the scorer's shape, of what the article recalls too; None for what MUC-4 leaves out.

    What names neither doer nor victim, target or weapon is no incident of MUC-4's, nor is fighting between armed sides.
    """
    muc_type = types.of(mention)
    if muc_type is None or mention.confidence < LEAST_NEWS or is_between_armed(mention):
        return None
    slots = [(slot_of(one), one) for one in mention.actors]
    filled = {slot: names(one for other, one in slots if other == slot) for slot in ACTOR_SLOTS}
    filled["target"] = names(mention.what.targets)
    filled["weapon"] = names(one for one in mention.what.weapons if one.name)
    if not any(filled.values()):
        return None
    return {"type": muc_type, "stage": types.stages.get(mention.what.reality, "accomplished"), **filled}


def is_between_armed(mention: Mention) -> bool:
    """A battle that hurt or hit nobody and nothing but those who fought."""
    hurt = (one for one in mention.actors if one.role is ActorRole.VICTIM and one.kind not in ARMED)
    hit = (one for one in mention.what.targets if one.kind is not TargetKind.MILITARY)
    return mention.what.event_type.startswith(BATTLE) and not any(hurt) and not any(hit)


def slot_of(actor: Actor) -> str | None:
    """The slot of a template that the actor fills, None where MUC-4 has none for its role.

    Whom an attack was aimed at is a victim only where it is told as hurt: 1 in 28 was (held-out texts, 2026-11-26).
    """
    if actor.role in (ActorRole.PERPETRATOR, ActorRole.CLAIMANT):
        return "perp_organization" if is_organisation(actor) else "perp_individual"
    if actor.role is ActorRole.VICTIM:
        return "victim_name" if is_named(actor) else "victim_description"
    return None


def is_organisation(actor: Actor) -> bool:
    """A group or force called by name; to MUC-4 "guerrillas", "hooded men", "officers of the Army" are individuals."""
    if actor.actor_id is not None or actor.kind is ActorKind.PERSON:
        return actor.actor_id is not None
    head = re.split(r" (?:of|from) ", actor.name)[0].split()[-1]
    return actor.name.split()[-1][:1].isupper() and head.lower() not in lexicon().nouns


def is_named(actor: Actor) -> bool:
    """A person called by name: the last word is capitalised ("mayor Luis Soto"), not one described ("a peasant")."""
    return actor.kind is ActorKind.PERSON and actor.name.split()[-1][:1].isupper()


def names(parts: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(one.name for one in parts))
