"""MUC-4's training texts, sentence by sentence, with the spans that fill its templates."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.quality.muc4 import load_types
from benchmarks.quality.rows import read_rows
from tocsin.app import open_reader, read_article
from tocsin.reading import questions as q
from tocsin.types import Document, Sentence
from tocsin_schemas.models import Article
from training import tags
from training.examples import Example
from training.labels import NO_DEED, TOLD_DEED

HELD_OUT_OF = 10
"""One text in so many is never trained on: thresholds are set on these, dev is left alone."""
_FIELDS = {
    "perp_individual": tags.PERPETRATOR,
    "perp_organization": tags.ORGANISATION,
    "physical_target": tags.TARGET,
    "human_target_name": tags.VICTIM_NAMED,
    "human_target_description": tags.VICTIM,
    "instrument": tags.WEAPON,
}
_SHORT = 1
"""A filler of so many words, told again without another one beside it, may speak of another deed."""


@dataclass(frozen=True, slots=True)
class Filler:
    pattern: re.Pattern[str]
    tag: str
    words: int
    means: tuple[str, ...]


def sentences_of(path: Path) -> Iterator[Example]:
    """All sentences, marked as `aside` that have neither a filler nor a word in which the rules see a trigger."""
    reader = open_reader(model=False)
    for number, row in enumerate(read_rows(path, "doc_id", "text", "templates")):
        article = Article.model_validate(
            {"article_id": row["doc_id"], "text": row["text"], "published_at": row.get("published_at")}
        )
        read = read_article(reader, article, article.published_at)
        if read.document is None or read.trace is None:
            continue
        triggers = {one.sentence for one in read.trace.candidates if one.question == q.WHAT}
        for example in _of_document(read.document, fillers_of(row["templates"]), triggers):
            yield example.model_copy(update={"filling": number, "held_out": number % HELD_OUT_OF == 0})


def fillers_of(templates: list[dict[str, Any]]) -> list[Filler]:
    """Every string that fills a role, with the means of all incidents in which it does, the longest first."""
    found: dict[tuple[str, str], set[str]] = {}
    for template in templates:
        for field, tag in _FIELDS.items():
            for filler in template[field]:
                for words in filler["mentions"]:
                    if words != "-":
                        found.setdefault((words, tag), set()).update(_means(template["incident_type"]))
        for name in _places(template.get("location") or ""):
            found.setdefault((name, tags.WHERE), set())
    fillers = (_filler(words, tag, sorted(means)) for (words, tag), means in found.items())
    return sorted(fillers, key=lambda one: -len(one.pattern.pattern))


def _means(incident_type: str) -> Iterator[str]:
    """ "BOMBING / ATTACK": either is right."""
    called = {muc_type: kind.value for kind, muc_type in load_types().means.items()}
    for part in incident_type.lower().split("/"):
        yield called[part.strip()]


def _filler(words: str, tag: str, means: Iterable[str]) -> Filler:
    parts = re.findall(r"\w+|[^\w\s]", words)
    pattern = r"(?<!\w)" + r"\s*".join(map(re.escape, parts)) + r"(?!\w)"
    return Filler(re.compile(pattern, re.I), tag, len(words.split()), tuple(means))


def _places(location: str) -> list[str]:
    """The innermost names of a location: "PERU: LIMA (CITY) - CALLAO (PORT)" gives Lima and Callao."""
    names = [re.sub(r"\s*\([^)]*\)", "", part).strip() for part in re.split(r"[:]| - |/", location)]
    return [name for name in names[1:] or names if len(name) > 2]


def _of_document(document: Document, fillers: list[Filler], triggers: set[int]) -> Iterator[Example]:
    told: set[str] = set()
    for sentence in document.sentences:
        found = _found(sentence, fillers)
        spans = _spans(found, told)
        tells = any(tag != tags.WHERE for _, _, tag in spans)
        deed = TOLD_DEED if any(tag not in (tags.WHERE, tags.ANY) for _, _, tag in spans) else None
        yield Example(
            text=sentence.text,
            codes=(),
            deed=deed or (None if fillers else NO_DEED),
            tags=tuple(spans),
            means=tuple(
                (start, end, filler.means)
                for (start, end, filler), (*_, tag) in zip(found, spans, strict=True)
                if filler.means and tag != tags.ANY
            ),
            aside=not (tells or sentence.index in triggers),
        )


def _found(sentence: Sentence, fillers: list[Filler]) -> list[tuple[int, int, Filler]]:
    """Where fillers stand, in reading order; of overlapping ones the longest."""
    found: list[tuple[int, int, Filler]] = []
    for filler in fillers:
        for match in filler.pattern.finditer(sentence.text):
            if not any(match.start() < end and start < match.end() for start, end, _ in found):
                found.append((*match.span(), filler))
    return sorted(found, key=lambda row: row[0])


def _spans(found: list[tuple[int, int, Filler]], told: set[str]) -> list[tuple[int, int, str]]:
    kinds = {filler.pattern.pattern for _, _, filler in found if filler.tag != tags.WHERE}
    spans = []
    for start, end, filler in found:
        name = filler.pattern.pattern
        alone = filler.words <= _SHORT and name in told and len(kinds) == 1
        spans.append((start, end, tags.ANY if alone else filler.tag))
        told.add(name)
    return spans
