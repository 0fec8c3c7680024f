"""The worker's data folder: one worker at a time, and a member id that stays with it."""

import fcntl
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tocsin.settings import Settings

WAIT_SECONDS = 5.0
ROOM_BYTES = 16_000_000
"""Free space without which no worker starts: what the state's database takes before it holds anything."""


class FolderTaken(Exception):
    """Another worker has this data folder, or it cannot be used; the text says what to do."""


class DataFolder:
    """Locked for as long as the process lives: two workers of one id would steal from each other for ever."""

    def __init__(self, settings: Settings) -> None:
        self.path = settings.data_dir.expanduser().absolute()
        self._settings = settings
        self._lock: IO[str] | None = None

    def take(self) -> None:
        """Create and lock the folder, waiting a moment for a worker that is just ending; raises FolderTaken."""
        with _explained(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / "worker.lock").open("a+")
        self._wait_for(lock)
        with _explained(self.path):
            lock.seek(0)
            lock.truncate()
            lock.write(str(os.getpid()))
            lock.flush()
        self._check_room()
        self._lock = lock

    def _wait_for(self, lock: IO[str]) -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > deadline:
                    lock.seek(0)
                    holder = lock.read().strip() or "unknown"
                    lock.close()
                    raise FolderTaken(
                        f"the data folder {self.path} is in use by another worker (process {holder}): stop that one"
                        " or set TOCSIN_DATA_DIR to another folder"
                    ) from None
                time.sleep(0.05)

    def _check_room(self) -> None:
        free = shutil.disk_usage(self.path).free
        if free < ROOM_BYTES:
            raise FolderTaken(
                f"TOCSIN_DATA_DIR: only {free / 1e6:.0f} MB are free for {self.path}, a worker needs"
                f" {ROOM_BYTES / 1e6:.0f}: make room or choose another folder"
            )

    def instance_id(self) -> str:
        """The static member id: as set, else made once and kept here."""
        if self._settings.instance_id:
            return self._settings.instance_id
        note = self.path / "instance-id"
        try:
            return note.read_text().strip()
        except FileNotFoundError:
            made = f"{self._settings.app_id}-{uuid.uuid4().hex[:12]}"
            with _explained(self.path):
                note.write_text(made)
            return made

    def mark(self) -> str:
        """A name of this very folder: a copy of it has another."""
        note = self.path / "folder-mark"
        with _explained(self.path):
            note.touch()
            number = str(note.stat().st_ino)
            mark, _, of = note.read_text().partition(" ")
            if not mark or of != number:
                mark = uuid.uuid4().hex[:12]
                note.write_text(f"{mark} {number}")
        return mark

    def holder(self) -> int | None:
        """Process id of the worker that has or last had this folder."""
        try:
            return int((self.path / "worker.lock").read_text())
        except (OSError, ValueError):
            return None


def write_note(settings: Settings, name: str, text: str) -> None:
    """Leave one line in the data folder for other programs, such as the address of the metrics; raises FolderTaken."""
    folder = settings.data_dir.expanduser().absolute()
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text + "\n", encoding="utf-8")


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FolderTaken(
            f"TOCSIN_DATA_DIR: cannot use {folder}: {error.strerror or error}; make it writable, make room, or choose"
            " another folder"
        ) from error
