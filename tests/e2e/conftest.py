"""The command as a user calls it, and a few invented articles."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def tocsin() -> Run:
    """Runs `tocsin WORD...` in a process of its own; `stdin` and environment `variables` may be given."""

    def run(*words: object, stdin: str | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
        kept = ("TOCSIN_GAZETTEER", "TOCSIN_DATA")
        environment = {
            name: value for name, value in os.environ.items() if name in kept or not name.startswith("TOCSIN_")
        }
        return subprocess.run(
            [sys.executable, "-m", "tocsin.cli.main", *map(str, words)],
            env=environment | {"COLUMNS": "120"} | variables,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run


def article(article_id: str, published_at: str, text: str, **fields: Any) -> dict[str, Any]:
    return {"article_id": article_id, "published_at": published_at, "text": text, "publisher": "Test Post", **fields}


ARTICLES = (
    article(
        "bomb-1",
        "2024-03-12T09:00:00Z",
        "A bomb exploded at a bus station in Juliaca, Peru, on Tuesday, killing three and wounding 14, police said.",
    ),
    article(
        "bomb-2",
        "2024-03-12T15:00:00Z",
        "Five people were killed when a bomb exploded at the bus station of Juliaca, Peru, on Tuesday, police said. "
        "At least 14 others were wounded.",
    ),
    article(
        "quake",
        "2024-03-13T10:00:00Z",
        "An earthquake of magnitude 5.9 struck near Ambato in Ecuador on Wednesday, injuring eleven people, "
        "the disaster agency said.",
    ),
    article(
        "library",
        "2024-03-13T11:00:00Z",
        "The city library will open on Sundays from April. Students had collected 3,000 signatures for longer hours.",
    ),
)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A JSONL file of four articles: two of one bombing, an earthquake, and none of anything."""
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in ARTICLES), encoding="utf-8")
    return path
