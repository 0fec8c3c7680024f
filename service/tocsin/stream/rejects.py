"""The dead-letter limit: where too many of the last inputs were rejected the feed is wrong, not an article.

Then the worker ends without acknowledging more, instead of draining a topic into the rejects. What it saw last is kept
in its data folder, so that a worker that is started again goes on through good articles and ends at the next bad one,
until the good ones outweigh.
"""

import json
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.stream.telemetry import Meter
from tocsin.types import Reject, RejectReason

SAVE_EVERY = 25
"""Good inputs between two notes; each rejected one is noted at once."""
REASONS_TOLD = 3


class RejectLimit(Exception):
    """Too large a share of the last inputs was rejected; the text says which and what to do."""


@dataclass(slots=True)
class RejectWatch:
    """The last `window` inputs of one stage of this worker; `share` of 1 lets everything through.

    While fewer have been seen, those that are missing count as good: a first article may be bad without harm.
    """

    stage: str
    share: float
    window: int
    note: Path
    meter: Meter
    _last: "deque[RejectReason | None]" = field(init=False)
    _rejected: "Counter[RejectReason]" = field(init=False)
    _unsaved: int = 0

    def __post_init__(self) -> None:
        self._last = deque(_noted(self.note)[-self.window :])
        self._rejected = Counter(reason for reason in self._last if reason is not None)

    def admit(self, reject: Reject | None, place: str) -> None:
        """Count one input, `reject` None where it was good; raises RejectLimit, and leaves this one uncounted.

        `place` says where the input stands, such as `articles.v1[3]@41`.
        """
        oldest = self._last[0] if len(self._last) == self.window else None
        rejected = self._rejected.total() - (oldest is not None) + (reject is not None)
        if reject is not None and rejected > self.share * self.window:
            self.save()
            seen = min(len(self._last) + 1, self.window)
            raise RejectLimit(self._explain(reject, f"{rejected} of the last {seen} inputs", place))
        self._count(reject.reason if reject else None)
        self.meter.set("reject_share", self._rejected.total() / self.window, stage=self.stage)
        self._unsaved += 1
        if reject is not None or (self._unsaved >= SAVE_EVERY and self._rejected):
            self.save()

    def _count(self, reason: RejectReason | None) -> None:
        if len(self._last) == self.window:
            oldest = self._last.popleft()
            if oldest is not None:
                self._rejected[oldest] -= 1
        self._last.append(reason)
        if reason is not None:
            self._rejected[reason] += 1

    def _explain(self, reject: Reject, share: str, place: str) -> str:
        reasons = self._rejected + Counter([reject.reason])
        told = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common(REASONS_TOLD))
        return (
            f"the feed is wrong: {share} of stage {self.stage} rejected ({told}), more than TOCSIN_REJECT_SHARE_LIMIT="
            f"{self.share:g} of TOCSIN_REJECT_WINDOW={self.window} allows; stopped before {place} ({reject.reason}:"
            f" {reject.detail.rstrip('.')}), which stays unacknowledged. See `tocsin dead-letters list`, mend the"
            " producer, start again; to set bad inputs aside whatever their share, set TOCSIN_REJECT_SHARE_LIMIT=1"
        )

    def save(self) -> None:
        """Keep what was seen last for the next start."""
        self._unsaved = 0
        fresh = self.note.with_suffix(".new")
        with suppress(OSError):  # a full disk must not end the worker for the sake of a note
            fresh.write_text(json.dumps(list(self._last)), encoding="utf-8")
            fresh.replace(self.note)


def _noted(note: Path) -> list[RejectReason | None]:
    """What a worker of this folder saw last, the oldest first; nothing where there is no such note."""
    try:
        return [None if name is None else RejectReason(name) for name in json.loads(note.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []
