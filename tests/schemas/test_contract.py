"""The published contract: examples, JSON Schemas and topic names agree with the models."""

import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tocsin_schemas import client
from tocsin_schemas.enums import Reality
from tocsin_schemas.generate import FOLDER, PUBLISHED, main
from tocsin_schemas.models import Article, Incident, Message, Report

EXAMPLES = FOLDER.with_name("examples")
NAMES = sorted(PUBLISHED)


def example(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("name", NAMES)
def test_an_example_passes_its_schema_and_survives_its_model(name: str) -> None:
    jsonschema.validate(example(name), schema(name))
    model: type[Message] = PUBLISHED[name]
    assert json.loads(model.model_validate(example(name)).to_bytes()) == example(name)


def test_the_schemas_have_not_drifted_from_the_models() -> None:
    assert main(["--check"]) == 0


def test_drift_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("tocsin_schemas.generate.FOLDER", tmp_path)
    assert main(["--check"]) == 1
    assert "incident.schema.json" in capsys.readouterr().err


def test_a_schema_admits_what_a_newer_service_may_send() -> None:
    newer = example("incident")
    newer["what"]["reality"] = "staged"
    newer["mood"] = "new field"
    jsonschema.validate(newer, schema("incident"))
    assert Incident.model_validate(newer).what.reality is Reality.OTHER


def test_a_schema_refuses_a_wrong_type() -> None:
    wrong = example("incident")
    wrong["revision"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema("incident"))


def test_the_example_report_quotes_its_article() -> None:
    article, report = Article.model_validate(example("article")), Report.model_validate(example("report"))
    assert report.content_hash == article.content_hash()
    for mention in report.mentions:
        for evidence in mention.evidence:
            assert (article.text or "")[evidence.start : evidence.end] == evidence.quote


def test_the_client_names_the_topics_of_the_manifest() -> None:
    text = resources.files("tocsin_schemas").joinpath("topics.yaml").read_text(encoding="utf-8")
    topics = yaml.safe_load(text)["topics"]
    assert topics["incidents"]["name"] == client.INCIDENTS
    assert topics["changes"]["name"] == client.CHANGES
