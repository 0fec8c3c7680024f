"""Phrases for people in a sentence: counted, single, named, or a pronoun, with the side they stand on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from tocsin.reading.rules.numbers import NUMBER, QUALIFIER, Count, count_of
from tocsin_schemas.enums import ActorKind, Qualifier, Side


class PeopleNouns(BaseModel):
    """One row of people.yaml: nouns in the singular, "singular:plural" where the plural is irregular."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    side: Side
    kind: ActorKind
    nouns: tuple[str, ...]


class Form(StrEnum):
    COUNTED = "counted"
    """three soldiers, dozens of people, 12"""
    ONE = "one"
    """a man, another guard: brought in anew"""
    DEFINITE = "definite"
    """the man, his wife: one person, perhaps told before"""
    NAMED = "named"
    PRONOUN = "pronoun"
    PLURAL = "plural"
    """soldiers, the villagers: how many is not said"""


@dataclass(frozen=True, slots=True)
class Person:
    """People at [start, end) of a sentence; `head` is the noun in the singular ("" for a bare count, a name or pronoun).

    `value` is 1 for one person and 0 where the number is not told; `is_other` = others than those told before.
    """

    start: int
    end: int
    form: Form
    value: int
    qualifier: Qualifier = Qualifier.EXACTLY
    head: str = ""
    side: Side = Side.VICTIMS
    kind: ActorKind = ActorKind.CIVILIANS
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class _Noun:
    singular: str
    side: Side
    kind: ActorKind
    is_plural: bool


