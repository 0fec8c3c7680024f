"""What a soak notes, and when a series of it fails."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.trend import Trend, Verdict, trend
from benchmarks.vitals import Vitals

WARM_UP = 0.45
"""Share of the run that is not judged."""


@dataclass(frozen=True, slots=True)
class Series:
    """One figure over time; `allowed` is the growth within the judged part that says nothing, None for what is shown
    only. It is a share of the median (`share`) or a number (`least`), whichever is more."""

    name: str
    unit: str
    figure: Callable[[Vitals], float]
    share: float = 0.0
    least: float = 0.0
    is_judged: bool = True


SERIES = (
    Series("memory of the worker", "MB", lambda one: one.memory.worker_mb, share=0.03),
    Series("memory of the reader", "MB", lambda one: one.memory.reading_mb, share=0.03),
    Series("lag", "records", lambda one: one.counts.lag, least=100),
    Series("file handles", "", lambda one: one.handles, least=6),
    Series("threads", "", lambda one: one.threads, least=2),
    Series("live mentions", "", lambda one: one.counts.live_mentions, share=0.15),
    Series("records of the state", "", lambda one: one.counts.table_records, share=0.15),
    Series("state on disk", "MB", lambda one: one.state_mb, least=8),
    Series("memory of the broker", "MB", lambda one: one.broker_mb, is_judged=False),
)


@dataclass(frozen=True, slots=True)
class Run:
    """What was noted: `sent` articles, the vitals, and what the worker had taken and set aside at the end."""

    rate: float
    sent: int
    taken: int
    rejected: int
    vitals: tuple[Vitals, ...]

    @property
    def judged(self) -> tuple[Vitals, ...]:
        """Without the warm-up, counted from the first to the last moment."""
        if not self.vitals:
            return ()
        first, last = self.vitals[0].seconds, self.vitals[-1].seconds
        return tuple(one for one in self.vitals if one.seconds >= first + WARM_UP * (last - first))


def judge(run: Run) -> dict[str, Trend]:
    """The trend of each series over the judged part, by its name."""
    seconds = [one.seconds for one in run.judged]
    found = {}
    for series in SERIES:
        values = [float(series.figure(one)) for one in run.judged]
        middle = sorted(values)[len(values) // 2] if values else 0.0
        found[series.name] = trend(seconds, values, max(series.least, series.share * middle))
    return found


def passes(run: Run, trends: dict[str, Trend]) -> bool:
    """Whether every article was read and no judged series rises."""
    rising = [one.name for one in SERIES if one.is_judged and trends[one.name].verdict is Verdict.RISES]
    return not rising and run.taken == run.sent and run.rejected == 0
