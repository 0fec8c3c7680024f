"""broker + worker + produce + tail, as the README says it: the same incidents as `replay`, and dead letters told."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice, permutations
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tocsin.cli.demo.stage import Stage
from tocsin.stream.runtime import RuntimeUnavailableError, prepare_runtime
from tocsin.stream.topics import create_topics
from tocsin_schemas.client import IncidentView, current_state, iter_changes
from tocsin_schemas.enums import ChangeKind, IncidentState

Run = Callable[..., CompletedProcess[str]]
pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """Kafka and one worker."""
    try:
        runtime = prepare_runtime()
    except RuntimeUnavailableError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
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
