"""Wording → snippet: slots filled from registers by a seeded chance, with the spans that its roles end up at.

All slots of one wording are filled from one country, and a slot kind used twice gets two fillings.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tocsin_schemas.enums import Reality
from training.registers import Land, Registers
from training.wordings import MARK, Form, Wording

# fmt: off
_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)
# fmt: on
_ABROAD = 0.15
"""Share of groups that come from any country: fighters are not always at home."""
_INVENTED = 0.2
"""Share of groups with an invented name: what no register knows must be read from the words around it."""
_SENTENCE_END = re.compile(r"[.!?]['\"’”]?\s+$|^['\"‘“]?$")


@dataclass(frozen=True, slots=True)
class RoleSpan:
    """Code points [start, end) of a snippet that play a role; `called` = by name, not described."""

    start: int
    end: int
    role: str
    called: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    """A wording filled in, with all it teaches."""

    text: str
    spans: tuple[RoleSpan, ...]
    type: str
    reality: Reality
    form: Form
    heading: str | None


class Filler:
    """Fills wordings; the same seed gives the same snippets."""

    def __init__(self, registers: Registers, seed: int) -> None:
        self._registers = registers
        self._chance = random.Random(seed)
        self._makers: dict[str, Callable[[Land], str]] = {
            "town": lambda land: self._pick(land.towns),
            "town_country": lambda land: f"{self._pick(land.towns)}, {land.name}",
            "region": lambda land: self._pick(land.regions),
            "district": lambda land: f"{self._pick(land.towns)} {self._pick(('district', 'district', 'county'))}",
            "country": lambda land: land.name,
            "nationality": lambda land: land.people,
            "capital": lambda land: land.capital,
            "armed_group": self._armed_group,
            "gang": lambda land: self._pick(registers.invented.gangs),
            "state_force": self._state_force,
            "person": lambda land: " ".join(self._name()),
            "family_name": lambda land: self._name()[1],
            "number": lambda land: self._number(2, 60),
            "small_number": lambda land: _NUMBERS[self._chance.randint(0, 8)],
            "big_number": lambda land: f"{self._chance.choice((100, 200, 350, 500, 1000, 1200, 2500, 6000, 15000)):,}",
            "amount": lambda land: f"{self._chance.randint(2, 900)}",
            "date": self._date,
            "year": lambda land: str(self._chance.randint(1988, 2026)),
            "outlet": lambda land: self._pick(registers.invented.outlets),
            "company": lambda land: self._pick(registers.invented.companies),
            "river": lambda land: self._pick(registers.invented.rivers),
        }

    def fill(self, wording: Wording) -> Snippet:
        """One snippet; raises KeyError for a slot kind that nothing fills."""
        land = self._chance.choice(self._registers.lands)
        text, spans = "", []
        for piece, role in self._pieces(wording.text, land):
            opens = _SENTENCE_END.search(text) is not None
            if role:
                spans.append(RoleSpan(len(text), len(text) + len(piece), role, _is_name(piece, opens)))
            text += piece[:1].upper() + piece[1:] if opens else piece
        return Snippet(text, tuple(spans), wording.type, wording.reality, wording.form, wording.heading)

    def _pieces(self, text: str, land: Land) -> Iterator[tuple[str, str]]:
        """(words, role or "") in order."""
        at, used = 0, set[str]()
        for mark in MARK.finditer(text):
            if mark.start() > at:
                yield text[at : mark.start()], ""
            if mark["kind"]:
                yield self._slot(mark["kind"], land, used), mark["role"]
            else:
                yield mark["words"], mark["marked"]
            at = mark.end()
        if at < len(text):
            yield text[at:], ""

    def _slot(self, kind: str, land: Land, used: set[str]) -> str:
        words = self._registers.words.get(kind)
        filling = ""
        for _ in range(4):
            filling = self._pick(words) if words else self._makers[kind](land)
            if filling not in used:
                break
        used.add(filling)
        return filling

    def _pick(self, words: Sequence[str]) -> str:
        return self._chance.choice(words)

    def _armed_group(self, land: Land) -> str:
        dice = self._chance.random()
        if dice < _INVENTED:
            return self._pick(self._registers.invented.rebels)
        if dice < _INVENTED + _ABROAD or not land.groups:
            return self._pick(self._registers.groups)
        return self._pick(land.groups)

    def _state_force(self, land: Land) -> str:
        described = (
            f"the {land.people} army", f"{land.people} forces", f"{land.people} troops", "government troops",
            "the army", f"{land.people} security forces", "government forces", f"the {land.people} military",
        )  # fmt: skip
        if land.forces and self._chance.random() < 0.4:
            name = self._pick(land.forces)
            return name if name[:4].lower() == "the " or name.isupper() else f"the {name}"
        return self._pick(described)

    def _name(self) -> tuple[str, str]:
        pool = self._chance.choice(tuple(self._registers.invented.names.values()))
        return self._pick(pool.given), self._pick(pool.family)

    def _number(self, least: int, most: int) -> str:
        number = min(most, max(least, round(self._chance.lognormvariate(1.8, 0.9))))
        return _NUMBERS[number - 1] if number <= 10 or (number <= 20 and self._chance.random() < 0.3) else str(number)

    def _date(self, land: Land) -> str:
        day, month = self._chance.randint(1, 28), self._pick(_MONTHS)
        return f"{month} {day}" if self._chance.random() < 0.4 else f"{day} {month}"


def _is_name(words: str, opens: bool) -> bool:
    """Whether the last word has a capital that the start of a sentence does not explain ("Gunmen stormed ...")."""
    *before, last = words.split()
    return last[:1].isupper() and (bool(before) or not opens)
