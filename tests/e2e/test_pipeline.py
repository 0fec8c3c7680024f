"""broker + worker + produce + tail, as the README says it: the same incidents as `replay`, and dead letters told."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice, permutations
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tocsin.audit.evidence import read_evidence
from tocsin.audit.judge import judge
from tocsin.cli.demo.stage import Stage
from tocsin.cli.program import run
from tocsin.stream.deadletter import read_dead_letters
from tocsin.stream.runtime import Runtime
from tocsin.stream.topics import create_topics
from tocsin_schemas.client import IncidentView, current_state, iter_changes
from tocsin_schemas.enums import ChangeKind, IncidentState

Run = Callable[..., CompletedProcess[str]]
pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def stage(runtime: Runtime) -> Iterator[Stage]:
    """Kafka and one worker."""
    with Stage(runtime) as running:
        yield running


def with_prefix(stage: Stage, prefix: str) -> None:
    """The next worker works on topics of its own."""
    stage.stop_worker()
    stage.settings = stage.settings.model_copy(
        update={"topic_prefix": prefix, "app_id": f"{prefix}app", "data_dir": stage.folder / prefix}
    )
    create_topics(stage.settings)
    stage.start_worker()


def wait_for_reports(tocsin: Run, stage: Stage, count: int) -> None:
    deadline = time.monotonic() + 90
    where = ("--broker", stage.settings.broker, "--prefix", stage.settings.topic_prefix)
    while time.monotonic() < deadline:
        stage.check_worker()
        if tocsin("tail", "reports", "--no-follow", "--json", *where).stdout.count("\n") >= count:
            time.sleep(2)
            return
        time.sleep(0.5)
    pytest.fail(f"no {count} reports in 90 s: {stage.log_file.read_text(encoding='utf-8')[-2000:]}")


def state(stage: Stage) -> IncidentView:
    return current_state(stage.settings.broker, prefix=stage.settings.topic_prefix)


def test_articles_in_incidents_out(tocsin: Run, stage: Stage, articles: Path) -> None:
    with_prefix(stage, "plain.")
    where = ("--broker", stage.settings.broker, "--prefix", "plain.")
    sent = tocsin("produce", articles, *where)
    assert "articles 4, sent 4" in sent.stderr
    with articles.open("a", encoding="utf-8") as lines:
        lines.write('{"article_id": "half", "tex\n')
    refused = tocsin("produce", articles, *where)
    assert refused.returncode == 2
    assert "left out 1 (not_json 1)" in refused.stderr
    assert tocsin("produce", "-", "--send-invalid", *where, stdin='{"article_id": "half", "tex').returncode == 0
    wait_for_reports(tocsin, stage, 8)
    assert [one.article_count for one in state(stage).open_incidents()] == [1, 2]
    changes = iter_changes(stage.settings.broker, prefix="plain.", follow=False)
    told = {(change.incident_id, change.revision): change.change for change in changes}
    assert sorted(told.values()) == [ChangeKind.CREATED, ChangeKind.CREATED, ChangeKind.UPDATED]
    assert "Juliaca, PE" in tocsin("tail", "incidents", "--no-follow", *where).stdout
    assert "dead letters 1: not_json 1" in tocsin("dead-letters", "list", *where).stdout
    assert "not_json" in tocsin("tail", "rejected", "--no-follow", *where).stdout


@pytest.mark.timeout(400)
def test_a_rejected_article_is_mended_and_brought_back(
    stage: Stage, articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_prefix(stage, "mend.")

    def tocsin(*words: object) -> tuple[int, str]:
        status = run([*map(str, words), "--broker", stage.settings.broker, "--prefix", "mend."])
        shown = capsys.readouterr()
        return status, shown.out + shown.err

    bomb, *_ = articles.read_text(encoding="utf-8").splitlines()
    broken, letters, mended = (tmp_path / f"{name}.jsonl" for name in ("broken", "letters", "mended"))
    broken.write_text(bomb.replace("2024-03-12T09:00:00Z", "last Tuesday") + "\n", encoding="utf-8")
    assert tocsin("produce", broken, "--send-invalid")[0] == 0
    wait_for(stage, lambda: list(read_dead_letters(stage.settings)))

    status, told = tocsin("dead-letters", "replay")
    assert (status, "sent 0, 1 still invalid" in told) == (2, True)
    assert "wrote 1 dead letters" in tocsin("dead-letters", "export", "--out", letters)[1]
    assert letters.stat().st_mode & 0o777 == 0o600
    row = json.loads(letters.read_text(encoding="utf-8"))
    assert (row["reason"], row["key"], row["attempts"]) == ("bad_date", "bomb-1", 1)
    row["value"] = json.loads(row["value"]) | {"published_at": "2024-03-12T09:00:00Z"}
    mended.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert tocsin("dead-letters", "replay", "--from", mended, "--dry-run") == (0, "would send 1\n")
    assert tocsin("dead-letters", "replay", "--from", mended) == (0, "sent 1\n")
    assert "sent 0, 1 replayed before" in tocsin("dead-letters", "replay", "--from", mended)[1]

    wait_for(stage, lambda: state(stage).open_incidents())
    (incident,) = state(stage).open_incidents()
    assert [source.article_id for source in incident.sources] == ["bomb-1"]
    assert "(replays 1, replayed before)" in tocsin("dead-letters", "list")[1]
    assert "replay 1 of mend.articles.v1" in tocsin("tail", "rejected", "--no-follow")[1]
    found = judge(read_evidence(stage.settings))
    assert found.is_clean
    assert (found.articles, found.incidents, found.rejected) == (2, 1, 1)


def wait_for(stage: Stage, condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        stage.check_worker()
        assert time.monotonic() < deadline, stage.log_tail()
        time.sleep(0.5)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_five_reports_of_one_day_in_three_orders(
    tocsin: Run, stage: Stage, data: Path, tmp_path: Path, number: int
) -> None:
    seeds = data / "seeds" / "articles.jsonl"
    if not seeds.is_file():
        pytest.skip(f"{seeds} is not here")
    order = next(islice(permutations(seeds.read_text(encoding="utf-8").splitlines()), number * 47, None))
    played = tmp_path / "articles.jsonl"
    played.write_text("\n".join(order) + "\n", encoding="utf-8")
    with_prefix(stage, f"order{number}.")
    tocsin("produce", played, "--broker", stage.settings.broker, "--prefix", f"order{number}.")
    wait_for_reports(tocsin, stage, 5)
    out = tmp_path / "incidents.jsonl"
    found = [one for one in state(stage) if one.state is IncidentState.OPEN]
    out.write_bytes(b"".join(one.to_bytes() + b"\n" for one in found))
    command = [sys.executable, str(data / "eval" / "score_seeds.py"), str(data / "seeds"), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
