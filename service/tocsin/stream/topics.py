"""The topic manifest: what is subscribed to and written to, created from and checked against one file."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from tocsin.settings import Settings
from tocsin.stream.connection import open_admin, say_lacking


class Cleanup(StrEnum):
    DELETE = "delete"
    COMPACT = "compact"


class Timestamps(StrEnum):
    """Whose clock a topic's records carry: a producer's may go wrong, and Kafka refuses what lies an hour ahead."""

    PRODUCER = "CreateTime"
    BROKER = "LogAppendTime"


class ManifestTopic(BaseModel):
    """One row of topics.yaml; `partitions` is a number or N, the setting."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    key: str
    partitions: Annotated[int, Field(ge=1)] | Literal["N"]
    cleanup: Cleanup
    retention_ms: int
    max_message_bytes: Annotated[int, Field(ge=1024)]
    timestamps: Timestamps = Timestamps.BROKER
    holds: str


class ManifestTopics(BaseModel):
    """The logical topics that this service knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    articles: ManifestTopic
    rejected: ManifestTopic
    reports: ManifestTopic
    incidents: ManifestTopic
    changes: ManifestTopic
    state: ManifestTopic


class Manifest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Literal[1]
    topics: ManifestTopics


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic under its physical name; times in milliseconds (-1 = for ever), sizes in bytes."""

    name: str
    partitions: int
    cleanup: Cleanup
    retention_ms: int
    max_message_bytes: int
    timestamps: Timestamps

    def configs(self) -> dict[str, str]:
        """Its settings at the broker, by Kafka's names."""
        found = {
            "cleanup.policy": self.cleanup.value,
            "retention.ms": str(self.retention_ms),
            "max.message.bytes": str(self.max_message_bytes),
            "message.timestamp.type": self.timestamps.value,
        }
        if self.cleanup is Cleanup.COMPACT:
            found |= {"min.cleanable.dirty.ratio": "0.1", "segment.ms": "3600000", "delete.retention.ms": "86400000"}
        return found


@dataclass(frozen=True, slots=True)
class Topics:
    """All topics of one installation."""

    articles: Topic
    rejected: Topic
    reports: Topic
    incidents: Topic
    changes: Topic
    state: Topic

    def __iter__(self) -> Iterator[Topic]:
        return iter((self.articles, self.rejected, self.reports, self.incidents, self.changes, self.state))

    @classmethod
    def of(cls, settings: Settings) -> "Topics":
        """The manifest with prefix, app id and N of these settings."""
        manifest = load_manifest().topics
        return cls(**{name: _resolve(getattr(manifest, name), settings) for name in ManifestTopics.model_fields})


class ProblemKind(StrEnum):
    MISSING = "missing"
    FORBIDDEN = "forbidden"
    PARTITIONS = "partitions"
    CONFIG = "config"


@dataclass(frozen=True, slots=True)
class TopicProblem:
    """What is wrong with a topic; `text` is one line for the operator."""

    topic: str
    kind: ProblemKind
    text: str


@cache
def load_manifest() -> Manifest:
    text = files("tocsin_schemas").joinpath("topics.yaml").read_text(encoding="utf-8")
    return Manifest.model_validate(yaml.safe_load(text))


def create_topics(settings: Settings) -> tuple[str, ...]:
    """Create those that are missing and verify all; names of the created ones, in the manifest's order.

    Raises TopicsError where one that exists differs from the manifest, ConnectionProblem without a broker.
    """
    from kafka.admin import NewTopic
    from kafka.errors import TopicAlreadyExistsError, TopicAuthorizationFailedError

    topics = Topics.of(settings)
    with _admin(settings) as admin:
        missing = {problem.topic for problem in _problems(admin, settings) if problem.kind is ProblemKind.MISSING}
        created = tuple(topic.name for topic in topics if topic.name in missing)
        for topic in topics:
            if topic.name in missing:
                new = NewTopic(topic.name, topic.partitions, settings.replication, topic_configs=topic.configs())
                try:
                    admin.create_topics([new], timeout_ms=30_000)
                except TopicAlreadyExistsError:
                    continue  # another creation was quicker: verified below like all others
                except TopicAuthorizationFailedError:
                    raise TopicsError([_forbidden(topic, "CREATE", settings)]) from None
        if missing:
            admin.wait_for_topics([topic.name for topic in topics])
        problems = _problems(admin, settings)
    if problems:
        raise TopicsError(problems)
    return created


def check_topics(settings: Settings) -> tuple[TopicProblem, ...]:
    """All differences between the broker and the manifest; raises ConnectionProblem without a broker."""
    with _admin(settings) as admin:
        return _problems(admin, settings)


