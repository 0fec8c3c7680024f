"""The word lists behind the harm rules, from data/harm_words.yaml."""

from functools import cache

from pydantic import BaseModel, ConfigDict

from tocsin.reading.rules import wordlists

_FILE = "harm_words.yaml"


class HarmLists(BaseModel):
    """Shape of harm_words.yaml, whose comments explain each list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    stems: tuple[str, ...]
    hurtful: wordlists.Words
    venues: tuple[str, ...]
    body: tuple[str, ...]
    tellers: tuple[str, ...]


@cache
def harm_lists() -> HarmLists:
    """The lists, read once; DataError where the file is wrong."""
    return wordlists.read_checked(_FILE, HarmLists)
