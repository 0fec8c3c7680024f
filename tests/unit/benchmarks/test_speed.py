"""The speed benchmark works with and without the labelled sets."""

import json
from pathlib import Path

from benchmarks.speed import read_sample, reading_cost


def test_without_the_sets_articles_are_invented(tmp_path: Path) -> None:
    texts, name = read_sample(tmp_path, 8)
    assert name == "invented articles"
    assert len(texts) == 8
    cost, words = reading_cost(texts)
    assert 0 < cost < 1
    assert words > 10


def test_the_sets_are_sampled_alike_each_time(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "gva"
    folder.mkdir(parents=True)
    rows = [json.dumps({"article_id": f"a{number}", "text": "words"}) for number in range(50)]
    (folder / "articles.jsonl").write_text("\n".join(rows), encoding="utf-8")
    first, name = read_sample(tmp_path, 5)
    assert name == "gva articles"
    assert first == read_sample(tmp_path, 5)[0]
    assert len(set(first)) == 5
