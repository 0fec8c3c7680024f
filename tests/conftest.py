"""What a test needs of the world: there, or the test skips on a laptop with a reason and fails in CI."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from tocsin.stream.runtime import Runtime, RuntimeUnavailableError, prepare_runtime
from tocsin.world.gazetteer import Gazetteer, GazetteerMissing
from tocsin.world.gazetteer_build import build
from tocsin.world.gazetteer_format import default_path

ROOT = Path(__file__).resolve().parents[1]

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


class Lanes(LoadScopeScheduling):
    """What waits for Kafka in one process of `make test`, in the other what computes; each starts its brokers once.

    The fault run waits too, but would be a fifth of the first lane.
    """

    def _split_scope(self, nodeid: str) -> str:
        waits = nodeid.startswith("tests/stream/") and not nodeid.startswith("tests/stream/test_chaos.py")
        return "waits" if waits else "computes"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Lanes:
    return Lanes(config, log)


def lacking(what: str) -> NoReturn:
    """Skip for want of a part of the world; in CI (CI=true) that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} (in CI every part must be there)")
    pytest.skip(what)


@pytest.fixture(scope="session")
def need_program() -> Callable[[str], str]:
    """Path of a program by name, or skip (fail in CI)."""

    def find(name: str) -> str:
        return shutil.which(name) or lacking(f"the program {name} is not installed")

    return find


@pytest.fixture(scope="session")
def runtime() -> Runtime:
    """Java and Kafka's jars, downloaded once into the user's cache (45 MB)."""
    try:
        return prepare_runtime()
    except RuntimeUnavailableError as error:
        lacking(str(error))


@pytest.fixture(scope="session")
def data() -> Path:
    """Folder of the labelled sets: TOCSIN_DATA, default ../shared; without it the test skips everywhere."""
    folder = Path(os.environ.get("TOCSIN_DATA", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the labelled sets are not here ({folder}; TOCSIN_DATA)")
    return folder


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The gazetteer of the user's cache, built there once if it is missing or of another version."""
    path = default_path()
    try:
        return Gazetteer.open(path)
    except GazetteerMissing:
        return Gazetteer.open(build(path, lambda _step, _done, _all: None))
