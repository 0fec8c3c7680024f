"""Does the faults of a plan and measures how long each takes to heal."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.chaos.crew import Crew, Hand
from benchmarks.chaos.plan import Fault, Kind
from benchmarks.chaos.report import Done
from benchmarks.chaos.watch import Watcher
from tocsin.stream.broker import Broker

PROBE_SECONDS = 0.25


@dataclass(slots=True)
class _Healing:
    """A fault whose end is awaited."""

    number: int
    hand: Hand | None
    since: float
    is_over: Callable[[], bool]


class Striker:
    """Strikes when a fault is due; `done` grows by one for each."""

    def __init__(self, faults: Sequence[Fault], crew: Crew, broker: Broker, watcher: Watcher) -> None:
        self._faults = list(faults)
        self._crew, self._broker, self._watcher = crew, broker, watcher
        self._healing: list[_Healing] = []
        self._last_hand: Hand | None = None
        self._began = self._struck = self._probed = time.monotonic()
        self.done: list[Done] = []

    @property
    def left(self) -> int:
        return len(self._faults)

    @property
    def next_after(self) -> int | None:
        """Articles after which the next fault is due, None after the last."""
        return self._faults[0].after if self._faults else None

    def step(self) -> str | None:
        """Do the next fault where it is due, look after those that heal; a line about what was done."""
        self._probe()
        if not self._faults:
            return None
        fault = self._faults[0]
        if self._watcher.accounted < fault.after or time.monotonic() - self._struck < fault.pause:
            return None
        hand = self._hand_for(fault)
        at = time.monotonic()
        self._watcher.look(has_work=True)  # what came before the fault is none of its recovery
        code = self._strike(fault, hand)
        if code is None:
            return None  # nothing was there to be killed at this moment: it is tried again
        self._faults.pop(0)
        self._struck = time.monotonic()
        self._note(fault, hand, at, code)
        return self._tell(self.done[-1])

    def settle(self, seconds: float) -> None:
        """Look after what still heals at the end."""
        deadline = time.monotonic() + seconds
        while self._healing and time.monotonic() < deadline:
            self._probe()
            time.sleep(0.1)

    def _hand_for(self, fault: Fault) -> Hand | None:
        if fault.kind in (Kind.BROKER, Kind.ADD):
            return None
        last = self._last_hand
        return last if fault.kind is Kind.STARTING and last in self._crew.hands else self._crew.pick(fault.choice)

    def _strike(self, fault: Fault, hand: Hand | None) -> int | None:
        """The exit code where there is one, 0 where there is none, None where nothing was there to strike."""
        kind = fault.kind
        if kind is Kind.BROKER:
            return self._strike_broker(fault.pause_down)
        if kind is Kind.ADD:
            self._last_hand = self._crew.add(fault.keeps_folder)
            return 0
        assert hand is not None
        if kind in (Kind.WORKER, Kind.STARTING):
            self._last_hand = hand
            return 0 if hand.kill_worker() else None
        if kind is Kind.READING:
            return 0 if hand.kill_reading() else None
        if kind is Kind.POWER:
            hand.cut_power(fault.keeps_folder)
            hand.start()
            self._last_hand = hand
            return 0
        self._crew.remove(hand)
        if kind is Kind.REMOVE:
            return hand.stop()
        hand.cut_power(fault.keeps_folder)
        return 0

    def _strike_broker(self, pause: float) -> int:
        self._broker.kill()
        deadline = time.monotonic() + pause
        while time.monotonic() < deadline:
            self._watcher.look(has_work=True)
        self._broker.start()
        return 0

    def _note(self, fault: Fault, hand: Hand | None, at: float, code: int) -> None:
        kind = fault.kind
        hand = self._last_hand if kind is Kind.ADD else hand
        keeps = fault.keeps_folder or kind not in (Kind.POWER, Kind.DROP)
        self.done.append(
            Done(
                kind=kind,
                worker=hand.name if hand else None,
                after_articles=self._watcher.accounted,
                at_seconds=round(at - self._began, 1),
                keeps_folder=keeps,
                exit_code=code if kind is Kind.REMOVE else None,
            )
        )
        # A worker that is killed again, or goes, does not come back from the fault before.
        if kind not in (Kind.BROKER, Kind.READING):
            self._healing = [one for one in self._healing if one.hand is not hand]
        if kind not in (Kind.REMOVE, Kind.DROP):
            self._healing.append(_Healing(len(self.done) - 1, hand, at, self._cure(kind, hand)))

    def _cure(self, kind: Kind, hand: Hand | None) -> Callable[[], bool]:
        if kind is Kind.BROKER:
            known = self._watcher.accounted
            return lambda: self._watcher.accounted > known
        assert hand is not None
        if kind is Kind.READING:
            return _reads_again(hand)
        return hand.is_ready

    def _probe(self) -> None:
        now = time.monotonic()
        if now - self._probed < PROBE_SECONDS:
            return
        self._probed = now
        for one in list(self._healing):
            if one.is_over():
                self._healing.remove(one)
                seconds = round(time.monotonic() - one.since, 1)
                self.done[one.number] = self.done[one.number].model_copy(update={"recovery": seconds})

    def _tell(self, done: Done) -> str:
        told = f"{done.kind.value}" + (f": {done.worker}" if done.worker else "")
        return told + ("" if done.keeps_folder else ", its data folder emptied")


def _reads_again(hand: Hand) -> Callable[[], bool]:
    """Once a new reading process has read an article."""
    read: list[float] = []

    def is_over() -> bool:
        if hand.reading is None:
            return False
        now = hand.reports_read()
        read.append(now)
        return now > read[0]

    return is_over
