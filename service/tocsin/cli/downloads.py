"""A bar for what a first start downloads or builds; plain lines where the output is no terminal."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from tocsin.cli import show
from tocsin.stream.runtime import Progress as Step


class DownloadProgress:
    """Shows the steps it is given; `seconds` = how long they took, 0.0 where there were none."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._tasks: dict[str, TaskID] = {}
        self._first: float | None = None
        self.seconds = 0.0

    def update(self, step: Step) -> None:
        now = time.monotonic()
        self._first = self._first or now
        self.seconds = now - self._first
        if step.what not in self._tasks:
            self._tasks[step.what] = self._bar.add_task(step.what, total=step.total)
            if not self._bar.console.is_terminal:
                self._bar.console.print(f"{step.what} ({step.total / 1e6:.0f} MB)", markup=False)
        self._bar.update(self._tasks[step.what], completed=step.done, total=step.total)

    def finish(self) -> None:
        """Take the bar away; what follows may print."""
        self._bar.stop()


@contextmanager
def download_progress() -> Iterator[DownloadProgress]:
    console = show.console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        yield DownloadProgress(bar)
