"""Tags of word pieces → words with a role, and the spans that they make."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tocsin.reading.model.encoder import Encoded, overlapping
from tocsin.reading.rules.stems import words_of

FIRST, INSIDE = "first-", "inside-"
NAMED = "victim_named"
"""The role of people called by name."""
_WORD = re.compile(r"[\w'-]+(?:\.(?=\w)[\w'-]+)*|[^\w\s]")
_EDGE = words_of(
    "the a an his her their its this these that of in at on and or for from by to with near de del la las los el "
    "who which was were is"
)
"""Words that no name begins or ends with."""
_HOW_MANY = re.compile(r"(?:(?:a|the) )?(?:group|band|pair|handful) of", re.IGNORECASE)
_ARTICLES = words_of("el la los las")
"""Written large before a name they are of it: "Las Lomas bridge"."""


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """Code points [start, end) of a sentence that play a part; score = probability of its likeliest word.

    `role` = the likeliest of the part's roles.
    """

    start: int
    end: int
    part: str
    role: str
    score: float


def roles_of(tags: Sequence[str]) -> tuple[str, ...]:
    """The roles that a model's tag answers tell, in their order."""
    return tuple(tag.removeprefix(FIRST) for tag in tags if tag.startswith(FIRST))


class Tagging:
    """The words of a text with the chance of each to begin a span of a role, and to be inside one.

    `parts` names the roles that are one part: whoever did it, by name or described. Their chances count together, as
    what is called by name is told from what is described less surely than that it plays the part.
    """

    def __init__(self, text: str, encoded: Encoded, tags: Sequence[str], parts: Mapping[str, Sequence[str]]) -> None:
        self._text, self._roles = text, roles_of(tags)
        self._columns = {part: [self._roles.index(role) for role in roles] for part, roles in parts.items()}
        self._words = [match.span() for match in _WORD.finditer(text)]
        self._first = np.zeros((len(self._words), len(self._roles)))
        self._inside = np.zeros_like(self._first)
        self._take(encoded, tags)

    def _take(self, encoded: Encoded, tags: Sequence[str]) -> None:
        pieces, words = self._aligned(encoded.offsets)
        if not pieces:
            return
        first = encoded.tags[:, [at for at, tag in enumerate(tags) if tag.startswith(FIRST)]]
        inside = encoded.tags[:, [at for at, tag in enumerate(tags) if tag.startswith(INSIDE)]]
        np.add.at(self._inside, words, (first + inside)[pieces])
        self._inside /= np.maximum(np.bincount(words, minlength=len(self._words)), 1)[:, None]
        opening = dict(zip(reversed(words), reversed(pieces), strict=True))
        self._first[list(opening)] = first[list(opening.values())]

    def _aligned(self, offsets: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
        """The word pieces that stand in words of the text, and the word of each."""
        pieces: list[int] = []
        words: list[int] = []
        at = 0
        for piece, (left, right) in enumerate(offsets):
            while at < len(self._words) and self._words[at][1] <= left:
                at += 1
            if left < right and at < len(self._words):
                pieces.append(piece)
                words.append(at)
        return pieces, words

    def spans(self, least: Mapping[str, float], reach: float) -> Iterator[TaggedSpan]:
        """Runs of words at least as likely as `reach` around one as likely as `least` says for the part.

        A word that begins another span splits them.
        """
        for part, columns in self._columns.items():
            chances: list[float] = self._inside[:, columns].sum(axis=1).tolist()
            if max(chances, default=0.0) < least[part]:
                continue
            first: list[float] = self._first[:, columns].sum(axis=1).tolist()
            start = 0
            while start < len(self._words):
                end = self._run(start, chances, first, least[part], reach)
                score = max(chances[start:end], default=0.0)
                if score >= least[part]:
                    role = self._roles[columns[int(self._inside[start:end, columns].sum(axis=0).argmax())]]
                    for left, right in self._apart(start, end) if role == NAMED else [(start, end)]:
                        span = self._trimmed(left, right)
                        if span is not None:
                            yield TaggedSpan(*span, part, role, round(max(chances[left:right]), 4))
                start = max(end, start + 1)

    def _apart(self, start: int, end: int) -> list[tuple[int, int]]:
        """Words [start, end) parted at each "and" between two words written large: "Ana and Eva" are two people."""
        said = [self._text[slice(*word)] for word in self._words[start:end]]
        ands = [
            start + at
            for at in range(1, len(said) - 1)
            if said[at].lower() == "and" and said[at - 1][0].isupper() and said[at + 1][0].isupper()
        ]
        return list(zip([start, *(at + 1 for at in ands)], [*ands, end], strict=True))

    def share(self, start: int, end: int, part: str) -> float | None:
        """How likely the words at [start, end) play a part: the mean over them; None where no word stands there."""
        inside = overlapping(self._words, start, end)
        if not inside:
            return None
        return float(self._inside[np.ix_(inside, self._columns[part])].sum(axis=1).mean())

    def _goes_on(self, at: int) -> bool:
        """Whether a word is of the name that the word before it is of: both written large, a space between them."""
        (left, end), (start, _) = self._words[at - 1], self._words[at]
        return self._text[left].isupper() and self._text[start].isupper() and self._text[end:start].isspace()

    def _run(self, start: int, chances: Sequence[float], first: Sequence[float], least: float, reach: float) -> int:
        end = start
        while end < len(chances) and chances[end] >= reach:
            begins = chances[end] >= least and first[end] > chances[end] / 2
            if end > start and begins and not self._goes_on(end) and not self._leans(start, end):
                break
            end += 1
        return end

    def _leans(self, start: int, end: int) -> bool:
        """Whether words [start, end) only say how many: "a group of", which what follows is told of."""
        return _HOW_MANY.fullmatch(self._text, self._words[start][0], self._words[end - 1][1]) is not None

    def _trimmed(self, start: int, end: int) -> tuple[int, int] | None:
        """Without small words and marks at either end; None where nothing is left."""
        kept = self._words[start:end]
        while kept and self._is_small(kept[0]) and not self._begins_name(kept):
            kept.pop(0)
        while kept and self._is_small(kept[-1]):
            kept.pop()
        return (kept[0][0], kept[-1][1]) if kept else None

    def _begins_name(self, words: Sequence[tuple[int, int]]) -> bool:
        """Whether they are an article and a word, both written large."""
        if len(words) == 1 or self._text[slice(*words[0])].lower() not in _ARTICLES:
            return False
        return all(self._text[start].isupper() for start, _ in words[:2])

    def _is_small(self, word: tuple[int, int]) -> bool:
        said = self._text[slice(*word)]
        return not said[0].isalnum() or said.lower() in _EDGE
