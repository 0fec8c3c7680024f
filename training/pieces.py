"""Text → word pieces, as the shipped model gets them."""

from pathlib import Path

from tocsin.reading import model
from tocsin.reading.model.encoder import MOST_PIECES, open_tokenizer, overlapping

__all__ = ["MOST_PIECES", "TOKENIZER", "open_tokenizer", "overlapping"]

TOKENIZER = Path(model.__file__).parent / "data" / "tokenizer.json"
"""The word pieces of BERT in lower case, which the published weights share."""
