"""SASL_SSL, SCRAM-SHA-512 and least rights on a real Kafka: what works with them, and what is said where they fail."""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil
import pytest
import trustme
from installation import REAL, Installation, WorkerProcess, article, report_ids, wait_until, wait_until_done
from secured import ADMIN, ADMIN_PASSWORD, PASSWORD, PLAIN_PASSWORD, PLAIN_USER, SecureKafka, soon

from tocsin.settings import load_settings
from tocsin.stream.diagnosis import find_cause
from tocsin.stream.logs import set_up_logs
from tocsin.stream.preflight import find_problems
from tocsin.stream.rights import Grant, Resource, Right, Role, grants_of
from tocsin.stream.tls import BadAuthorityFile
from tocsin.stream.topics import check_topics
from tocsin_schemas.client import current_state
from tocsin_schemas.models import Incident

pytestmark = pytest.mark.timeout(600)
WATCH_SECONDS = 2.0
"""How often a worker looks at its rights and tells what it finds; ten and sixty where it is no test."""
FETCH_SECONDS = 2.0
"""By then Kafka has answered a request that it held open for want of records, by the rights of when it came."""
BOMB = "A bomb exploded at a bus station in Juliaca, Peru, on Tuesday, killing three and wounding 14, police said."


def add_user(secure: SecureKafka, installation: Installation, role: Role) -> str:
    """A user of his own for this installation, with exactly what the role needs."""
    user = f"{installation.name}-{role}"
    secure.add_user(user)
    secure.give(user, grants_of(role, installation.settings))
    return user


