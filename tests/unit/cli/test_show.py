"""What stands in the table, at 80 columns and at 140, and how evidence is marked."""

import io
import json
from types import SimpleNamespace

from rich.console import Console

from tocsin.cli import show
from tocsin.cli.explain import marked
from tocsin.cli.tail import change_line
from tocsin.reading.explain import Note
from tocsin.types import Span
from tocsin_schemas.generate import FOLDER
from tocsin_schemas.models import HarmCount, Incident

INCIDENT = Incident.model_validate_json((FOLDER.with_name("examples") / "incident.json").read_text(encoding="utf-8"))


def drawn(width: int, *incidents: Incident) -> list[str]:
    out = Console(file=io.StringIO(), width=width)
    out.print(show.incident_table(incidents, width))
    assert isinstance(out.file, io.StringIO)
    return [line.rstrip() for line in out.file.getvalue().splitlines()]


def changed(**fields: object) -> Incident:
    return Incident.model_validate(json.loads(INCIDENT.to_bytes()) | fields)


def test_a_row_fits_80_columns_with_its_figures() -> None:
    _, row = drawn(80, INCIDENT)
    assert "5hq2v0k" in row
    assert "2026-03-14" in row
    assert "0/3 " in row
    assert "4/3" in row
    assert len(row) <= 80


def test_claims_stand_written_out_where_there_is_room() -> None:
    _, row = drawn(140, INCIDENT)
    assert "0/3-5" in row
    assert "Northern Tide claims it; Southern Tide denies it" in row


def test_merged_and_retracted_ones_say_so() -> None:
    merged, retracted = changed(state="merged", merged_into="inc_aaaaaaaaaaaaa"), changed(state="retracted")
    _, first, second = drawn(120, merged, retracted)
    assert "-> aaaaaaa" in first
    assert "taken back" in second


def test_silence_is_no_zero() -> None:
    assert show.toll(None) == "-"
    assert show.toll(HarmCount(best=0, low=0, high=0)) == "0"


def test_overlapping_evidence_is_marked_once() -> None:
    text = "A bomb killed three people."
    notes = [
        Note(0, "what", Span(2, 6), "bomb", "rule:a", 1.0),
        Note(0, "harm", Span(2, 26), "bomb ...", "rule:b", 1.0),
    ]
    assert marked(text, notes, brackets=True).plain == "A [bomb killed three people]."


def test_a_change_names_figures_with_their_values_and_lists_by_name() -> None:
    told = json.loads((FOLDER.with_name("examples") / "change.json").read_text(encoding="utf-8"))
    told["fields"].append({"field": "sources", "before": [], "after": [{"article_id": "a3"}]})
    line = change_line(SimpleNamespace(value=json.dumps(told)))
    assert line == "updated   5hq2v0k r4  harm.injured.high 3 -> 5; sources  (linked by a3)"
