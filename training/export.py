"""Trained weights → the file that ships: ONNX, 8-bit weights per channel."""

import json
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from tocsin.reading.model.encoder import HEADS_KEY, TAGS, TAGS_KEY, VERSION_KEY
from tocsin.reading.model.encoder import Encoder as Exported
from training.encoder import Encoder, load
from training.labels import TYPE, heads
from training.pieces import MOST_PIECES, TOKENIZER, open_tokenizer
from training.smooth import smooth
from training.tags import ANSWERS

VERSION = "v4"
"""Part of `Candidate.by` and of a report's lineage: another model is another version."""
_OPSET = 17
_MOST_APART = 0.3
"""8-bit weights move a share by up to 0.1 on a sentence and 0.2 on 512 pieces of one repeated (2026-11-26)."""
_PROOFS = ("Gunmen shot two traders dead at a market.", "The army retook the town. " * MOST_PIECES)


class ExportError(Exception):
    """The exported file does not answer as the weights do."""


def export(weights: Path, out: Path, texts: Sequence[str]) -> int:
    """Write the model as `out`; its size in bytes. `texts` tell what its layers usually read.

    Per channel, as per tensor costs points of accuracy; weights of 7 bits, as products of 8 do not fit where the
    processor lacks VNNI (ONNX Runtime, Quantize ONNX models).
    """
    tokenizer = open_tokenizer(TOKENIZER)
    usual = [torch.tensor([tokenizer.encode(text).ids]) for text in texts]
    model = smooth(load(weights, attention="eager").eval(), usual)
    ids = torch.tensor([[101, 2023, 2003, 102], [101, 2023, 102, 0]])
    mask = (ids > 0).long()
    axes = {name: {0: "texts", 1: "pieces"} for name in ("ids", "mask", TAGS)}
    outputs = [*heads(), TAGS]
    axes |= {name: {0: "texts"} for name in outputs if name != TAGS}
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            model, (ids, mask), str(plain), dynamo=False, opset_version=_OPSET,
            input_names=["ids", "mask"], output_names=outputs, dynamic_axes=axes,
        )  # fmt: skip
        quantize_dynamic(str(plain), str(out), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    _describe(out)
    prove(load(weights).eval(), out)
    return out.stat().st_size


def _describe(path: Path) -> None:
    """What the outputs mean, written into the file itself."""
    written = onnx.load(str(path))
    about = {HEADS_KEY: json.dumps(heads()), TAGS_KEY: json.dumps(ANSWERS), VERSION_KEY: VERSION}
    onnx.helper.set_model_props(written, about)
    onnx.save(written, str(path))


def prove(model: Encoder, exported: Path) -> None:
    """Hold the file against the weights that it came from, on a short text and on one too long; raises ExportError."""
    tokenizer = open_tokenizer(TOKENIZER)
    encoder = Exported(exported, tokenizer)
    for text in _PROOFS:
        ids = torch.tensor([tokenizer.encode(text).ids])
        with torch.no_grad():
            expected = torch.softmax(model(ids, torch.ones_like(ids))[0][0], dim=-1)
        shares = torch.tensor(list(encoder.read(text).shares[TYPE].values()))
        gap = float((shares - expected).abs().max())
        if gap > _MOST_APART:
            raise ExportError(f"{exported.name}: a share is {gap:.2f} off the trained weights' on: {text[:60]}")
