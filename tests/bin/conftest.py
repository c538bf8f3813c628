"""The scripts, run for real: from the project, or from a copy of bin/ with a cluster of its own."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bin.support import ROOT, Runner, run_from


@pytest.fixture
def run() -> Runner:
    """Run a command of the project."""
    return run_from(ROOT)


@pytest.fixture
def run_bash(tmp_path: Path) -> Runner:
    """Run lines of bash after common.sh, in an empty project of its own."""
    shutil.copytree(ROOT / "bin", tmp_path / "bin")

    def run(lines: str, **environment: str) -> subprocess.CompletedProcess[str]:
        script = f"source bin/lib/common.sh\n{lines}"
        return run_from(tmp_path)("bash", "-c", script, **environment)

    return run


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the scripts in a folder with a space and an accent, its cluster running."""
    folder = tmp_path_factory.mktemp("copie") / "à côté"
    folder.mkdir()
    shutil.copytree(ROOT / "bin", folder / "bin")
    shutil.copytree(ROOT / "config", folder / "config")
    run = run_from(folder)
    started = run("bin/postgres", "start")
    assert started.returncode == 0, started.stdout + started.stderr
    yield folder
    assert run("bin/clean", "--yes").returncode == 0
