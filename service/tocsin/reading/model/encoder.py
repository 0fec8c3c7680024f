"""The exported encoder at work: one sentence at a time, one thread, no padding; the same code at training and run time.

The file describes itself: its metadata name the answers of every head in the order of its outputs.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer

from tocsin.reading.model.errors import ModelError

MOST_PIECES = 512
"""What the encoder can hold: its graph fails on more, so a longer text is cut."""
IDS, TAGS = "ids", "tags"
HEADS_KEY, TAGS_KEY, MEANS_KEY, VERSION_KEY = "tocsin.heads", "tocsin.tags", "tocsin.means", "tocsin.version"
DEED, MEANS = "deed", "means"
_SLOW = ("SkipLayerNormFusion",)
"""Fused, an addition and the norm after it take 115 microseconds for 32 word pieces, apart 19 (ONNX Runtime 1.32, whose
fused form adds number by number): a tenth of an encoder's time, 2026-11-27. To go when the fused one is faster."""
_FILES = "tocsin.reading.model"
_MODEL, _ROLES, _PIECES = "reader.onnx", "roles.onnx", "tokenizer.json"


def _nothing() -> np.ndarray:
    return np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder says of one text.

    shares: probability of each answer by head. tags: word pieces x tag answers, probabilities.
    deed: word pieces, log odds that an attack or crime is told; means: word pieces x means, log chances: over any words
    their mean says how they are told. Both are empty where the encoder does not tell them.
    offsets: code points [start, end) of each piece, (0, 0) for the marks at both ends.
    """

    shares: Mapping[str, Mapping[str, float]]
    tags: np.ndarray
    offsets: Sequence[tuple[int, int]]
    deed: np.ndarray = field(default_factory=_nothing)
    means: np.ndarray = field(default_factory=_nothing)


def open_tokenizer(path: Path, most: int = MOST_PIECES) -> Tokenizer:
    """The word pieces of `path`, texts cut to `most`, no padding."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(most)
    tokenizer.no_padding()
    return tokenizer


class Encoder:
    """Reads texts with an exported model; raises ModelError where the file is not one of ours."""

    def __init__(self, model: Path, tokenizer: Tokenizer) -> None:
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self._session = InferenceSession(
                str(model), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW
            )
        except Exception as problem:  # onnxruntime raises kinds of its own for a file that is missing or cut off
            raise ModelError(f"{model.name} cannot be read ({problem}): install the package again") from problem
        about = self._session.get_modelmeta().custom_metadata_map
        try:
            heads = json.loads(about[HEADS_KEY])
            self.heads: dict[str, tuple[str, ...]] = {name: tuple(answers) for name, answers in heads.items()}
            self.tags: tuple[str, ...] = tuple(json.loads(about[TAGS_KEY]))
            self.means: tuple[str, ...] = tuple(json.loads(about.get(MEANS_KEY, "[]")))
            self.version: str = about[VERSION_KEY]
        except (KeyError, ValueError) as lacking:
            raise ModelError(f"{model.name} does not name its answers ({lacking}): export it again") from lacking
        asked = [one.name for one in self._session.get_inputs()]
        if asked != [IDS]:
            raise ModelError(f"{model.name} asks for {' and '.join(asked)}, not for {IDS} alone: export it again")
        self._tokenizer = tokenizer
        self._outputs = [*self.heads, *((DEED, MEANS) if self.means else ()), TAGS]

    def read_together(self, texts: Sequence[str]) -> list[Encoded]:
        """What it says of each of several texts read as one, a space between them: each is told from the others beside.

        The pieces of each are its own; the shares are those of the whole. Where the texts are more than the encoder can
        hold, the last ones are left out.
        """
        together = self.read(" ".join(texts))
        reached = max(end for _, end in together.offsets)
        found: list[Encoded] = []
        start = 0
        for text in texts:
            if start >= reached:
                break
            end = start + len(text)
            own = [at for at, (_, last) in enumerate(together.offsets) if start < last <= end]
            offsets = [(first - start, last - start) for first, last in (together.offsets[at] for at in own)]
            deed, means = (one[own] if len(one) else one for one in (together.deed, together.means))
            found.append(Encoded(together.shares, together.tags[own], offsets, deed, means))
            start = end + 1
        return found

    def read(self, text: str) -> Encoded:
        encoding = self._tokenizer.encode(text)
        ids = np.array([encoding.ids], dtype=np.int64)
        said = dict(zip(self._outputs, self._session.run(self._outputs, {IDS: ids}), strict=True))
        shares = {
            name: dict(zip(answers, _shares(said[name][0]).tolist(), strict=True))
            for name, answers in self.heads.items()
        }
        beside = (said[DEED][0, :, 0], said[MEANS][0]) if self.means else ()
        return Encoded(shares, _shares(said[TAGS][0]), encoding.offsets, *beside)


def overlapping(stretches: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    """Which of several [first, end) of code points, pieces or words, stand in [start, end), be it in part."""
    return [at for at, (left, right) in enumerate(stretches) if left < end and right > start and right > left]


@cache
def open_encoder(model: Path | None = None) -> Encoder:
    """The encoder that ships with the package, or the one of another file; a process opens each once."""
    return _open(_MODEL, model)


@cache
def open_roles() -> Encoder:
    """The larger encoder that ships with the package: it tells of each piece role, deed and means, and has no heads."""
    return _open(_ROLES)


def _open(shipped: str, model: Path | None = None) -> Encoder:
    with resources.as_file(resources.files(_FILES).joinpath("data")) as folder:
        return Encoder(model or folder / shipped, open_tokenizer(folder / _PIECES))


def _shares(logits: np.ndarray) -> np.ndarray:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    found: np.ndarray = raised / raised.sum(axis=-1, keepdims=True)
    return found
