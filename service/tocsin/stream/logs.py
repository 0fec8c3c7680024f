"""One line a message, for people or machines; what Kafka's clients repeat in an outage is held down."""

import json
import logging
import sys
import time
from datetime import UTC, datetime

from tocsin.settings import LogFormat, Settings

NOISY = ("aiokafka", "kafka", "faust", "mode", "tocsin.stream.transport")
"""The last is Faust's consumer under our name."""
PER_SECONDS = 30.0
BURST = 1


class _Human(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        return f"{at} {record.levelname.lower():8} {record.name.rpartition('.')[2]}: {_one_line(record)}"


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        row = {"at": at, "level": record.levelname.lower(), "logger": record.name, "message": _one_line(record)}
        return json.dumps(row, ensure_ascii=False)


def _one_line(record: logging.LogRecord) -> str:
    text = record.getMessage()
    if record.exc_info:
        text += " | " + logging.Formatter().formatException(record.exc_info)
    return " / ".join(part.strip() for part in text.splitlines() if part.strip())


class RepeatLimit(logging.Filter):
    """One message of each place in thirty seconds, with how many like it were left out."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[str, int], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(NOISY):
            return True
        place, now = (record.pathname, record.lineno), time.monotonic()
        since, count = self._seen.get(place, (now, 0))
        if now - since > PER_SECONDS:
            left_out = count - BURST
            since, count = now, 0
            if left_out > 0:
                record.msg, record.args = f"{record.getMessage()} ({left_out} more like it left out)", None
        self._seen[place] = (since, count + 1)
        return count < BURST


def set_up_logs(settings: Settings) -> None:
    """Send everything to standard error in the format of the settings; libraries from warning on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if settings.log_format is LogFormat.JSON else _Human())
    handler.addFilter(RepeatLimit())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    for name in (*NOISY, "asyncio", "jgo", "urllib3"):
        logging.getLogger(name).setLevel(logging.DEBUG if settings.log_level == "DEBUG" else logging.WARNING)
