"""One fault run from the first article to the last acknowledgement, and the audit of it."""

import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.chaos.crew import Crew
from benchmarks.chaos.plan import Wanted, plan
from benchmarks.chaos.report import ChaosReport, Sample, Score, Setting, Verdict
from benchmarks.chaos.strike import Striker
from benchmarks.chaos.watch import Feeder, Watcher
from benchmarks.generate import Poison, Told, generate_hard
from benchmarks.generate.difficulty import PairScore, key_score, perfect_score, score_pairs, true_groups
from benchmarks.repository import commit
from tocsin.audit.evidence import Evidence, read_evidence
from tocsin.audit.judge import Audit, groups_of, judge
from tocsin.audit.undisturbed import run_undisturbed
from tocsin.settings import Settings, load_settings
from tocsin.stream.broker import Broker
from tocsin.stream.runtime import prepare_runtime
from tocsin.stream.topics import create_topics

PARTITIONS = 8
SESSION_SECONDS = 10.0
"""Shorter than the default, so that the partitions of workers that never come back move while the run lasts."""
RESTART_SECONDS = 2.0
TOLD_SECONDS = 5.0
LAG_SECONDS = 1.0
LEAST_AHEAD, MOST_AHEAD = 60, 1_500
"""Articles sent before the outcome of earlier ones is seen, a tenth of all at most."""
EXAMPLES = 20
Say = Callable[[str], None]


class RunStuck(Exception):
    """Nothing has moved for the patience of the run; the text says where the logs are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run's report and the audit with all of its sentences."""

    report: ChaosReport
    audit: Audit


class Theatre:
    """Broker, topics and crew in a folder; a context manager that ends every process of theirs."""

    def __init__(self, folder: Path) -> None:
        self.logs = folder
        self._work = folder / "work"
        shutil.rmtree(self._work, ignore_errors=True)
        self._work.mkdir(parents=True)
        self.broker = Broker(self._work / "kafka", runtime=prepare_runtime())

    def __enter__(self) -> Self:
        try:
            self.broker.start()
            self.settings: Settings = load_settings(
                broker=self.broker.address,
                partitions=PARTITIONS,
                session_timeout=SESSION_SECONDS,
                restart_backoff=RESTART_SECONDS,
                metrics_port=0,
            )
            create_topics(self.settings)
            self.crew = Crew(self.settings, self._work, self.logs)
            self.watcher = Watcher(self.settings)
        except BaseException:
            self.broker.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.crew.kill()
        self.watcher.close()
        self.broker.stop()
        shutil.copy(self.broker.log_file, self.logs / "broker.log")

    def clear(self) -> None:
        """Forget topics and states, which are kept for a look where something was found."""
        shutil.rmtree(self._work, ignore_errors=True)


