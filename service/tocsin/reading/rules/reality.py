"""Cues that a happening was foiled, attempted, threatened, only rumoured, or denied."""

import re
from collections.abc import Iterable

from tocsin.reading.questions import REALITY, RealityAnswer
from tocsin.reading.rules import wordlists
from tocsin.types import Candidate, Document
from tocsin_schemas.enums import Reality

BY = "rule:reality"
_POSSIBLE = re.compile(r"\b(?:can|could|would|should|must|able|designed|capable|used)\b")
"""Words that make of an interception or attempt a mere possibility: "drones can be shot down"."""
_BEFORE = 25
_SCORES = {
    Reality.FOILED: 0.85,
    Reality.ATTEMPTED: 0.7,
    Reality.THREATENED: 0.65,
    Reality.RUMOURED: 0.6,
    Reality.DENIED: 0.7,
}

_DONE = frozenset({Reality.FOILED, Reality.ATTEMPTED})


class RealityRules:
    """Annotator of `reality`: one candidate a cue, with the words that gave it; silence means that it occurred."""

    def __init__(self) -> None:
        words = wordlists.lexicon()
        self._scan = wordlists.document_scan()
        self._kinds = {words.bit(kind.value): kind for kind in _SCORES}
        self._mask = sum(self._kinds)

    def annotate(self, document: Document) -> Iterable[Candidate]:
        scans, _ = self._scan.of(document)
        for scan in scans:
            if not scan.mask & self._mask:
                continue
            told: dict[Reality, int] = {}
            for hit in scan.hits:
                kind = self._kinds.get(hit.bit)
                if kind is None or hit.start < told.get(kind, 0):
                    continue
                told[kind] = hit.end
                if kind in _DONE and _POSSIBLE.search(scan.lower, max(0, hit.start - _BEFORE), hit.end):
                    continue
                answer = RealityAnswer(kind, scan.sentence.text[hit.start : hit.end])
                span = scan.sentence.locate(hit.start, hit.end)
                yield Candidate(REALITY, answer, span, scan.sentence.index, _SCORES[kind], BY)
