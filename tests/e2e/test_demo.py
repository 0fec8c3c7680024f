"""`tocsin demo --once` as a new user runs it: a real broker, a worker killed half-way; nothing lost or doubled."""

import json
import re
from collections.abc import Callable
from importlib.resources import files
from subprocess import CompletedProcess

import pytest

STORY = files("tocsin.cli.demo").joinpath("story.jsonl").read_text(encoding="utf-8")


@pytest.mark.timeout(180)
def test_the_demo_survives_its_own_kill(tocsin: Callable[..., CompletedProcess[str]]) -> None:
    done = tocsin("demo", "--once")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "kill -9" in done.stdout
    found = re.search(
        r"^articles (\d+), incidents (\d+), rejected (\d+), lost 0, doubled 0, differences 0$",
        done.stdout,
        re.MULTILINE,
    )
    assert found, done.stdout
    articles, incidents, rejected = map(int, found.groups())
    assert articles == len(STORY.splitlines())
    assert rejected == 6
    assert incidents >= 12


def test_the_story_has_what_it_promises() -> None:
    whole = [json.loads(line) for line in STORY.splitlines() if line.startswith('{"') and line.endswith("}")]
    ids = [row["article_id"] for row in whole]
    assert len(STORY.splitlines()) >= 60
    assert len(ids) > len(set(ids)), "a newer version of an article"
    assert any(row.get("status") == "withdrawn" for row in whole)
    texts = [row["text"] for row in whole if isinstance(row.get("text"), str)]
    assert len(texts) > len(set(texts)), "one text under two heads"
    assert max(len(text) for text in texts) < 2_000
