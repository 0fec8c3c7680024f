"""The demo on the screen: a live table of incidents, or plain lines where nobody watches."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from tocsin.cli import show
from tocsin_schemas.client import IncidentRecord, IncidentView
from tocsin_schemas.enums import IncidentState
from tocsin_schemas.models import Incident

ROWS_BESIDE = 12
"""Lines of the live screen that are not rows of the table."""
LINES_ABOVE = 6
LINES_OF_A_CARD = 5


class Screen:
    """Takes what happens and shows it; a context manager."""

    def __init__(self, console: Console, total: int) -> None:
        self._console = console
        self._total = total
        self._sent = self._read = self._rejected = 0
        self._view = IncidentView()
        self._latest: list[str] = []
        self._note = ""
        self._started = time.monotonic()
        self.first_incident_seconds: float | None = None
        self._live = Live(console=console, refresh_per_second=8, get_renderable=self._picture, transient=True)

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    @property
    def view(self) -> IncidentView:
        return self._view

    def say(self, text: str) -> None:
        """One line that stays."""
        self._note = text
        self._console.print(text, markup=False)

    def count(self, sent: int, read: int, rejected: int) -> None:
        self._sent, self._read, self._rejected = sent, read, rejected

    def take(self, record: IncidentRecord) -> None:
        """A record of incidents.v1 has come."""
        if not self._view.apply(record) or record.incident is None:
            return
        if self.first_incident_seconds is None:
            self.first_incident_seconds = time.monotonic() - self._started
        self._latest = [record.incident_id, *(one for one in self._latest if one != record.incident_id)]
        if not self._console.is_terminal:
            self._console.print(revision_line(record.incident), markup=False, soft_wrap=True)

    def _picture(self) -> RenderableType:
        found = [one for one in self._view if one.state is IncidentState.OPEN]
        rank = {name: place for place, name in enumerate(self._latest)}
        shown = sorted(found, key=lambda one: rank.get(one.incident_id, 0))[
            : max(4, self._console.height - ROWS_BESIDE)
        ]
        counts = (
            f"sent {self._sent}/{self._total}   read {self._read}   rejected {self._rejected}   incidents {len(found)}"
        )
        parts: list[RenderableType] = [Text(counts, style="bold"), Text("")]
        if shown:
            parts.append(show.incident_table(shown, self._console.width))
        room = self._console.height - len(shown) - LINES_ABOVE
        for one in shown[: max(1, room // LINES_OF_A_CARD)]:
            lines = show.incident_lines(one)
            parts += [Text(""), *(Text(line, no_wrap=True, overflow="ellipsis") for line in lines)]
        return Group(*parts)


def revision_line(one: Incident) -> str:
    """One revision of one incident as a plain line."""
    parts = [f"{show.short_id(one.incident_id)} r{one.revision}", show.day(one.when), show.place(one.where)]
    parts += [show.title_of(one.what.event_type), show.state_or_reality(one)]
    parts.append(f"killed/injured {show.toll(one.harm.killed)}/{show.toll(one.harm.injured)}")
    parts.append(f"articles/texts {one.article_count}/{one.distinct_texts}")
    return "  ".join([*parts, "; ".join(show.claims_of(one))]).rstrip()


def print_result(console: Console, view: IncidentView) -> None:
    """The whole table, then sources, claims and a quote of those that several articles tell."""
    found = view.open_incidents()
    console.print(show.incident_table(found, console.width))
    console.print(show.LEGEND, style="dim", markup=False)
    told = sorted(found, key=lambda one: -one.article_count)[:3]
    for one in told:
        console.print("\n" + "\n".join(show.incident_lines(one)), markup=False, soft_wrap=not console.is_terminal)
    gone = [one for one in view if one.state is not IncidentState.OPEN]
    if gone:
        told_gone = ", ".join(f"{show.short_id(one.incident_id)} {show.state_or_reality(one)}" for one in gone)
        console.print(f"\nno longer open: {told_gone}", markup=False)
