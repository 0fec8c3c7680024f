"""Arguments and options that several commands share."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.errors import CommandError
from tocsin.settings import Settings, load_settings

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="JSONL of articles, or text files; - reads standard input")
]
Broker = Annotated[
    str | None, typer.Option("--broker", metavar="HOST:PORT", help="Kafka bootstrap servers (TOCSIN_BROKER)")
]
Prefix = Annotated[str | None, typer.Option("--prefix", help="put before every topic name (TOCSIN_TOPIC_PREFIX)")]
PublishedAt = Annotated[
    str | None,
    typer.Option("--published-at", metavar="DATE", help="for texts that say no day themselves: 2026-03-14[T07:10]"),
]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object a line instead of a table")]
Follow = Annotated[bool, typer.Option("--follow/--no-follow", "-f", help="go on with what comes, until Ctrl-C")]


def settings_of(broker: str | None = None, prefix: str | None = None) -> Settings:
    """The effective settings; options go before the environment."""
    return load_settings(broker=broker, topic_prefix=prefix)


def parse_instant(text: str | None, option: str = "--published-at") -> datetime | None:
    """A date or an ISO 8601 time, UTC where no zone is named; CommandError where it is neither."""
    if text is None:
        return None
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time(12), UTC)
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{option} {text!r} is no date: write 2026-03-14 or 2026-03-14T07:10Z") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
