"""FILE arguments become records: JSONL line by line, damaged ones untouched, a text file as one article."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.cli.errors import CommandError
from tocsin.cli.inputs import InputRecord, read_files
from tocsin.cli.options import parse_instant

DAY = datetime(2024, 3, 12, 12, tzinfo=UTC)


def records_of(tmp_path: Path, name: str, content: str | bytes, day: datetime | None = None) -> list[InputRecord]:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_files([path], day))


def test_a_line_keeps_its_bytes_and_names_its_origin(tmp_path: Path) -> None:
    line = '{"article_id": "a",  "text": "x", "published_at": "2024-03-12T09:00:00Z"}'
    (record,) = records_of(tmp_path, "in.jsonl", f"\n{line}\n")
    assert record.value == line.encode()
    assert record.key == b"a"
    assert record.origin.endswith("in.jsonl:2")
    assert record.received_at == datetime(2024, 3, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize("line", ["{broken", "[1, 2]", '"text"', "7"])
def test_a_damaged_line_goes_on_as_it_is(tmp_path: Path, line: str) -> None:
    (record,) = records_of(tmp_path, "in.jsonl", line)
    assert (record.value, record.key, record.published_at) == (line.encode(), None, None)


def test_a_date_that_is_none_is_left_to_the_service(tmp_path: Path) -> None:
    (record,) = records_of(tmp_path, "in.jsonl", '{"article_id": "a", "published_at": "soon"}')
    assert record.published_at is None
    assert b"soon" in record.value


def test_the_option_dates_only_what_has_no_date(tmp_path: Path) -> None:
    lines = '{"article_id": "a", "text": "x"}\n{"article_id": "b", "text": "y", "published_at": "2024-01-01"}'
    first, second = records_of(tmp_path, "in.jsonl", lines, DAY)
    assert first.published_at == DAY
    assert second.published_at == datetime(2024, 1, 1, tzinfo=UTC)


def test_a_text_file_is_one_article(tmp_path: Path) -> None:
    (record,) = records_of(tmp_path, "story.txt", "\ufeffA bomb went off.\n", DAY)
    fields = json.loads(record.value)
    assert (fields["article_id"], fields["text"], record.key) == ("story", "A bomb went off.\n", b"story")


def test_a_record_from_the_future_was_received_by_now(tmp_path: Path) -> None:
    (record,) = records_of(tmp_path, "in.jsonl", '{"article_id": "a", "published_at": "2199-01-01"}')
    assert record.received_at <= datetime.now(UTC)


def test_standard_input_may_be_text_or_jsonl(monkeypatch: pytest.MonkeyPatch) -> None:
    for content, key in ((b"Plain words.", b"stdin"), (b'{"article_id": "a"}', b"a")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        (record,) = read_files([Path("-")])
        assert record.key == key


def test_a_date_option_that_is_none_says_what_is_right() -> None:
    assert parse_instant("2024-03-12") == DAY
    with pytest.raises(CommandError, match="2026-03-14"):
        parse_instant("last week")
