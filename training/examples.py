"""What training reads: snippets of the corpus filled in, and labelled texts in folds, one JSON object a line."""

import hashlib
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from training.fill import Filler, Snippet
from training.labels import ATTRIBUTION, codes_of, deed_of, relevance_of
from training.registers import Registers
from training.tags import tag_of
from training.wordings import Form, Wording, skeleton

SEED = 7
FILLINGS = 10
"""Fillings of each wording: more of them taught nothing, more wordings did (docs/training.md)."""
HELD_OUT_OF = 12
"""One wording in so many is never trained on: weights and thresholds are fitted on these."""
_SAID_OF_IT = frozenset({"claim.claims", "claim.denies", "claim.accuses", "reality.denied"})
_JOINED = 0.25
"""Share of snippets that another wording of the same type follows, as a second sentence does in news."""


class Example(BaseModel):
    """One text to learn from; `codes` = the types that count as right, None = the text says nothing on that head.

    `aside`: a sentence that tells no deed and has no word of one, which only the larger encoder reads.
    `means`: who or what plays a part, at these code points, and the means that the keys have for it, any of them right.
    `deeds`: of sentences read together, the code points of each and whether it tells a deed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    codes: tuple[str, ...]
    reality: str | None = None
    relevance: str | None = None
    deed: str | None = None
    tags: tuple[tuple[int, int, str], ...] | None = None
    means: tuple[tuple[int, int, tuple[str, ...]], ...] = ()
    deeds: tuple[tuple[int, int, str], ...] = ()
    filling: int = 0
    held_out: bool = False
    aside: bool = False


class Labelled(BaseModel):
    """A text of a labelled set: its label, its fold, and what the rules say: scores by type, and whether prevented."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    label: str
    fold: int
    rules: dict[str, float] = {}
    foiled: bool = False

    def example(self) -> Example:
        return Example(text=self.text, codes=codes_of(self.label))


def of_corpus(wordings: Iterable[Wording], registers: Registers, fillings: int = FILLINGS) -> Iterator[Example]:
    """`fillings` examples of each wording, the held-out ones marked; the same corpus gives the same examples."""
    known = tuple(wordings)
    partners = _partners(known)
    for number in range(fillings):
        filler, chance = Filler(registers, SEED + number), random.Random(SEED + number)
        for wording in known:
            snippet = filler.fill(wording)
            others = [one for one in partners.get(_kin(wording), ()) if one is not wording]
            follower = filler.fill(chance.choice(others)) if others and chance.random() < _JOINED else None
            yield _example(snippet, follower, number, is_held_out(wording))


def is_held_out(wording: Wording) -> bool:
    """By the words of the wording, so that a corpus that grows keeps its held-out ones."""
    return _digest(skeleton(wording.text)) % HELD_OUT_OF == 0


def folds_of(texts: Iterable[tuple[str, str]], folds: int) -> dict[str, int]:
    """(text, label) → fold by text: every label spread evenly, in an order of chance (fixed seed)."""
    ordered = sorted(set(texts), key=lambda pair: (pair[1], _digest(f"{SEED} {pair[0]}")))
    return {text: at % folds for at, (text, _) in enumerate(ordered)}


def write_lines(path: Path, rows: Iterable[BaseModel]) -> int:
    """One JSON object a line; the number of lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8") as lines:
        for row in rows:
            lines.write(row.model_dump_json(exclude_defaults=True) + "\n")
            count += 1
    return count


def read_examples(path: Path) -> list[Example]:
    return [Example.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_labelled(path: Path) -> list[Labelled]:
    return [Labelled.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _partners(wordings: Iterable[Wording]) -> dict[tuple[object, ...], list[Wording]]:
    """What may follow a wording: body and background of the same kin."""
    found: dict[tuple[object, ...], list[Wording]] = {}
    for wording in wordings:
        if wording.form is not Form.HEADLINE:
            found.setdefault(_kin(wording), []).append(wording)
    return found


def _kin(wording: Wording) -> tuple[object, ...]:
    """What two wordings must share to stand in one text: all that the heads learn, and their side of the split."""
    relevance = relevance_of(wording.form, wording.type)
    return wording.type, wording.reality, relevance, wording.heading, is_held_out(wording)


def _example(snippet: Snippet, follower: Snippet | None, filling: int, held_out: bool) -> Example:
    text = snippet.text
    spans = list(snippet.spans)
    if follower is not None:
        text += " " if text.rstrip("'\"’”").endswith((".", "!", "?")) else ". "
        spans.extend(replace(one, start=one.start + len(text), end=one.end + len(text)) for one in follower.spans)
        text += follower.text
    relevance = relevance_of(snippet.form, snippet.type)
    return Example(
        text=text,
        codes=_codes(snippet),
        reality=snippet.reality.value,
        relevance=relevance,
        deed=deed_of(relevance, snippet.type, snippet.reality),
        tags=tuple((one.start, one.end, tag_of(one.role, text[one.start : one.end], one.called)) for one in spans),
        filling=filling,
        held_out=held_out,
    )


def _codes(snippet: Snippet) -> tuple[str, ...]:
    """A sentence that only says who did it tells the deed and is an attribution: either answer is right."""
    return (snippet.type, ATTRIBUTION) if snippet.heading in _SAID_OF_IT else (snippet.type,)


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha1(text.encode()).digest()[:6], "big")
