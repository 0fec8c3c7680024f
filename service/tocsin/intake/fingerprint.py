"""A small sketch of a body's wording, by which copies of one syndicated text are recognised."""

import string
import zlib
from itertools import accumulate

from tocsin.types import Document

SHINGLE_WORDS = 5
SKETCH_SIZE = 64
_SPLIT = bytes(sign if chr(sign) in string.ascii_lowercase + string.digits else ord(" ") for sign in range(256))
"""Every byte that is of no word becomes a blank."""
_SCATTER = 2654435761  # Knuth's multiplicative hash: CRCs of like texts lie close together, samples must not


def fingerprint(document: Document) -> tuple[int, ...]:
    """The 64 smallest 32-bit hashes of the body's five-word shingles, ascending; empty for under five words.

    The share of common values estimates how much of the wording two texts share.
    """
    text = " ".join(sentence.text for sentence in document.sentences).lower()
    words = text.encode("ascii", "replace").translate(_SPLIT).split()
    joined = b" ".join(words)
    ends = tuple(accumulate(len(word) + 1 for word in words))
    begins = (0, *ends)
    shingles = {joined[begin : end - 1] for begin, end in zip(begins, ends[SHINGLE_WORDS - 1 :], strict=False)}
    hashes = {(zlib.crc32(shingle) * _SCATTER) & 0xFFFFFFFF for shingle in shingles}
    return tuple(sorted(hashes)[:SKETCH_SIZE])
