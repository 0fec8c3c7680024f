"""People told one by one: which tellings are of the same person, so that nobody counts twice."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tocsin.reading.questions import HarmAnswer
from tocsin.reading.rules.stems import words_of

SINGLE = frozenset({"one", "named", "definite", "pronoun"})
"""Forms of telling one person."""
_NAME_WORD = re.compile(r"[A-Z][\w'-]+")
_AGE = re.compile(r"\b(\d{1,2})[- ]year[- ]old|,\s*(\d{1,2})\b|\bage[ds]?\s+(\d{1,2})\b", re.IGNORECASE)
_MALE = words_of(
    "man boy he him himself his father son brother husband boyfriend uncle nephew grandfather grandson dad male "
    "stepfather stepson "
    "businessman policeman gunman fisherman"
)
_FEMALE = words_of(
    "woman girl she her herself mother daughter sister wife girlfriend aunt niece grandmother granddaughter mom "
    "female lady "
    "schoolgirl policewoman"
)
_OWNERS = frozenset({"his", "her", "their"})


@dataclass(frozen=True, slots=True)
class Told:
    """An answer with the sentence that told it and how sure it is."""

    answer: HarmAnswer
    sentence: int
    score: float = 1.0
    is_loose: bool = False
    """Told by a sentence that belongs to no happening in particular."""

    @property
    def is_single(self) -> bool:
        return self.answer.form in SINGLE


@dataclass(frozen=True, slots=True)
class Traits:
    """What a text says of one person: null where it is silent."""

    gender: str | None
    age: int | None
    names: frozenset[str]

    def differs(self, other: "Traits") -> bool:
        """Whether the two cannot be one person."""
        if self.names and other.names and self.names.isdisjoint(other.names):
            return True
        return any(
            mine is not None and theirs is not None and mine != theirs
            for mine, theirs in ((self.gender, other.gender), (self.age, other.age))
        )

    def with_more(self, other: "Traits") -> "Traits":
        """Both told of one person."""
        age = self.age if self.age is not None else other.age
        return Traits(self.gender or other.gender, age, self.names | other.names)


@lru_cache(maxsize=512)
def traits_of(answer: HarmAnswer) -> Traits:
    words = re.findall(r"[a-z]+", answer.who.lower())
    if len(words) > 1 and words[0] in _OWNERS:
        words = words[1:]
    gender = "male" if not _MALE.isdisjoint(words) else "female" if not _FEMALE.isdisjoint(words) else None
    age = _AGE.search(answer.who)
    names = _NAME_WORD.findall(answer.who) if answer.form == "named" else []
    return Traits(gender, int(next(group for group in age.groups() if group)) if age else None, frozenset(names))


def surname_of(answer: HarmAnswer) -> str | None:
    """The last word of a name in full."""
    words = _NAME_WORD.findall(answer.who) if answer.form == "named" else []
    return words[-1] if len(words) > 1 else None


def distinct(told: Iterable[Told]) -> list[Traits]:
    """The different people of single tellings in text order, at least one where there is any.

    "A man" told anew is the man told before unless both stand in one sentence or he is "another"; a pronoun and "the
    man" are somebody new only where nobody told so far fits.
    """
    people: list[Traits] = []
    home: list[int] = []
    for item in told:
        if not item.is_single:
            continue
        traits = traits_of(item.answer)
        at = _known(item, traits, people, home)
        if at is None:
            people.append(traits)
            home.append(item.sentence)
        else:
            people[at] = people[at].with_more(traits)
    return people


def _known(item: Told, traits: Traits, people: Sequence[Traits], home: Sequence[int]) -> int | None:
    """Which of `people` is told again, if any; the likest wins."""
    fits = [at for at, person in enumerate(people) if not person.differs(traits)]
    if item.answer.form == "one":
        fits = [at for at in fits if home[at] != item.sentence]
        if item.answer.is_other:
            fits = [at for at in fits if traits.age is not None and people[at].age == traits.age]
    if item.answer.form == "pronoun" and people:
        return fits[-1] if fits else len(people) - 1
    if traits.names:
        named = [at for at in fits if people[at].names & traits.names]
        fits = named or fits
    return fits[0] if fits else None


def living(hurt: Sequence[Told], dead: Sequence[Told], others_too: bool = False) -> int:
    """People hurt one by one who cannot be the dead: another sex, age or name, or with `others_too` "another"."""
    gone = [traits_of(item.answer) for item in dead if item.is_single]
    apart = [
        item
        for item in hurt
        if item.is_single
        and item.answer.form != "pronoun"
        and (
            all(traits_of(item.answer).differs(other) for other in gone)
            or (others_too and item.answer.is_other and bool(gone))
        )
    ]
    return len(distinct(apart))


class Fate(StrEnum):
    """What became of one person hurt, seen against those told dead."""

    GONE = "gone"
    """one of the dead"""
    APART = "apart"
    """somebody else"""
    OPEN = "open"


def fate_of(item: Told, dead: Sequence[Told]) -> Fate:
    """Whether a person hurt is one of the dead: by name, age or the words told, by "he died" in the same sentence."""
    if not item.is_single or not dead:
        return Fate.OPEN
    mine = traits_of(item.answer)
    single = [other for other in dead if other.is_single]
    if any(_is_same(item, mine, other) for other in single):
        return Fate.GONE
    if item.answer.is_other or (single and all(mine.differs(traits_of(other.answer)) for other in single)):
        return Fate.APART
    return Fate.OPEN


def _is_same(item: Told, mine: Traits, other: Told) -> bool:
    theirs = traits_of(other.answer)
    if mine.differs(theirs):
        return False
    if mine.names & theirs.names or (mine.age is not None and mine.age == theirs.age):
        return True
    if item.answer.form == "pronoun" and item.sentence != other.sentence:
        return False
    if item.sentence == other.sentence:
        return other.answer.form in {"pronoun", "definite"} or item.answer.who == other.answer.who
    return _head(item) == _head(other)


def _head(item: Told) -> str:
    return item.answer.who.rsplit(" ", 1)[-1].lower()
