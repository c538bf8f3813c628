"""Running the scripts as a person would, from the project or from a copy of them."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What the caller's shell holds must not decide what these tests see.
DROPPED = (
    "DATABASE_URL",
    "SITE_DATABASE_URL",
    "PORT",
    "PUBLIC_URL",
    "CI",
    "PGHOST",
    "PGPORT",
    "PGUSER",
)

PATIENCE_SECONDS = 30

Runner = Callable[..., subprocess.CompletedProcess[str]]


def clean_environment(**more: str) -> dict[str, str]:
    """The environment of a plain shell, with ``more``."""
    kept = {name: value for name, value in os.environ.items() if name not in DROPPED}
    return kept | more


def run_from(folder: Path) -> Runner:
    """A function that runs a command line from a folder, with nothing to read."""

    def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603
            command,
            cwd=folder,
            env=clean_environment(**environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def running(number: str) -> bool:
    """Whether a process lives; one that is dead and not yet buried does not."""
    try:
        status = Path(f"/proc/{number}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return "\nState:\tZ" not in status


def wait_until(holds: Callable[[], bool]) -> None:
    """Until something holds; fails when it does not in half a minute."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
