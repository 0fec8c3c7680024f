"""Write the JSON Schemas of the published models, or say which have drifted from them.

python -m tocsin_schemas.generate            writes schemas/tocsin_schemas/jsonschema/
python -m tocsin_schemas.generate --check    exits 1 and names the files that differ
"""

import argparse
import json
import sys
from pathlib import Path

from tocsin_schemas.models import Article, Incident, IncidentChange, Message, Report

FOLDER = Path(__file__).with_name("jsonschema")
PUBLISHED: dict[str, type[Message]] = {
    "article": Article,
    "report": Report,
    "incident": Incident,
    "change": IncidentChange,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(model: type[Message]) -> str:
    """The model's JSON Schema as text; open enums admit any string, since new values may come at any time."""
    drawn = model.model_json_schema(mode="validation" if model is Article else "serialization")
    schema = _open_enums({"$schema": DIALECT, **drawn})
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _open_enums(node: object) -> object:
    """An enum with `other` among its values becomes a string with these as examples."""
    if isinstance(node, list):
        return [_open_enums(item) for item in node]
    if not isinstance(node, dict):
        return node
    values = node.get("enum")
    if isinstance(values, list) and "other" in values:
        rest = {key: value for key, value in node.items() if key != "enum"}
        return {**rest, "examples": values}
    return {key: _open_enums(value) for key, value in node.items()}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    wanted = parser.parse_args(arguments)
    drifted = []
    for name, model in PUBLISHED.items():
        path, text = FOLDER / f"{name}.schema.json", schema_of(model)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        drifted.append(path.name)
        if not wanted.check:
            FOLDER.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if wanted.check and drifted:
        print(f"differ from the models: {', '.join(drifted)}; run python -m tocsin_schemas.generate", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
