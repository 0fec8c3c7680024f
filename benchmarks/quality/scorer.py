"""The sets' scorers: run as programs, whose figures are the authority, and loaded for their functions."""

import importlib.util
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

_NAMED = "(named victims only)"


class ScorerError(Exception):
    """A scorer failed, or its figures are not what ours are; the message says which."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What a scorer printed: each figure by its name, as text."""

    figures: Mapping[str, str]

    def text(self, name: str) -> str:
        if name not in self.figures:
            raise ScorerError(f"the scorer prints no {name}; it prints {', '.join(self.figures)}")
        return self.figures[name]

    def value(self, name: str) -> float:
        try:
            return float(self.text(name))
        except ValueError as wrong:
            raise ScorerError(f"the scorer prints {name} = {self.text(name)!r}, which is no number") from wrong


def run_scorer(scorer: Path, gold: Path, predictions: Path) -> Scored:
    """ScorerError with its own words where it refuses."""
    command = [sys.executable, str(scorer), str(gold), str(predictions)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ScorerError(f"{scorer.name}: {done.stderr.strip()}")
    return read_figures(done.stdout)


def read_figures(printed: str) -> Scored:
    """Figures by name: `found 0.9` is found; `acled25: weighted_f1=0.6` is acled25.weighted_f1.

    An indented line belongs to the last one that is not (all30/ARREST.f1); _named ends what counts named victims alone.
    """
    return Scored(dict(_figures(printed)))


def _figures(printed: str) -> Iterator[tuple[str, str]]:
    group = ""
    for line in filter(str.strip, printed.splitlines()):
        words = line.replace(_NAMED, "").split()
        pairs = [word.split("=", 1) for word in words if "=" in word]
        if not pairs:
            yield words[0].rstrip(":"), " ".join(words[1:])
            continue
        head = "" if "=" in words[0] else words[0].rstrip(":") + ("_named" if _NAMED in line else "")
        if line[0].isspace():
            head = f"{group}/{head}"
        else:
            group = head
        for key, value in pairs:
            yield (f"{head}.{key}" if head else key), value


def load_scorer(path: Path) -> ModuleType:
    """The scorer's file as a module, so that resampled rows are judged by the scorer's own functions."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ScorerError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
