"""What a fault run leaves: the JSON report, as models."""

import statistics
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from benchmarks.chaos.plan import Kind


class Part(BaseModel):
    """Base of the report's parts."""

    model_config = ConfigDict(frozen=True)


class Setting(Part):
    """How the run was called and on what."""

    articles: int
    workers: int
    kills: int
    broker_kills: int
    changes: int
    seed: int
    commit: str
    started_at: str
    processors: int
    session_timeout: float


class Done(Part):
    """One fault as it was done; times in seconds since the start of the run.

    `recovery` lasts from the fault until the worker is ready again (READING: has read again; BROKER: until the first
    outcome after it); None where another fault came before.
    """

    kind: Kind
    worker: str | None
    after_articles: int
    at_seconds: float
    keeps_folder: bool = True
    recovery: float | None = None
    exit_code: int | None = None


class Sample(Part):
    """How far the run was after `at_seconds`."""

    at_seconds: float
    articles: int
    changes: int


class Score(Part):
    """Pairs of articles that belong together."""

    precision: float
    recall: float
    f1: float


class Verdict(Part):
    """The audit's figures and the first sentences of each."""

    records: int
    incidents: int
    rejected: dict[str, int]
    lost: int
    doubled: int
    differences: int
    examples: tuple[str, ...] = ()


class ChaosReport(Part):
    """`longest_pause`: seconds without a new outcome of an article while work waited; `longest_silence`: without a new
    change of an incident. `plain_key` and `perfect` say how hard the news was, `reached` what the run made of it."""

    setting: Setting
    faults: tuple[Done, ...]
    timeline: tuple[Sample, ...] = ()
    seconds: float
    articles_per_second: float
    longest_pause: float
    longest_silence: float
    refused_starts: int
    exit_codes: dict[str, int]
    plain_key: Score
    perfect: Score
    reached: Score
    verdict: Verdict

    @property
    def is_clean(self) -> bool:
        verdict = self.verdict
        return not (verdict.lost or verdict.doubled or verdict.differences)


def spread(recoveries: Sequence[float | None]) -> str:
    """Median and maximum of the recoveries that were seen to their end, and how many were not."""
    known = [one for one in recoveries if one is not None]
    told = f"back after median {statistics.median(known):.1f} s, longest {max(known):.1f} s" if known else ""
    missing = f"{len(recoveries) - len(known)} struck again before" if len(known) < len(recoveries) else ""
    return ", ".join(part for part in (told, missing) if part)


def table(report: ChaosReport) -> str:
    """The run as a table in Markdown, its last line the figures that must be zero."""
    setting, verdict = report.setting, report.verdict
    call = (
        f"make chaos ARTICLES={setting.articles} WORKERS={setting.workers} KILLS={setting.kills}"
        f" BROKER_KILLS={setting.broker_kills} CHANGES={setting.changes} SEED={setting.seed}"
    )
    rows = [
        ("articles", f"{verdict.records} records, {verdict.incidents} open incidents"),
        ("rejected", ", ".join(f"{name} {count}" for name, count in sorted(verdict.rejected.items())) or "none"),
        ("hardness: pairwise F1 of type + city + day", _score(report.plain_key)),
        ("pairwise F1 of fusing, read perfectly", _score(report.perfect)),
        ("pairwise F1 reached", _score(report.reached)),
        *_fault_rows(report.faults),
        ("starts that met no broker, repeated", str(report.refused_starts)),
        ("time", f"{report.seconds:.0f} s, {report.articles_per_second:.0f} articles/s on {setting.processors} cores"),
        (
            "longest pause",
            f"{report.longest_pause:.1f} s without an article, {report.longest_silence:.1f} s without a change",
        ),
    ]
    head = f"| fault run | {setting.started_at[:10]}, commit {setting.commit}, `{call}` |\n|---|---|"
    body = "\n".join(f"| {name} | {told} |" for name, told in rows)
    figures = f"lost {verdict.lost}, doubled {verdict.doubled}, differences {verdict.differences}"
    return f"{head}\n{body}\n{figures}"


def _score(one: Score) -> str:
    return f"{one.f1:.3f} (precision {one.precision:.3f}, recall {one.recall:.3f})"


def _fault_rows(faults: tuple[Done, ...]) -> Iterable[tuple[str, str]]:
    for kind in Kind:
        done = [one for one in faults if one.kind is kind]
        if not done:
            continue
        lost = sum(1 for one in done if not one.keeps_folder)
        told = str(len(done)) + (f" ({lost} with an empty data folder)" if lost else "")
        if kind is Kind.REMOVE:
            yield kind.value, f"{told}, exit codes {', '.join(str(one.exit_code) for one in done)}"
        elif kind is Kind.DROP:
            yield kind.value, told
        else:
            yield kind.value, f"{told}, {spread([one.recovery for one in done])}"
