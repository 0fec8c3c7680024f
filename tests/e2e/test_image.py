"""What deploy/Dockerfile installs and starts, done in a fresh virtual environment; and the base install alone."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
BESIDE = Path(sys.executable).parent


@pytest.fixture(scope="module")
def uv(need_program: Callable[[str], str]) -> str:
    """uv of this virtual environment, else of the machine."""
    return shutil.which("uv", path=str(BESIDE)) or need_program("uv")


def install_command(uv: str, folder: Path) -> list[str]:
    """The image's own install line, into `folder` instead of /opt/tocsin, with the user's cache."""
    found = re.search(r"^RUN /opt/tocsin/bin/(uv pip install .*)$", DOCKERFILE, re.MULTILINE)
    assert found, "the Dockerfile installs with uv into /opt/tocsin"
    words = shlex.split(found.group(1).replace("/opt/tocsin", str(folder)).replace("--no-cache ", ""))
    return [uv, *words[1:]]


def run(*words: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TOCSIN_", "PYTHON"))}
    return subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


@pytest.fixture(scope="module")
def image(uv: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("image")
    venv.create(folder, with_pip=False)
    done = run(*install_command(uv, folder))
    assert done.returncode == 0, done.stderr
    return folder / "bin"


def entry_point() -> list[str]:
    words = re.findall(r"^(?:ENTRYPOINT|CMD) \[(.*)\]$", DOCKERFILE, re.MULTILINE)
    return [word.strip('"') for line in words for word in line.split(", ")]


def test_the_image_starts_a_worker(image: Path) -> None:
    name, command = entry_point()
    assert (name, command) == ("tocsin", "worker")
    assert "until Ctrl-C or TERM" in run(image / name, command, "--help", COLUMNS="200").stdout


def test_the_image_prints_its_settings_without_the_password(image: Path) -> None:
    done = run(image / "tocsin", "config", TOCSIN_SASL_PASSWORD="hush-hush", TOCSIN_PARTITIONS="24")
    assert done.returncode == 0, done.stderr
    assert "TOCSIN_PARTITIONS=24" in done.stdout
    assert "hush-hush" not in done.stdout + done.stderr


def test_a_worker_without_a_broker_says_so_and_exits_78(image: Path, tmp_path: Path) -> None:
    done = run(
        image / "tocsin", "worker", TOCSIN_BROKER="127.0.0.1:9", TOCSIN_DATA_DIR=str(tmp_path), TOCSIN_METRICS_PORT="0"
    )
    assert done.returncode == 78, done.stdout + done.stderr
    assert "127.0.0.1:9" in done.stdout + done.stderr


def test_the_base_install_names_what_the_command_needs(uv: str, tmp_path: Path) -> None:
    venv.create(tmp_path, with_pip=False)
    done = run(uv, "pip", "install", "--python", tmp_path / "bin" / "python", "-c", "requirements.lock", ".")
    assert done.returncode == 0, done.stderr
    said = run(tmp_path / "bin" / "tocsin", "demo")
    assert said.returncode == 1
    assert 'pip install "tocsin[service]"' in said.stderr
    assert run(tmp_path / "bin" / "python", "-c", "import tocsin_schemas.client").returncode == 0