def command(installation: Installation, *words: str, **settings: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tocsin.cli.main", *words],
        env=installation.environment(**settings) | {"COLUMNS": "200"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(installation: Installation, *words: str, **settings: object) -> str:
    """What the command prints; it must end well."""
    started = command(installation, *words, **settings)
    out, err = started.communicate(timeout=120)
    assert started.returncode == 0, out + err
    return out


def errors(worker: WorkerProcess) -> list[str]:
    return [line for line in worker.log.splitlines() if " error " in line or " critical " in line]


@pytest.mark.usefixtures("gazetteer")
def test_each_role_does_its_work_with_its_rights_and_no_others(secure: SecureKafka, tmp_path: Path) -> None:
    access = secure.settings(ADMIN, ADMIN_PASSWORD)
    installation = Installation(secure.broker.address, tmp_path, partitions=2, with_topics=False, access=access)
    users = {role: secure.settings(add_user(secure, installation, role)) for role in Role}
    assert "6 created" in run(installation, "topics", "create", **users[Role.CREATE])
    file = tmp_path / "articles.jsonl"
    rows = [{"article_id": "a", "published_at": "2024-03-12T09:00:00Z", "text": BOMB}, {"article_id": "b", "text": ""}]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    run(installation, "produce", "--send-invalid", str(file), **users[Role.PRODUCE])
    with installation:
        worker = installation.start(program=REAL, **users[Role.WORK])
        wait_until_done(installation, worker)
        (line,) = run(installation, "tail", "incidents", "--no-follow", "--json", **users[Role.CONSUME]).splitlines()
        user = users[Role.CONSUME]["sasl_username"]
        options = {name: value for name, value in secure.client_options(user).items() if name != "bootstrap_servers"}
        view = current_state(installation.address, prefix=installation.settings.topic_prefix, **options)
        assert view.open_incidents() == [Incident.model_validate_json(line)]
        assert "missing_text 1" in run(installation, "dead-letters", "list", **users[Role.MEND])
        assert run(installation, "dead-letters", "replay", "--send-invalid", **users[Role.MEND]) == "sent 1\n"
        wait_until_done(installation, worker)
        assert worker.stop() == 0


@pytest.mark.parametrize("role", [Role.PRODUCE, Role.CONSUME, Role.MEND, Role.CREATE])
def test_a_command_without_its_right_names_it(secure: SecureKafka, guarded: Installation, role: Role) -> None:
    words, topic, right = {
        Role.PRODUCE: (("produce", "-"), guarded.topics.articles, Right.WRITE),
        Role.CONSUME: (("tail", "incidents", "--no-follow"), guarded.topics.incidents, Right.READ),
        Role.MEND: (("dead-letters", "list"), guarded.topics.rejected, Right.READ),
        Role.CREATE: (("topics", "create"), guarded.topics.articles, Right.CREATE),
    }[role]
    user = f"{guarded.name}-{role}-less"
    secure.add_user(user)
    if role is Role.CREATE:  # may look, finds nothing, and may not create
        names = [f"new.{one.name}" for one in guarded.topics]
        secure.give(user, [Grant(Resource.TOPIC, name, (Right.DESCRIBE,)) for name in names])
    prefix = {"topic_prefix": f"new.{guarded.settings.topic_prefix}"} if role is Role.CREATE else {}
    started = subprocess.run(
        [sys.executable, "-m", "tocsin.cli.main", *words],
        env=guarded.environment(**secure.settings(user), **prefix),
        input=json.dumps({"article_id": "a", "published_at": "2024-03-12T09:00:00Z", "text": BOMB}),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert started.returncode == 78, started.stderr
    first = started.stderr.splitlines()[0]
    assert first.startswith(f"error: user {user} lacks the right {right}")
    assert topic.name in first
    assert "Traceback" not in started.stderr


def test_each_right_that_a_worker_lacks_is_one_line_before_it_starts(
    secure: SecureKafka, guarded: Installation
) -> None:
    user = add_user(secure, guarded, Role.WORK)
    settings = guarded.settings.model_copy(update={"sasl_username": user, "sasl_password": password_of(PASSWORD)})
    wait_until(lambda: find_problems(settings) == (), 90, "all rights are there")
    rights = [(grant, right) for grant in grants_of(Role.WORK, settings) for right in grant.rights]
    assert len(rights) == 9
    for grant, right in rights:
        secure.take(user, grant, right)
        kind = "consumer group" if grant.resource is Resource.GROUP else "topic"
        says = f"user {user} lacks the right {right} on {kind} {grant.name} (`tocsin topics acls` gives it)"
        wait_until(lambda says=says: find_problems(settings) == (says,), 90, says)
        if grant.resource is Resource.GROUP:
            worker = guarded.start(program=REAL, **secure.settings(user))
            assert worker.process.wait(120) == 78
            (line,) = worker.log.splitlines()
            assert line.endswith(f"worker: {says}")
        secure.give(user, [Grant(grant.resource, grant.name, (right,))])


def test_a_right_to_look_at_a_group_is_not_one_to_join_it(secure: SecureKafka, guarded: Installation) -> None:
    user = add_user(secure, guarded, Role.WORK)
    group = Grant(Resource.GROUP, guarded.settings.app_id, (Right.READ,))
    secure.take(user, group, Right.READ)
    secure.give(user, [Grant(group.resource, group.name, (Right.DESCRIBE,))])
    settings = guarded.settings.model_copy(update={"sasl_username": user, "sasl_password": password_of(PASSWORD)})
    says = f"user {user} lacks the right READ on consumer group {group.name} (`tocsin topics acls` gives it)"
    wait_until(lambda: find_problems(settings) == (says,), 90, says)


def password_of(text: str) -> Any:
    return load_settings(sasl_password=text).sasl_password


@pytest.fixture
def three(secure: SecureKafka, tmp_path: Path) -> Iterator[list[Installation]]:
    access = secure.settings(ADMIN, ADMIN_PASSWORD)
    made = []
    for number in range(3):
        (tmp_path / str(number)).mkdir()
        made.append(Installation(secure.broker.address, tmp_path / str(number), partitions=2, access=access))
    with made[0], made[1], made[2]:
        yield made


def test_a_right_taken_from_a_running_worker_ends_it_and_nothing_is_lost(
    secure: SecureKafka, three: list[Installation]
) -> None:
    taken, workers = [], []
    for number, installation in enumerate(three):
        user = add_user(secure, installation, Role.WORK)
        topics = installation.topics
        taken.append(
            (
                (user, Grant(Resource.TOPIC, topics.articles.name, (Right.READ,)), Right.READ),
                (user, Grant(Resource.TOPIC, topics.changes.name, (Right.WRITE,)), Right.WRITE),
                (user, Grant(Resource.GROUP, installation.settings.app_id, (Right.READ,)), Right.READ),
            )[number]
        )
        workers.append(installation.start(tests_watch_seconds=WATCH_SECONDS, **secure.settings(user)))
        installation.produce(article(f"a{one}", f"t{one % 3}") for one in range(20))
    for installation, worker in zip(three, workers, strict=True):
        wait_until_done(installation, worker)
    for installation, (user, grant, right) in zip(three, taken, strict=True):
        secure.take(user, grant, right)
        installation.produce(article(f"b{one}", f"t{one % 3}") for one in range(20))
    for worker, (user, grant, right) in zip(workers, taken, strict=True):
        assert worker.process.wait(90) == 1
        says = f"user {user} lacks the right {right} on"
        assert [line for line in errors(worker) if says in line and grant.name in line], worker.log[-3000:]
    for installation, (user, grant, right) in zip(three, taken, strict=True):
        secure.give(user, [Grant(grant.resource, grant.name, (right,))])
        worker = installation.start(**secure.settings(user))
        wait_until_done(installation, worker)
        assert set(report_ids(installation)) == {f"{kind}{one}" for kind in "ab" for one in range(20)}
        last = {record.key: json.loads(record.value) for record in installation.read(installation.topics.incidents)}
        assert sum(map(len, last.values())) == 40


def test_a_group_is_never_divided_without_a_topic_that_is_forbidden(secure: SecureKafka, guarded: Installation) -> None:
    """Kafka's client hears of it before it fetches, and divides the group anew; a division without the topic would
    be handed to the next process of the same member id, which would wait for ever."""
    user = add_user(secure, guarded, Role.WORK)
    grant = Grant(Resource.TOPIC, guarded.topics.articles.name, (Right.READ,))
    hold = guarded.folder / "hold"
    worker = guarded.start(tests_hold_fetches=hold, **secure.settings(user))
    guarded.produce(article(f"a{number}") for number in range(5))
    wait_until_done(guarded, worker)
    hold.touch()
    time.sleep(FETCH_SECONDS)
    secure.take(user, grant, Right.READ)
    guarded.produce(article(f"b{number}") for number in range(5))
    assert worker.process.wait(120) == 1
    says = f"user {user} lacks the right {Right.READ} on topic {grant.name}"
    assert [line for line in errors(worker) if says in line], worker.log[-3000:]
    hold.unlink()
    secure.give(user, [grant])
    wait_until_done(guarded, guarded.start(**secure.settings(user)))
    assert set(report_ids(guarded)) == {f"{kind}{number}" for kind in "ab" for number in range(5)}


def cause_of(settings: Mapping[str, Any]) -> str:
    given = {name: value for name, value in settings.items() if value is not None}
    try:
        return find_cause(load_settings(**given)) or "none"
    except BadAuthorityFile as error:
        return str(error)


def test_each_wrong_setting_is_one_line_that_names_it(
    secure: SecureKafka, guarded: Installation, broker_address: str, tmp_path: Path
) -> None:
    user = add_user(secure, guarded, Role.WORK)
    right = secure.settings(user)
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(other)
    (tmp_path / "empty.pem").write_text("")
    port = secure.broker.address.rpartition(":")[2]
    plain = {"broker": broker_address}
    refused = f"Kafka refused user {user} or its password (TOCSIN_SASL_USERNAME, TOCSIN_SASL_PASSWORD)"
    wrong: list[tuple[dict[str, object], str]] = [
        ({"sasl_password": "not-it"}, refused),
        ({"sasl_username": "nobody"}, refused.replace(user, "nobody")),
        ({"ca_file": other}, f"the server's certificate was not signed by TOCSIN_CA_FILE ({other})"),
        ({"ca_file": None}, "signed by no authority that this machine knows: set TOCSIN_CA_FILE"),
        ({"ca_file": tmp_path / "empty.pem"}, "TOCSIN_CA_FILE: no certificate in PEM format in"),
        ({"broker": f"localhost:{port}"}, "the server's certificate is not for the name localhost: "),
        ({"security_protocol": "PLAINTEXT"}, "that port speaks TLS: set TOCSIN_SECURITY_PROTOCOL=SASL_SSL"),
        ({"security_protocol": "PLAINTEXT", "sasl_username": None}, "set TOCSIN_SECURITY_PROTOCOL=SSL"),
        ({"security_protocol": "SASL_PLAINTEXT"}, "that port speaks TLS: set TOCSIN_SECURITY_PROTOCOL=SASL_SSL"),
        ({"security_protocol": "SSL"}, "Kafka asks for a user there: set TOCSIN_SECURITY_PROTOCOL=SASL_SSL"),
        ({"sasl_mechanism": "SCRAM-SHA-256"}, "Kafka offers SCRAM-SHA-512, PLAIN there: set TOCSIN_SASL_MECHANISM"),
        (plain, "that port speaks no TLS: set TOCSIN_SECURITY_PROTOCOL=SASL_PLAINTEXT"),
        (
            plain | {"security_protocol": "SASL_PLAINTEXT"},
            "Kafka asks for no user there: set TOCSIN_SECURITY_PROTOCOL=PLAINTEXT",
        ),
    ]
    for settings, says in wrong:
        assert says in cause_of(right | settings)
    some = [(says, right | settings) for settings, says in wrong if says in (refused, wrong[2][1], wrong[6][1])]
    commands = [(says, command(guarded, "topics", "check", **settings)) for says, settings in some]
    workers = [(says, guarded.start(f"w{number}", REAL, **settings)) for number, (says, settings) in enumerate(some)]
    for says, process in commands:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, out) == (78, ""), err
        (line,) = err.splitlines()
        assert line == f"error: cannot reach Kafka at {guarded.address}: {says}"
    for says, worker in workers:
        assert worker.process.wait(120) == 78
        (line,) = worker.log.splitlines()
        assert line.endswith(f"cannot reach Kafka at {guarded.address}: {says}")


def test_a_running_worker_tells_what_has_changed_and_goes_on_when_it_is_put_right(
    secure: SecureKafka, guarded: Installation
) -> None:
    """The certificate expires, then the password changes; Kafka closes what stands after a few seconds."""
    user = add_user(secure, guarded, Role.WORK)
    worker = guarded.start(tests_watch_seconds=WATCH_SECONDS, **secure.settings(user))
    guarded.produce(article(f"a{number}") for number in range(20))
    wait_until_done(guarded, worker)
    secure.serve(not_after=soon(10))
    try:
        wait_until(lambda: "certificate expired on " in worker.log, 120, "the worker tells of it", worker)
        other = command(guarded, "topics", "check")
        _, err = other.communicate(timeout=60)
        assert other.returncode == 78
        assert "the server's certificate expired on 20" in err
        assert "UTC: renew it at the server" in err
    finally:
        secure.renew()
    guarded.produce(article(f"b{number}") for number in range(20))
    wait_until_done(guarded, worker)
    secure.add_user(user, "another")
    wait_until(lambda: f"Kafka refused user {user}" in worker.log, 120, "the worker tells of it", worker)
    secure.add_user(user)
    guarded.produce(article(f"c{number}") for number in range(20))
    wait_until_done(guarded, worker)
    assert set(report_ids(guarded)) == {f"{kind}{number}" for kind in "abc" for number in range(20)}
    assert worker.log.count("worker started") == 1
    assert worker.stop() == 0


@pytest.mark.parametrize("form", ["human", "json"])
def test_no_secret_is_written_anywhere(secure: SecureKafka, guarded: Installation, tmp_path: Path, form: str) -> None:
    user = add_user(secure, guarded, Role.WORK)
    settings: dict[str, Any] = secure.settings(user) | {"log_level": "DEBUG", "log_format": form}
    secret = PASSWORD
    if form == "json":
        user, secret = PLAIN_USER, PLAIN_PASSWORD
        secure.give(user, grants_of(Role.WORK, guarded.settings))
        file = tmp_path / "secret"
        file.write_text(secret + "\n")
        settings |= {"sasl_username": user, "sasl_password": None, "sasl_password_file": file}
        settings["sasl_mechanism"] = "PLAIN"
    worker = guarded.start(**settings)
    guarded.produce([*(article(f"a{number}") for number in range(5)), (b"p", b"no article")])
    wait_until_done(guarded, worker)
    process = psutil.Process(worker.process.pid)
    family = [process, *process.children(recursive=True)]
    assert len(family) == 2
    seen = [" ".join(one.cmdline()) for one in family]
    seen += [str(child.environ()) for child in family[1:]]
    seen += [worker.get(path)[1] for path in ("/metrics", "/health/live", "/health/ready")]
    assert worker.stop() == 0
    refused = guarded.start("refused", **(settings | {"sasl_username": "nobody"}))
    assert refused.process.wait(120) == 78
    seen += [worker.log, refused.log]
    seen += [one.read_bytes().decode("utf-8", "replace") for one in worker.folder.rglob("*") if one.is_file()]
    seen += [run(guarded, "config", **settings), run(guarded, "config", "--json", **settings)]
    for text in seen:
        for spelled in (secret, repr(secret)[1:-1], json.dumps(secret)[1:-1], repr(secret.encode())[2:-1]):
            assert spelled not in text


@pytest.mark.parametrize("form", ["human", "json"])
def test_a_password_that_a_library_logs_is_hidden(
    form: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    monkeypatch.setattr(logging.getLogger(), "level", logging.WARNING)
    set_up_logs(load_settings(sasl_password=PASSWORD, log_format=form))
    bare = b"\0user\0" + PASSWORD.encode()
    logging.getLogger("library").warning("%s %r %s %s", PASSWORD, bare, {"password": PASSWORD}, json.dumps(PASSWORD))
    text = capsys.readouterr().err
    assert text.count("(hidden)") == 4
    assert "geheim" not in text


def test_the_broker_of_these_tests_lets_nobody_else_in(secure: SecureKafka, guarded: Installation) -> None:
    stranger = f"{guarded.name}-stranger"
    secure.add_user(stranger)
    settings = load_settings(**(secure.settings(stranger) | {"topic_prefix": guarded.settings.topic_prefix}))
    assert {problem.kind.value for problem in check_topics(settings)} == {"forbidden"}
