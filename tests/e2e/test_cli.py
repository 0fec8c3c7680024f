"""What a user sees: help, errors in one line with an exit status, reports and incidents offline."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

Run = Callable[..., CompletedProcess[str]]
COMMANDS = (
    "demo",
    "read",
    "replay",
    "worker",
    "broker",
    "produce",
    "tail",
    "topics",
    "dead-letters",
    "gazetteer",
    "config",
)


def one_line(done: CompletedProcess[str]) -> str:
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def last_of_each(path: Path) -> dict[str, dict[str, Any]]:
    return {row["incident_id"]: row for row in rows(path.read_text(encoding="utf-8"))}


def test_help_names_every_command(tocsin: Run) -> None:
    shown = tocsin("--help").stdout
    assert [name for name in COMMANDS if f" {name} " not in shown] == []


@pytest.mark.parametrize("name", ["read", "replay", "produce", "demo"])
def test_help_of_a_command_has_an_example(tocsin: Run, name: str) -> None:
    assert f"tocsin {name}" in tocsin(name, "--help").stdout.partition("Examples")[2]


def test_config_hides_secrets_and_names_each_setting(tocsin: Run) -> None:
    done = tocsin("config", "--json", TOCSIN_SASL_PASSWORD="hush-hush", TOCSIN_BROKER="kafka:9092")
    assert "hush-hush" not in done.stdout + done.stderr
    settings = json.loads(done.stdout)
    assert settings["TOCSIN_SASL_PASSWORD"] == "(hidden)"
    assert settings["TOCSIN_BROKER"] == "kafka:9092"


def test_a_mistyped_setting_is_named(tocsin: Run) -> None:
    done = tocsin("config", TOCSIN_BROKR="kafka:9092")
    assert done.returncode == 78
    assert "TOCSIN_BROKER" in one_line(done)


def test_no_broker_is_one_line(tocsin: Run) -> None:
    done = tocsin("tail", "incidents", "--broker", "127.0.0.1:9")
    assert done.returncode == 78
    assert "127.0.0.1:9" in one_line(done)


def test_a_missing_file_is_named(tocsin: Run) -> None:
    done = tocsin("replay", "nowhere.jsonl")
    assert done.returncode == 2
    assert "nowhere.jsonl" in one_line(done)


def test_a_wrong_date_option_says_what_is_right(tocsin: Run, articles: Path) -> None:
    done = tocsin("read", articles, "--published-at", "yesterday")
    assert done.returncode == 2
    assert "2026-03-14" in one_line(done)


def test_bytes_that_are_no_text_are_refused(tocsin: Run, tmp_path: Path) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(b"\xff\xd8\xff\xe0 picture")
    done = tocsin("read", path)
    assert done.returncode == 2
    assert "UTF-8" in one_line(done)


def test_a_relative_date_needs_a_day_to_start_from(tocsin: Run, tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(
        "A bomb exploded in Juliaca, Peru, on Tuesday, killing three people, police said.", encoding="utf-8"
    )
    done = tocsin("read", path)
    assert done.returncode == 2
    assert "--published-at" in one_line(done)
    report = json.loads(tocsin("read", path, "--json", "--published-at", "2024-03-13").stdout)
    assert report["article_id"] == "story"
    assert report["mentions"][0]["when"]["start"] == "2024-03-12"


def test_read_prints_a_report_an_article(tocsin: Run, articles: Path) -> None:
    reports = rows(tocsin("read", articles, "--json").stdout)
    assert [(one["article_id"], one["outcome"]) for one in reports] == [
        ("bomb-1", "incidents"),
        ("bomb-2", "incidents"),
        ("quake", "incidents"),
        ("library", "none"),
    ]


def test_read_takes_standard_input(tocsin: Run, articles: Path) -> None:
    done = tocsin("read", "-", stdin=articles.read_text(encoding="utf-8"))
    assert "bomb-1" in done.stdout
    assert "articles 4, rejected 0" in done.stderr


def test_explain_marks_the_evidence_and_who_found_it(tocsin: Run, articles: Path) -> None:
    shown = tocsin("read", articles, "--explain").stdout
    assert "harm.killed" in shown
    assert "rule:" in shown
    assert "[" in shown


def test_replay_shows_a_table(tocsin: Run, articles: Path) -> None:
    done = tocsin("replay", articles)
    assert "Juliaca, PE" in done.stdout
    assert "5/14" in done.stdout or "3-5/14" in done.stdout
    assert "articles 4, incidents 2, rejected 0" in done.stderr


def test_replay_writes_every_revision_and_the_last_line_of_an_id_counts(
    tocsin: Run, articles: Path, tmp_path: Path
) -> None:
    out = tmp_path / "incidents.jsonl"
    assert tocsin("replay", articles, "--output", out).returncode == 0
    written = rows(out.read_text(encoding="utf-8"))
    bombing = [one for one in written if one["where"]["resolved_name"] == "Juliaca"]
    assert [one["revision"] for one in bombing] == [1, 2]
    assert bombing[-1]["article_count"] == 2


def test_a_withdrawn_article_leaves_a_retracted_incident(tocsin: Run, articles: Path, tmp_path: Path) -> None:
    withdrawal = {"article_id": "quake", "status": "withdrawn", "published_at": "2024-03-14"}
    with articles.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(withdrawal) + "\n")
    out = tmp_path / "incidents.jsonl"
    done = tocsin("replay", articles, "--output", out)
    assert "retracted 1" in done.stderr
    assert sorted(one["state"] for one in last_of_each(out).values()) == ["open", "retracted"]


def test_keep_order_and_by_date_make_the_same_incidents(tocsin: Run, articles: Path, tmp_path: Path) -> None:
    lines = articles.read_text(encoding="utf-8").splitlines(keepends=True)
    articles.write_text("".join(reversed(lines)), encoding="utf-8")
    members = []
    for option in ([], ["--keep-order"]):
        out = tmp_path / f"incidents{len(option)}.jsonl"
        tocsin("replay", articles, "--output", out, *option)
        found = last_of_each(out).values()
        members.append(sorted(sorted(source["article_id"] for source in one["sources"]) for one in found))
    assert members[0] == members[1] == [["bomb-1", "bomb-2"], ["quake"]]


def test_damaged_lines_are_told_and_the_rest_goes_on(tocsin: Run, articles: Path) -> None:
    with articles.open("a", encoding="utf-8") as lines:
        lines.write('{"article_id": "half", "tex\n[1, 2]\n')
    done = tocsin("replay", articles)
    assert done.returncode == 0
    assert "articles.jsonl:5  not_json" in done.stderr
    assert "articles 6, incidents 2, rejected 2" in done.stderr
