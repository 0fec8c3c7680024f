"""What leaves with the live window, by the log's watermark: keys in buckets of days, outboxes in log order."""

from collections import deque


class Expiry:
    """Keys by the last day on which they are held; a key that is held longer is filed anew when its day comes."""

    def __init__(self) -> None:
        self._days: dict[int, list[str]] = {}
        self._next = 1 << 62

    def file(self, key: str, day: int) -> None:
        self._days.setdefault(day, []).append(key)
        self._next = min(self._next, day)

    def due(self, today: int) -> list[str]:
        """Keys filed under days before `today`, oldest first; they are filed no more."""
        if self._next >= today:
            return []
        days = sorted(day for day in self._days if day < today)
        keys = [key for day in days for key in self._days.pop(day)]
        self._next = min(self._days, default=1 << 62)
        return keys


class Outboxes:
    """Article ids whose outbox is still full, in log order."""

    def __init__(self) -> None:
        self._queue: deque[tuple[int, str]] = deque()

    def add(self, seq: int, article_id: str) -> None:
        self._queue.append((seq, article_id))

    def due(self, seq: int) -> list[str]:
        """Articles whose outbox was filled at or before `seq`."""
        found = []
        while self._queue and self._queue[0][0] <= seq:
            found.append(self._queue.popleft()[1])
        return found
