"""`tocsin read`: articles to reports, offline."""

from typing import Annotated

import typer

from tocsin.app import open_reading
from tocsin.cli import options, show
from tocsin.cli.inputs import read_files
from tocsin.cli.offline import read_records
from tocsin.types import Reject

EXAMPLES = (
    "[bold]Examples[/]\n\n"
    "tocsin read articles.jsonl\n\n"
    "tocsin read story.txt --published-at 2026-03-14 --explain\n\n"
    "tocsin read --json articles.jsonl > reports.jsonl"
)


def register(app: typer.Typer) -> None:
    app.command(epilog=EXAMPLES)(read)


def read(
    files: options.Files,
    published_at: options.PublishedAt = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="the text with each field's evidence marked, and who found it")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Read articles without Kafka: what each one reports, and the evidence for it."""
    out, err = show.console(), show.console(stderr=True)
    records = list(read_files(files, options.parse_instant(published_at)))
    if explain:
        from tocsin.cli.explain import print_explained

        undated = [record for record in records if record.published_at is None]
        if undated:
            list(read_records(undated, open_reading()))  # says so where one needs a day to start from
        print_explained(records, out)
        return
    rejected = 0
    for record, outcome in read_records(records, open_reading()):
        if isinstance(outcome, Reject):
            rejected += 1
            err.print(show.reject_line(record.origin, outcome), soft_wrap=True)
        elif as_json:
            typer.echo(outcome.to_bytes())
        else:
            out.print(show.report_summary(outcome), markup=False)
    err.print(f"articles {len(records)}, rejected {rejected}")
