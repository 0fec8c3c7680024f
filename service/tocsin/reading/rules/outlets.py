"""Outlets and agencies that a text names as its source."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from tocsin.reading.rules.outlet_names import credited, is_name, named
from tocsin.reading.rules.stems import Stems, lower
from tocsin.types import Candidate, Document

_REPORTING = re.compile(
    r"\b(?:report(?:ed|s|ing)?|told|tells|according\s+to|said|says|cit(?:ed|es|ing)|quot(?:ed|es|ing)|broadcast|"
    r"published|via|confirmed\s+to|interview|"
    r"shared\s+with|obtained\s+by|seen\s+by|statement\s+to|informed|spoke\s+to|speaking\s+to|wrote|"
    r"verif(?:y|ied)|sent\s+to|emailed\s+to|given\s+to|reviewed\s+by|heard\s+by|counted\s+by|tally|according|"
    r"journalists?|reporters?|photographers?|announced\s+(?:on|by)|carried\s+by|news\s+agency|correspondent)\b",
    re.IGNORECASE,
)
_STEMS = Stems.of(
    "report told tells according said says cited citing cites quot broadcast published via confirm interview "
    "shared obtained seen statement inform spoke "
    "speaking wrote announced carried news correspondent agency verif sent emailed given reviewed heard counted "
    "tally journalist reporter photographer broadcaster newspaper newsletter aired shown put"
)
_TAG = re.compile(r"[(\[](?:Reuters|AP|AFP|UPI|DPA|EFE|Xinhua|TASS|IANS|PTI|ANI|CNN|ACAN-EFE|BBC)[)\]]")
_LONGER = re.compile(r"\s+(?:Radio|TV|Television|Noticias|News)\b(?!\s+[A-Z])")
_NAME_GOES_ON = re.compile(r"\s+[A-Z][a-z]")
"""What follows "The National" where it is no newspaper."""
_FIRST = re.compile(r"(?<![\w-])[A-Za-z]\w*")


@dataclass(frozen=True, slots=True)
class OutletMatch:
    """An outlet under the name to publish, at [start, end) of a sentence."""

    name: str
    start: int
    end: int


class OutletFinder:
    """Finds outlets in sentences by one pattern; names count as they are written."""

    def __init__(self) -> None:
        self._names, self._by_first = _register()

    def find(self, text: str) -> tuple[OutletMatch, ...]:
        """Outlets that a sentence cites; empty where nothing in it reports."""
        credit = credited(text)
        if credit is None and "(" not in text and "[" not in text and not _STEMS.any_in(lower(text)):
            return ()
        found = list(self._registered(text))
        if found and credit is None and not _REPORTING.search(text):
            tags = [match.span() for match in _TAG.finditer(text)]
            found = [match for match in found if any(start <= match.start < end for start, end in tags)]
        for start, end in (credit, *named(text)) if credit else named(text):
            name = text[start:end]
            if is_name(name) and not any(other.start < end and start < other.end for other in found):
                found.append(OutletMatch(name.removeprefix("The "), start, end))
        return tuple(sorted(found, key=lambda outlet: outlet.start))

    def _registered(self, text: str) -> Iterator[OutletMatch]:
        last = 0
        for word in _FIRST.finditer(text):
            if word.start() < last:
                continue
            for name in self._by_first.get(word[0], ()):
                end = word.start() + len(name)
                if text.startswith(name, word.start()) and not (
                    text[end : end + 1].isalnum() or text[end : end + 1] == "-"
                ):
                    longer = _LONGER.match(text, end)
                    if longer is None and name.startswith("The ") and _NAME_GOES_ON.match(text, end):
                        break
                    last = longer.end() if longer else end
                    published = f"{self._names[name]}{longer[0]}" if longer else self._names[name]
                    yield OutletMatch(published, word.start(), last)
                    break

    def reporting(self, text: str) -> str | None:
        """The outlet that carried what the sentence says, None if it names none."""
        found = self.find(text)
        return found[0].name if found else None


class OutletRules:
    """Answers `outlet` with the names of cited outlets."""

    def __init__(self, finder: OutletFinder | None = None) -> None:
        self._finder = finder or OutletFinder()

    def annotate(self, document: Document) -> Iterable[Candidate]:
        for sentence in document.sentences:
            for match in self._finder.find(sentence.text):
                span = sentence.locate(match.start, match.end)
                yield Candidate("outlet", match.name, span, sentence.index, 0.9, "rule:outlet")


@cache
def _register() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    text = files("tocsin.reading").joinpath("data", "outlets.yaml").read_text(encoding="utf-8")
    rows = TypeAdapter(list[list[str]]).validate_python(yaml.safe_load(text))
    names = {name: row[0] for row in rows for name in row}
    by_first: dict[str, tuple[str, ...]] = {}
    for name in sorted(names, key=len, reverse=True):
        first = _FIRST.match(name)
        if first is not None:
            by_first[first[0]] = (*by_first.get(first[0], ()), name)
    return names, by_first
