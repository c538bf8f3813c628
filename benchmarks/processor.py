"""Seconds of processor that the database server has used: what a busy machine does not change."""

import os
import time
from pathlib import Path

from benchmarks.raw import plain_connection

PARENT, ENDED_CHILDREN = 1, (13, 14)  # fields of /proc/…/stat, counted from the state
REAPED_AFTER = 0.5  # seconds for the server to bury a process whose connection closed


def database_seconds() -> float | None:
    """Those of all its ended connections; None where the server is not on this machine (Linux)."""
    time.sleep(REAPED_AFTER)
    with plain_connection() as plain:
        connection = stat_of(plain.info.backend_pid)
        server = stat_of(int(connection[PARENT])) if connection else []
    if not server:
        return None
    return sum(int(server[n]) for n in ENDED_CHILDREN) / os.sysconf("SC_CLK_TCK")


def stat_of(process: int) -> list[str]:
    """The fields of /proc/…/stat from the state on; empty where it cannot be PostgreSQL's."""
    try:
        text = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return []
    name, _, rest = text.rpartition(")")
    return rest.split() if name.endswith("(postgres") else []
