"""Trained weights → the file that ships: ONNX, 8-bit weights per channel."""

import json
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import onnx
import torch
from onnx.external_data_helper import set_external_data
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from tocsin.reading.model.encoder import DEED, HEADS_KEY, IDS, MEANS, MEANS_KEY, TAGS, TAGS_KEY, VERSION_KEY
from tocsin.reading.model.encoder import Encoder as Exported
from training import labels
from training.encoder import ATTENTION_HEADS, Encoder, load
from training.graph import MASK, quicken
from training.labels import TYPE, heads
from training.pieces import MOST_PIECES, TOKENIZER, open_tokenizer
from training.smooth import smooth
from training.tags import ANSWERS

VERSION, ROLES_VERSION = "v4", "r3"
"""Parts of `Candidate.by` and of a report's lineage: another model is another version."""
WORDS = ".words"
"""The larger encoder's table of word pieces lies beside its file, as many a host of code takes none over 100 MB."""
_OPSET = 17
_MOST_APART = 0.3
"""8-bit weights move a share by up to 0.1 on a sentence and 0.2 on 512 pieces of one repeated (2026-11-26)."""
_PROOFS = ("Gunmen shot two traders dead at a market.", "The army retook the town. " * MOST_PIECES)


class ExportError(Exception):
    """The exported file does not answer as the weights do."""


def export(weights: Path, out: Path, texts: Sequence[str]) -> int:
    """Write the model as `out`; its size in bytes. `texts` tell what its layers usually read."""
    made = _quantized(_smoothed(weights, texts), [*heads()], [TAGS])
    _describe(made, heads(), VERSION)
    out.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(made, str(out))
    prove(load(weights).eval(), out)
    return out.stat().st_size


def export_roles(weights: Path, out: Path, texts: Sequence[str]) -> int:
    """Write the larger encoder as `out`, its table of word pieces beside it: roles, deed, means; bytes of both."""
    made = _quantized(PieceByPiece(_smoothed(weights, texts)), [], [TAGS, DEED, MEANS])
    _describe(made, {}, ROLES_VERSION, labels.MEANS)
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = save_apart(made, out)
    prove(load(weights).eval(), out)
    return out.stat().st_size + beside.stat().st_size


def save_apart(made: onnx.ModelProto, out: Path) -> Path:
    """Write the model with its table of word pieces in a file beside, whose path it gives."""
    table, beside = max(made.graph.initializer, key=lambda one: len(one.raw_data)), out.with_suffix(WORDS)
    set_external_data(table, beside.name)
    beside.unlink(missing_ok=True)
    onnx.save(made, str(out))
    return beside


class PieceByPiece(nn.Module):
    """An encoder that answers for each piece: its role, the log odds that a deed is told, by which means.

    Over any words the mean of the last two is what the heads were taught to say of them.
    """

    def __init__(self, model: Encoder) -> None:
        super().__init__()
        self.model = model.eval()

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.model.hidden(ids, mask)
        told = self.model.heads[labels.DEED](hidden)
        if self.model.means is None:
            raise ExportError("the smaller encoder does not tell by which means: this is no file of roles")
        return self.model.tags(hidden), told[..., :1] - told[..., 1:], self.model.means(hidden)


def _smoothed(weights: Path, texts: Sequence[str]) -> Encoder:
    tokenizer = open_tokenizer(TOKENIZER)
    usual = [torch.tensor([tokenizer.encode(text).ids]) for text in texts]
    return smooth(load(weights, attention="eager").eval(), usual)


def _quantized(model: nn.Module, of_texts: Sequence[str], of_pieces: Sequence[str]) -> onnx.ModelProto:
    """The model with its outputs, those of texts first, in 8 bits per channel, as per tensor costs points of accuracy.

    Weights have 7 bits, as products of 8 do not fit where the processor lacks VNNI (ONNX Runtime, Quantize models).
    """
    ids = torch.tensor([[101, 2023, 2003, 102], [101, 2023, 102, 0]])
    mask = (ids > 0).long()
    axes = {name: {0: "texts", 1: "pieces"} for name in (IDS, MASK, *of_pieces)}
    axes |= {name: {0: "texts"} for name in of_texts}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain, out = Path(folder) / "plain.onnx", Path(folder) / "out.onnx"
        torch.onnx.export(
            model, (ids, mask), str(plain), dynamo=False, opset_version=_OPSET,
            input_names=[IDS, MASK], output_names=[*of_texts, *of_pieces], dynamic_axes=axes,
        )  # fmt: skip
        quantize_dynamic(str(plain), str(out), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
        return quicken(onnx.load(str(out)), ATTENTION_HEADS)


def _describe(
    written: onnx.ModelProto, answers: Mapping[str, Sequence[str]], version: str, means: Sequence[str] = ()
) -> None:
    """What the outputs mean, written into the file itself."""
    about = {HEADS_KEY: json.dumps(answers), TAGS_KEY: json.dumps(ANSWERS), VERSION_KEY: version}
    about |= {MEANS_KEY: json.dumps(means)} if means else {}
    onnx.helper.set_model_props(written, about)


def prove(model: Encoder, exported: Path) -> None:
    """Hold the file against the weights that it came from, on a short text and on one too long; raises ExportError.

    By the shares of types, or by the roles where the file tells nothing else.
    """
    tokenizer = open_tokenizer(TOKENIZER)
    encoder = Exported(exported, tokenizer)
    for text in _PROOFS:
        ids = torch.tensor([tokenizer.encode(text).ids])
        with torch.no_grad():
            types, *_, tags = model(ids, torch.ones_like(ids))
        read = encoder.read(text)
        said = list(read.shares[TYPE].values()) if encoder.heads else read.tags
        gap = float((torch.tensor(said) - torch.softmax((types if encoder.heads else tags)[0], dim=-1)).abs().max())
        if gap > _MOST_APART:
            raise ExportError(f"{exported.name}: a share is {gap:.2f} off the trained weights' on: {text[:60]}")
