"""Who may do what at Kafka: the least rights of each role, and which of them the present user lacks."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tocsin.settings import Settings
from tocsin.stream.connection import ConnectionProblem, client_options, connecting, open_admin, say_lacking
from tocsin.stream.topics import NOT_AUTHORIZED, Topic, Topics
from tocsin_schemas.client import TopicNotFound, TopicReader

GROUP_NOT_AUTHORIZED = 30
LAST_VERSION_THAT_KNOWS_ABSENT_GROUPS = 5
"""From DescribeGroups 6 on a group that does not exist yet is an error, and its rights are not told."""


class Right(StrEnum):
    """Kafka's operations, by its names; READ and WRITE include DESCRIBE."""

    READ = "READ"
    WRITE = "WRITE"
    CREATE = "CREATE"
    DESCRIBE = "DESCRIBE"
    DESCRIBE_CONFIGS = "DESCRIBE_CONFIGS"


class Role(StrEnum):
    """What a user of Kafka is for."""

    CREATE = "create"
    PRODUCE = "produce"
    WORK = "work"
    CONSUME = "consume"
    MEND = "mend"


class Resource(StrEnum):
    TOPIC = "topic"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Grant:
    """Rights on one topic or consumer group."""

    resource: Resource
    name: str
    rights: tuple[Right, ...]


def grants_of(role: Role, settings: Settings) -> tuple[Grant, ...]:
    """All that the role needs with these settings, and no more."""
    topics = Topics.of(settings)
    if role is Role.CREATE:
        return _on(tuple(topics), Right.CREATE, Right.DESCRIBE, Right.DESCRIBE_CONFIGS)
    if role is Role.PRODUCE:
        return _on((topics.articles,), Right.WRITE)
    if role is Role.CONSUME:
        return _on((topics.incidents, topics.changes), Right.READ)
    if role is Role.MEND:
        return _on((topics.rejected,), Right.READ, Right.WRITE) + _on((topics.articles, topics.reports), Right.WRITE)
    return (
        *_on((topics.articles,), Right.READ),
        *_on((topics.reports, topics.state), Right.READ, Right.WRITE),
        *_on((topics.rejected, topics.incidents, topics.changes), Right.WRITE),
        Grant(Resource.GROUP, settings.app_id, (Right.READ,)),
    )


def _on(topics: Iterable[Topic], *rights: Right) -> tuple[Grant, ...]:
    return tuple(Grant(Resource.TOPIC, topic.name, rights) for topic in topics)


def find_missing(admin: Any, settings: Settings, grants: Iterable[Grant]) -> tuple[str, ...]:
    """One line for each topic or group on which the admin client's user lacks rights.

    What Kafka does not tell is not said, so a topic that does not exist is passed over.
    """
    grants = tuple(grants)
    held = _rights_on_topics(admin, [grant.name for grant in grants if grant.resource is Resource.TOPIC])
    for grant in grants:
        if grant.resource is Resource.GROUP:
            held[Resource.GROUP, grant.name] = _rights_on_group(admin, grant.name)
    lines = (_lacking(settings, grant, held.get((grant.resource, grant.name))) for grant in grants)
    return tuple(line for line in lines if line)


def _lacking(settings: Settings, grant: Grant, held: Collection[str] | None) -> str | None:
    missing = [right for right in grant.rights if held is not None and right not in held]
    if not missing:
        return None
    kind = "consumer group" if grant.resource is Resource.GROUP else "topic"
    return say_lacking(settings, missing, f"{kind} {grant.name}")


@contextmanager
def naming_rights(settings: Settings, *grants: Grant) -> Iterator[None]:
    """Where Kafka refuses what is done within, RightsMissing tells which of `grants` the user lacks."""
    from kafka.errors import KafkaError

    try:
        yield
    except (KafkaError, TopicNotFound) as error:
        missing = _ask_for_missing(settings, grants)
        if not missing:
            raise
        raise RightsMissing("\n".join(missing)) from error


class RightsMissing(Exception):
    """This user may not do what was asked; the text has one line for each topic or group."""


@contextmanager
def open_reader(settings: Settings, topic: str) -> Iterator[TopicReader]:
    """A reader of one topic; raises ConnectionProblem, RightsMissing or TopicNotFound."""
    from kafka.errors import KafkaError

    try:
        with naming_rights(settings, Grant(Resource.TOPIC, topic, (Right.READ,))):
            with connecting(settings):
                given = client_options(settings)
                del given["bootstrap_servers"]
                opened = TopicReader(settings.broker, topic, **given)
            with opened as reader:
                yield reader
    except (KafkaError, OSError) as error:
        raise ConnectionProblem(f"cannot reach Kafka at {settings.broker}: {error}") from error


def _ask_for_missing(settings: Settings, grants: Iterable[Grant]) -> tuple[str, ...]:
    admin = open_admin(settings)
    try:
        return find_missing(admin, settings, grants)
    finally:
        admin.close()


def _rights_on_topics(admin: Any, names: list[str]) -> dict[tuple[Resource, str], Collection[str] | None]:
    held: dict[tuple[Resource, str], Collection[str] | None] = {}
    for row in admin.describe_topics(names):
        if row["error_code"] == NOT_AUTHORIZED:
            held[Resource.TOPIC, row["name"]] = ()
        elif row["error_code"] == 0:
            held[Resource.TOPIC, row["name"]] = row["authorized_operations"] or None
    return held


def _rights_on_group(admin: Any, group: str) -> Collection[str] | None:
    """None where Kafka does not tell: a coordinator that is still moving, a broker that knows no such question."""
    from kafka.errors import GroupAuthorizationFailedError, KafkaError
    from kafka.protocol.admin import DescribeGroupsRequest

    request = DescribeGroupsRequest(
        groups=[group], include_authorized_operations=True, max_version=LAST_VERSION_THAT_KNOWS_ABSENT_GROUPS
    )

    async def ask() -> Any:
        coordinators = await admin._find_coordinator_ids([group])
        return await admin._manager.send(request, node_id=coordinators[group])

    try:
        (described,) = admin._manager.run(ask).groups
    except GroupAuthorizationFailedError:
        return ()
    except KafkaError:
        return None
    if described.error_code == GROUP_NOT_AUTHORIZED:
        return ()
    return _names(described.authorized_operations or ()) or None


def _names(operations: Iterable[int]) -> set[str]:
    from kafka.admin import ACLOperation

    known = {operation.value: operation.name for operation in ACLOperation}
    return {known[number] for number in operations if number in known}
