"""Phrases for people in a sentence: counted, single, named, or a pronoun, with the side they stand on."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from tocsin.reading.rules.numbers import NUMBER, QUALIFIER, Count, count_of
from tocsin.reading.rules.people_names import is_title, names_in, pronouns_in, with_ages, with_titles
from tocsin.reading.rules.people_words import Form, Noun, Person, lexicon, noun_of
from tocsin.reading.rules.person_words import person_words
from tocsin.reading.rules.stems import lower, words_of
from tocsin_schemas.enums import Qualifier

__all__ = ["Form", "Person", "people_in"]

_DETERMINERS = words_of("a an one another the this that his her their its our my each these those all")
_OTHERS = words_of("other others another more additional second third fourth")
_NUMBER_WORDS = words_of(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand "
    "dozen dozens scores hundreds thousands several few couple handful pair trio both"
)
_STATES = words_of("more injured wounded killed shot")
"""Bounds of a phrase that may yet stand between a number and its noun: "two more people", "three wounded officers"."""
_VAGUE_OF = words_of("dozens scores hundreds thousands couple handful number pair trio group dozen")
_WORD = re.compile(r"\w+(?:[-'.,](?=\w)\w+)*")
_NUMBER_AT_END = re.compile(
    rf"(?:\b(?P<qualifier>{QUALIFIER})\s+)?(?P<other>\b(?:another|the|all|those|these|his|her|their)\s+)?"
    rf"(?<![\w$#:/.-])(?P<number>{NUMBER})$",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(
    r"-?\s*(?:(?:and|or|to|,)\s+\d{1,3}-?\s*)*-?\s*(?:(?:more|other)\s+)?(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|miles?|km|kilomet\w+|"
    r"feet|foot|"
    r"percent|per\b|%|rounds?|shots\b|shot\s+(?:was|is|has|rang|had|being)\b|times?|dollars|million|billion|[ap]\.?m\b|o'clock|calib\w+|mm\b|counts?|blocks?|"
    r"st\b|nd\b|rd\b|th\b|:\d|,\d|\.\d|houses|homes|vehicles|cars|buildings|people's|attacks?|shootings?|bullets?|"
    r"gunshots?|(?:dogs?|cats?|horses?|animals|wounds?|arrests?|guns?|handguns?|rifles?|surger(?:y|ies)|casings|locations|"
    r"scenes|incidents?|windows|hospitals|apartments|bodies)\b)",
    re.IGNORECASE,
)
_DATE_BEFORE = re.compile(
    r"(?:\b(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?|route|highway|interstate|page|"
    r"grade|no\.|number|"
    r"channel|news|district|zone|unit|age|aged|ages|room|chapter|section|by|at|around|since|until|both|"
    r"(?:mother|father|parent|mom|dad)\s+of)\s*|[-#$/:])$",
    re.IGNORECASE,
)
_AGE_AFTER_NAME = re.compile(r"[A-Z][\w'-]+\s*,\s*$")
"""What stands before an age in words: "Ann Lee, three, was hit"."""
_NAME_BEFORE = re.compile(r"[A-Z][a-z]+\s+[A-Z][\w'-]+\s+$")
_NOT_SO = re.compile(r"\b(?:not|rather than|instead of)\s$", re.IGNORECASE)
""" "21 people, and not 23"."""
_WHO_IS = re.compile(r"\bwho(?:['’]s|\sis|\swas)\s$")
""" "The man, who is 33, was held"."""
_AGE_CLOSES = re.compile(r",\s+(?:was|is|has|had|who|of|died)\b")
""" "Rob Atkins 21, was found dead"."""
_COMMA_BEFORE = re.compile(r"[A-Za-z).]\s*,\s*(?:\d{1,2}(?:,\s*\d{1,2})*,?\s+and\s+)?$")
_RANGE_BEFORE = re.compile(r"\b(?:between|from)\s+(?:the\s+ages\s+of\s+)?(?:\d+\s+(?:and|to)\s+)?$", re.IGNORECASE)
_STATE = (
    r"(?:dead|killed|slain|fatally|injured|wounded|hurt|shot|stabbed|hit|grazed|critical(?:ly)?|missing|hospitali[sz]ed|"
    r"arrested)"
)
_STATE_BEFORE = re.compile(rf"\b{_STATE}\s*,\s*$", re.IGNORECASE)
_STATE_AFTER = re.compile(rf"\s+(?:\w+ly\s+)?{_STATE}\b", re.IGNORECASE)
_HAPPENING_BEFORE = re.compile(
    r"\b(?:shootings?|attacks?|stabbings?|blasts?|bombings?|crash|fire|rampage|explosions?|raids?|robbery|gunfight|"
    r"shootout|gunfire|spree|dispute|fight|argument|invasion|massacre|brawl)\s*,\s*$",
    re.IGNORECASE,
)
""" "Suspect named in church shooting, 3 killed": no age of his."""
_AGE_ENDS = re.compile(r"\s*(?:[,;.()]|$)")
_OTHERS_AFTER = re.compile(r"\s+(?:others?|more|additional|of\s+them)\b", re.IGNORECASE)
_OF_THINGS = re.compile(
    r"\s+of\s+(?:the|his|her|its|their|our|several|many)\s+(?!(?:\w+\s+)?(?:wounded|injured|dead|hurt|missing|victims?|killed|"
    r"abducted|hostages?|shot|(?:(?:shooting|shot)\s+)?(?:people|men|women|boys|girls|children|teens|teenagers|students|"
    r"officers|victims))\b|(?:two|three|four|five|six|\d)\s+(?:was|were|is|are|has|have|had|died|later|who)\b)",
    re.IGNORECASE,
)
"""A share of things, since a share of people ends in a noun for people: "one of the dogs"."""
_EMERGENCY = "911"
"""Whom people call, and no count of them."""
_BODY_OF = re.compile(r"\b(?:family|group|party|household|crew)\s+of\s+$", re.IGNORECASE)
""" "A family of five was hurt": the number stands for them all."""
_PERSON_OF = re.compile(
    r"\b(?:an?|the|another|one|his|her|their)\s(?:[\w-]+\s){0,2}?(?P<noun>[a-z]+)\sof\s$", re.IGNORECASE
)
_PERSONS = re.compile(r"[a-z]*(?:man|woman|ian|ist)$", re.IGNORECASE)
_BODIES = frozenset(
    ["family", "group", "party", "household", "crew", "team", "gang", "class", "couple", "crowd", "list"]
)
""" "A man of 42", "a technician of 38" tell ages; "a crew of 12" tells a number."""
_AGE_HEAD = re.compile(r"[\w-]+-(?:year|yr|month|week|day)s?-olds?$")
_OLD = ("-old", "-olds")
_LOOSE_AGE = re.compile(
    r"(?<![\w.,-])((?:\d{1,3}|[a-z]+(?:-[a-z]+)?))( -|[ -])(year|yr|month|week)[ -](olds?)(?!\w)", re.IGNORECASE
)
_MODIFIERS = 3
"""Words between an age and the noun that it belongs to: "a 9-year-old Elm Park girl"."""


@lru_cache(maxsize=512)
def people_in(text: str) -> tuple[Person, ...]:
    """All phrases for people in a sentence, in order; names fill what the others leave."""
    if "old" in text and (" old" in text.lower() or "-old" in text.lower()):
        text = _LOOSE_AGE.sub(_hyphened, text)
    found = [*_phrases(text)]
    taken = [(person.start, person.end) for person in found]
    for person in (*names_in(text), *pronouns_in(text)):
        titled = next((at for at, other in enumerate(found) if is_title(other, person)), None)
        if titled is not None:
            found[titled] = replace(found[titled], end=person.end, form=Form.NAMED)
        elif not any(person.start < end and start < person.end for start, end in taken):
            found.append(person)
    found = sorted(found, key=lambda person: person.start)
    return tuple(with_titles(text, [*with_ages(text, found)]))


def _hyphened(match: re.Match[str]) -> str:
    """ "16 year old" as long as before, in one word."""
    first = match[1].lower()
    told = first.isdigit() or first.partition("-")[0] in _NUMBER_WORDS
    return f"{match[1]}-{match[3]}-{match[4]}".rjust(len(match[0])) if told else match[0]


def _phrases(text: str) -> Iterator[Person]:
    words = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(lower(text))]
    last_words = lexicon().last_words
    used = -1
    numbers: list[int] = []
    for at, (_, end, word) in enumerate(words):
        is_digit = word[0].isdigit()
        if is_digit or word in _NUMBER_WORDS or ("-" in word and word.partition("-")[0] in _NUMBER_WORDS):
            numbers.append(at)
        if not is_digit and word not in last_words and not _is_age(word):
            continue
        length = _noun_length(words, at)
        if not length or text[end : end + 2] == "'s":
            continue
        if _is_modifier(text, words, at):
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
    nouns = lexicon()
    word = words[at][2]
    longest = nouns.last_words.get(word, 0)
    for length in range(min(longest, at + 1), 1, -1):
        if " ".join(token[2] for token in words[at - length + 1 : at + 1]) in nouns.nouns:
            return length
    return 1 if word in nouns.nouns or _is_age(word) else 0


def _is_age(word: str) -> bool:
    return word.endswith(_OLD) and _AGE_HEAD.match(word) is not None


def _is_modifier(text: str, words: list[tuple[int, int, str]], at: int) -> bool:
    """Whether the noun at this word only describes a noun after it: "student nurse", "a 9-year-old Elm Park girl"."""
    bounds = person_words().bounds
    reach = _MODIFIERS if _is_age(words[at][2]) else 1
    for after in range(at + 1, min(len(words), at + 1 + reach)):
        word = words[after][2]
        if text[words[after - 1][1] : words[after][0]] != " ":
            return False
        if _noun_length(words, after) > 0:
            return True
        if word in bounds or word in _DETERMINERS or word in _NUMBER_WORDS or word[0].isdigit():
            return False
    return False


def _phrase(text: str, words: list[tuple[int, int, str]], at: int, length: int, used: int) -> tuple[Person, int]:
    """The phrase whose noun ends at word `at`, and the index of its first word."""
    first = at - length + 1
    noun = noun_of(" ".join(token[2] for token in words[first : at + 1]))
    end = words[at][1]
    left = first - 1
    bounds = person_words().bounds
    while left > used and first - left <= 6 and _joins(text, words, left):
        word = words[left][2]
        if word == "of" and left > 0 and words[left - 1][2] in _VAGUE_OF:
            left -= 1
            return _with_number(text, words, left, end, noun) or (_plain(text, words, left + 2, end, noun, ""), left)
        if word in _DETERMINERS and not (
            word == "one" or (word in {"a", "an"} and words[left + 1][2] in _NUMBER_WORDS)
        ):
            share = _share(text, words, left, end, noun) if noun.is_plural and left > 1 else None
            return share or (_plain(text, words, left, end, noun, word), left)
        if word.partition("-")[0] in _NUMBER_WORDS or (word.isdigit() and len(word) < 7) or "," in word:
            counted = _with_number(text, words, left, end, noun)
            if counted is not None:
                return counted
        if word in bounds and not (word in _STATES and left - 1 > used and _is_several(words[left - 1][2])):
            break
        left -= 1
    return _plain(text, words, max(left + 1, used + 1), end, noun, ""), left + 1


def _is_several(word: str) -> bool:
    return word not in {"one", "1"} and (word in _NUMBER_WORDS or word.isdigit())


def _joins(text: str, words: list[tuple[int, int, str]], left: int) -> bool:
    gap = text[words[left][1] : words[left + 1][0]]
    return (gap.strip() in {"", "-"} and gap != " - ") or (gap == ". " and "." in words[left][2])


def _share(text: str, words: list[tuple[int, int, str]], left: int, end: int, noun: Noun) -> tuple[Person, int] | None:
    """ "Two of his children" are two."""
    number = words[left - 2][2]
    if words[left - 1][2] != "of" or not (number in _NUMBER_WORDS or (number.isdigit() and len(number) < 5)):
        return None
    return _with_number(text, words, left - 2, end, noun)


def _with_number(
    text: str, words: list[tuple[int, int, str]], at: int, end: int, noun: Noun
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
    if match is None or match["number"] == _EMERGENCY:
        return None
    if _DATE_BEFORE.search(text[max(0, begin + match.start() - 14) : begin + match.start()]):
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
        if word.isdigit() and (len(word) > 5 or re.match(r"(?:19|20)\d\d$", word) or _is_age_told(text, start, end)):
            continue
        number = None if _UNIT_AFTER.match(text, end) or _NOT_SO.search(text, 0, start) else _number(text, end)
        if number is None:
            continue
        others = _OTHERS_AFTER.match(text, end)
        if _RANGE_BEFORE.search(text, max(0, start - 30), start) or _OF_THINGS.match(text, end):
            continue
        if _AGE_AFTER_NAME.search(text, max(0, start - 30), start) and _AGE_ENDS.match(text, end):
            continue
        if _NAME_BEFORE.search(text, max(0, start - 30), start) and _AGE_CLOSES.match(text, end):
            continue
        if _is_age_of_one(text, start) or (_WHO_IS.search(text, 0, start) and _AGE_ENDS.match(text, end)):
            continue
        last = others.end() if others else end
        begin, count, is_other = number
        body = _BODY_OF.search(text, max(0, begin - 24), begin)
        begin = body.start() if body is not None else begin
        form = Form.ONE if count.value == 1 else Form.COUNTED
        yield Person(begin, last, form, count.value, count.qualifier, is_other=is_other or others is not None)


def _is_age_told(text: str, start: int, end: int) -> bool:
    """ "Ann Lee, 35": a number after a comma is an age; "one dead, 2 hurt" and "a guard, 2 others" go on counting."""
    if _COMMA_BEFORE.search(text, max(0, start - 12), start) is None:
        return False
    if _HAPPENING_BEFORE.search(text, max(0, start - 24), start) and _STATE_AFTER.match(text, end):
        return False
    return _OTHERS_AFTER.match(text, end) is None and (
        _STATE_BEFORE.search(text, max(0, start - 24), start) is None or _STATE_AFTER.match(text, end) is None
    )


def _is_age_of_one(text: str, start: int) -> bool:
    """Whether the number at `start` is how old one person is: "a woman of 80"."""
    one = _PERSON_OF.search(text, max(0, start - 48), start)
    if one is None or (noun := one["noun"].lower()) in _BODIES:
        return False
    known = lexicon().nouns.get(noun)
    return _PERSONS.match(noun) is not None or (known is not None and not known.is_plural)


def _plain(text: str, words: list[tuple[int, int, str]], first: int, end: int, noun: Noun, determiner: str) -> Person:
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
