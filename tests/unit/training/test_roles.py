"""What the larger encoder learns from: each deed each epoch, all else in turn; weights of another program's file."""

import struct

import numpy as np
import pytest

from training.checkpoint import CheckpointError, read_variables
from training.examples import Example
from training.labels import NO_DEED, TOLD_DEED
from training.roles import epochs_of_windows, together

DEEDS = [Example(text=f"A bomb killed {number}.", codes=(), deed=TOLD_DEED, tags=()) for number in range(5)]
OTHERS = [Example(text=f"A raid is feared, {number}.", codes=(), deed=NO_DEED, tags=()) for number in range(6)]
ASIDES = [Example(text=f"It rained, {number}.", codes=(), tags=(), aside=True) for number in range(8)]
FILLED = [[Example(text=f"{fill} {number}", codes=("VAC.ATTACK",), tags=()) for number in range(6)] for fill in "ab"]


def test_of_the_corpus_roles_alone_are_learnt() -> None:
    wordings = [one for one in epochs_of_windows(DEEDS, FILLED, 1)[0] if one.text[0] in "ab"]
    assert wordings
    assert all(one.codes == () for one in wordings)


# --- read together


def test_sentences_read_together_keep_their_roles() -> None:
    first = Example(text="A bomb killed Ana.", codes=(), deed=TOLD_DEED, tags=((14, 17, "victim_named"),), filling=3)
    second = Example(text="Rebels fled.", codes=(), tags=((0, 6, "perpetrator"),), filling=3)
    both = together([first, second])
    assert both.text == "A bomb killed Ana. Rebels fled."
    assert [(both.text[start:end], tag) for start, end, tag in both.tags or ()] == [
        ("Ana", "victim_named"),
        ("Rebels", "perpetrator"),
    ]
    assert (both.deed, both.filling) == (TOLD_DEED, 3)
    assert [(both.text[start:end], deed) for start, end, deed in both.deeds] == [(first.text, TOLD_DEED)]
    assert together([second, second]).deed is None
    assert together([OTHERS[0], OTHERS[1]]).deed == NO_DEED


def test_sentences_read_together_keep_their_means() -> None:
    first = Example(text="Rain fell.", codes=(), tags=())
    second = Example(text="They seized Ana.", codes=(), tags=(), means=((12, 15, ("kidnapping",)),))
    both = together([first, second])
    assert [(both.text[start:end], right) for start, end, right in both.means] == [("Ana", ("kidnapping",))]


def test_each_seed_has_other_windows() -> None:
    told = [DEEDS[0], *ASIDES * 10]
    assert epochs_of_windows(told, FILLED, 1, 1) == epochs_of_windows(told, FILLED, 1, 1)
    assert epochs_of_windows(told, FILLED, 1, 1) != epochs_of_windows(told, FILLED, 1, 2)


def test_windows_hold_one_text_each_and_every_deed_is_in_one() -> None:
    text = "The convoy was stopped on the road to the coast by men in uniform, a survivor said, number {}."
    told = [
        Example(text=text.format(number), codes=(), filling=number // 20, deed=NO_DEED if number % 20 else TOLD_DEED)
        for number in range(60)
    ]
    epochs = epochs_of_windows(told, FILLED, 2)
    for epoch in epochs:
        read = [one.text for one in epoch if one.text.startswith("The convoy")]
        for number in (0, 20, 40):
            assert sum(f"number {number}." in one for one in read) == 1
        assert not any("number 19." in one and "number 20." in one for one in read)
        assert max(map(len, read)) < 2 * len(text) + 1_000
        assert any(one.text[0] in "ab" for one in epoch)
    assert epochs[0] != epochs[1]


def test_sentences_aside_are_left_out_of_every_second_window() -> None:
    told = [DEEDS[0], *ASIDES * 10]
    kept = [one.text.count("rained") for epoch in epochs_of_windows(told, FILLED, 4) for one in epoch if one.deed]
    assert 0 < sum(kept) < len(ASIDES) * 10 * 4


# --- the checkpoint of another program


def varint(number: int) -> bytes:
    found = b""
    while number > 127:
        found, number = found + bytes([number & 127 | 128]), number >> 7
    return found + bytes([number])


def block(rows: list[tuple[str, bytes]]) -> bytes:
    """A block of a table: each key without what it shares with the one before, one place where a key stands whole."""
    text, before = b"", ""
    for key, value in rows:
        shared = next(
            (at for at, (one, two) in enumerate(zip(key, before, strict=False)) if one != two),
            min(len(key), len(before)),
        )
        own = key[shared:].encode()
        text += varint(shared) + varint(len(own)) + varint(len(value)) + own + value
        before = key
    return text + struct.pack("<II", 0, 1)


def entry(shape: tuple[int, ...], offset: int, kind: int = 1) -> bytes:
    sizes = b"".join(b"\x12" + varint(len(one)) + one for one in (b"\x08" + varint(size) for size in shape))
    size = 4 * int(np.prod(shape))
    return (
        b"\x08"
        + varint(kind)
        + b"\x12"
        + varint(len(sizes))
        + sizes
        + b"\x20"
        + varint(offset)
        + b"\x28"
        + varint(size)
        + b"\x35crc!"
    )


def table(rows: list[tuple[str, bytes]], mark: bytes = b"\0") -> bytes:
    data = block(rows)
    names = block([("zz", varint(0) + varint(len(data)))])
    start = len(data) + 5
    foot = varint(0) + varint(0) + varint(start) + varint(len(names))
    return data + mark + b"sum." + names + b"\0sum." + foot.ljust(48, b"\0")


def test_variables_are_read_by_name_shape_and_place() -> None:
    numbers = np.arange(300, dtype="<f4")
    index = table(
        [
            ("", b""),
            ("bert/a/bias", entry((4,), 0)),
            ("bert/a/kernel", entry((2, 140), 16)),
            ("step", entry((1,), 0, 9)),
        ]
    )
    found = dict(read_variables(index, numbers.tobytes()))
    assert list(found) == ["bert/a/bias", "bert/a/kernel"]
    assert found["bert/a/bias"].tolist() == [0, 1, 2, 3]
    assert found["bert/a/kernel"].shape == (2, 140)
    assert found["bert/a/kernel"][1, 139] == 283


@pytest.mark.parametrize("index", [b"", b"no index at all", table([("a", entry((1,), 0))], mark=b"\1")])
def test_what_is_no_index_is_refused(index: bytes) -> None:
    with pytest.raises(CheckpointError):
        list(read_variables(index, b"\0" * 8))