class TopicsError(Exception):
    """Topics exist that differ from the manifest; the text has one line each."""

    def __init__(self, problems: Iterable[TopicProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text for problem in self.problems))


def _resolve(row: ManifestTopic, settings: Settings) -> Topic:
    return Topic(
        name=settings.topic_prefix + row.name.format(app_id=settings.app_id),
        partitions=settings.partitions if row.partitions == "N" else row.partitions,
        cleanup=row.cleanup,
        retention_ms=row.retention_ms,
        max_message_bytes=row.max_message_bytes,
        timestamps=row.timestamps,
    )


@contextmanager
def _admin(settings: Settings) -> Iterator[Any]:
    admin = open_admin(settings)
    try:
        yield admin
    finally:
        admin.close()


def _problems(admin: Any, settings: Settings) -> tuple[TopicProblem, ...]:
    topics = Topics.of(settings)
    described = {row["name"]: row for row in admin.describe_topics([topic.name for topic in topics])}
    existing = [topic for topic in topics if described.get(topic.name, {}).get("error_code", 3) == 0]
    configs = _topic_configs(admin, existing)
    found: list[TopicProblem] = []
    for topic in topics:
        row = described.get(topic.name)
        code = row["error_code"] if row else UNKNOWN_TOPIC
        if row is None or code != 0:
            found.append(_absent(topic, code, settings))
        elif len(row["partitions"]) != topic.partitions:
            found.append(_wrong_partitions(topic, len(row["partitions"])))
        else:
            found.extend(_wrong_configs(topic, configs.get(topic.name)))
    return tuple(found)


UNKNOWN_TOPIC = 3
NOT_AUTHORIZED = 29


def _absent(topic: Topic, code: int, settings: Settings) -> TopicProblem:
    if code == NOT_AUTHORIZED:
        return _forbidden(topic, "DESCRIBE", settings)
    if code == UNKNOWN_TOPIC:
        text = f"topic {topic.name} is missing: run `tocsin topics create`"
    else:
        text = f"topic {topic.name}: the broker answers with error {code}"
    return TopicProblem(topic.name, ProblemKind.MISSING, text)


def _forbidden(topic: Topic, right: str, settings: Settings) -> TopicProblem:
    return TopicProblem(topic.name, ProblemKind.FORBIDDEN, say_lacking(settings, (right,), f"topic {topic.name}"))


def _wrong_partitions(topic: Topic, found: int) -> TopicProblem:
    return TopicProblem(
        topic.name,
        ProblemKind.PARTITIONS,
        f"topic {topic.name} has {found} partitions, not {topic.partitions}: set TOCSIN_PARTITIONS to what it was"
        " created with, or use another TOCSIN_TOPIC_PREFIX",
    )


def _wrong_configs(topic: Topic, configs: Mapping[str, str] | None) -> Iterator[TopicProblem]:
    """Policy and size only: a shorter or longer retention is the operator's choice."""
    if configs is None:  # this user may not read them
        return
    policy = configs["cleanup.policy"]
    if policy != topic.cleanup:
        yield TopicProblem(
            topic.name, ProblemKind.CONFIG, f"topic {topic.name}: cleanup.policy is {policy}, not {topic.cleanup}"
        )
    size = int(configs["max.message.bytes"])
    if size < topic.max_message_bytes:
        yield TopicProblem(
            topic.name,
            ProblemKind.CONFIG,
            f"topic {topic.name}: max.message.bytes is {size}, less than {topic.max_message_bytes}",
        )


def _topic_configs(admin: Any, topics: list[Topic]) -> dict[str, dict[str, str]]:
    from kafka.admin import ConfigResource, ConfigResourceType
    from kafka.errors import KafkaError

    if not topics:
        return {}
    resources = [ConfigResource(ConfigResourceType.TOPIC, topic.name) for topic in topics]
    try:
        described = admin.describe_configs(resources, config_filter="all")  # what is in force, defaults included
    except KafkaError:
        return {}
    return _plain_configs(described)


def _plain_configs(described: Any) -> dict[str, dict[str, str]]:
    """What kafka-python answers, {resource type: {topic: {key: entry}}}, as {topic: {key: value}}.

    A topic whose settings this user may not read comes without any, and is left out.
    """
    rows: Any = next(iter(described.values()), {}) if isinstance(described, dict) else {}
    return {
        topic: {key: str(entry["value"] if isinstance(entry, dict) else entry) for key, entry in entries.items()}
        for topic, entries in rows.items()
        if entries
    }
