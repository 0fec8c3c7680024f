"""`tocsin produce`: articles of files onto the articles topic."""

from collections import Counter
from typing import Annotated

import typer
from rich.progress import track

from tocsin.cli import options, show
from tocsin.cli.errors import BAD_SETUP, CommandError
from tocsin.cli.inputs import InputRecord, read_files
from tocsin.intake.decode import decode
from tocsin.settings import Settings
from tocsin.stream.connection import open_client
from tocsin.stream.rights import Role, grants_of, naming_rights
from tocsin.stream.topics import Topics
from tocsin.types import Reject

EXAMPLES = (
    "[bold]Examples[/]\n\n"
    "tocsin produce articles.jsonl\n\n"
    "cat feed.jsonl | tocsin produce - --broker kafka:9092\n\n"
    "tocsin produce story.txt --published-at 2026-03-14"
)
SEND_SECONDS = 60


def register(app: typer.Typer) -> None:
    app.command(epilog=EXAMPLES)(produce)


def produce(
    files: options.Files,
    broker: options.Broker = None,
    prefix: options.Prefix = None,
    published_at: options.PublishedAt = None,
    invalid: Annotated[
        bool, typer.Option("--send-invalid", help="send also what the service will reject, instead of leaving it out")
    ] = False,
) -> None:
    """Validate articles and send them; the exit status is 2 where one was left out."""
    settings = options.settings_of(broker, prefix)
    records = list(read_files(files, options.parse_instant(published_at)))
    err = show.console(stderr=True)
    left_out = Counter[str]()
    wanted: list[InputRecord] = []
    for record in records:
        outcome = decode(record.value, record.key, record.received_at)
        if isinstance(outcome, Reject):
            left_out[outcome.reason.value] += 1
            err.print(show.reject_line(record.origin, outcome), soft_wrap=True)
        if invalid or not isinstance(outcome, Reject):
            wanted.append(record)
    send(wanted, settings)
    told = ", ".join(f"{name} {count}" for name, count in left_out.most_common())
    verb = "sent although invalid" if invalid else "left out"
    err.print(
        f"articles {len(records)}, sent {len(wanted)}" + (f", {verb} {left_out.total()} ({told})" if told else "")
    )
    if left_out and not invalid:
        raise typer.Exit(2)


def send(records: list[InputRecord], settings: Settings) -> None:
    """Send all and wait for each acknowledgement; CommandError where Kafka takes one not."""
    from kafka import KafkaProducer
    from kafka.errors import KafkaError

    topic = Topics.of(settings).articles
    producer = open_client(
        KafkaProducer, settings, acks="all", linger_ms=20, max_request_size=topic.max_message_bytes, max_block_ms=10_000
    )
    try:
        with naming_rights(settings, *grants_of(Role.PRODUCE, settings)):
            console = show.console(stderr=True)
            bar = track(records, "sending", console=console, transient=True, disable=len(records) < 50)
            waiting = [producer.send(topic.name, key=record.key, value=record.value) for record in bar]
            for answer in waiting:
                answer.get(timeout=SEND_SECONDS)
    except KafkaError as error:
        raise CommandError(f"Kafka did not take the articles on {topic.name}: {error}", BAD_SETUP) from error
    finally:
        producer.close(timeout=5)
