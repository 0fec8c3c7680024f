"""Five reports of one day make the incidents that a reader finds in them, in whatever order they arrive."""

import importlib.util
import itertools
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tocsin.app import open_reading
from tocsin.cli.inputs import InputRecord, read_files
from tocsin.cli.offline import Outcome, replay
from tocsin.cli.replay import write_revisions


def scorer(data: Path) -> Path:
    path = data / "eval" / "score_seeds.py"
    if not path.is_file() or not (data / "seeds" / "articles.jsonl").is_file():
        pytest.skip(f"the reports and their scorer are not in {data}")
    return path


def played(records: tuple[InputRecord, ...], read: object) -> Outcome:
    outcome = Outcome()
    for step in replay(records, read, keep_order=True):  # type: ignore[arg-type]
        outcome.add(step)
    return outcome


def module_of(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_seeds", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_order_gives_every_check(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    score = module_of(scorer(data))
    records = tuple(read_files([data / "seeds" / "articles.jsonl"]))
    read = open_reading()
    known = {record.value: read(record.value, record.key, record.received_at) for record in records}
    out = tmp_path / "incidents.jsonl"
    monkeypatch.setattr(sys, "argv", ["score_seeds.py", str(data / "seeds"), str(out)])
    wrong: dict[str, list[str]] = {}
    for order in itertools.permutations(records):
        write_revisions(out, played(order, lambda value, key, at: known[value]).revisions)
        status = exit_status(score)
        said = capsys.readouterr().out
        if status:
            names = " ".join(record.origin.rpartition(":")[2] for record in order)
            wrong.setdefault(said, []).append(names)
    assert not wrong, "\n".join(
        f"{said.strip()}\n  in {len(orders)} orders, such as {orders[0]}" for said, orders in wrong.items()
    )


def exit_status(score: ModuleType) -> int:
    try:
        return int(score.main() or 0)
    except SystemExit as ended:
        return int(ended.code or 0)


def test_the_command_gives_every_check(data: Path, tmp_path: Path) -> None:
    score, out = scorer(data), tmp_path / "incidents.jsonl"
    command = [
        sys.executable,
        "-m",
        "tocsin.cli.main",
        "replay",
        str(data / "seeds" / "articles.jsonl"),
        "--output",
        str(out),
    ]
    subprocess.run(command, check=True, capture_output=True)
    assert all(json.loads(line)["incident_id"] for line in out.read_text(encoding="utf-8").splitlines())
    done = subprocess.run(
        [sys.executable, str(score), str(data / "seeds"), str(out)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
