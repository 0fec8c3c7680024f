"""Bringing dead letters back: which may still go, as they came or mended, at most three times each.

All letters about one input are one case, named by where it stood at first; a replay carries that name, so that a letter
about the replay belongs to the same case. Operators share nothing but the topic, so that a replay was sent is noted
there too, by a record without a value between the letters.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice

from tocsin.settings import Settings
from tocsin.stream.connection import open_client
from tocsin.stream.deadletter import (
    ATTEMPT,
    CASE,
    DeadLetter,
    ReplayNote,
    note_headers,
    read_dead_letters,
    read_entries,
)
from tocsin.stream.topics import Topics

MAX_REPLAYS = 3
SEND_SECONDS = 60
Place = tuple[int, int]
"""Partition and offset in the dead-letter topic."""


class Fate(StrEnum):
    """What became of a case in a replay."""

    SENT = "sent"
    REPLAYED = "replayed before"
    EXHAUSTED = "exhausted"
    CUT = "cut"
    INVALID = "still invalid"
    UNKNOWN = "not in the dead letters"
    LEFT = "over the limit"


@dataclass(frozen=True, slots=True)
class Case:
    """One input: its newest letter (without the value), and the highest attempt that was sent as far as notes tell."""

    letter: DeadLetter
    sent: int = 1

    @property
    def place(self) -> Place:
        return self.letter.partition, self.letter.offset

    @property
    def attempts(self) -> int:
        """How often it was tried, the first time included."""
        return max(self.letter.attempt, self.sent)

    def hindrance(self, again: bool) -> "Fate | None":
        """Why it may not go once more; None where nothing speaks against it."""
        if self.sent > self.letter.attempt and not again:
            return Fate.REPLAYED
        return Fate.EXHAUSTED if self.attempts > MAX_REPLAYS else None


@dataclass(frozen=True, slots=True)
class Mended:
    """A case with the key and value that an operator gave it."""

    case: str
    key: bytes | None
    value: bytes | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases an operator means; `again` asks for those too that were replayed and not rejected since."""

    reason: str | None = None
    since: datetime | None = None
    again: bool = False
    limit: int | None = None


Check = Callable[[str, bytes | None, bytes | None], str | None]
"""(topic, key, value) → why it would be rejected again, None where it may pass."""


def read_cases(settings: Settings) -> dict[str, Case]:
    """All cases of the dead-letter topic by their names; raises ConnectionProblem."""
    cases: dict[str, Case] = {}
    sent: dict[str, int] = {}
    for entry in read_entries(settings):
        if isinstance(entry, ReplayNote):
            sent[entry.case] = max(sent.get(entry.case, 1), entry.attempt)
        elif entry.case not in cases or _age(cases[entry.case].letter) <= _age(entry):
            cases[entry.case] = Case(replace(entry, value=None))
    return {name: replace(case, sent=sent.get(name, 1)) for name, case in cases.items()}


def _age(letter: DeadLetter) -> tuple[int, str]:
    return letter.attempt, letter.mark("rejected_at")


def open_letters(settings: Settings, wanted: Wanted) -> Iterator[DeadLetter]:
    """The newest letter, with its value, of each wanted case that may go again."""
    cases = read_cases(settings)
    found = (case for case in cases.values() if case.hindrance(wanted.again) is None)
    yield from islice(_newest(settings, found, wanted), wanted.limit)


def replay(
    settings: Settings,
    wanted: Wanted,
    mended: Iterable[Mended] | None = None,
    check: Check | None = None,
    dry: bool = False,
    progress: Callable[[str, Fate], None] = lambda _case, _fate: None,
) -> Counter[Fate]:
    """Send wanted cases once more to the topic that they came from; of each what became of it.

    `mended` gives keys and values, and then no others go; `check` holds back what would be rejected again; `dry` sends
    nothing and counts what would be sent. Raises ConnectionProblem, or KafkaError where a record is not taken.
    """
    cases, tally, done = read_cases(settings), Counter[Fate](), set[str]()
    tries = _as_they_came(settings, cases, wanted) if mended is None else _as_mended(cases, mended, wanted)
    with _sending(settings, dry) as send:
        for one in tries:
            fate = Fate.REPLAYED if one.name in done else one.hindrance(wanted.again, check)
            if fate is None and wanted.limit is not None and tally[Fate.SENT] >= wanted.limit:
                fate = Fate.LEFT
            if fate is None and one.case is not None:
                send(one, one.case)
                done.add(one.name)
            tally[fate or Fate.SENT] += 1
            progress(one.name, fate or Fate.SENT)
    return tally


@dataclass(frozen=True, slots=True)
class _Try:
    """One record to send, `case` None where the topic knows none of that name."""

    name: str
    case: Case | None
    key: bytes | None
    value: bytes | None
    is_whole: bool

    def hindrance(self, again: bool, check: Check | None) -> Fate | None:
        if self.case is None:
            return Fate.UNKNOWN
        found = self.case.hindrance(again)
        if found is not None:
            return found
        if not self.is_whole:
            return Fate.CUT
        fault = check(self.case.letter.origin_topic, self.key, self.value) if check else None
        return Fate.INVALID if fault else None


def _as_they_came(settings: Settings, cases: Mapping[str, Case], wanted: Wanted) -> Iterator[_Try]:
    for letter in _newest(settings, cases.values(), wanted):
        yield _Try(letter.case, cases[letter.case], letter.key, letter.value, not letter.is_cut)


def _as_mended(cases: Mapping[str, Case], mended: Iterable[Mended], wanted: Wanted) -> Iterator[_Try]:
    for one in mended:
        case = cases.get(one.case)
        if case is None or case.letter.matches(wanted.reason, wanted.since):
            yield _Try(one.case, case, one.key, one.value, is_whole=True)


def _newest(settings: Settings, cases: Iterable[Case], wanted: Wanted) -> Iterator[DeadLetter]:
    """The topic is read again for the values: all of them at once would not fit into memory."""
    places = {case.place for case in cases}
    for letter in read_dead_letters(settings, wanted.reason, wanted.since):
        if (letter.partition, letter.offset) in places:
            yield letter


@contextmanager
def _sending(settings: Settings, dry: bool) -> Iterator[Callable[[_Try, Case], None]]:
    """A function that sends one record, then its note: should we die between, it goes again rather than never."""
    from kafka import KafkaProducer

    if dry:
        yield lambda _try, _case: None
        return
    notes = Topics.of(settings).rejected
    producer = open_client(KafkaProducer, settings, acks="all", max_request_size=notes.max_message_bytes)

    def send(one: _Try, case: Case) -> None:
        letter, attempt = case.letter, case.attempts + 1
        headers = [*letter.original_headers, (CASE, one.name.encode()), (ATTEMPT, str(attempt).encode())]
        producer.send(letter.origin_topic, key=one.key, value=one.value, headers=headers).get(timeout=SEND_SECONDS)
        note = note_headers(one.name, attempt)
        producer.send(notes.name, key=letter.key, headers=note, partition=letter.partition).get(timeout=SEND_SECONDS)

    try:
        yield send
    finally:
        producer.close(timeout=5)
