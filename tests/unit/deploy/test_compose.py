"""docker-compose.yml is a Compose file: held against the specification's own JSON Schema (compose-spec.json)."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
SPECIFICATION = json.loads(Path(__file__).with_name("compose-spec.json").read_text(encoding="utf-8"))
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def check(compose: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(SPECIFICATION).validate(compose)


def test_the_compose_file_passes_the_specification() -> None:
    check(COMPOSE)


def test_the_specification_refuses_a_misspelt_key() -> None:
    wrong = deepcopy(COMPOSE)
    wrong["services"]["kafka"]["enviroment"] = {}
    with pytest.raises(jsonschema.ValidationError):
        check(wrong)


def test_whatever_a_service_waits_for_exists() -> None:
    for service in COMPOSE["services"].values():
        assert set(service.get("depends_on", {})) <= set(COMPOSE["services"])


def test_every_named_volume_is_declared() -> None:
    for service in COMPOSE["services"].values():
        named = {volume.split(":")[0] for volume in service.get("volumes", []) if volume[0] not in "./"}
        assert named <= set(COMPOSE["volumes"])
