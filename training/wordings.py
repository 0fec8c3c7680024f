"""The corpus of wordings: how news tells of each type, with slots for who, whom, where and how many.

`python -m training.wordings` checks every file of `training/corpus` and prints how many wordings each type has.

A wording is a sentence, a headline or a short paragraph. `{role:kind}` is a slot that a register fills
(`{where:town}`); the role may be empty (`{:weekday}`). `[role|words]` marks words of the wording itself
(`[victim|two brothers]`).
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tocsin_schemas.enums import Reality
from tocsin_schemas.taxonomy import load_taxonomy

CORPUS = Path(__file__).parent / "corpus"
LEAST_WORDINGS = 40
Shape = TypeVar("Shape", bound=BaseModel)
MARK = re.compile(r"\{(?P<role>[a-z_]*):(?P<kind>[a-z_]+)\}|\[(?P<marked>[a-z_]+)\|(?P<words>[^\]|]+)\]")


class Role(StrEnum):
    """What a marked span is to the happening that the wording tells of."""

    PERPETRATOR = "perpetrator"
    CLAIMANT = "claimant"
    TARGET = "target"
    VICTIM = "victim"
    RESPONDER = "responder"
    WEAPON = "weapon"
    WHERE = "where"
    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    ABDUCTED = "abducted"
    DETAINED = "detained"
    ATTACKERS_KILLED = "attackers_killed"
    OTHER_TOLL = "other_toll"


class Form(StrEnum):
    """How far a wording stands from the happening."""

    HEADLINE = "headline"
    LEAD = "lead"
    BODY = "body"
    BACKGROUND = "background"
    FOLLOW_UP = "follow_up"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TypeFile(_Frozen):
    """`wordings/<CODE>.yaml`: the wordings of one event type, by form."""

    type: str
    wordings: dict[Form, tuple[str, ...]]


class TypedText(_Frozen):
    """A wording of a file that mixes types."""

    type: str
    text: str


class MixedFile(_Frozen):
    """`reality.yaml`, `harm.yaml`, `claims.yaml`: wordings under a heading of the file's own question."""

    question: Annotated[str, Field(pattern=r"^(reality|harm|claim)$")]
    wordings: dict[str, tuple[TypedText, ...]]


class NonEventFile(_Frozen):
    """`non_events.yaml`: texts that sound like happenings and are none, by kind (trial, drill, film ...)."""

    wordings: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording with what it teaches; `kind` of a non-event, `heading` of a mixed file, else None."""

    text: str
    type: str
    form: Form
    reality: Reality = Reality.OCCURRED
    heading: str | None = None


class CorpusError(Exception):
    """A file of the corpus is wrong; the text names the file and the place."""


def load_wordings(folder: Path = CORPUS) -> tuple[Wording, ...]:
    """All wordings, in the order of the files; raises CorpusError."""
    found = [one for path in sorted((folder / "wordings").glob("*.yaml")) for one in _of_type(path)]
    for name in ("reality", "harm", "claims"):
        if (folder / f"{name}.yaml").exists():
            found.extend(_of_mixed(folder / f"{name}.yaml"))
    if (folder / "non_events.yaml").exists():
        found.extend(_of_non_events(folder / "non_events.yaml"))
    return tuple(found)


def _of_type(path: Path) -> Iterator[Wording]:
    parsed = _parse(path, TypeFile)
    if parsed.type not in load_taxonomy() or parsed.type != path.stem:
        raise CorpusError(f"{path.name}: type is {parsed.type!r}")
    for form, texts in parsed.wordings.items():
        for text in texts:
            yield Wording(_checked(path, text), parsed.type, form)


def _of_mixed(path: Path) -> Iterator[Wording]:
    parsed = _parse(path, MixedFile)
    for heading, texts in parsed.wordings.items():
        for one in texts:
            if one.type not in load_taxonomy():
                raise CorpusError(f"{path.name}: no event type {one.type!r}: {one.text}")
            reality = Reality(heading) if parsed.question == "reality" else Reality.OCCURRED
            yield Wording(_checked(path, one.text), one.type, Form.BODY, reality, f"{parsed.question}.{heading}")


def _of_non_events(path: Path) -> Iterator[Wording]:
    for kind, texts in _parse(path, NonEventFile).wordings.items():
        for text in texts:
            yield Wording(_checked(path, text), "NON.EVENT", Form.BODY, heading=f"non_event.{kind}")


def _parse(path: Path, shape: type[Shape]) -> Shape:
    try:
        return shape.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as wrong:
        raise CorpusError(f"{path.name}: {wrong}") from wrong


def _checked(path: Path, text: str) -> str:
    """The wording as it stands, once its marks are known to be well formed."""
    for mark in MARK.finditer(text):
        role = mark["role"] or mark["marked"]
        if role and role not in {one.value for one in Role}:
            raise CorpusError(f"{path.name}: no role {role!r} in: {text}")
        if mark["kind"] and mark["kind"] not in slot_kinds():
            raise CorpusError(f"{path.name}: no slot kind {mark['kind']!r} in: {text}")
    rest = MARK.sub("", text)
    if any(sign in rest for sign in "{}[]|"):
        raise CorpusError(f"{path.name}: a mark is not closed or not well formed in: {text}")
    return text


@cache
def slot_kinds() -> frozenset[str]:
    """The kinds of slots that `corpus/slots.yaml` explains."""
    rows = yaml.safe_load((CORPUS / "slots.yaml").read_text(encoding="utf-8"))
    return frozenset(rows["kinds"])


def skeleton(text: str) -> str:
    """What two wordings share when only their fillings differ."""
    return re.sub(r"\W+", " ", MARK.sub(" ", text)).strip().lower()


def main() -> int:
    try:
        wordings = load_wordings()
    except CorpusError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    counts = Counter(one.type if one.heading is None else one.heading for one in wordings)
    for name, count in sorted(counts.items()):
        few = "  (too few)" if "." in name and name.isupper() and count < LEAST_WORDINGS else ""
        print(f"{count:5} {name}{few}")
    twins = Counter(skeleton(one.text) for one in wordings)
    repeated = [text for text, count in twins.items() if count > 1]
    for text in repeated:
        print(f"said twice: {text}")
    print(f"{len(wordings)} wordings, {len(repeated)} said twice")
    return 1 if repeated else 0


if __name__ == "__main__":
    sys.exit(main())
