"""What a headline tells of killed and hurt, and how it speaks for a count: context, as a title is no evidence."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from tocsin.reading.harm_people import Told
from tocsin.reading.harm_totals import best_of, told_by_effect, value_of
from tocsin.reading.rules.harm import harms_in
from tocsin.reading.rules.numbers import is_vague
from tocsin.reading.rules.people import Form, people_in
from tocsin.types import Sentence
from tocsin_schemas.enums import Qualifier, Side

_DEADLY = re.compile(
    r"\b(?:dead|dies|died|deadly|deaths?|kill(?:s|ed|ing|ings)?|fatal(?:ly)?|slain|slaying|murder\w*|homicides?|"
    r"manslaughter|bod(?:y|ies)|suicide)\b",
    re.IGNORECASE,
)
_HURT = re.compile(
    r"\b(?:wound(?:s|ed|ing)?|injur(?:es|ed|ing|y|ies)|hurt|critical(?:ly)?|hospital\w*|surviv\w+|recover\w*|"
    r"shot|stabbed)\b",
    re.IGNORECASE,
)
_PAIR = re.compile(r"\b(?:murder|homicide)s?\W+suicide", re.IGNORECASE)
_MANY = re.compile(
    r"\b(?:shootings|stabbings|attacks|incidents|homicides|weekend|violent\s+night|overnight)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Title:
    """What the title tells: context that may agree with a figure, or give one that the text leaves out."""

    tells_death: bool = False
    tells_hurt: bool = False
    killed: int = 0
    """Dead without who did it, and whether they are told as whom somebody killed."""
    is_object: bool = False
    doers: int = 0
    """Of who did it, those told dead: 0 or 1."""
    injured: int = 0
    hit: int = 0
    is_paired: bool = False
    """Whether it tells a murder-suicide: two died at least."""
    is_many: bool = False
    """Whether its figures may be those of several happenings."""
    is_alone: bool = False
    """Whether the article tells one happening, so that a figure of the title can be of no other."""


def tells_pair(text: str) -> bool:
    """Whether words tell a murder and the suicide of who did it."""
    return _PAIR.search(text) is not None


@lru_cache(maxsize=64)
def title_of(sentence: Sentence, is_alone: bool = False) -> Title:
    """What a title tells of killed and hurt, by the same rules as a sentence."""
    text = sentence.text
    told = told_by_effect(harms_in(replace(sentence, text=_with_ands(text))))
    vague = is_vague(text)
    killed, hurt = (
        [one for one in told.get(effect, ()) if not _is_least(one, vague)] for effect in ("killed", "injured")
    )
    dead = [item for item in killed if not _is_doer(item)]
    return Title(
        tells_death=_DEADLY.search(text) is not None,
        tells_hurt=_HURT.search(text) is not None,
        killed=value_of(best_of(dead)),
        is_object=any(item.answer.is_object for item in dead),
        doers=min(1, len(killed) - len(dead)),
        injured=value_of(best_of([item for item in hurt if not item.answer.is_hit])),
        hit=value_of(best_of([item for item in hurt if item.answer.is_hit])),
        is_paired=tells_pair(text),
        is_many=_MANY.search(text) is not None,
        is_alone=is_alone,
    )


def _is_least(item: Told, vague: bool) -> bool:
    """ "Several hurt" is no figure that a count of the text could differ from."""
    return vague and item.answer.qualifier is Qualifier.AT_LEAST


def _is_doer(item: Told) -> bool:
    return item.answer.is_self or item.answer.side is Side.ATTACKERS


def _with_ands(text: str) -> str:
    """ "Mother, two children killed": a headline's comma between people is an "and"."""
    people = people_in(text)
    for first, second in reversed(list(pairwise(people))):
        plain = Form.NAMED not in (first.form, second.form) and first.value and second.value
        if plain and text[first.end : second.start] == ", " and not text[second.start : second.end].isdigit():
            text = f"{text[: first.end]} and {text[second.start :]}"
    return text


def of_title(victims: int, total: int, title: Title, slot: str) -> dict[str, float]:
    """What speaks for and against a count of `slot`: so many without who did it, so many in all."""
    told = title.killed if slot == "killed" else title.injured
    found: dict[str, float] = {}
    if told:
        found["title_agrees" if told in (victims, total) else "title_differs"] = 1.0
        found["title_above"] = float(told > total > 0)
    if title.is_many and told:
        found |= {"title_many_agrees": float(told == total), "title_many_few": float(total == 1)}
        found["title_many_none"] = float(total == 0)
    if slot == "killed":
        return found | _of_doer(victims, total, title)
    if title.hit:
        left = {title.hit, title.hit - title.killed}
        found["title_hit" if total in left else "title_not_hit"] = 1.0
    if total:
        found["title_no_hurt"] = float(not title.tells_hurt)
        found["title_only_deadly"] = float(not title.injured and title.tells_death)
    return found


def _of_doer(victims: int, total: int, title: Title) -> dict[str, float]:
    """Whether who did it is among the dead of the title."""
    also = "doer" if total > victims else "no_doer"
    as_told = float(victims == title.killed)
    found: dict[str, float] = {}
    if title.doers:
        found |= {f"title_{also}": 1.0, f"title_{also}_alone": float(victims == 0), f"title_{also}_as_told": as_told}
        found[f"title_{also}_object"] = float(title.is_object)
        found[f"title_{also}_object_as_told"] = float(title.is_object) * as_told
    elif title.killed:
        found |= {f"title_silent_{also}": 1.0, f"title_silent_{also}_as_told": as_told}
    if title.is_paired:
        found |= {f"title_pair_{also}": 1.0, "title_pair_few": float(total < 2), "title_pair_none": float(total < 1)}
        found["title_pair_total"] = float(total == title.killed > 0)
    return found
