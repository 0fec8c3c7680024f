"""`tocsin broker`: a real Apache Kafka on this machine, from pip alone."""

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli import options
from tocsin.cli.downloads import download_progress
from tocsin.stream.broker import Broker
from tocsin.stream.topics import create_topics

EXAMPLES = "[bold]Examples[/]\n\ntocsin broker\n\ntocsin broker --port 0 --data-dir /var/tmp/kafka"


def register(app: typer.Typer) -> None:
    app.command(epilog=EXAMPLES)(broker)


def broker(
    data_dir: Annotated[Path, typer.Option(help="folder of its log and data")] = Path("tocsin-broker"),
    port: Annotated[int, typer.Option(help="0 takes a free one; the folder's file `address` names it")] = 9092,
    topics: Annotated[bool, typer.Option("--topics/--no-topics", help="create Tocsin's topics as well")] = True,
    prefix: options.Prefix = None,
) -> None:
    """Run one Kafka node on loopback until Ctrl-C; the first start downloads 45 MB into your cache."""
    stop = threading.Event()
    with download_progress() as progress, Broker(data_dir, port or None, progress.update) as running:
        progress.finish()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        if topics:
            create_topics(options.settings_of(running.address, prefix))
        typer.echo(f"Kafka answers on {running.address} (data in {running.data_dir}); Ctrl-C stops it")
        running.wait(stop.is_set)
    typer.echo("stopped")