def run_chaos(wanted: Wanted, folder: Path, say: Say, patience: float = 240.0, processes: int = 2) -> Outcome:
    """The whole run; logs go to `folder`. Raises RunStuck, WorkerGone, BrokerError."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.log"):
        old.unlink()
    started_at = datetime.now(UTC).isoformat(timespec="seconds")
    posts = generate_hard(wanted.articles, wanted.seed)
    with Theatre(folder) as theatre:
        play = Play(wanted, theatre, posts, say, patience)
        play.run()
        say("all articles are accounted for; now the audit reads every topic")
        evidence = read_evidence(theatre.settings)
    live_days = theatre.settings.live_window_days
    say("the same articles once more, in one process, without faults and in another order")
    undisturbed = run_undisturbed(evidence.articles, processes, live_days)
    audit = judge(evidence, undisturbed, live_days, expected=[post.record for post in posts])
    if audit.is_clean:
        theatre.clear()
    setting = Setting(
        **{name: getattr(wanted, name) for name in Wanted.__slots__},
        commit=commit(),
        started_at=started_at,
        processors=os.cpu_count() or 1,
        session_timeout=SESSION_SECONDS,
    )
    return Outcome(_report(setting, play, posts, evidence, audit), audit)


class Play:
    """The loop: send, watch, strike, tell."""

    def __init__(
        self, wanted: Wanted, theatre: Theatre, posts: Sequence[Told | Poison], say: Say, patience: float
    ) -> None:
        self.wanted, self._theatre, self._say, self._patience = wanted, theatre, say, patience
        self._count = len(posts)
        self.watcher = theatre.watcher
        self.striker = Striker(plan(wanted), theatre.crew, theatre.broker, theatre.watcher)
        self._feeder = Feeder(theatre.settings, posts)
        self._began = self._told = self._asked = time.monotonic()
        self.timeline: list[Sample] = []
        self.seconds = 0.0
        self.refused = 0
        self.exit_codes: dict[str, int] = {}

    def run(self) -> None:
        for _ in range(self.wanted.workers):
            self._theatre.crew.add(keeps_folder=False)
        self._feeder.start()
        try:
            while not self._is_over():
                self._step()
            self.seconds = time.monotonic() - self._began
            self.striker.settle(30)
        finally:
            self._feeder.stop()
        self.exit_codes = self._theatre.crew.stop()

    def _step(self) -> None:
        watcher = self.watcher
        watcher.look(has_work=0 < watcher.accounted < self._feeder.sent)
        self._feeder.limit = self._may_send()
        done = self.striker.step()
        if done:
            self._say(f"{self._clock()}  {done}")
        for hand in self._theatre.crew.check():
            self.refused += 1
            self._say(f"{self._clock()}  {hand.name} met no broker at its start: started again")
        if time.monotonic() - self._told > TOLD_SECONDS:
            self._told = time.monotonic()
            self._say(self._progress())
        self._check()

    def _may_send(self) -> int:
        """So many that work waits at every fault, so few that no fault comes after all work is done."""
        ahead = min(MOST_AHEAD, max(LEAST_AHEAD, self._count // 10))
        due = self.striker.next_after
        return min(self.watcher.accounted + ahead, self._count if due is None else due + ahead // 2)

    def _is_over(self) -> bool:
        if self.watcher.accounted < self._count or not self._feeder.is_done or self.striker.left:
            return False
        if time.monotonic() - self._asked < LAG_SECONDS:
            return False
        self._asked = time.monotonic()
        return self.watcher.lag() == 0

    def _check(self) -> None:
        if self._feeder.error is not None:
            raise RunStuck(f"articles cannot be sent: {self._feeder.error!r}")
        still = time.monotonic() - max(self.watcher.last_outcome, self.watcher.last_change, self._began)
        if still > self._patience:
            raise RunStuck(
                f"nothing has moved for {still:.0f} s: {self.watcher.accounted} of {self._count} articles are accounted"
                f" for, {self.watcher.lag()} records wait; the logs of workers and broker are in {self._theatre.logs}"
            )

    def _clock(self) -> str:
        return f"{time.monotonic() - self._began:5.0f} s"

    def _progress(self) -> str:
        passed, done = time.monotonic() - self._began, self.watcher.accounted
        self.timeline.append(Sample(at_seconds=round(passed, 1), articles=done, changes=self.watcher.changes))
        left = f", about {passed / done * (self._count - done):.0f} s left" if done else ""
        struck = len(self.striker.done)
        return (
            f"{self._clock()}  articles {done}/{self._count} ({done / passed:.0f}/s),"
            f" waiting {self._feeder.sent - done}, changes {self.watcher.changes},"
            f" workers {len(self._theatre.crew.hands)}, faults {struck}/{struck + self.striker.left}{left}"
        )


def _report(
    setting: Setting, play: Play, posts: Sequence[Told | Poison], evidence: Evidence, audit: Audit
) -> ChaosReport:
    told = [post for post in posts if isinstance(post, Told)]
    return ChaosReport(
        setting=setting,
        faults=tuple(play.striker.done),
        timeline=tuple(play.timeline),
        seconds=round(play.seconds, 1),
        articles_per_second=round(len(posts) / play.seconds, 1),
        longest_pause=round(play.watcher.longest_pause, 1),
        longest_silence=round(play.watcher.longest_silence, 1),
        refused_starts=play.refused,
        exit_codes=play.exit_codes,
        plain_key=_score(key_score(told)),
        perfect=_score(perfect_score(told)),
        reached=_score(score_pairs(groups_of(evidence.incidents), true_groups(told))),
        verdict=Verdict(
            records=audit.articles,
            incidents=audit.incidents,
            rejected=dict(audit.reasons),
            lost=len(audit.lost),
            doubled=len(audit.doubled),
            differences=len(audit.differences),
            examples=(*audit.lost[:EXAMPLES], *audit.doubled[:EXAMPLES], *audit.differences[:EXAMPLES]),
        ),
    )


def _score(one: PairScore) -> Score:
    return Score(precision=round(one.precision, 4), recall=round(one.recall, 4), f1=round(one.f1, 4))
