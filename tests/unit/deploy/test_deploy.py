"""What an operator reads and Prometheus loads is true: settings, alerts, metrics."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tocsin.observe.metrics import TABLE, Kind
from tocsin.settings import Settings, load_settings, variable_name
from tocsin.stream.rights import Role, grants_of
from tocsin.stream.topics import Topics

ROOT = Path(__file__).resolve().parents[3]
RUNBOOK = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
RULES = yaml.safe_load((ROOT / "deploy" / "prometheus" / "rules.yml").read_text(encoding="utf-8"))
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_every_setting_stands_in_the_runbook_with_its_meaning() -> None:
    for name, field in Settings.model_fields.items():
        row = next((line for line in RUNBOOK.splitlines() if line.startswith(f"| `{variable_name(name)}` ")), None)
        assert row is not None, f"deploy/README.md lacks {variable_name(name)}"
        assert str(field.description) in row


def told_rights(role: Role, settings: Settings) -> set[tuple[str, str]]:
    """(right, topic or group) of a role as the runbook's table says it."""
    row = next(line for line in RUNBOOK.splitlines() if line.startswith(f"| {role} | "))
    found = set()
    for part in row.split(" | ")[1].split(";"):
        rights, _, where = part.partition(" on ")
        names = re.findall(r"`([^`]+)`", where)
        if where.startswith("all topics"):
            names = [topic.name for topic in Topics.of(settings)]
        found |= {
            (right.strip(), name.replace("<app id>", settings.app_id)) for right in rights.split(",") for name in names
        }
    return found


@pytest.mark.parametrize("role", Role)
def test_the_rights_of_each_role_are_what_the_runbook_says(role: Role) -> None:
    settings = load_settings()
    given = {(right.value, grant.name) for grant in grants_of(role, settings) for right in grant.rights}
    assert given == told_rights(role, settings)


def test_every_alert_has_its_entry() -> None:
    alerts = [rule for group in RULES["groups"] for rule in group["rules"] if "alert" in rule]
    for rule in alerts:
        assert f"### {rule['alert']}\n" in RUNBOOK
        assert rule["annotations"]["runbook"] == f"deploy/README.md#{rule['alert'].lower()}"


def exposed_names() -> set[str]:
    suffix = {Kind.COUNTER: ("_total",), Kind.GAUGE: ("",), Kind.HISTOGRAM: ("_bucket", "_count", "_sum")}
    return {f"tocsin_{row.name}{end}" for row in TABLE for end in suffix[row.kind]}


def test_rules_ask_only_for_metrics_that_exist() -> None:
    asked = {
        name
        for group in RULES["groups"]
        for rule in group["rules"]
        for name in re.findall(r"\btocsin_\w+", rule["expr"])
    }
    assert asked
    assert asked <= exposed_names()


def test_compose_sets_only_settings_that_exist() -> None:
    known = {variable_name(name) for name in Settings.model_fields}
    for name, service in COMPOSE["services"].items():
        ours = {key for key in service.get("environment", {}) if key.startswith("TOCSIN_")}
        assert ours <= known, name


def test_workers_have_a_folder_and_an_id_of_their_own() -> None:
    workers = [one for name, one in COMPOSE["services"].items() if name.startswith("worker")]
    assert len(workers) == 2
    assert len({one["environment"]["TOCSIN_INSTANCE_ID"] for one in workers}) == 2
    assert len({tuple(one["volumes"]) for one in workers}) == 2


def test_prometheus_accepts_the_rules(need_program: Callable[[str], str]) -> None:
    promtool = need_program("promtool")
    done = subprocess.run(
        [promtool, "check", "config", str(ROOT / "deploy" / "prometheus" / "prometheus.yml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
