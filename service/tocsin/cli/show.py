"""How incidents, reports and rejects look in a terminal; plain lines where the output is no terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from tocsin.types import Reject
from tocsin_schemas.enums import ActorRole, ClaimKind, DateBasis, IncidentState, Outcome, Stance
from tocsin_schemas.models import Claim, HarmCount, Incident, Mention, Report, When, Where
from tocsin_schemas.taxonomy import load_taxonomy

WIDE = 110
"""Columns from which claims stand written out instead of being counted."""
SPENT = 92
"""What the other columns take of a wide table."""
PIPE_WIDTH = 160
VERB = {Stance.CLAIMS: "claims it", Stance.DENIES: "denies it", Stance.ACCUSES: "accuses", Stance.CONFIRMS: "confirms"}
STATE_STYLE = {IncidentState.MERGED: "dim", IncidentState.RETRACTED: "dim strike"}


def console(stderr: bool = False) -> Console:
    """A console that keeps one record a line where nobody watches."""
    made = Console(stderr=stderr, highlight=False, soft_wrap=False)
    return made if made.is_terminal else Console(stderr=stderr, highlight=False, width=PIPE_WIDTH)


def short_id(incident_id: str) -> str:
    return incident_id.removeprefix("inc_")[:7]


def day(when: When | None) -> str:
    """Civil day, `~` before one that only the publication date vouches for."""
    if when is None:
        return "-"
    text = when.start.isoformat()
    return f"~{text}" if when.basis is DateBasis.PUBLISHED else text


def place(where: Where | None) -> str:
    if where is None:
        return "-"
    name = where.resolved_name or where.name
    return f"{name}, {where.country}" if where.country and where.country != name else name


def title_of(code: str) -> str:
    row = load_taxonomy().get(code)
    return row.title if row else code


def toll(count: HarmCount | None, brief: bool = False) -> str:
    """`-` where nobody says, `4`, or `4-6` where the sources differ (`brief`: the best figure alone)."""
    if count is None:
        return "-"
    if brief or count.low == count.high:
        return str(count.best)
    return f"{count.low}-{count.high}"


def says(claim: Claim) -> str:
    """Such as `Northern Tide denies it` or `police accuses Northern Tide`."""
    who = claim.by or "somebody"
    if claim.stance is Stance.ACCUSES and claim.about:
        return f"{who} accuses {claim.about}"
    return f"{who} {VERB.get(claim.stance, claim.stance.value)}"


def claims_of(incident: Incident) -> list[str]:
    """Who says who did it, each once."""
    said = [says(one) for one in incident.claims if one.kind is ClaimKind.RESPONSIBILITY]
    return list(dict.fromkeys(said))


def incident_table(incidents: Iterable[Incident], width: int, heading: str | None = None) -> Table:
    """One line an incident; merged and retracted ones say so in the state column."""
    wide = width >= WIDE
    table = Table(box=None, pad_edge=False, title=heading, title_justify="left", header_style="bold", expand=False)
    table.add_column("incident", no_wrap=True, style="cyan", min_width=8)
    table.add_column("date", no_wrap=True, min_width=11)
    table.add_column("place", no_wrap=True, overflow="ellipsis", max_width=20 if wide else 14)
    table.add_column("what", no_wrap=True, overflow="ellipsis", max_width=20 if wide else 12)
    table.add_column("reality", no_wrap=True, overflow="ellipsis", min_width=10 if wide else 8)
    table.add_column("k/i", no_wrap=True, justify="right", min_width=5)
    table.add_column("a/t", no_wrap=True, justify="right", min_width=3)
    if wide:
        table.add_column("claims", no_wrap=True, overflow="ellipsis", max_width=width - SPENT)
    else:
        table.add_column("cl", no_wrap=True, justify="right", min_width=2)
    for one in incidents:
        claims = claims_of(one)
        table.add_row(
            short_id(one.incident_id),
            day(one.when),
            escape(place(one.where)),
            escape(title_of(one.what.event_type)),
            state_or_reality(one),
            f"{toll(one.harm.killed, not wide)}/{toll(one.harm.injured, not wide)}",
            f"{one.article_count}/{one.distinct_texts}",
            escape("; ".join(claims)) if wide else (str(len(claims)) if claims else ""),
            style=STATE_STYLE.get(one.state),
        )
    return table


def state_or_reality(one: Incident) -> str:
    if one.state is IncidentState.MERGED and one.merged_into:
        return f"-> {short_id(one.merged_into)}"
    if one.state is IncidentState.RETRACTED:
        return "taken back"
    return one.what.reality.value


LEGEND = "k/i killed/injured (- nobody says) · a/t articles/texts · cl claims · ~ date of publication"


def incident_lines(one: Incident) -> list[str]:
    """Headline, sources, claims and one quote of an incident, for below its row."""
    lines = [f"{short_id(one.incident_id)}  {one.headline or title_of(one.what.event_type)}"]
    publishers = list(dict.fromkeys(source.publisher or source.article_id for source in one.sources))
    lines.append(f"   sources  {', '.join(publishers)}")
    if claims := claims_of(one):
        lines.append(f"   claims   {'; '.join(claims)}")
    quote = next(
        (e.quote for field in ("harm.killed", "what", "where") for e in one.evidence if e.field.startswith(field)), None
    )
    if quote:
        lines.append(f'   quote    "{" ".join(quote.split())}"')
    return lines


def report_summary(report: Report) -> str:
    """One line: article, outcome and what was read."""
    reason = f" ({report.reason})" if report.reason else ""
    if report.outcome is not Outcome.INCIDENTS:
        return f"{report.article_id}  {report.outcome.value}{reason}"
    told = "; ".join(mention_summary(mention) for mention in report.mentions)
    return f"{report.article_id}  {told}{reason}"


def mention_summary(mention: Mention) -> str:
    """Such as `#0 reported: Armed clash, occurred, Alba, RO, 2026-03-14, killed 4`."""
    parts = [title_of(mention.what.event_type), mention.what.reality.value, place(mention.where), day(mention.when)]
    for name in ("killed", "injured", "missing", "abducted", "detained"):
        figures = getattr(mention.harm, name)
        if figures:
            parts.append(f"{name} {', '.join(str(one.value) for one in figures)}")
    by = [actor.name for actor in mention.actors if actor.role is ActorRole.PERPETRATOR]
    if by:
        parts.append(f"by {', '.join(by)}")
    return f"#{mention.ordinal} {mention.role.value}: {', '.join(parts)}"


def reject_line(origin: str, reject: Reject) -> Text:
    return Text.assemble((f"rejected {origin}  ", "red"), f"{reject.reason.value}: {reject.detail}")
