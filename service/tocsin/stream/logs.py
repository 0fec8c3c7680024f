"""One line a message, for people or machines; what Kafka's clients repeat in an outage is held down."""

import json
import logging
import sys
import time
from datetime import UTC, datetime

from tocsin.settings import LogFormat, Settings

NOISY = ("aiokafka", "kafka", "faust", "mode", "tocsin.stream.transport")
"""The last is Faust's consumer under our name."""
HIDDEN = "(hidden)"
PER_SECONDS = 30.0
BURST = 1


class _Lines(logging.Formatter):
    """One line a message; `secret` is hidden in whatever a library of ours writes, as it is or quoted."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        written = {secret, repr(secret)[1:-1], repr(secret.encode())[2:-1], json.dumps(secret)[1:-1]} - {""}
        self._secrets = sorted(written, key=len, reverse=True)

    def text(self, record: logging.LogRecord) -> str:
        text = _one_line(record)
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


class _Human(_Lines):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        return f"{at} {record.levelname.lower():8} {record.name.rpartition('.')[2]}: {self.text(record)}"


class _Json(_Lines):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        row = {"at": at, "level": record.levelname.lower(), "logger": record.name, "message": self.text(record)}
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
    secret = settings.read_password()
    handler.setFormatter(_Json(secret) if settings.log_format is LogFormat.JSON else _Human(secret))
    handler.addFilter(RepeatLimit())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    for name in (*NOISY, "asyncio", "jgo", "urllib3"):
        logging.getLogger(name).setLevel(logging.DEBUG if settings.log_level == "DEBUG" else logging.WARNING)
