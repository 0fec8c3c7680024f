"""A bar for what a first start downloads or builds; plain lines where the output is no terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from tocsin.cli import show
from tocsin.stream.runtime import Progress as Step


class DownloadProgress:
    """Shows the steps it is given, all of one total."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task: TaskID | None = None
        self._told = 0

    def update(self, step: Step) -> None:
        if self._task is None:
            self._task = self._bar.add_task(step.what, total=step.total)
        self._bar.update(self._task, description=step.what, completed=step.done, total=step.total)
        quarter = 4 * step.done // max(1, step.total)
        if not self._bar.console.is_terminal and quarter > self._told:
            self._told = quarter
            self._bar.console.print(
                f"downloading Kafka: {step.done / 1e6:.0f} of {step.total / 1e6:.0f} MB", markup=False
            )

    def finish(self) -> None:
        """Take the bar away; what follows may print."""
        self._bar.stop()


@contextmanager
def download_progress() -> Iterator[DownloadProgress]:
    console = show.console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        yield DownloadProgress(bar)
