"""`tocsin demo`: a story played through an own Kafka and an own worker."""

import time
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tocsin.audit.evidence import read_evidence
from tocsin.audit.judge import judge
from tocsin.cli import options, show
from tocsin.cli.demo.play import Play
from tocsin.cli.demo.screen import Screen, print_result
from tocsin.cli.demo.stage import Stage
from tocsin.cli.downloads import download_progress
from tocsin.cli.inputs import InputRecord, read_files
from tocsin.stream.broker import BrokerError
from tocsin.stream.runtime import Runtime, RuntimeUnavailableError, prepare_runtime
from tocsin.world.gazetteer import Gazetteer

EXAMPLES = "[bold]Examples[/]\n\ntocsin demo\n\ntocsin demo --once\n\ntocsin demo articles.jsonl"


def register(app: typer.Typer) -> None:
    app.command(epilog=EXAMPLES)(demo)


def demo(
    given: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="own articles instead of the invented story")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="end when the story is over, instead of staying up")] = False,
    kill: Annotated[bool, typer.Option("--kill/--no-kill", help="kill -9 the own worker half-way")] = True,
    published_at: options.PublishedAt = None,
) -> None:
    """Play a three-day story through a real Kafka and a real worker, kill the worker half-way, and audit the result."""
    began = time.monotonic()
    out = show.console()
    records = _records(given, published_at)
    Gazetteer.open().close()  # says what to run where it has not been built
    runtime = _runtime()
    if runtime.seconds:
        out.print(f"downloaded Kafka: {runtime.downloaded_bytes / 1e6:.0f} MB, {runtime.seconds:.0f} s")
    with Stage(runtime) as stage:
        stage.start_worker()
        settings = stage.settings
        out.print(
            f"Kafka {runtime.kafka_version} on {settings.broker}, one worker, {len(records)} records", markup=False
        )
        with Screen(out, len(records)) as screen:
            Play(stage, records, screen, kill).run()
        print_result(out, screen.view)
        result = judge(read_evidence(settings), live_days=settings.live_window_days)
        seconds = time.monotonic() - began - runtime.seconds
        first = screen.first_incident_seconds
        out.print(f"\n{seconds:.0f} s" + (f", first incident {first:.1f} s after the first article" if first else ""))
        out.print(result.line(), style="bold green" if result.is_clean else "bold red")
        if not once:
            _stay(out, stage)
    if not result.is_clean:
        raise typer.Exit(1)


def _records(given: list[Path] | None, published_at: str | None) -> list[InputRecord]:
    if given:
        return list(read_files(given, options.parse_instant(published_at)))
    with as_file(files("tocsin.cli.demo").joinpath("story.jsonl")) as story:
        return list(read_files([story]))


def _runtime() -> Runtime:
    with download_progress() as progress:
        try:
            return prepare_runtime(progress.update)
        except RuntimeUnavailableError as error:
            raise BrokerError(str(error)) from error


def _stay(out: Console, stage: Stage) -> None:
    broker = stage.settings.broker
    out.print(
        "\nKafka and the worker stay up until Ctrl-C. In another terminal:\n"
        f"  tocsin tail incidents --broker {broker}\n"
        f"  tocsin tail changes --broker {broker}\n"
        f"  tocsin dead-letters list --broker {broker}\n"
        f"  tocsin produce FILE --broker {broker}",
        markup=False,
        soft_wrap=True,
    )
    try:
        while True:
            time.sleep(1)
            stage.check_worker()
    except KeyboardInterrupt:
        out.print("stopping")
