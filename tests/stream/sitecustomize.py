"""A wall clock that a test can turn: TESTS_CLOCK names a file that holds the seconds to add, read at each look.

Python imports this by itself in the processes that a test starts, since their PYTHONPATH begins here.
"""

import os
import time
from pathlib import Path


def turn(file: Path) -> None:
    true_time = time.time

    def turned_time() -> float:
        return true_time() + float(file.read_text() or 0)

    time.time = turned_time
    time.time_ns = lambda: round(turned_time() * 1e9)


if "TESTS_CLOCK" in os.environ:
    os.environ["AIOKAFKA_NO_EXTENSIONS"] = "1"  # its C code asks the kernel for the time
    turn(Path(os.environ["TESTS_CLOCK"]))
