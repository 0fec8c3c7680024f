"""Finds names of places in a sentence: capitalised runs looked up longest first, judged by the words around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from tocsin.reading.rules.where_words import place_words
from tocsin.types import Sentence
from tocsin.world import gazetteer_format as layout
from tocsin.world.folding import ARTICLES, fold
from tocsin.world.gazetteer import Gazetteer, Reading
from tocsin_schemas.enums import PlaceKind

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|[A-Z]\. ?(?:Va|Dak|Car)\b|[^\W\d_]+(?:[-'](?!s\b)[^\W\d_]+)*")
_CONNECTORS = frozenset({
    "de", "del", "la", "las", "los", "do", "da", "dos", "al", "el", "ez", "az",
    "ad", "ar", "as", "es", "e", "au", "sur", "upon", "le", "les",
})  # fmt: skip
_DOTTED = frozenset({
    "st", "ste", "ft", "mt", "mr", "mrs", "ms", "dr", "sgt", "lt",
    "col", "gen", "capt", "rep", "sen", "gov", "rev", "maj", "adm",
})  # fmt: skip
_SHAPE = re.compile(
    r" ((?:(?:international|regional|military|naval|air force) )?(?:air ?base|air ?port|air ?field|airstrip)|"
    r"(?:military |army |naval )?base|province|governorate|region|state|district|county|parish|"
    r"prefecture|oblast|department)\b"
)
_AREA_KINDS = frozenset((PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION, PlaceKind.SEA))
_HEADS = frozenset(
    ("province", "governorate", "department", "district", "county", "region", "state", "prefecture", "oblast")
)
_DIVISIONS = frozenset((PlaceKind.ADMIN1, PlaceKind.ADMIN2))
_LONGEST = 5
_PLACING = frozenset(("in", "at", "near", "outside", "around", "of"))
_JOINERS = frozenset(("al", "el", "ez", "az"))

folded = lru_cache(maxsize=40_000)(fold)


class Token(NamedTuple):
    """A word with its position in the sentence; `capital` = it may begin a name."""

    start: int
    end: int
    text: str
    lower: str
    capital: bool


@dataclass(slots=True)
class Name:
    """One occurrence of a name: [start, end) in the sentence, first and last token, what it may mean.

    `relation`, `qualifier` (the name after the comma) and `land` (the country in "the Nepali town of X") are filled in
    by the readers of context.
    `spelt` = listed with other vowels only: a place where the text names its country besides.
    """

    sentence: Sentence
    tokens: list[Token]
    first: int
    last: int
    key: str
    readings: tuple[Reading, ...]
    adjective: bool = False
    organisation: bool = False
    shaped: bool = False
    needs_cue: bool = False
    sentence_start: bool = False
    relation: str = ""
    qualifier: "Name | None" = None
    land: "Name | None" = None
    qualifies: bool = False
    end: int = 0
    spelt: bool = False

    @property
    def start(self) -> int:
        return self.tokens[self.first].start


def tokens_of(text: str) -> list[Token]:
    """Words with their positions; "al-Qaim" counts as capitalised."""
    tokens: list[Token] = []
    new = tuple.__new__  # a third of the time of Token(...), and there is one for each word read
    add = tokens.append
    for match in _TOKEN.finditer(text):
        word = match[0]
        capital = word[0].isupper()
        if not capital and "-" in word:
            head, _, rest = word.partition("-")
            capital = head in ARTICLES and rest[:1].isupper()
        add(new(Token, (*match.span(), word, word.lower(), capital)))
    return tokens


class NameFinder:
    """Finds the names of one document; remembers which words belong to people's names."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._words = words = place_words()
        self._never = words.parts | words.place_nouns | words.organisations | words.roads | words.nature

    def find(self, sentence: Sentence, people: set[str]) -> list[Name]:
        """The names in a sentence in order; words of other capitalised runs are added to `people`."""
        tokens = tokens_of(sentence.text)
        names: list[Name] = []
        for first, last in self._runs(sentence.text, tokens):
            names += self._in_run(sentence, tokens, first, last, people)
        return names

    def _runs(self, text: str, tokens: list[Token]) -> Iterator[tuple[int, int]]:
        function = self._words.function
        index, count = 0, len(tokens)
        while index < count:
            token = tokens[index]
            if not token.capital and token.text not in _JOINERS:
                index += 1
                continue
            if not self._opens(text, tokens, index) or (token.lower in function and not _abbreviation(token.text)):
                index += 1
                continue
            last = index
            while last + 1 < count:
                step = self._next(text, tokens, last)
                if step is None:
                    break
                last = step
            yield index, last
            index = last + 1

    def _opens(self, text: str, tokens: list[Token], index: int) -> bool:
        token = tokens[index]
        if token.capital:
            return True
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        joined = following is not None and following.capital and text[token.end : following.start] == " "
        return joined and token.text in _JOINERS

    def _next(self, text: str, tokens: list[Token], last: int) -> int | None:
        """The index of the token that goes on with the run after `last`, None where the run ends."""
        here, there = tokens[last], tokens[last + 1]
        gap = text[here.end : there.start]
        if gap not in (" ", "-") and not (gap == ". " and (here.lower in _DOTTED or len(here.text) == 1)):
            return None
        if there.capital:
            ends = (
                there.lower in self._words.function
                and there.lower not in self._words.organisations
                and len(there.text) > 2
            )
            return None if ends else last + 1
        if there.lower in _CONNECTORS and last + 2 < len(tokens):
            beyond = tokens[last + 2]
            if beyond.capital and text[there.end : beyond.start] in (" ", "-"):
                return last + 2
            if beyond.lower in _CONNECTORS and last + 3 < len(tokens) and tokens[last + 3].capital:
                return last + 3
        return None

    def _in_run(self, sentence: Sentence, tokens: list[Token], first: int, last: int, people: set[str]) -> list[Name]:
        names: list[Name] = []
        at = first
        while at <= last:
            name = self._of_phrase(sentence, tokens, at, last) or self._longest(sentence, tokens, at, last)
            if name is None:
                at += 1
                continue
            names.append(name)
            at = name.last + 1
        kept = [name for name in names if self._fits(name, tokens, first, last, names)]
        if not kept and last > first and tokens[last].lower not in self._never:
            people.update(token.lower for token in tokens[first : last + 1] if len(token.lower) > 2)
        return kept

    def _of_phrase(self, sentence: Sentence, tokens: list[Token], at: int, last: int) -> Name | None:
        """Names with "of" inside: "Gulf of Aden", "Republic of the Congo"."""
        if tokens[last].lower not in self._words.of_heads or last + 2 >= len(tokens) or tokens[last + 1].lower != "of":
            return None
        for end in range(min(last + 5, len(tokens) - 1), last + 1, -1):
            if tokens[end].capital:
                name = self._look_up(sentence, tokens, at, end)
                if name is not None:
                    return name
        return None

    def _longest(self, sentence: Sentence, tokens: list[Token], at: int, last: int) -> Name | None:
        for end in range(min(last, at + _LONGEST - 1), at - 1, -1):
            name = self._look_up(sentence, tokens, at, end)
            if name is not None:
                return name
        return self._spelt(sentence, tokens, at, last)

    def _spelt(self, sentence: Sentence, tokens: list[Token], first: int, last: int) -> Name | None:
        """A whole run that words place somewhere ("in", "the town of"), transcribed with other vowels than listed."""
        if not first or tokens[first - 1].lower not in _PLACING or last - first > 2 or not tokens[first].capital:
            return None
        if any(
            token.lower in self._never or token.lower in self._words.given_names for token in tokens[first : last + 1]
        ):
            return None
        if _SHAPE.match(sentence.text, tokens[last].end):
            return None  # a division or a base, and no town that sounds like it
        key = folded(sentence.text[tokens[first].start : tokens[last].end])
        readings = self._gazetteer.spelt(key)
        return (
            Name(sentence, tokens, first, last, key, readings, spelt=True, end=tokens[last].end) if readings else None
        )

    def _look_up(self, sentence: Sentence, tokens: list[Token], first: int, last: int) -> Name | None:
        start, end = tokens[first].start, tokens[last].end
        text = sentence.text[start:end]
        key = folded(text)
        shape = _SHAPE.match(sentence.text, end)
        if shape and (readings := self._gazetteer.shaped(f"{key} {folded(shape[1])}")):
            return Name(sentence, tokens, first, last, f"{key} {shape[1]}", readings, shaped=True, end=shape.end())
        if headed := self._headed(sentence, tokens, first, last, key):
            return headed
        if first == last:
            return self._single(sentence, tokens, first, key, text)
        readings = self._gazetteer.find(key)
        if not readings and tokens[last].lower in self._shape_words:
            readings = self._gazetteer.shaped(key)
        if not readings and not ARTICLES.isdisjoint(key.split()[1:-1]):
            readings = self._gazetteer.readings(key)  # "Jisr al-Shughur" is listed as Jisr ash Shughur
        if readings:
            return Name(sentence, tokens, first, last, key, readings, shaped=len(key) > 12, end=end)
        return self._demonym(sentence, tokens, first, last, key) if last == first + 1 else None

    def _headed(self, sentence: Sentence, tokens: list[Token], first: int, last: int, key: str) -> Name | None:
        """The division in "the province of X", which is not the town of that name."""
        if first < 2 or tokens[first - 1].lower != "of" or tokens[first - 2].lower not in _HEADS:
            return None
        word = tokens[first - 2].lower
        readings = self._gazetteer.shaped(f"{word} of {key}")
        if not readings or readings[0].place.kind not in _DIVISIONS:
            return None
        return Name(sentence, tokens, first, last, f"{key} {word}", readings, shaped=True, end=tokens[last].end)

    _shape_words = frozenset(
        [
            "county",
            "parish",
            "province",
            "governorate",
            "region",
            "state",
            "district",
            "base",
            "airport",
            "airfield",
            "airbase",
            "afb",
            "oblast",
        ]
    )

    def _single(self, sentence: Sentence, tokens: list[Token], at: int, key: str, text: str) -> Name | None:
        end = tokens[at].end
        if _abbreviation(text):
            readings = self._gazetteer.find(layout.ABBREVIATION + key)
            if readings:
                if len(text) > 2 and sentence.text[end : end + 1] == ".":
                    end += 1
                return Name(sentence, tokens, at, at, key, readings, needs_cue=len(key) == 2 and key != "us", end=end)
            if len(key) < 4:
                return None
        if sentence.text[end : end + 1] == "." and len(text) <= 6:
            readings = self._gazetteer.find(layout.ABBREVIATION + key)
            if readings:
                return Name(sentence, tokens, at, at, key, readings, needs_cue=True, end=end + 1)
        demonym = self._demonym(sentence, tokens, at, at, key)
        if demonym is not None:
            return demonym
        words = self._words
        if len(key) < 3 or key in self._never:
            return None
        readings = self._gazetteer.find(key) or (self._gazetteer.readings(key) if "-" in text else ())
        if not readings:
            return self._hyphened(sentence, tokens, at)
        needs_cue = key in words.common or key in words.given_names or key in words.surnames
        return Name(sentence, tokens, at, at, key, readings, needs_cue=needs_cue, end=end)

    def _hyphened(self, sentence: Sentence, tokens: list[Token], at: int) -> Name | None:
        """The country in "Iran-backed", the town in "Baghdad-based"."""
        head, dash, rest = tokens[at].text.partition("-")
        if not dash or not rest.islower() or len(head) < 2:
            return None
        key = folded(head)
        found = self._gazetteer.find(layout.ABBREVIATION + key) if _abbreviation(head) else self._gazetteer.find(key)
        readings = tuple(r for r in found if r.place.kind is PlaceKind.COUNTRY or rest == "based")
        if not readings:
            return None
        end = tokens[at].start + len(head)
        return Name(sentence, tokens, at, at, key, readings, adjective=True, end=end)

    def _demonym(self, sentence: Sentence, tokens: list[Token], first: int, last: int, key: str) -> Name | None:
        find = self._gazetteer.find
        readings = find(layout.DEMONYM + key) or (find(layout.DEMONYM + key[:-1]) if key.endswith("s") else ())
        if not readings:
            return None
        return Name(sentence, tokens, first, last, key, readings, adjective=True, end=tokens[last].end)

    def _fits(self, name: Name, tokens: list[Token], first: int, last: int, names: list[Name]) -> bool:
        """Whether the rest of the run lets the name be a place; marks organisations and names that need a cue."""
        words = self._words
        name.sentence_start = name.first == 0
        if name.adjective:
            return True
        if (name.first, name.last) != (first, last) and self._names_a_house(name, tokens, last):
            return False
        if name.last < last and name.key in words.given_names and tokens[name.last + 1].lower in words.surnames:
            return False
        if last > first and first and tokens[first - 1].lower in words.titles and not self._is_area(name):
            return False  # "fire officer Manas Pal"
        if name.first > first and not any(_leads_to(other, name, words.given_names) for other in names):
            before = tokens[name.first - 1].lower
            if before not in words.parts and not (before in words.place_nouns and before != "state"):
                large = self._is_area(name)
                if before in words.titles or before in words.given_names or not (large or name.shaped):
                    return False
                name.organisation = True
        if name.last < last and not any(other.first == name.last + 1 for other in names):
            return self._followed(name, tokens, last)
        return True

    def _names_a_house(self, name: Name, tokens: list[Token], last: int) -> bool:
        """Whether a run is the name of a bar or hotel, of which a small place's name is a part."""
        after = last + 1
        if after >= len(tokens) or tokens[after].text not in self._words.venues:
            return False
        return not self._is_area(name)

    def _is_area(self, name: Name) -> bool:
        return any(r.place.kind in _AREA_KINDS and r.quality == 0 for r in name.readings)

    def _followed(self, name: Name, tokens: list[Token], last: int) -> bool:
        words = self._words
        rest = {token.lower for token in tokens[name.last + 1 : last + 1]}
        after = tokens[name.last + 1].lower
        if (after in words.roads and after not in words.organisations) or tokens[last].lower in words.roads:
            return False
        if after in words.nature and not name.shaped:
            return False
        large = self._is_area(name)
        if rest & words.organisations:
            name.organisation = True
            return name.key not in words.common or large
        if name.key in words.given_names or not (large or name.first != name.last):
            return large and name.key not in words.given_names
        name.organisation = True
        return True


def _leads_to(other: Name, name: Name, given_names: frozenset[str]) -> bool:
    """Whether another place stands right before a name, as in "Baghdad Iraq" but not in "Jordan Smith"."""
    return other.last == name.first - 1 and other.key not in given_names


def _abbreviation(text: str) -> bool:
    """ "N.C.", "UK", "UAE": upper case, up to five letters."""
    return text.isupper() and len(text.replace(".", "")) <= 5 and len(text) >= 2
