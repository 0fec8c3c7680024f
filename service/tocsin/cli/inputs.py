"""FILE arguments → records as they would stand on the articles topic: JSONL lines, or one text file an article."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tocsin.cli.errors import CommandError
from tocsin_schemas.models import Article

STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class InputRecord:
    """One article as bytes; `origin` is file and line for the reader's eye.

    `published_at` and `key` are read off the bytes where they can be, None where the record is damaged or silent.
    """

    value: bytes
    key: bytes | None
    origin: str
    published_at: datetime | None

    @property
    def received_at(self) -> datetime:
        """Offline, an article arrives when it is published, though not later than now."""
        now = datetime.now(UTC)
        return min(self.published_at or now, now)


def read_files(files: Iterable[Path], published_at: datetime | None = None) -> Iterator[InputRecord]:
    """All records of the files, in order; CommandError where a file cannot be read.

    `published_at` is given to articles that name none.
    """
    for path in files:
        content = _content(path)
        if _is_jsonl(path, content):
            for line, origin in _lines(path, content):
                yield _record(line, origin, published_at)
        else:
            yield _text_article(content, path, _name(path), published_at)


def read_lines(path: Path) -> Iterator[tuple[bytes, str]]:
    """The lines of a file that are not blank, each with file and number; CommandError where it cannot be read."""
    return _lines(path, _content(path))


def _lines(path: Path, content: bytes) -> Iterator[tuple[bytes, str]]:
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            yield line, f"{_name(path)}:{number}"


def _name(path: Path) -> str:
    return "standard input" if path == STDIN else str(path)


def _content(path: Path) -> bytes:
    if path == STDIN:
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"cannot read {path}: {error.strerror or error}") from error


def _is_jsonl(path: Path, content: bytes) -> bool:
    return path.suffix in (".jsonl", ".json", ".ndjson") or content.lstrip()[:1] == b"{"


def _record(line: bytes, origin: str, published_at: datetime | None) -> InputRecord:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return InputRecord(line, None, origin, None)
    if not isinstance(fields, dict):
        return InputRecord(line, None, origin, None)
    if published_at is not None and fields.get("published_at") is None:
        fields["published_at"] = published_at.isoformat()
        line = json.dumps(fields, ensure_ascii=False).encode()
    article_id = fields.get("article_id")
    key = article_id.encode("utf-8", "replace") if isinstance(article_id, str) and article_id else None
    return InputRecord(line, key, origin, _instant(fields.get("published_at")))


def _instant(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return Article(article_id="-", published_at=value).published_at
    except ValueError:
        return None


def _text_article(content: bytes, path: Path, name: str, published_at: datetime | None) -> InputRecord:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError(f"{name} is neither JSONL nor UTF-8 text (byte {error.start})") from error
    article_id = "stdin" if path == STDIN else path.stem
    article = Article(article_id=article_id, text=text, published_at=published_at)
    return InputRecord(article.to_bytes(), article_id.encode(), name, published_at)
