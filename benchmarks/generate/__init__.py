"""Invented news with a known truth: seeded happenings, and articles that tell, copy, update and withdraw them.

`python -m benchmarks.generate 1000 --seed 1` prints articles as JSONL (`happenings` names the truth, empty for
ordinary news). `generate` gives the same as objects, each with the report that a perfect reader would make of it, so
that fusing can be measured without reading. `generate_hard` makes the feed of the fault run: see hard.py.
"""

from benchmarks.generate.hard import generate_hard
from benchmarks.generate.plain import digest, generate
from benchmarks.generate.poison import Poison
from benchmarks.generate.telling import Told

__all__ = ["Poison", "Told", "digest", "generate", "generate_hard"]
