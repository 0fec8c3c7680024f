"""Bytes of a Kafka record → Article, or Reject with a reason that tells an operator what to do."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError

from tocsin.types import Reject, RejectReason, Stage
from tocsin_schemas.models import Article

MAX_BYTES = 5_000_000
MAX_TEXT = 2_000_000
MAX_DEPTH = 32
MAX_LENGTHS = {"title": 5_000, "url": 8_000, "publisher": 2_000, "language": 100}
MAX_AHEAD = timedelta(hours=24)
EARLIEST_YEAR = 1900

_DATE_FIELDS = ("published_at", "revised_at")
_SURROGATE = re.compile("[\ud800-\udfff]")
_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_CONTROL = re.compile("[\x00-\x1f\x7f]")


class _RefusedError(Exception):
    def __init__(self, reason: RejectReason, detail: str) -> None:
        self.reject = Reject(reason, Stage.INTAKE, detail)


def decode(value: bytes | None, key: bytes | None, received_at: datetime) -> Article | Reject:
    """Read one record of articles.v1; never raises, whatever the bytes.

    A null value withdraws the article of its key. `received_at` is the record's Kafka timestamp, UTC if
    it names no zone.
    """
    try:
        key_id = _key_id(key)
        if value is None:
            return _withdrawal(key_id)
        fields = _parse(value)
        article = _validate({**fields, "article_id": _article_id(fields.get("article_id"), key, key_id)})
        _check_text(article)
        _check_dates(article, received_at if received_at.tzinfo else received_at.replace(tzinfo=UTC))
    except _RefusedError as refused:
        return refused.reject
    return article


def _key_id(key: bytes | None) -> str | None:
    try:
        return key.decode() if key else None
    except UnicodeDecodeError:
        return None


def _withdrawal(key_id: str | None) -> Article:
    if not key_id:
        raise _RefusedError(
            RejectReason.MISSING_ID,
            "A null value withdraws the article of its key, but this record has no readable key.",
        )
    return _validate({"article_id": key_id, "status": "withdrawn"})


def _parse(value: bytes) -> dict[str, object]:
    if len(value) > MAX_BYTES:
        raise _RefusedError(
            RejectReason.TOO_LARGE,
            f"The record has {len(value):,} bytes, the limit is {MAX_BYTES:,}: send the article's text alone.",
        )
    _check_depth(value)
    try:
        parsed = json.loads(value.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise _RefusedError(
            RejectReason.NOT_JSON, f"The value is not UTF-8 (byte {error.start}): send JSON encoded as UTF-8."
        ) from error
    except json.JSONDecodeError as error:
        raise _RefusedError(
            RejectReason.NOT_JSON,
            f"The value is not JSON (line {error.lineno}, column {error.colno}): check the producer.",
        ) from error
    except RecursionError as error:
        raise _RefusedError(RejectReason.TOO_DEEP, _DEPTH_DETAIL) from error
    except ValueError as error:
        raise _RefusedError(
            RejectReason.NOT_JSON, "The value holds a number that JSON does not allow: check the producer."
        ) from error
    if not isinstance(parsed, dict):
        raise _RefusedError(
            RejectReason.NOT_AN_OBJECT, f"The value is a JSON {_json_kind(parsed)}: send one JSON object per article."
        )
    return {name: _without_surrogates(item) for name, item in parsed.items() if name in Article.model_fields}


_DEPTH_DETAIL = f"The value is nested deeper than {MAX_DEPTH} levels: an article is a flat JSON object."


def _check_depth(value: bytes) -> None:
    if value.count(b"[") + value.count(b"{") <= MAX_DEPTH:
        return
    depth = 0
    for byte in _JSON_STRING.sub(b"", value):
        if byte in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise _RefusedError(RejectReason.TOO_DEEP, _DEPTH_DETAIL)
        elif byte in b"]}":
            depth -= 1


def _refuse_constant(name: str) -> object:
    raise ValueError("NaN and Infinity are no JSON")


def _json_kind(value: object) -> str:
    kinds: tuple[tuple[type, str], ...] = ((list, "array"), (str, "string"), (bool, "boolean"), (int, "number"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "number" if value is not None else "null")


def _without_surrogates(value: object) -> object:
    """Lone surrogates become U+FFFD, one for one, so that offsets hold and the text can be sent on."""
    return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value


def _article_id(body_id: object, key: bytes | None, key_id: str | None) -> object:
    if body_id is None or body_id == "":
        if not key_id:
            raise _RefusedError(
                RejectReason.MISSING_ID,
                "Neither `article_id` nor a readable record key names the article: set one of them.",
            )
        return key_id
    if key and isinstance(body_id, str) and body_id != key_id:
        raise _RefusedError(
            RejectReason.KEY_MISMATCH,
            "The record's key is not the article's `article_id`: use the id as key, or send no key.",
        )
    return body_id


def _validate(fields: Mapping[str, object]) -> Article:
    identity = fields["article_id"]
    if isinstance(identity, str) and (_CONTROL.search(identity) or not identity.strip()):
        raise _RefusedError(
            RejectReason.INVALID_FIELD, "`article_id` is blank or holds control characters: use a printable id."
        )
    if fields.get("status", "") is None:
        fields = {name: item for name, item in fields.items() if name != "status"}
    for name, limit in {**MAX_LENGTHS, "text": MAX_TEXT, "html": MAX_TEXT}.items():
        item = fields.get(name)
        if isinstance(item, str) and len(item) > limit:
            raise _RefusedError(
                RejectReason.TOO_LARGE, f"`{name}` has {len(item):,} characters, the limit is {limit:,}: shorten it."
            )
    try:
        return Article.model_validate(fields)
    except ValidationError as error:
        raise _refusal(error) from error
    except (OverflowError, TypeError, ValueError) as error:
        raise _RefusedError(RejectReason.BAD_DATE, _DATE_DETAIL.format("published_at or revised_at")) from error


_DATE_DETAIL = "`{}` is no date: send ISO 8601, such as 2026-03-07T18:30:00Z or 2026-03-07, or null."


def _refusal(error: ValidationError) -> _RefusedError:
    names = sorted(
        {str(item["loc"][0]) for item in error.errors(include_input=False, include_url=False) if item["loc"]}
    )
    dates = [name for name in names if name in _DATE_FIELDS]
    if dates:
        return _RefusedError(RejectReason.BAD_DATE, _DATE_DETAIL.format("`, `".join(dates)))
    return _RefusedError(
        RejectReason.INVALID_FIELD,
        f"`{'`, `'.join(names)}` has a wrong type, length or value: compare the record with the schema of Article.",
    )


def _check_text(article: Article) -> None:
    if article.status == "withdrawn":
        return
    if not any(part and part.strip() for part in (article.text, article.html)):
        raise _RefusedError(
            RejectReason.MISSING_TEXT,
            "Neither `text` nor `html` has content: send the article's text, or status withdrawn.",
        )


def _check_dates(article: Article, received_at: datetime) -> None:
    for name in _DATE_FIELDS:
        moment: datetime | None = getattr(article, name)
        if moment is None:
            continue
        try:
            moment = moment.astimezone(UTC)
        except OverflowError as error:
            raise _RefusedError(RejectReason.BAD_DATE, _DATE_DETAIL.format(name)) from error
        if moment.year < EARLIEST_YEAR:
            raise _RefusedError(
                RejectReason.BAD_DATE,
                f"`{name}` lies before {EARLIEST_YEAR}: send the true date, or null where it is unknown.",
            )
        if moment - received_at > MAX_AHEAD:
            raise _RefusedError(
                RejectReason.FUTURE,
                f"`{name}` lies more than {MAX_AHEAD // timedelta(hours=1)} hours after the record's timestamp: "
                "check the producer's clock and time zone.",
            )
