"""The larger encoder as it ships, read back as weights to train on from: its 8 bits, and how layers were smoothed."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.encoder import BASE, Encoder
from training.export import prove

_STORED, _MODEL = "_quantized", "model."
_BIAS, _WEIGHT, _LINEAR, _SHRINK = ".bias", ".weight", ".linear", ".shrink"


def shipped_roles() -> Encoder:
    """`roles.onnx` of the package; its heads, which the file lacks, are untrained.

    Raises ExportError where the weights do not answer as the file does.
    """
    with resources.as_file(resources.files("tocsin.reading.model").joinpath("data")) as folder:
        path = folder / "roles.onnx"
        model = Encoder(shape=BASE)
        model.load_state_dict({name: torch.tensor(one) for name, one in weights_of(path).items()}, strict=False)
        prove(model.eval(), path)
    return model


def weights_of(path: Path) -> dict[str, np.ndarray]:
    """Weights by their name in torch."""
    graph = onnx.load(str(path)).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    return _tables(stored) | _named(stored) | _products(graph, stored)


def _own(name: str) -> str:
    return name.removeprefix(_MODEL).replace(_LINEAR, "")


def _named(stored: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What is stored as it is: norms and biases."""
    kept = ("LayerNorm" + _WEIGHT, "LayerNorm" + _BIAS, _BIAS)
    return {_own(name): one.copy() for name, one in stored.items() if name.startswith(_MODEL) and name.endswith(kept)}


def _tables(stored: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Embeddings, stored in 8 bits under their own names."""
    names = [name for name in stored if "embeddings" in name and name.endswith(_STORED)]
    return {_own(name.removesuffix(_STORED)): _unpacked(name, stored) for name in names}


def _products(graph: onnx.GraphProto, stored: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Matrices, which the file numbers: each has the name of the bias that is added to its product, turned round.

    What smoothing had multiplied is divided again.
    """
    readers = {name: node for node in reversed(graph.node) for name in node.input}
    found = {}
    for node in graph.node:
        if node.op_type != "MatMulInteger":
            continue
        after = readers[node.output[0]]
        while after.op_type != "Add":
            after = readers[after.output[0]]
        bias = next(name for name in after.input if name in stored)
        matrix = _unpacked(node.input[1], stored).T
        shrink = stored.get(bias.replace(_LINEAR + _BIAS, _SHRINK)) if _LINEAR in bias else None
        found[_own(bias).removesuffix(_BIAS) + _WEIGHT] = np.ascontiguousarray(
            matrix if shrink is None else matrix * shrink
        )
    return found


def _unpacked(name: str, stored: Mapping[str, np.ndarray]) -> np.ndarray:
    stem = name.removesuffix(_STORED)
    numbers = stored[name].astype(np.float32) - stored[f"{stem}_zero_point"].astype(np.float32)
    unpacked: np.ndarray = numbers * stored[f"{stem}_scale"]
    return unpacked
