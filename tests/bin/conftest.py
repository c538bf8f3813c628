"""The scripts, run for real: from the project, or from a copy of bin/ with a cluster of its own."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.bin.support import ROOT, Runner, run_from

# Until a command succeeds; half a minute at most.
UNTIL_HOLDS = (
    'until_holds() { for ((n = 0; n < 3000; n++)); do "$@" && return; sleep 0.01; done; return 1; }'
)


@pytest.fixture
def run() -> Runner:
    """Run a command of the project."""
    return run_from(ROOT)


@pytest.fixture
def run_bash(tmp_path: Path) -> Runner:
    """Run lines of bash after common.sh, in an empty project of its own."""
    shutil.copytree(ROOT / "bin", tmp_path / "bin")

    def run(lines: str, **environment: str) -> subprocess.CompletedProcess[str]:
        script = f"source bin/lib/common.sh\n{UNTIL_HOLDS}\n{lines}"
        return run_from(tmp_path)("bash", "-c", script, **environment)

    return run


@pytest.fixture(scope="session")
def cluster_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the scripts in a folder with a space and an accent, its cluster made."""
    folder = tmp_path_factory.mktemp("copie") / "à côté"
    folder.mkdir()
    shutil.copytree(ROOT / "bin", folder / "bin")
    shutil.copytree(ROOT / "config", folder / "config")
    run = run_from(folder)
    started = run("bin/postgres", "start")
    assert started.returncode == 0, started.stdout + started.stderr
    yield folder
    assert run("bin/clean", "--yes").returncode == 0


@pytest.fixture
def cluster(cluster_once: Path) -> Path:
    """That copy, its cluster running whatever the test before did, its journal empty."""
    run = run_from(cluster_once)
    url = run("bin/postgres", "url").stdout.strip()
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        started = run("bin/postgres", "start")
        assert started.returncode == 0, started.stdout + started.stderr
    (cluster_once / ".run" / "log" / "surveillance.log").unlink(missing_ok=True)
    return cluster_once
