"""How to reach Kafka with these settings: for kafka-python, and for Faust."""

import logging
import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from tocsin.settings import Settings
from tocsin.stream.diagnosis import find_cause
from tocsin.stream.tls import BadAuthorityFile, tls_context

BOOTSTRAP_MS = 6_000
_CONNECTING = threading.Lock()
"""One at a time, since its log is silenced for all."""
_NOWHERE = logging.NullHandler()


class ConnectionProblem(Exception):
    """Kafka cannot be reached or refuses us; the text is one line for the operator."""


def client_options(settings: Settings) -> dict[str, Any]:
    """Keyword arguments that every kafka-python client of ours takes; raises ConnectionProblem."""
    options: dict[str, Any] = {
        "bootstrap_servers": list(settings.servers),
        "security_protocol": settings.security_protocol.value,
        "client_id": settings.app_id,
        "bootstrap_timeout_ms": BOOTSTRAP_MS,
    }
    if settings.uses_sasl:
        options |= {
            "sasl_mechanism": settings.sasl_mechanism.value,
            "sasl_plain_username": settings.sasl_username,
            "sasl_plain_password": settings.read_password(),
        }
    if settings.uses_tls:
        options["ssl_context"] = _context(settings)
    return options


def open_admin(settings: Settings) -> Any:
    """A kafka-python admin client; raises ConnectionProblem."""
    from kafka.admin import KafkaAdminClient

    return open_client(KafkaAdminClient, settings)


def open_client(kind: Any, settings: Settings, **options: Any) -> Any:
    """Any kafka-python client of class `kind`; raises ConnectionProblem."""
    with connecting(settings):
        return kind(**(client_options(settings) | options))


@contextmanager
def connecting(settings: Settings) -> Iterator[None]:
    """Around the making of a kafka-python client: what that raises becomes a ConnectionProblem with the cause."""
    from kafka.errors import KafkaError

    try:
        with _CONNECTING, _kafka_silent():
            yield
    except (KafkaError, OSError, ValueError) as error:
        cause = _find_cause(settings) or str(error) or type(error).__name__
        raise ConnectionProblem(f"cannot reach Kafka at {settings.broker}: {cause}") from None


def _find_cause(settings: Settings) -> str | None:
    try:
        return find_cause(settings)
    except (BadAuthorityFile, ValueError) as error:
        return str(error)


def _context(settings: Settings) -> ssl.SSLContext:
    try:
        return tls_context(settings)
    except BadAuthorityFile as error:
        raise ConnectionProblem(str(error)) from None


def say_lacking(settings: Settings, rights: Iterable[str], what: str) -> str:
    """The one line for a right that is missing; `what` such as `topic articles.v1`."""
    user = f"user {settings.sasl_username}" if settings.uses_sasl else "this user"
    return f"{user} lacks the right {' and '.join(rights)} on {what} (`tocsin topics acls` gives it)"


def faust_broker(settings: Settings) -> list[str]:
    """Broker URLs of the transport that loses nothing (transport.py)."""
    return [f"safe://{server}" for server in settings.servers]


def faust_credentials(settings: Settings) -> Any:
    """Faust's credentials object, None for a plain connection."""
    import faust

    if not settings.uses_sasl:
        return faust.SSLCredentials(_context(settings)) if settings.uses_tls else None
    return faust.SASLCredentials(
        username=settings.sasl_username,
        password=settings.read_password(),
        mechanism=settings.sasl_mechanism.value,
        ssl_context=_context(settings) if settings.uses_tls else None,
    )


@contextmanager
def _kafka_silent() -> Iterator[None]:
    """Keep kafka-python's log of each attempt from the reader: one line with the cause follows."""
    logger = logging.getLogger("kafka")
    before, logger.propagate = logger.propagate, False
    logger.addHandler(_NOWHERE)
    try:
        yield
    finally:
        logger.removeHandler(_NOWHERE)
        logger.propagate = before
