import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.intake.decode import MAX_BYTES, MAX_TEXT, decode
from tocsin.types import Reject, RejectReason, Stage
from tocsin_schemas.enums import ArticleStatus
from tocsin_schemas.models import Article

NOW = datetime(2026, 3, 7, 12, tzinfo=UTC)
SECRET = "zanzibar-marmalade"


def article(**fields: object) -> bytes:
    return json.dumps({"article_id": "a1", "text": "Two men were hurt.", **fields}).encode()


def accepted(value: bytes | None, key: bytes | None = None) -> Article:
    result = decode(value, key, NOW)
    assert isinstance(result, Article), result
    return result


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b"", RejectReason.NOT_JSON),
        (b"{", RejectReason.NOT_JSON),
        (b"\xff\xfe\x00", RejectReason.NOT_JSON),
        (b'{"article_id": "a1", "text": NaN}', RejectReason.NOT_JSON),
        (b'{"article_id": ' + b"9" * 5_000 + b"}", RejectReason.NOT_JSON),
        (b"[1, 2]", RejectReason.NOT_AN_OBJECT),
        (b"null", RejectReason.NOT_AN_OBJECT),
        (b"true", RejectReason.NOT_AN_OBJECT),
        (b"[" * 100_000, RejectReason.TOO_DEEP),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, RejectReason.TOO_DEEP),
        (article(extra=json.loads("[" * 60 + "]" * 60)), RejectReason.TOO_DEEP),
        (article(text=7), RejectReason.INVALID_FIELD),
        (article(title=["x"]), RejectReason.INVALID_FIELD),
        (article(status="lost"), RejectReason.INVALID_FIELD),
        (article(article_id=12), RejectReason.INVALID_FIELD),
        (article(article_id="a" * 201), RejectReason.INVALID_FIELD),
        (article(article_id="a\x00b"), RejectReason.INVALID_FIELD),
        (article(article_id="  "), RejectReason.INVALID_FIELD),
        (article(article_id=None), RejectReason.MISSING_ID),
        (article(article_id=""), RejectReason.MISSING_ID),
        (article(text=None), RejectReason.MISSING_TEXT),
        (article(text=" \n\t "), RejectReason.MISSING_TEXT),
        (article(text="", html=""), RejectReason.MISSING_TEXT),
        (article(published_at="soon"), RejectReason.BAD_DATE),
        (article(published_at="2026-02-30"), RejectReason.BAD_DATE),
        (article(published_at=1_700_000_000), RejectReason.BAD_DATE),
        (article(published_at=True), RejectReason.BAD_DATE),
        (article(published_at=[]), RejectReason.BAD_DATE),
        (article(published_at="0001-01-01T00:00:00+14:00"), RejectReason.BAD_DATE),
        (article(published_at="9999-12-31T23:59:59-14:00"), RejectReason.BAD_DATE),
        (article(published_at="1066-10-14"), RejectReason.BAD_DATE),
        (article(revised_at="later"), RejectReason.BAD_DATE),
        (article(published_at="2026-03-08T12:00:01Z"), RejectReason.FUTURE),
        (article(revised_at="2031-01-01"), RejectReason.FUTURE),
        (article(text="a" * (MAX_TEXT + 1)), RejectReason.TOO_LARGE),
        (article(html="a" * (MAX_TEXT + 1)), RejectReason.TOO_LARGE),
        (article(text="a" * MAX_BYTES), RejectReason.TOO_LARGE),
        (article(title="a" * 6_000), RejectReason.TOO_LARGE),
    ],
)
def test_bad_input_is_rejected_with_its_reason(value: bytes, reason: RejectReason) -> None:
    result = decode(value, None, NOW)
    assert isinstance(result, Reject)
    assert (result.reason, result.stage) == (reason, Stage.INTAKE)
    assert result.detail.endswith(".")
    assert len(result.detail) < 250


@pytest.mark.parametrize("field", ["published_at", "status", "text", "language", "revised_at"])
def test_the_detail_repeats_nothing_of_the_input(field: str) -> None:
    value = article(**{field: [SECRET]})
    result = decode(value, None, NOW)
    assert isinstance(result, Reject)
    assert SECRET not in result.detail
    assert field in result.detail


def test_a_bare_date_and_a_time_without_zone_are_utc() -> None:
    read = accepted(article(published_at="1990-02-04", revised_at="2026-03-07T10:00:00"))
    assert read.published_at == datetime(1990, 2, 4, tzinfo=UTC)
    assert read.revised_at == datetime(2026, 3, 7, 10, tzinfo=UTC)


def test_up_to_a_day_ahead_is_no_future() -> None:
    limit = (NOW + timedelta(hours=24)).isoformat()
    assert accepted(article(published_at=limit)).published_at == NOW + timedelta(hours=24)


def test_the_key_names_an_article_without_id() -> None:
    assert accepted(article(article_id=None), b"k9").article_id == "k9"
    assert accepted(article(), b"a1").article_id == "a1"
    assert accepted(article(), None).article_id == "a1"


@pytest.mark.parametrize("key", [b"other", b"\xff\xff"])
def test_another_key_than_the_id_is_a_mismatch(key: bytes) -> None:
    result = decode(article(), key, NOW)
    assert isinstance(result, Reject)
    assert result.reason is RejectReason.KEY_MISMATCH


def test_a_null_value_withdraws_the_article_of_its_key() -> None:
    read = accepted(None, b"a1")
    assert (read.article_id, read.status, read.text) == ("a1", ArticleStatus.WITHDRAWN, None)
    nobody = decode(None, None, NOW)
    assert isinstance(nobody, Reject)
    assert nobody.reason is RejectReason.MISSING_ID


def test_a_withdrawal_needs_no_text() -> None:
    assert accepted(article(text=None, status="withdrawn")).status is ArticleStatus.WITHDRAWN


def test_lone_surrogates_become_replacement_characters_in_place() -> None:
    read = accepted(b'{"article_id": "a1", "text": "a\\ud800b", "title": "\\udfff"}')
    assert (read.text, read.title) == ("a\ufffdb", "\ufffd")
    assert read.to_bytes()
    assert len(read.content_hash()) == 16


def test_unknown_fields_and_a_byte_order_mark_are_ignored() -> None:
    assert accepted(b"\xef\xbb\xbf" + article(section="world")).article_id == "a1"


def test_brackets_inside_the_text_are_no_nesting() -> None:
    assert accepted(article(text="[[{{" * 500)).text == "[[{{" * 500


@given(st.binary(max_size=300), st.none() | st.binary(max_size=20))
def test_no_bytes_raise(value: bytes, key: bytes | None) -> None:
    assert isinstance(decode(value, key, NOW), Reject | Article)


LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = LEAF | st.lists(LEAF, max_size=2) | st.dictionaries(st.text(max_size=3), LEAF, max_size=2)


@given(st.dictionaries(st.sampled_from(sorted(Article.model_fields)), JSON), st.datetimes())
def test_no_json_object_raises(fields: dict[str, object], received_at: datetime) -> None:
    assert isinstance(decode(json.dumps(fields).encode(), b"k", received_at), Reject | Article)
