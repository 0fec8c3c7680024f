"""The word lists behind phrases for people and their names, from data/person_words.yaml."""

from functools import cache

from pydantic import BaseModel, ConfigDict

from tocsin.reading.rules import wordlists

_FILE = "person_words.yaml"


class PersonWords(BaseModel):
    """Shape of person_words.yaml, whose comments explain each list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    bounds: wordlists.Words
    not_names: wordlists.Words
    titles: wordlists.Words
    empty: wordlists.Words


@cache
def person_words() -> PersonWords:
    """The lists, read once; DataError where the file is wrong."""
    return wordlists.read_checked(_FILE, PersonWords)
