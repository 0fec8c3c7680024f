"""The exported file at work: one text at a time, one thread, no padding, as at run time."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer

from training.labels import heads


@dataclass(frozen=True, slots=True)
class Reading:
    """Probability of each answer by head, and the pooled pieces (384 numbers)."""

    shares: Mapping[str, Mapping[str, float]]
    pooled: tuple[float, ...]


class Classifier:
    """Reads texts with an exported model; texts of more pieces than `tokenizer` keeps are cut."""

    def __init__(self, model: Path, tokenizer: Tokenizer) -> None:
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = tokenizer

    def read(self, text: str) -> Reading:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        *logits, pooled = self._session.run(None, {"ids": ids, "mask": np.ones_like(ids)})
        rows = zip(heads().items(), logits, strict=True)
        shares = {name: dict(zip(answers, _shares(row[0]), strict=True)) for (name, answers), row in rows}
        return Reading(shares, tuple(pooled[0].tolist()))


def _shares(logits: np.ndarray) -> list[float]:
    raised = np.exp(logits - logits.max())
    shares: list[float] = (raised / raised.sum()).tolist()
    return shares
