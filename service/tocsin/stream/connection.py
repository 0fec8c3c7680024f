"""How to reach Kafka with these settings: for kafka-python, and for Faust."""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tocsin.settings import SecurityProtocol, Settings
from tocsin_schemas.client import TopicReader

BOOTSTRAP_MS = 6_000


class ConnectionProblem(Exception):
    """Kafka cannot be reached or refuses us; the text is one line for the operator."""


def client_options(settings: Settings) -> dict[str, Any]:
    """Keyword arguments that every kafka-python client of ours takes."""
    options: dict[str, Any] = {
        "bootstrap_servers": list(settings.servers),
        "security_protocol": settings.security_protocol.value,
        "client_id": settings.app_id,
        "bootstrap_timeout_ms": BOOTSTRAP_MS,
    }
    if settings.sasl_password is not None and settings.security_protocol.value.startswith("SASL"):
        options |= {
            "sasl_mechanism": settings.sasl_mechanism.value,
            "sasl_plain_username": settings.sasl_username,
            "sasl_plain_password": settings.sasl_password.get_secret_value(),
        }
    if settings.ca_file is not None:
        options["ssl_cafile"] = str(settings.ca_file)
    return options


def open_admin(settings: Settings) -> Any:
    """A kafka-python admin client; raises ConnectionProblem with the cause that its log alone tells."""
    from kafka.admin import KafkaAdminClient

    return open_client(KafkaAdminClient, settings)


def open_client(kind: Any, settings: Settings, **options: Any) -> Any:
    """Any kafka-python client of class `kind`; raises ConnectionProblem."""
    from kafka.errors import KafkaError

    with _LastWords() as heard:
        try:
            return kind(**(client_options(settings) | options))
        except (KafkaError, OSError, ValueError) as error:
            cause = heard.cause() or str(error) or type(error).__name__
    raise ConnectionProblem(f"cannot reach Kafka at {settings.broker}: {cause}")


@contextmanager
def open_reader(settings: Settings, topic: str) -> Iterator[TopicReader]:
    """A reader of one topic; raises ConnectionProblem or TopicNotFound."""
    from kafka.errors import KafkaError

    given = {name: value for name, value in client_options(settings).items() if name != "bootstrap_servers"}
    try:
        with TopicReader(settings.broker, topic, **given) as reader:
            yield reader
    except (KafkaError, OSError) as error:
        raise ConnectionProblem(f"cannot reach Kafka at {settings.broker}: {error}") from error


def faust_broker(settings: Settings) -> list[str]:
    """Broker URLs of the transport that loses nothing (transport.py)."""
    return [f"safe://{server}" for server in settings.servers]


def faust_credentials(settings: Settings) -> Any:
    """Faust's credentials object, None for a plain connection."""
    import faust

    protocol = settings.security_protocol
    context = ssl.create_default_context(cafile=str(settings.ca_file) if settings.ca_file else None)
    if protocol is SecurityProtocol.PLAINTEXT:
        return None
    if protocol is SecurityProtocol.SSL:
        return faust.SSLCredentials(context)
    assert settings.sasl_password is not None
    return faust.SASLCredentials(
        username=settings.sasl_username,
        password=settings.sasl_password.get_secret_value(),
        mechanism=settings.sasl_mechanism.value,
        ssl_context=context if protocol is SecurityProtocol.SASL_SSL else None,
    )


class _LastWords(logging.Handler):
    """Listens to kafka-python while it connects: a wrong password or authority shows in its log alone."""

    CAUSES = (
        ("certificate verify failed", "the server's certificate was not signed by TOCSIN_CA_FILE"),
        ("authentication failed", "Kafka refused user or password (TOCSIN_SASL_USERNAME, TOCSIN_SASL_PASSWORD)"),
        ("invalid credentials", "Kafka refused user or password (TOCSIN_SASL_USERNAME, TOCSIN_SASL_PASSWORD)"),
        ("refused", "nobody listens there"),
        ("name or service not known", "no such host"),
        ("dns lookup failed", "no such host"),
    )

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._found: str | None = None

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage().lower()
        if record.exc_info and record.exc_info[1]:
            text += str(record.exc_info[1]).lower()
        self._found = self._found or next((cause for sign, cause in self.CAUSES if sign in text), None)

    def cause(self) -> str | None:
        return self._found

    def __enter__(self) -> "_LastWords":
        self._logger = logging.getLogger("kafka")
        self._propagated, self._logger.propagate = self._logger.propagate, False
        self._logger.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)
        self._logger.propagate = self._propagated
