"""The register of armed groups, forces and missions, and how their names are found in a sentence."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tocsin.world.nations import Nations
from tocsin_schemas.enums import ActorKind

_FILES = ("actors.yaml", "forces.yaml")
_TOKEN = re.compile(r"[^\W_]+(?:'(?!s\b)[^\W_]+)*")
_ARTICLES = frozenset({"al", "el", "ul", "the"})
_WORDS_TOO = frozenset(
    {
        "arena",
        "cam",
        "chono",
        "cobra",
        "fact",
        "fal",
        "gal",
        "hur",
        "is",
        "let",
        "mend",
        "nas",
        "nato",
        "rab",
        "tak",
        "tip",
    }
)
"""Acronyms that are words or names as well: in copy without case they tell nothing."""


class RegisterError(Exception):
    """A register file breaks its schema; the message names the file and the row."""


class Group(BaseModel):
    """One row; `country` = homes as ISO 3166-1 alpha-2 (EU, UN, XN for NATO), `since`, `until` = years active."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: Annotated[str, Field(min_length=2)]
    aliases: tuple[str, ...] = ()
    country: Annotated[tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...], Field(min_length=1)]
    kind: ActorKind
    parent: str | None = None
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class GroupMatch:
    """A group named at [start, end) of a text."""

    group: Group
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Alias:
    words: tuple[str, ...]
    exact: str | None
    groups: tuple[Group, ...]

    @property
    def is_short(self) -> bool:
        return self.exact is not None and len(self.exact) <= 4


def fold(word: str) -> str:
    """Lower case without accents and apostrophes."""
    plain = word if word.isascii() else unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return plain.lower().replace("'", "")


def _words(name: str) -> tuple[str, ...]:
    words = tuple(fold(word) for word in _TOKEN.findall(name.replace("’", "'")))
    return tuple(word for word in words if word and word not in _ARTICLES)


def _is_acronym(name: str) -> bool:
    return " " not in name and sum(letter.isupper() for letter in name) >= 2 and len(name) <= 8


_folded = lru_cache(maxsize=40_000)(fold)


class ActorRegister:
    """Finds registered names: longest first, folded, with or without al-; acronyms only as they are written."""

    def __init__(self, groups: Iterable[Group], nations: Nations) -> None:
        self._by_id = {group.id: group for group in groups}
        self._nations = nations
        self._by_first = self._index()
        self._homes: dict[str, re.Pattern[str]] = {}

    @classmethod
    def load(cls) -> "ActorRegister":
        """Read the built-in register once. RegisterError where a file breaks its schema."""
        return _loaded()

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Group]:
        return iter(self._by_id.values())

    def get(self, group_id: str) -> Group | None:
        return self._by_id.get(group_id)

    def find(self, text: str, context: str = "", has_case: bool = True) -> tuple[GroupMatch, ...]:
        """All groups named in `text`, in order, none overlapping.

        `context` (the article) decides between groups of one acronym and must name a home country for acronyms of up
        to four letters, or the group in full. `has_case` is False for copy that came in capitals alone.
        """
        if has_case and not any(_folded(match[0]) in self._by_first for match in _FIRST.finditer(text)):
            return ()
        tokens = [(_folded(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(text)]
        tokens = [token for token in tokens if token[0] not in _ARTICLES]
        found: list[GroupMatch] = []
        at = 0
        while at < len(tokens):
            length, match = self._at(text, tokens, at, context, has_case)
            if match is not None:
                found.append(match)
            at += max(1, length)
        return tuple(found)

    def _at(
        self, text: str, tokens: list[tuple[str, int, int]], at: int, context: str, has_case: bool
    ) -> tuple[int, GroupMatch | None]:
        word, start, _ = tokens[at]
        for alias in self._by_first.get(word, ()):
            length = len(alias.words)
            if has_case and not (text[start].isupper() or text[start].isdigit()) and alias.words[0] not in _LOWER_FIRST:
                continue
            if length > 1 and tuple(token[0] for token in tokens[at : at + length]) != alias.words:
                continue
            end = tokens[at + length - 1][2]
            if not self._is_written(alias, text[start:end], has_case):
                continue
            group = self._choose(alias, context)
            if group is not None:
                return length, GroupMatch(group, _with_article(text, start), end)
        return 0, None

    @staticmethod
    def _is_written(alias: _Alias, written: str, has_case: bool) -> bool:
        if alias.exact is None:
            return True
        if not has_case:
            return alias.exact.lower() not in _WORDS_TOO
        return written == alias.exact or (len(alias.words) > 1 and fold(written) == fold(alias.exact))

    def _choose(self, alias: _Alias, context: str) -> Group | None:
        if not context or (len(alias.groups) == 1 and not alias.is_short):
            return alias.groups[0]
        for group in alias.groups:
            if self._is_at_home(group, context):
                return group
        return None if alias.is_short else alias.groups[0]

    def _is_at_home(self, group: Group, context: str) -> bool:
        pattern = self._homes.get(group.id)
        if pattern is None:
            words = [name for name in (group.name, *group.aliases) if " " in name]
            for code in group.country:
                words.extend(self._nations.words(code))
            pattern = re.compile("|".join(rf"\b{re.escape(word)}" for word in words) or r"(?!)", re.IGNORECASE)
            self._homes[group.id] = pattern
        return pattern.search(context) is not None

    def _index(self) -> dict[str, tuple[_Alias, ...]]:
        owners: dict[tuple[tuple[str, ...], str | None], list[Group]] = {}
        for group in self._by_id.values():
            for name in dict.fromkeys((group.name, *group.aliases)):
                words = _words(name)
                if words:
                    owners.setdefault((words, name if _is_acronym(name) else None), []).append(group)
        index: dict[str, list[_Alias]] = {}
        for (words, exact), groups in owners.items():
            index.setdefault(words[0], []).append(_Alias(words, exact, tuple(dict.fromkeys(groups))))
        return {first: tuple(sorted(found, key=lambda alias: -len(alias.words))) for first, found in index.items()}


_FIRST = re.compile(r"[^\W_a-z]\w*(?:'(?!s\b)\w+)*|(?:contra|dissident|pirates|hilltop|blue|thieves|ex|pro|anti)\b")
_LOWER_FIRST = frozenset({"contra", "pro", "anti", "pirates", "dissident", "blue", "hilltop", "gang", "ex", "thieves"})
_BEFORE = re.compile(r"\b[AaEe]l[- ]$")


def _with_article(text: str, start: int) -> int:
    before = _BEFORE.search(text, max(0, start - 4), start)
    return before.start() if before else start


@cache
def _loaded() -> ActorRegister:
    rows: list[Group] = []
    for name in _FILES:
        rows.extend(_read(name))
    known = {group.id for group in rows}
    if len(known) < len(rows):
        raise RegisterError("two rows of the register share an id")
    for group in rows:
        if group.parent is not None and group.parent not in known:
            raise RegisterError(f"{group.id}: its parent {group.parent} is no row of the register")
    return ActorRegister(rows, Nations.load())


def _read(name: str) -> list[Group]:
    text = files("tocsin.world").joinpath("data", name).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return TypeAdapter(list[Group]).validate_python(yaml.load(text, Loader=loader))
    except (yaml.YAMLError, ValidationError) as error:
        raise RegisterError(f"{name}: {error}") from error
