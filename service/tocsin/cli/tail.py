"""`tocsin tail`: what stands on the topics, and what comes."""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import typer

from tocsin.cli import options, show
from tocsin.cli.dead_letters import letter_line
from tocsin.settings import Settings
from tocsin.stream.deadletter import DeadLetter, entry_of
from tocsin.stream.rights import open_reader
from tocsin.stream.topics import Topics
from tocsin_schemas.client import IncidentView, TopicReader, incident_record
from tocsin_schemas.models import Incident, IncidentChange, Report

Last = Annotated[int, typer.Option("--last", "-n", help="how many of those already there")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Print what stands on the topics, then what comes.", no_args_is_help=True)
    group.command(epilog="[bold]Examples[/]\n\ntocsin tail incidents\n\ntocsin tail incidents --no-follow --json")(
        incidents
    )
    group.command(epilog="[bold]Example[/]\n\ntocsin tail changes --last 50")(changes)
    group.command(epilog="[bold]Example[/]\n\ntocsin tail reports --json")(reports)
    group.command(epilog="[bold]Example[/]\n\ntocsin tail rejected --no-follow")(rejected)
    app.add_typer(group, name="tail")


def incidents(
    broker: options.Broker = None,
    prefix: options.Prefix = None,
    follow: options.Follow = True,
    as_json: options.AsJson = False,
) -> None:
    """The table of open incidents, then each new revision as it comes."""
    settings, out, view = options.settings_of(broker, prefix), show.console(), IncidentView()
    with open_reader(settings, Topics.of(settings).incidents.name) as reader:
        for record in reader.held():
            view.apply(incident_record(record))
        found = view.open_incidents()
        if as_json:
            for incident in found:
                typer.echo(incident.to_bytes())
        else:
            out.print(show.incident_table(found, out.width))
            out.print(f"{len(found)} open · {show.LEGEND}", style="dim", markup=False)
        for record in reader.follow() if follow else ():
            one = incident_record(record)
            if not view.apply(one) or one.incident is None:
                continue
            if as_json:
                typer.echo(one.incident.to_bytes())
            else:
                out.print(f"revision {one.incident.revision}  " + incident_line(one.incident), markup=False)


def incident_line(one: Incident) -> str:
    parts = [show.short_id(one.incident_id), show.day(one.when), show.place(one.where)]
    parts += [show.title_of(one.what.event_type), show.state_or_reality(one)]
    return "  ".join([*parts, f"{show.toll(one.harm.killed)}/{show.toll(one.harm.injured)}", *show.claims_of(one)])


def changes(
    broker: options.Broker = None,
    prefix: options.Prefix = None,
    follow: options.Follow = True,
    last: Last = 20,
    as_json: options.AsJson = False,
) -> None:
    """Each revision of each incident: what changed, and the article that caused it."""
    settings = options.settings_of(broker, prefix)
    _tail(settings, Topics.of(settings).changes.name, follow, last, None if as_json else change_line)


def change_line(record: Any) -> str:
    """Such as `updated 4kd81 r3  harm.killed.best 4 -> 6; actors, sources  (linked by a17)`."""
    change = IncidentChange.model_validate_json(record.value)
    plain = [one for one in change.fields if is_plain(one.before) and is_plain(one.after)]
    figures = ", ".join(f"{one.field} {brief(one.before)} -> {brief(one.after)}" for one in plain)
    others = ", ".join(one.field for one in change.fields if one not in plain)
    into = f" into {show.short_id(change.merged_into)}" if change.merged_into else ""
    kind = f"{change.change.value:9s} {show.short_id(change.incident_id)} r{change.revision}{into}"
    told = "; ".join(part for part in (figures, others) if part)
    return f"{kind}  {told}  ({change.cause.decision} by {change.cause.article_id})"


def is_plain(value: object) -> bool:
    return value is None or isinstance(value, (str, int, float))


def brief(value: object) -> str:
    text = "-" if value is None else str(value)
    return text if len(text) <= 24 else text[:23] + "…"


def reports(
    broker: options.Broker = None,
    prefix: options.Prefix = None,
    follow: options.Follow = True,
    last: Last = 20,
    as_json: options.AsJson = False,
) -> None:
    """What was read in each article version."""
    settings = options.settings_of(broker, prefix)
    _tail(settings, Topics.of(settings).reports.name, follow, last, None if as_json else report_line)


def report_line(record: Any) -> str:
    return show.report_summary(Report.model_validate_json(record.value))


def rejected(
    broker: options.Broker = None, prefix: options.Prefix = None, follow: options.Follow = True, last: Last = 20
) -> None:
    """Inputs that could not be processed, with the reason."""
    settings = options.settings_of(broker, prefix)
    _tail(settings, Topics.of(settings).rejected.name, follow, last, rejected_line)


def rejected_line(record: Any) -> str:
    entry = entry_of(record)
    return letter_line(entry) if isinstance(entry, DeadLetter) else f"replay {entry.attempt - 1} of {entry.case}"


def _tail(settings: Settings, topic: str, follow: bool, last: int, line: Callable[[Any], str] | None) -> None:
    out = show.console()
    with open_reader(settings, topic) as reader:
        for record in _newest(reader, last, follow):
            if line is not None:
                out.print(line(record), markup=False, soft_wrap=True)
            elif record.value is not None:
                typer.echo(record.value)


def _newest(reader: TopicReader, last: int, follow: bool) -> Iterator[Any]:
    yield from deque(sorted(reader.held(), key=lambda record: record.timestamp), maxlen=last)
    if follow:
        yield from reader.follow()
