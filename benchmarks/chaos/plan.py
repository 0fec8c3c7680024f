"""Which fault strikes when: seeded, by articles processed, so that every fault meets work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

FIRST, LAST = 0.03, 0.93
"""Shares of the articles between which faults strike."""
WHILE_STARTING, POWER_CUTS = 0.2, 0.25
"""Shares of the kills of workers that meet one that is just starting, and that take its supervisor too."""
FOLDERS_LOST = 0.4
"""Share of power cuts, and of workers that come, that go with an empty data folder."""
STARTING_SECONDS = (0.3, 3.0)
OUTAGE_SECONDS = (0.0, 6.0)


class Kind(StrEnum):
    """What is done; the value is what the table calls it."""

    WORKER = "worker killed"
    STARTING = "worker killed while starting"
    POWER = "worker and supervisor killed"
    READING = "reading process killed"
    BROKER = "broker killed"
    ADD = "worker added"
    REMOVE = "worker removed (TERM)"
    DROP = "worker removed (kill -9)"


KILLS_OF_WORKERS = (Kind.WORKER, Kind.STARTING, Kind.POWER)
CHANGES = (Kind.ADD, Kind.REMOVE, Kind.DROP)


@dataclass(frozen=True, slots=True)
class Fault:
    """Strikes once `after` articles are processed and `pause` seconds have passed since the fault before.

    `choice` from 0 to 1 picks the worker. A folder that is not kept is emptied before the next start. The broker
    stays away for `pause_down` seconds.
    """

    after: int
    kind: Kind
    choice: float
    pause: float = 0.0
    keeps_folder: bool = True
    pause_down: float = 0.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """The size of a run; `kills` are of workers, half as many reading processes are killed besides."""

    articles: int
    workers: int
    kills: int
    broker_kills: int
    changes: int
    seed: int

    @property
    def reading_kills(self) -> int:
        return self.kills // 2


def plan(wanted: Wanted) -> tuple[Fault, ...]:
    """The faults in order; the same `wanted` gives the same ones."""
    random = Random(wanted.seed * 15_485_863 + 11)
    kinds = [
        *_kills(wanted.kills, random),
        *[Kind.READING] * wanted.reading_kills,
        *[Kind.BROKER] * wanted.broker_kills,
    ]
    steps: list[Kind | None] = [*kinds, *[None] * wanted.changes]
    random.shuffle(steps)
    changes = _changes(wanted, random)
    ordered = [next(changes) if step is None else step for step in steps]
    return tuple(_place(ordered, wanted.articles, random))


def _kills(count: int, random: Random) -> list[Kind]:
    starting, power = round(count * WHILE_STARTING), round(count * POWER_CUTS)
    return [Kind.WORKER] * (count - starting - power) + [Kind.STARTING] * starting + [Kind.POWER] * power


def _changes(wanted: Wanted, random: Random) -> Iterator[Kind]:
    """Workers come and go: never fewer than one less, nor more than one more than at the start."""
    there = wanted.workers
    for _ in range(wanted.changes):
        grows = there <= max(1, wanted.workers - 1) or (there <= wanted.workers and random.random() < 0.5)
        there += 1 if grows else -1
        yield Kind.ADD if grows else random.choice((Kind.REMOVE, Kind.DROP))


def _place(kinds: Sequence[Kind], articles: int, random: Random) -> Iterator[Fault]:
    for at, kind in enumerate(kinds):
        share = FIRST + (LAST - FIRST) * (at + random.random()) / len(kinds)
        yield Fault(
            after=round(share * articles),
            kind=kind,
            choice=random.random(),
            pause=random.uniform(*STARTING_SECONDS) if kind is Kind.STARTING else 0.0,
            keeps_folder=random.random() >= FOLDERS_LOST,
            pause_down=random.uniform(*OUTAGE_SECONDS) if kind is Kind.BROKER else 0.0,
        )
