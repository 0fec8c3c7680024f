"""The service's settings: environment variables TOCSIN_*, each with its meaning, checked before anything starts."""

import difflib
import os
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "TOCSIN_"
OTHER_VARIABLES = frozenset({"TOCSIN_GAZETTEER", "TOCSIN_DATA", "TOCSIN_TEST_BROKER", "TOCSIN_SUPERVISED"})
"""Variables with our prefix that are no settings of the service: read where they belong."""
SECRETS = frozenset({"TOCSIN_SASL_PASSWORD"})
"""Variables that a process which needs no Kafka is not given."""
KUBERNETES_VARIABLE = re.compile(r"(_SERVICE_HOST|_SERVICE_PORT(_\w+)?|_PORT(_\d+_(TCP|UDP)(_\w+)?)?)$")
"""What Kubernetes puts into every container for each service whose name begins with ours."""


class SettingsError(Exception):
    """A setting is wrong; the text names its environment variable and what would be right."""


class SecurityProtocol(StrEnum):
    PLAINTEXT = "PLAINTEXT"
    SSL = "SSL"
    SASL_PLAINTEXT = "SASL_PLAINTEXT"
    SASL_SSL = "SASL_SSL"


class SaslMechanism(StrEnum):
    PLAIN = "PLAIN"
    SCRAM_SHA_256 = "SCRAM-SHA-256"
    SCRAM_SHA_512 = "SCRAM-SHA-512"


class LogFormat(StrEnum):
    HUMAN = "human"
    JSON = "json"


