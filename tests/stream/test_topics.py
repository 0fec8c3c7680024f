from pathlib import Path

import pytest
from installation import REAL, Installation
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient

from tocsin.settings import load_settings
from tocsin.stream.connection import ConnectionProblem
from tocsin.stream.topics import ProblemKind, Topics, TopicsError, check_topics, create_topics


def test_creates_what_is_missing_and_finds_nothing_to_say(broker_address: str, tmp_path: Path) -> None:
    installation = Installation(broker_address, tmp_path)
    settings = installation.settings
    missing = check_topics(settings)
    assert {problem.kind for problem in missing} == {ProblemKind.MISSING}
    assert all("tocsin topics create" in problem.text for problem in missing)
    assert create_topics(settings) == tuple(topic.name for topic in Topics.of(settings))
    assert create_topics(settings) == ()
    assert check_topics(settings) == ()


def test_another_number_of_partitions_is_refused(installation: Installation) -> None:
    other = installation.settings.model_copy(update={"partitions": 5})
    problems = check_topics(other)
    assert {problem.kind for problem in problems} == {ProblemKind.PARTITIONS}
    assert "has 4 partitions, not 5: set TOCSIN_PARTITIONS" in problems[0].text
    with pytest.raises(TopicsError, match="4 partitions, not 5"):
        create_topics(other)


def test_policy_and_size_are_checked_retention_is_free(installation: Installation) -> None:
    name = installation.topics.incidents.name
    admin = KafkaAdminClient(bootstrap_servers=installation.address)
    changed = {"cleanup.policy": "delete", "max.message.bytes": "1000", "retention.ms": "1000"}
    admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, configs=changed)])
    admin.close()
    texts = [problem.text for problem in check_topics(installation.settings)]
    assert texts == [
        f"topic {name}: cleanup.policy is delete, not compact",
        f"topic {name}: max.message.bytes is 1000, less than 4194304",
    ]


def test_state_topic_is_the_one_that_faust_would_name() -> None:
    topics = Topics.of(load_settings(app_id="news", topic_prefix="x."))
    assert topics.state.name == "x.news-state-changelog"
    assert topics.state.partitions == topics.reports.partitions == 1


def test_no_broker_is_one_clear_line() -> None:
    with pytest.raises(ConnectionProblem, match=r"cannot reach Kafka at 127.0.0.1:1: nobody listens there"):
        check_topics(load_settings(broker="127.0.0.1:1"))


def test_worker_refuses_wrong_topics_with_one_line_each(installation: Installation) -> None:
    worker = installation.start(partitions=5)
    assert worker.process.wait(120) == 78
    errors = [line for line in worker.log.splitlines() if " error " in line]
    assert len(errors) == 4
    assert all("4 partitions, not 5" in line for line in errors)


def test_worker_without_a_broker_says_so(installation: Installation) -> None:
    worker = installation.start(program=REAL, broker="127.0.0.1:1")
    assert worker.process.wait(120) == 78
    assert "cannot reach Kafka at 127.0.0.1:1: nobody listens there" in worker.log
    assert "Traceback" not in worker.log