_STOP = frozenset(
    [
        "and",
        "or",
        "but",
        "of",
        "in",
        "on",
        "at",
        "by",
        "with",
        "who",
        "whom",
        "that",
        "which",
        "was",
        "were",
        "is",
        "are",
        "be",
        "been",
        "being",
        "has",
        "had",
        "have",
        "after",
        "when",
        "while",
        "to",
        "from",
        "for",
        "as",
        "if",
        "near",
        "into",
        "during",
        "before",
        "where",
        "because",
        "said",
        "says",
        "he",
        "she",
        "they",
        "it",
        "than",
        "including",
        "not",
        "no",
        "killed",
        "injured",
        "wounded",
        "shot",
        "left",
        "then",
        "also",
        "later",
        "against",
        "inside",
        "outside",
        "years",
        "months",
        "days",
        "hours",
        "minutes",
        "died",
        "charged",
        "accused",
        "told",
        "found",
        "following",
        "between",
        "around",
        "over",
        "under",
        "through",
        "ago",
        "apiece",
        "percent",
        "miles",
        "killing",
        "wounding",
        "injuring",
        "killed",
        "leaving",
        "struck",
        "hit",
        "arrested",
        "kidnapped",
        "abducted",
        "detained",
        "kills",
        "leaves",
        "hurt",
        "them",
        "him",
        "so",
        "least",
        "more",
    ]
)
_DETERMINERS = frozenset(
    [
        "a",
        "an",
        "one",
        "another",
        "the",
        "this",
        "that",
        "his",
        "her",
        "their",
        "its",
        "our",
        "my",
        "each",
        "these",
        "those",
        "all",
    ]
)
_OTHERS = frozenset(["other", "others", "another", "more", "additional", "second", "third", "fourth"])
_NUMBER_WORDS = frozenset(
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "thousand",
        "dozen",
        "dozens",
        "scores",
        "hundreds",
        "thousands",
        "several",
        "few",
        "couple",
        "handful",
        "pair",
        "trio",
        "both",
    ]
)
_VAGUE_OF = frozenset(
    ["dozens", "scores", "hundreds", "thousands", "couple", "handful", "number", "pair", "trio", "group", "dozen"]
)
_WORD = re.compile(r"\w+(?:[-'.,](?=\w)\w+)*")
_NUMBER_AT_END = re.compile(
    rf"(?:\b(?P<qualifier>{QUALIFIER})\s+)?(?P<other>\b(?:another|the|all|those|these|his|her|their)\s+)?"
    rf"(?<![\w$#:/.-])(?P<number>{NUMBER})$",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(
    r"\s*-?\s*(?:(?:more|other)\s+)?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|miles?|km|kilomet\w+|feet|foot|"
    r"percent|per\b|%|rounds?|shots?|times?|dollars|million|billion|[ap]\.?m\b|o'clock|calib\w+|mm\b|counts?|blocks?|"
    r"st\b|nd\b|rd\b|th\b|:\d|,\d|\.\d|houses|homes|vehicles|cars|buildings|people's|attacks?|shootings?|bullets?|gunshots?)",
    re.IGNORECASE,
)
_DATE_BEFORE = re.compile(
    r"(?:\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?|\b(?:route|highway|interstate|page|grade|no\.|number|"
    r"channel|news|district|zone|unit|age|aged|ages|room|chapter|section|by|at|around|since|until)|[-#$/:])\s*$",
    re.IGNORECASE,
)
_OTHERS_AFTER = re.compile(r"\s+(?:others?|more|additional|of\s+them)\b", re.IGNORECASE)
_AGE_HEAD = re.compile(r"\d{1,3}-year-olds?$")
_NAME_STOP = (
    r"(?:Police|Department|Hospital|Medical|Center|Centre|Street|Avenue|Road|Drive|County|City|University|School|Church|Court|"
    r"Office|Sheriff|Park|High|Highway|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|"
    r"May|June|July|August|September|October|November|December|The|A|An|In|On|At|After|When|While|But|And|It|Two|Three|Four|"
    r"Five|Six|One|No|Authorities|Officials|According|Officers|Investigators|Witnesses|Deputies|Army|Forces|Front|Party|News|"
    r"Ministry|State|States|United|North|South|East|West|New|Saint|St|Apartments|Lane|Boulevard|Province|District|Airport|"
    r"This|That|These|Those|He|She|They|His|Her|If|There|Their|You|We|Our|My|All|Another|Several|Both|Some|Nobody|Somebody|Someone|Everyone|Other|Others|Police|Gunmen|Most|Many|However|Meanwhile|Then|Here|What|Who|Why|How|Where|Not|For|From|By|To|As|Since|During|Near|Inside|Outside|Their|Its)\b"
)
_NAME_WORD = rf"(?:(?!{_NAME_STOP})(?:[A-Za-z]{{2}}-)?[A-Z][\w'-]*\w(?![\w'-])|[A-Z]\.)"
_AGE = r"(?:,\s*(?:aged\s+|age\s+)?\d{1,3}\b(?:-year-old|\s+years?\s+old)?,?)?"
_NAMED = re.compile(
    rf"(?<![\w'.-]){_NAME_WORD}(?:\s+(?:de|da|dos|van|von|bin|ibn|al|el|{_NAME_WORD}))*(?:,?\s+(?:Jr|Sr|II|III)\b\.?)?"
    rf"(?P<age>{_AGE})(?!\s+(?:Police|police|officers|authorities|deputies|County|Street|Hospital|shooting|resident|Police))"
)
_PRONOUN = re.compile(
    r"\b(?:he|she|him|himself|herself|(?P<other>another|a\s+second|a\s+third|the\s+other)(?=\s+(?:is|was|were|died|suffered|remains|in)\b))\b",
    re.IGNORECASE,
)
_AGES = re.compile(
    r"(?:,\s*)?\b(?:both\s+)?(?:ages?|aged)\s+\d{1,2}(?:,\s*\d{1,2})*,?\s+and\s+\d{1,2}\b", re.IGNORECASE
)


class _Lexicon:
    def __init__(self, rows: list[PeopleNouns]) -> None:
        self.nouns: dict[str, _Noun] = {}
        for row in rows:
            for noun in row.nouns:
                singular, _, plural = noun.partition(":")
                self.nouns[plural or _plural(singular)] = _Noun(singular, row.side, row.kind, True)
                self.nouns[singular] = _Noun(singular, row.side, row.kind, False)
        self.last_words = {noun.rsplit(" ", 1)[-1]: max(1, noun.count(" ") + 1) for noun in sorted(self.nouns, key=len)}
        """Last word of a noun → how many words the longest noun with it has."""


def _plural(noun: str) -> str:
    if noun.endswith(("s", "ch", "sh", "x")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


@cache
def _lexicon() -> _Lexicon:
    text = files("tocsin.reading").joinpath("data", "people.yaml").read_text(encoding="utf-8")
    return _Lexicon(TypeAdapter(list[PeopleNouns]).validate_python(yaml.safe_load(text)))


def noun_kind(word: str) -> tuple[Side, ActorKind] | None:
    """The side and kind of a noun for people in either number, None where it is none."""
    noun = _lexicon().nouns.get(word.lower())
    return None if noun is None else (noun.side, noun.kind)


@lru_cache(maxsize=512)
def people_in(text: str) -> tuple[Person, ...]:
    """All phrases for people in a sentence, in order; names fill what the others leave."""
    found = [*_phrases(text)]
    taken = [(person.start, person.end) for person in found]
    for person in (*_names(text), *_pronouns(text)):
        titled = next((at for at, other in enumerate(found) if _is_title(other, person)), None)
        if titled is not None:
            found[titled] = replace(found[titled], end=person.end, form=Form.NAMED)
        elif not any(person.start < end and start < person.end for start, end in taken):
            found.append(person)
    found = sorted(found, key=lambda person: person.start)
    return tuple(_titled(text, [*_ages(text, found)]))


def _is_title(noun: Person, name: Person) -> bool:
    return name.form is Form.NAMED and noun.value == 1 and bool(noun.head) and name.start < noun.end < name.end


def _ages(text: str, found: list[Person]) -> Iterator[Person]:
    """People in the plural with their ages, "the victims, ages 13, 17 and 19", are as many as the ages."""
    lists = [(match.start(), match.end(), len(re.findall(r"\d+", match[0]))) for match in _AGES.finditer(text)]
    for person in found:
        told = next((ages for ages in lists if ages[0] <= person.end + 3 and person.start < ages[1]), None)
        if told is None:
            yield person
        elif person.form is Form.PLURAL and person.end <= told[0]:
            yield replace(person, end=told[1], form=Form.COUNTED, value=told[2])
        elif person.end <= told[0]:
            yield person


def _titled(text: str, found: list[Person]) -> Iterator[Person]:
    """A noun right before a name is its title: "Colonel Vargas", "police officer Ann Lee"."""
    at = 0
    while at < len(found):
        person = found[at]
        following = found[at + 1] if at + 1 < len(found) else None
        if (
            following is not None
            and following.form is Form.NAMED
            and person.value == 1
            and person.head
            and text[person.end : following.start] == " "
        ):
            yield replace(person, end=following.end, form=Form.NAMED)
            at += 2
            continue
        yield person
        at += 1


def _phrases(text: str) -> Iterator[Person]:
    words = [(match.start(), match.end(), match[0].lower()) for match in _WORD.finditer(text)]
    used = -1
    numbers: list[int] = []
    for at, (_, end, word) in enumerate(words):
        if word in _NUMBER_WORDS or word[0].isdigit():
            numbers.append(at)
        length = _noun_length(words, at)
        if not length or text[end : end + 2] == "'s":
            continue
        if at + 1 < len(words) and text[end] == " " and _noun_length(words, at + 1) > 0:
            continue
        person, first = _phrase(text, words, at, length, used)
        used = at
        numbers = [number for number in numbers if number < first]
        yield from _bare(text, words, numbers)
        numbers = []
        yield person
    yield from _bare(text, words, numbers)


def _noun_length(words: list[tuple[int, int, str]], at: int) -> int:
    """How many words the longest noun for people has that ends at this word; 0 where none does."""
    lexicon = _lexicon()
    word = words[at][2]
    longest = lexicon.last_words.get(word, 0)
    for length in range(min(longest, at + 1), 1, -1):
        if " ".join(token[2] for token in words[at - length + 1 : at + 1]) in lexicon.nouns:
            return length
    return 1 if word in lexicon.nouns or (word[0].isdigit() and _AGE_HEAD.match(word)) else 0


def _phrase(text: str, words: list[tuple[int, int, str]], at: int, length: int, used: int) -> tuple[Person, int]:
    """The phrase whose noun ends at word `at`, and the index of its first word."""
    first = at - length + 1
    noun = _noun(" ".join(token[2] for token in words[first : at + 1]))
    end = words[at][1]
    left = first - 1
    while left > used and first - left <= 6 and _joins(text, words, left):
        word = words[left][2]
        if word == "of" and left > 0 and words[left - 1][2] in _VAGUE_OF:
            left -= 1
            return _with_number(text, words, left, end, noun) or (_plain(text, words, left + 2, end, noun, ""), left)
        if word in _DETERMINERS and not (
            word == "one" or (word in {"a", "an"} and words[left + 1][2] in _NUMBER_WORDS)
        ):
            return _plain(text, words, left, end, noun, word), left
        if word in _NUMBER_WORDS or (word.isdigit() and len(word) < 7) or "," in word:
            counted = _with_number(text, words, left, end, noun)
            if counted is not None:
                return counted
        if word in _STOP:
            break
        left -= 1
    return _plain(text, words, max(left + 1, used + 1), end, noun, ""), left + 1


def _joins(text: str, words: list[tuple[int, int, str]], left: int) -> bool:
    gap = text[words[left][1] : words[left + 1][0]]
    return gap.strip(" -") == "" or (gap == ". " and "." in words[left][2])


def _with_number(
    text: str, words: list[tuple[int, int, str]], at: int, end: int, noun: _Noun
) -> tuple[Person, int] | None:
    number = _number(text, words[at][1])
    if number is None:
        return None
    start, count, is_other = number
    is_other = is_other or not _OTHERS.isdisjoint(text[words[at][1] : end].lower().split())
    form = Form.ONE if count.value == 1 else Form.COUNTED
    first = at
    while first > 0 and words[first - 1][0] >= start:
        first -= 1
    return (
        Person(start, end, form, count.value, count.qualifier, noun.singular, noun.side, noun.kind, is_other),
        first,
    )


def _number(text: str, end: int) -> tuple[int, Count, bool] | None:
    """Where the number that ends at `end` begins with its qualifier, its count, whether it counts others."""
    begin = max(0, end - 48)
    match = _NUMBER_AT_END.search(text[begin:end])
    if match is None or _DATE_BEFORE.search(text[max(0, begin + match.start() - 14) : begin + match.start()]):
        return None
    count = count_of(match["number"], match["qualifier"])
    return begin + match.start(), count, (match["other"] or "").strip().lower() == "another"


def _bare(text: str, words: list[tuple[int, int, str]], numbers: list[int]) -> Iterator[Person]:
    """Numbers without a noun: "three were killed", "wounding four others"; not ages, dates and measures."""
    last = -1
    for at in numbers:
        start, end, word = words[at]
        if start < last or (at + 1 in numbers and text[end : words[at + 1][0]].strip("- ") == ""):
            continue
        if not (word.isdigit() or word in _NUMBER_WORDS or re.fullmatch(r"\d{1,3}(?:,\d{3})+|[a-z]+-[a-z]+", word)):
            continue
        if word.isdigit() and (
            len(word) > 5 or re.match(r"(?:19|20)\d\d$", word) or re.search(r"[A-Za-z)]\s*,\s*$", text[:start])
        ):
            continue
        number = None if _UNIT_AFTER.match(text, end) else _number(text, end)
        if number is None:
            continue
        others = _OTHERS_AFTER.match(text, end)
        last = others.end() if others else end
        begin, count, is_other = number
        form = Form.ONE if count.value == 1 else Form.COUNTED
        yield Person(begin, last, form, count.value, count.qualifier, is_other=is_other or others is not None)


def _plain(text: str, words: list[tuple[int, int, str]], first: int, end: int, noun: _Noun, determiner: str) -> Person:
    start = words[first][0]
    is_other = not _OTHERS.isdisjoint(text[start:end].lower().split())
    if noun.is_plural or noun.singular == "troop":
        form = Form.PLURAL
    elif determiner in {"a", "an", "another", "each"} or (not determiner and text[start].isupper()):
        form = Form.ONE
    else:
        form = Form.DEFINITE
    value = 0 if form is Form.PLURAL else 2 if noun.singular == "couple" else 1
    return Person(start, end, form, value, Qualifier.EXACTLY, noun.singular, noun.side, noun.kind, is_other)


def _noun(head: str) -> _Noun:
    noun = _lexicon().nouns.get(head.lower())
    return noun if noun is not None else _Noun("person", Side.VICTIMS, ActorKind.CIVILIANS, head.lower().endswith("s"))


def _names(text: str) -> Iterator[Person]:
    for match in _NAMED.finditer(text):
        if text[match.end() : match.end() + 2] == "'s":
            continue
        is_lone = " " not in match[0].strip()
        if is_lone and match.start() == 0 and not match["age"] and len(match[0]) < 4:
            continue
        yield Person(match.start(), match.end(), Form.NAMED, 1, kind=ActorKind.PERSON)


def _pronouns(text: str) -> Iterator[Person]:
    for match in _PRONOUN.finditer(text):
        if match["other"]:
            yield Person(match.start(), match.end(), Form.ONE, 1, is_other=True)
            continue
        yield Person(match.start(), match.end(), Form.PRONOUN, 1, kind=ActorKind.PERSON)