class Settings(BaseSettings):
    """All settings; frozen. Seconds, MB = 1,000,000 bytes, shares from 0 to 1."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    # Kafka
    broker: str = Field("127.0.0.1:9092", description="Kafka bootstrap servers, host:port, several with commas")
    topic_prefix: str = Field("", pattern=r"^[A-Za-z0-9._-]*$", description="put before every topic name")
    app_id: str = Field("tocsin", pattern=r"^[a-z0-9][a-z0-9._-]*$", description="consumer group and state name")
    partitions: Annotated[int, Field(ge=1, le=1000)] = Field(
        12, description="partitions (N) of the keyed topics; chosen once, a change re-hashes the keys"
    )
    replication: Annotated[int, Field(ge=1, le=10)] = Field(1, description="replicas of each topic that we create")
    security_protocol: SecurityProtocol = Field(SecurityProtocol.PLAINTEXT, description="how to speak to Kafka")
    sasl_mechanism: SaslMechanism = Field(SaslMechanism.SCRAM_SHA_512, description="SASL mechanism")
    sasl_username: str | None = Field(None, description="SASL user")
    sasl_password: SecretStr | None = Field(None, description="SASL password")
    sasl_password_file: Path | None = Field(
        None, description="file that holds the SASL password, such as a mounted secret; instead of `sasl_password`"
    )
    ca_file: Path | None = Field(None, description="PEM file of the authority that signed the brokers' certificates")
    session_timeout: Annotated[float, Field(ge=6, le=300)] = Field(
        30.0, description="seconds without a heartbeat after which Kafka gives a worker's partitions away"
    )
    request_timeout: Annotated[float, Field(ge=5, le=600)] = Field(
        60.0, description="seconds after which a send that is not acknowledged ends the worker (it starts again)"
    )

    # This worker
    data_dir: Path = Field(Path("tocsin-data"), description="folder of this worker's state; one worker per folder")
    instance_id: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9._-]{1,200}$",
        description="static member id of this worker, unique in the group; made once per data folder where not set",
    )
    stop_deadline: Annotated[float, Field(ge=1, le=600)] = Field(30.0, description="seconds for an orderly stop")
    stall_timeout: Annotated[float, Field(ge=10)] = Field(
        300.0, description="seconds with work waiting and none done after which the worker ends itself"
    )
    recovery_timeout: Annotated[float, Field(ge=60)] = Field(
        1800.0, description="seconds that restoring the state may take at a start"
    )
    memory_limit_mb: Annotated[int, Field(ge=200)] = Field(
        700, description="memory of worker and reading process together; above it the reading process is renewed"
    )
    restart_backoff: Annotated[float, Field(ge=0.1, le=300)] = Field(
        30.0, description="longest wait in seconds before a crashed worker is started again"
    )

    # Reading and fusing
    live_window_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        180, description="days during which a report can still meet its incident"
    )
    reading_timeout: Annotated[float, Field(ge=0.1, le=600)] = Field(
        20.0, description="seconds that reading one article may take before it is rejected"
    )
    max_in_flight: Annotated[int, Field(ge=1, le=10_000)] = Field(
        256, description="messages of one stage that may be under way at once"
    )
    max_in_flight_mb: Annotated[int, Field(ge=16)] = Field(64, description="the same in MB of message bytes")
    reject_share_limit: Annotated[float, Field(gt=0, le=1)] = Field(
        0.5, description="share of rejected inputs above which the worker stops (exit 65); 1 lets every share through"
    )
    reject_window: Annotated[int, Field(ge=10, le=100_000)] = Field(
        200, description="inputs of a stage of one worker over which that share is taken"
    )

    # Seen from outside
    metrics_host: str = Field("127.0.0.1", description="address of /metrics and /health")
    metrics_port: Annotated[int, Field(ge=0, le=65535)] = Field(
        9466, description="port of /metrics and /health; 0 takes a free one and writes it to the data folder"
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    log_format: LogFormat = Field(LogFormat.HUMAN, description="human or json, one line each")

    @field_validator("broker")
    @classmethod
    def _check_broker(cls, value: str) -> str:
        for server in value.split(","):
            host, _, port = server.strip().rpartition(":")
            if not host or not port.isdigit() or not 0 < int(port) < 65536:
                raise ValueError(f"{server.strip()!r} is not host:port")
        return ",".join(server.strip() for server in value.split(","))

    @field_validator("log_level")
    @classmethod
    def _check_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("is one of DEBUG, INFO, WARNING, ERROR")
        return value.upper()

    @model_validator(mode="after")
    def _check_security(self) -> Self:
        if self.sasl_password and self.sasl_password_file:
            raise ValueError(f"{PREFIX}SASL_PASSWORD and {PREFIX}SASL_PASSWORD_FILE: set one of the two")
        if self.uses_sasl and not (self.sasl_username and self.read_password()):
            raise ValueError(
                f"{PREFIX}SECURITY_PROTOCOL={self.security_protocol} needs {PREFIX}SASL_USERNAME and"
                f" {PREFIX}SASL_PASSWORD or {PREFIX}SASL_PASSWORD_FILE"
            )
        if self.ca_file is not None and not self.ca_file.is_file():
            raise ValueError(f"{PREFIX}CA_FILE: no such file: {self.ca_file}")
        return self

    @property
    def servers(self) -> tuple[str, ...]:
        return tuple(self.broker.split(","))

    @property
    def uses_tls(self) -> bool:
        return self.security_protocol in (SecurityProtocol.SSL, SecurityProtocol.SASL_SSL)

    @property
    def uses_sasl(self) -> bool:
        return self.security_protocol in (SecurityProtocol.SASL_PLAINTEXT, SecurityProtocol.SASL_SSL)

    def read_password(self) -> str:
        """The SASL password from where the settings say, empty where there is none; raises ValueError."""
        if self.sasl_password_file is None:
            return self.sasl_password.get_secret_value() if self.sasl_password else ""
        try:
            return self.sasl_password_file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "not UTF-8"
            raise ValueError(f"{PREFIX}SASL_PASSWORD_FILE: cannot read {self.sasl_password_file}: {why}") from None


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment, `overrides` first; raises SettingsError with one line per wrong setting.

    An environment variable TOCSIN_* that no setting has is an error too: a mistyped name must not pass silently.
    """
    _check_names(os.environ)
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(item["loc"], item["msg"]) for item in error.errors())) from None


def _check_names(environment: Mapping[str, str]) -> None:
    known = {variable_name(field) for field in Settings.model_fields}
    for name in sorted(environment):
        if not name.startswith(PREFIX) or name in known | OTHER_VARIABLES or KUBERNETES_VARIABLE.search(name):
            continue
        near = difflib.get_close_matches(name, known, n=1)
        raise SettingsError(f"{name}: no such setting" + (f", did you mean {near[0]}?" if near else ""))


def variable_name(field: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + field.upper()


def _explain(location: tuple[int | str, ...], message: str) -> str:
    text = message.removeprefix("Value error, ")
    return f"{variable_name(str(location[0]))}: {text}" if location else text
