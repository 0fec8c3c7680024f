"""Countries by the words of the news: "Iraqi", "U.S.", "Tehran" as a government."""

import re
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter


class Nation(BaseModel):
    """`names` stand for the country, `people` are adjectives and nouns for its people, in the singular."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: tuple[str, ...]
    people: tuple[str, ...]


class Nations:
    """Looks up the country of a word; codes are ISO 3166-1 alpha-2."""

    def __init__(self, nations: dict[str, Nation]) -> None:
        self._nations = nations
        self._by_word: dict[str, str] = {}
        for code, nation in nations.items():
            for word in (*nation.names, *nation.people):
                self._by_word.setdefault(word.casefold(), code)
        words = sorted((word for nation in nations.values() for word in (*nation.names, *nation.people)), key=len)
        self.alternation = "|".join(re.escape(word) for word in reversed(words))
        """All words, longest first, for use inside a larger pattern."""

    @classmethod
    def load(cls) -> "Nations":
        """The built-in list, read once."""
        return _loaded()

    def words(self, code: str) -> tuple[str, ...]:
        nation = self._nations.get(code)
        return () if nation is None else (*nation.names, *nation.people)

    def names(self, code: str) -> tuple[str, ...]:
        nation = self._nations.get(code)
        return () if nation is None else nation.names

    def country_of(self, word: str) -> str | None:
        """The country of a name or an adjective ("Iraqis" and "Iraqi's" too), None if there is none."""
        key = word.casefold().removesuffix("'s")
        return self._by_word.get(key) or self._by_word.get(key.removesuffix("s"))

    def country_in(self, name: str) -> str | None:
        """The country that two words or one word of a longer name tell, where they are written large."""
        words = name.split()
        for length in (2, 1):
            for at in range(len(words) - length + 1):
                if words[at][:1].isupper():
                    country = self.country_of(" ".join(words[at : at + length]))
                    if country is not None:
                        return country
        return None


@cache
def _loaded() -> Nations:
    text = files("tocsin.world").joinpath("data", "nations.yaml").read_text(encoding="utf-8")
    return Nations(TypeAdapter(dict[str, Nation]).validate_python(yaml.safe_load(text)))
