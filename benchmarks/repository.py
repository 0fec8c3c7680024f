"""Where the repository lies, and at which commit it is."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def commit() -> str:
    """As git describes it, "-dirty" included; "unknown" outside of git."""
    describe = ["git", "describe", "--always", "--dirty"]
    found = subprocess.run(describe, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"
