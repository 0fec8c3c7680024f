"""Names, pronouns and titles of people in a sentence."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from tocsin.reading.rules.people_words import Form, Person
from tocsin.reading.rules.person_words import person_words
from tocsin.reading.rules.stems import lower, word_set, words_of
from tocsin_schemas.enums import ActorKind

_AGE = (
    r"(?:,\s*(?:aged\s+|age\s+)?\d{1,3}\b(?!-(?:year|month)-old\s+[A-Z])(?!\s+(?:others?|more|dead|killed|injured|wounded|hurt|shot|people|men|women|"
    r"children|(?!was\b|is\b|has\b|years?\b)[a-z]+s)\b)(?:-year-old|\s+years?\s+old)?,?)?"
)
_PRONOUN = re.compile(
    r"\b(?:he|she|him|himself|herself|(?P<her>her)(?=\s*(?:[.;]|$)|\s+(?:and|before|then|dead|in|at|multiple)\b)|(?P<other>another|a\s+second|a\s+third|the\s+other)(?=\s+(?:is|was|were|has|had|"
    r"died|suffered|sustained|remains|remained|survived|in|dead|injured|wounded|hurt|hospitali[sz]ed|shot|critical(?:ly)?|"
    r"seriously)\b)|(?P<last>another)(?=\s*(?:[.,;]|$|and\b|in\b|at\b|on\b)))\b",
    re.IGNORECASE,
)
_PRONOUN_WORDS = words_of("he she him her himself herself another second third other")
_HARMED = ("killing ", "wounding ", "injuring ", "killed ", "wounded ", "injured ")
"""Verbs after which a bare "another" is a person."""
_AGES = re.compile(
    r"(?:,\s*)?\b(?:both\s+)?(?:ages?|aged)\s+\d{1,2}(?:,\s*\d{1,2})*,?\s+and\s+\d{1,2}\b|"
    r"(?<=[a-z]s),\s+(?:both\s+)?\d{1,2}(?:,\s*\d{1,2})*,?\s+and\s+\d{1,2}(?=\s*[,.;)]|\s+(?:before|was|were|and|in|at)\b|$)",
    re.IGNORECASE,
)
""" "His sons, ages 3 and 4", "his sons, 3 and 4, ..."."""


_HYPHENED_AGES = re.compile(
    r"\b\d{1,2}-(?:\s*,\s*\d{1,2}-)*\s*,?\s+and\s+\d{1,2}-(?:year|month)-old\s+$", re.IGNORECASE
)
""" "His 12- and 10-year-old sons" are two."""


def is_title(noun: Person, name: Person) -> bool:
    """Whether a name takes in the noun before it: "Colonel Vargas"."""
    return name.form is Form.NAMED and noun.value == 1 and bool(noun.head) and name.start < noun.end < name.end


def with_ages(text: str, found: list[Person]) -> Iterator[Person]:
    """People in the plural with their ages, "the victims, ages 13, 17 and 19", are as many as the ages."""
    if "- and " in text or "-, and " in text:
        found = [_of_hyphened_ages(text, person) for person in found]
    if "age" not in lower(text) and not any(person.form is Form.PLURAL for person in found):
        yield from found
        return
    lists = [(match.start(), match.end(), len(re.findall(r"\d+", match[0]))) for match in _AGES.finditer(text)]
    for person in found:
        told = next((ages for ages in lists if ages[0] <= person.end + 3 and person.start < ages[1]), None)
        if told is None:
            yield person
        elif person.form is Form.PLURAL and person.end <= told[0]:
            yield replace(person, end=told[1], form=Form.COUNTED, value=told[2])
        elif person.end <= told[0]:
            yield person


def _of_hyphened_ages(text: str, person: Person) -> Person:
    if person.form is not Form.PLURAL:
        return person
    noun = text.rfind(" ", 0, person.end) + 1
    ages = _HYPHENED_AGES.search(text, max(0, noun - 40), noun)
    if ages is None:
        return person
    value = len(re.findall(r"\d+", ages[0]))
    return replace(person, start=min(person.start, ages.start()), form=Form.COUNTED, value=value)


def with_titles(text: str, found: list[Person]) -> Iterator[Person]:
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


_PLACE_BEFORE = re.compile(
    r"\b(?:(?:in|at|near|outside|inside|around|across)\s+(?:the\s+)?|"
    r"(?:state|province|region|city|town|village|district|county|department|island)\s+of\s+|(?:County|Street|College|University|School)\s+(?:of\s+)?|"
    r"(?:Ministry|Department|Minister|Directorate|Bureau|Institute)\s+(?:of|for)\s+|according\s+to\s+(?:the\s+)?)$",
    re.IGNORECASE,
)
"""Words after which a name is a place's: "In Jos, three people ..." tells of three, not of four."""


@cache
def _named() -> re.Pattern[str]:
    """A name with its age."""
    stop = rf"(?:{'|'.join(sorted(person_words().not_names))})\b"
    word = rf"(?:(?!{stop})(?:[A-Za-z]{{2}}-)?[A-Z][\w'-]*\w(?![\w'-])|[A-Z]\.)"
    return re.compile(
        rf"(?<![\w'.-]){word}(?:\s+(?:(?:de|da|dos|van|von|bin|ibn|al|el)\b|{word}))*(?:,?\s+(?:Jr|Sr|II|"
        rf"III)\b\.?)?"
        rf"(?P<age>{_AGE})(?!\s+(?:Police|police|officers|authorities|deputies|County|Street|Hospital|shooting|"
        rf"resident|Avenue|Road|Lane|Boulevard|Way|Parkway|Apartments|Medical))"
    )


def names_in(text: str) -> Iterator[Person]:
    """People by name, with their ages: "Ann Lee, 35"."""
    for match in _named().finditer(text):
        if text[match.end() : match.end() + 2] == "'s":
            continue
        if not match["age"] and _PLACE_BEFORE.search(text, max(0, match.start() - 20), match.start()):
            continue
        is_lone = " " not in match[0].strip()
        if is_lone and match.start() == 0 and not match["age"] and len(match[0]) < 4:
            continue
        yield Person(match.start(), match.end(), Form.NAMED, 1, kind=ActorKind.PERSON)


def pronouns_in(text: str) -> Iterator[Person]:
    """He, she, and "another" where a verb follows."""
    if _PRONOUN_WORDS.isdisjoint(word_set(lower(text))):
        return
    for match in _PRONOUN.finditer(text):
        if match["last"] and not text[max(0, match.start() - 10) : match.start()].lower().endswith(_HARMED):
            continue
        if match["other"] or match["last"]:
            yield Person(match.start(), match.end(), Form.ONE, 1, is_other=True)
            continue
        yield Person(match.start(), match.end(), Form.PRONOUN, 1, kind=ActorKind.PERSON)
