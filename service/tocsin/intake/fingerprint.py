"""A small sketch of a body's wording, by which copies of one syndicated text are recognised."""

import re
import zlib

from tocsin.types import Document

SHINGLE_WORDS = 5
SKETCH_SIZE = 64
_WORD = re.compile(r"[a-z0-9]+")
_SCATTER = 2654435761  # Knuth's multiplicative hash: CRCs of like texts lie close together, samples must not


def fingerprint(document: Document) -> tuple[int, ...]:
    """The 64 smallest 32-bit hashes of the body's five-word shingles, ascending; empty for under five words.

    The share of common values estimates how much of the wording two texts share.
    """
    words = _WORD.findall(" ".join(sentence.text for sentence in document.sentences).lower())
    shingles = {" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)}
    hashes = {(zlib.crc32(shingle.encode()) * _SCATTER) & 0xFFFFFFFF for shingle in shingles}
    return tuple(sorted(hashes)[:SKETCH_SIZE])
