"""A disk that is full or cannot be written: one clear error, an exit that is not zero, nothing lost."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from installation import REAL, Installation, WorkerProcess, article, wait_until_done
from parts import BULKY
from verdict import check_all_there_once

from tests.conftest import lacking

SIZE_MB = 64


class SmallDisk:
    """A file system of its own in memory, to be filled and freed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        with self._ballast.open("ab", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(1 << 14))
            except OSError:
                return

    def free(self) -> None:
        self._ballast.unlink()

    def make_read_only(self) -> None:
        subprocess.run(["mount", "-o", "remount,ro", self.folder], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        lacking(f"no file system of its own for a test: {mounted.stderr.strip()}")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def errors(worker: WorkerProcess) -> list[str]:
    return [line for line in worker.log.splitlines() if " error " in line or " critical " in line]


def check_refused(worker: WorkerProcess, why: str) -> None:
    assert worker.process.wait(120) == 78
    (line,) = errors(worker)
    assert "TOCSIN_DATA_DIR" in line
    assert why in line
    assert "Traceback" not in worker.log


def test_a_disk_that_fills_while_it_works(installation: Installation, small_disk: SmallDisk) -> None:
    home = small_disk.folder / "data"
    installation.produce([article("a1")])
    worker = installation.start(data_dir=home)
    wait_until_done(installation, worker)

    small_disk.fill()
    names = [f"b{number}" for number in range(12)]
    installation.produce(article(name, text=BULKY) for name in names)
    assert worker.process.wait(120) == 1
    (line,) = errors(worker)
    assert "TOCSIN_DATA_DIR: cannot write the state" in line
    assert "No space left on device" in line
    assert "ending without acknowledging" in line

    again = installation.start("again", data_dir=home, program=REAL)
    check_refused(again, "make room")

    small_disk.free()
    last = installation.start("last", data_dir=home)
    wait_until_done(installation, last)
    check_all_there_once(installation, ["a1", *names])


def test_a_folder_on_a_disk_that_is_read_only(installation: Installation, small_disk: SmallDisk) -> None:
    small_disk.make_read_only()
    check_refused(installation.start(program=REAL, data_dir=small_disk.folder), "Read-only file system")


def test_a_file_in_the_way(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "here").write_text("a file")
    check_refused(installation.start(program=REAL, data_dir=tmp_path / "here"), "File exists")


def test_a_folder_without_the_right_to_write(
    installation: Installation, tmp_path: Path, need_program: Callable[[str], str]
) -> None:
    (tmp_path / "mine").mkdir(mode=0o500)
    program = REAL
    if os.geteuid() == 0:  # who may write everywhere, but for this capability
        bound = [need_program("setpriv"), "--bounding-set", "-dac_override"]
        program = ("-c", f"import os, sys; os.execv({bound[0]!r}, {bound} + [sys.executable, *sys.argv[1:]])", *REAL)
    check_refused(installation.start(program=program, data_dir=tmp_path / "mine"), "Permission denied")
