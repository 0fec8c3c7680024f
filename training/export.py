"""Trained weights → the file that ships: ONNX, 8-bit weights per channel."""

import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.classify import Classifier
from training.encoder import Encoder, load
from training.labels import POOLED, TYPE, heads
from training.pieces import MOST_PIECES, TOKENIZER, open_tokenizer

_OPSET = 17
_MOST_APART = 0.15
_PROOFS = ("Gunmen shot two traders dead at a market.", "The army retook the town. " * MOST_PIECES)


class ExportError(Exception):
    """The exported file does not answer as the weights do."""


def export(weights: Path, out: Path) -> int:
    """Write the model as `out`; its size in bytes. Per channel, as per tensor costs points of accuracy."""
    model = load(weights, attention="eager").eval()
    ids = torch.tensor([[101, 2023, 2003, 102], [101, 2023, 102, 0]])
    mask = (ids > 0).long()
    axes = {name: {0: "texts", 1: "pieces"} for name in ("ids", "mask")}
    outputs = [*heads(), POOLED]
    axes |= {name: {0: "texts"} for name in outputs}
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            model, (ids, mask), str(plain), dynamo=False, opset_version=_OPSET,
            input_names=["ids", "mask"], output_names=outputs, dynamic_axes=axes,
        )  # fmt: skip
        quantize_dynamic(str(plain), str(out), per_channel=True, weight_type=QuantType.QInt8)
    prove(model, out)
    return out.stat().st_size


def prove(model: Encoder, exported: Path) -> None:
    """Hold the file against the weights that it came from, on a short text and on one too long; raises ExportError."""
    tokenizer = open_tokenizer(TOKENIZER)
    classifier = Classifier(exported, tokenizer)
    for text in _PROOFS:
        ids = torch.tensor([tokenizer.encode(text).ids])
        with torch.no_grad():
            expected = torch.softmax(model(ids, torch.ones_like(ids))[0][0], dim=-1)
        shares = torch.tensor(list(classifier.read(text).shares[TYPE].values()))
        gap = float((shares - expected).abs().max())
        if gap > _MOST_APART:
            raise ExportError(f"{exported.name}: a share is {gap:.2f} off the trained weights' on: {text[:60]}")
