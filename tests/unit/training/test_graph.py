"""The exported graph made quicker: the same answers, by fewer operations, for pieces alone."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import ModelProto, TensorProto, numpy_helper
from onnx.helper import make_graph, make_model, make_node, make_opsetid, make_tensor_value_info, set_model_props
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic

import tocsin.reading.model
from tocsin.reading.model.encoder import HEADS_KEY, TAGS_KEY, VERSION_KEY, Encoder, open_tokenizer
from tocsin.reading.model.errors import ModelError
from training.graph import GraphError, quicken

WORDS, WIDTH, HEADS = 50, 24, 12
LAYER = "/bert/encoder/layer.0/attention"
ABOUT = {HEADS_KEY: "{}", TAGS_KEY: '["outside"]', VERSION_KEY: "t0"}


def exported(folder: Path, layer: str = LAYER) -> ModelProto:
    """One layer of attention as the exporter writes it, then in 8 bits; `mean` is the masked mean of what it reads."""
    chance = np.random.default_rng(1)

    def numbers(*shape: int) -> np.ndarray:
        return chance.normal(size=shape).astype(np.float32)

    shrink = np.abs(numbers(WIDTH)) + 0.5
    held = {
        "table": numbers(WORDS, WIDTH), "heads": np.array([0, 0, HEADS, WIDTH // HEADS]),
        "flat": np.array([0, 0, WIDTH]), "root": np.float32(np.sqrt(WIDTH / HEADS)), "one": np.float32(1),
        "far": np.float32(-1e9), "key_axes": np.array([1, 2]), "last": np.array([2]), "row": np.array([1]),
    }  # fmt: skip
    nodes = [
        make_node("Gather", ["table", "ids"], ["x"]), make_node("Cast", ["mask"], ["kept"], to=TensorProto.FLOAT),
        make_node("Sub", ["one", "kept"], ["left"]), make_node("Mul", ["left", "far"], ["lost"]),
        make_node("Unsqueeze", ["lost", "key_axes"], ["beside"]), make_node("Unsqueeze", ["kept", "last"], ["each"]),
        make_node("Mul", ["x", "each"], ["counted"]), make_node("ReduceSum", ["counted", "row"], ["sum"], keepdims=0),
        make_node("ReduceSum", ["each", "row"], ["count"], keepdims=0), make_node("Div", ["sum", "count"], ["mean"]),
    ]  # fmt: skip
    for name, turned in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3])):
        own = f"{layer}/self/{name}"
        held |= {f"{own}.shrink": shrink, f"{own}.weight": numbers(WIDTH, WIDTH), f"{own}.bias": numbers(WIDTH)}
        nodes += [
            make_node("Mul", ["x", f"{own}.shrink"], [f"{own}/Mul_output_0"], name=f"{own}/Mul"),
            make_node("MatMul", [f"{own}/Mul_output_0", f"{own}.weight"], [f"{own}/m"], name=f"{own}/linear/MatMul"),
            make_node("Add", [f"{own}.bias", f"{own}/m"], [f"{own}/linear/Add_output_0"]),
            make_node("Reshape", [f"{own}/linear/Add_output_0", "heads"], [f"{own}/r"]),
            make_node("Transpose", [f"{own}/r"], [name], perm=turned),
        ]
    held |= {f"{layer}.shrink": shrink, f"{layer}.weight": numbers(WIDTH, 1)}
    nodes += [
        make_node("MatMul", ["query", "key"], ["asked"]), make_node("Div", ["asked", "root"], ["scaled"]),
        make_node("Add", ["scaled", "beside"], ["masked"]), make_node("Softmax", ["masked"], ["shares"], axis=-1),
        make_node("MatMul", ["shares", "value"], ["told"]), make_node("Transpose", ["told"], ["t"], perm=[0, 2, 1, 3]),
        make_node("Reshape", ["t", "flat"], ["f"]),
        make_node("Mul", ["f", f"{layer}.shrink"], ["s"], name=f"{layer}/output/dense/Mul"),
        make_node("MatMul", ["s", f"{layer}.weight"], ["tags"], name=f"{layer}/output/dense/linear/MatMul"),
    ]  # fmt: skip
    given = [make_tensor_value_info(name, TensorProto.INT64, [1, "pieces"]) for name in ("ids", "mask")]
    answers = [make_tensor_value_info("tags", TensorProto.FLOAT, [1, "pieces", 1])]
    answers.append(make_tensor_value_info("mean", TensorProto.FLOAT, [1, WIDTH]))
    tensors = [numpy_helper.from_array(np.asarray(value), name) for name, value in held.items()]
    model = make_model(make_graph(nodes, "layer", given, answers, tensors), opset_imports=[make_opsetid("", 17)])
    model.ir_version = 8
    plain, out = folder / "plain.onnx", folder / "out.onnx"
    onnx.save(model, str(plain))
    quantize_dynamic(str(plain), str(out), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    made = onnx.load(str(out))
    set_model_props(made, ABOUT)
    return made


def session(model: ModelProto) -> InferenceSession:
    return InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def test_it_answers_as_before_but_asks_for_the_pieces_alone(tmp_path: Path) -> None:
    before = exported(tmp_path)
    after = quicken(before, HEADS)
    assert [one.name for one in after.graph.input] == ["ids"]
    assert {one.key for one in after.metadata_props} == set(ABOUT)
    kinds = [one.op_type for one in after.graph.node]
    assert kinds.count("MultiHeadAttention") == 1
    assert not {"Softmax", "Transpose", "Reshape"} & {*kinds}
    old, new = session(before), session(after)
    for pieces in (1, 7, 60):
        ids = np.random.default_rng(pieces).integers(0, WORDS, (1, pieces))
        told = zip(old.run(None, {"ids": ids, "mask": np.ones_like(ids)}), new.run(None, {"ids": ids}), strict=True)
        assert all(np.allclose(one, other, atol=1e-3) for one, other in told)


def test_the_graph_that_comes_in_stays_as_it_is(tmp_path: Path) -> None:
    before = exported(tmp_path)
    written = before.SerializeToString()
    quicken(before, HEADS)
    assert before.SerializeToString() == written


def test_parts_of_other_names_are_told(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no layer of attention"):
        quicken(exported(tmp_path, "/encoder/block.0"), HEADS)
    renamed = exported(tmp_path)
    next(one for one in renamed.graph.node if one.name == f"{LAYER}/self/key/linear/MatMul_quant").name = "other"
    with pytest.raises(GraphError, match=r"no part .*/self/key/linear/MatMul_quant"):
        quicken(renamed, HEADS)


def test_a_file_that_asks_for_more_than_pieces_is_none_of_ours(tmp_path: Path) -> None:
    onnx.save(exported(tmp_path), str(tmp_path / "old.onnx"))
    tokenizer = open_tokenizer(Path(tocsin.reading.model.__file__).parent / "data" / "tokenizer.json")
    with pytest.raises(ModelError, match=r"old\.onnx asks for ids and mask, not for ids alone: export it again"):
        Encoder(tmp_path / "old.onnx", tokenizer)
