"""What bin/run keeps up, and what it starts in spite of: PostgreSQL and server killed, remains."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.bin.support import ROOT, clean_environment, run_from, running, wait_until
from tests.bin.test_cluster import server_number, url, value

# What bin/run does between the set-up and the end, with a server that needs no installation.
SCRIPT = """
source bin/lib/common.sh; source bin/lib/system.sh; source bin/lib/cluster.sh
source bin/lib/watch.sh
server_command() { exec "$PYTHON_OF_TESTS" -m http.server --bind 127.0.0.1 "$PORT" 2>/dev/null; }
cluster_borrow
stop_orphan
at_exit stop_server
launch_server
watch_over
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def journal(folder: Path) -> str:
    path = folder / ".run" / "log" / "surveillance.log"
    return path.read_text() if path.exists() else ""


def server_of(folder: Path, port: int) -> int:
    """The number of the server that a watch says it has; 0 while it says none."""
    mark = folder / ".run" / f"serveur-{port}"
    words = mark.read_text().split() if mark.exists() else []
    return int(words[2]) if len(words) == 4 else 0


@contextmanager
def watch(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A watch over a server that answers."""
    process = subprocess.Popen(  # noqa: S603
        ["bash", "-c", SCRIPT],  # noqa: S607
        cwd=folder,
        env=clean_environment(PORT=str(port), PYTHON_OF_TESTS=sys.executable),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: server_of(folder, port) != 0 and answers(port))
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def port() -> int:
    return free_port()


def base_answers(cluster: Path) -> bool:
    try:
        with psycopg.connect(url(cluster), connect_timeout=2) as session:
            return session.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def test_a_server_that_is_killed_is_started_again_and_the_journal_says_so(
    cluster: Path, port: int
) -> None:
    with watch(cluster, port):
        first = server_of(cluster, port)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: server_of(cluster, port) not in (0, first) and answers(port))
    assert "Le serveur s’est arrêté (code 137) ; il est relancé dans 1 s." in journal(cluster)
    assert not answers(port)
    assert not (cluster / ".run" / f"serveur-{port}").exists()


def test_a_postgresql_that_is_killed_is_started_again_and_the_journal_says_so(
    cluster: Path, port: int
) -> None:
    with watch(cluster, port):
        first = server_number(cluster)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: "PostgreSQL répond de nouveau." in journal(cluster))
        assert base_answers(cluster)
        assert server_number(cluster) != first
        assert answers(port)


def test_what_falls_again_waits_longer_each_time_and_at_most_a_minute(cluster: Path) -> None:
    said = run_from(cluster)(
        "bash",
        "-c",
        "source bin/lib/common.sh; source bin/lib/watch.sh; pause=1\n"
        'for _ in 1 2 3 4 5 6 7; do pause=$(pause_after "$SECONDS" "$pause"); echo "$pause"; done\n'
        'pause_after "$((SECONDS - 60))" 60',
    )
    assert said.stdout.split() == ["2", "4", "8", "16", "32", "60", "60", "1"]


def test_an_orphan_of_this_installation_lets_go_of_the_port(cluster: Path, port: int) -> None:
    with watch(cluster, port) as killed:
        orphan = server_of(cluster, port)
        killed.kill()
        killed.wait(timeout=30)
        assert answers(port)
        with watch(cluster, port):
            wait_until(lambda: not running(str(orphan)))
            wait_until(lambda: server_of(cluster, port) not in (0, orphan) and answers(port))
    assert f"resté seul sur le port {port}, est arrêté." in journal(cluster)


def test_the_server_of_a_run_that_lives_is_left_alone(cluster: Path, port: int) -> None:
    with watch(cluster, port):
        server = server_of(cluster, port)
        script = "source bin/lib/common.sh; source bin/lib/watch.sh; stop_orphan"
        assert run_from(cluster)("bash", "-c", script, PORT=str(port)).returncode == 0
        assert server_of(cluster, port) == server
        assert running(str(server))


def test_a_number_that_another_program_took_is_not_taken_for_an_orphan(
    cluster: Path, port: int
) -> None:
    mark = cluster / ".run" / f"serveur-{port}"
    mark.write_text(f"999999999 1 {os.getpid()} 1\n")
    script = "source bin/lib/common.sh; source bin/lib/watch.sh; stop_orphan"
    assert run_from(cluster)("bash", "-c", script, PORT=str(port)).returncode == 0
    assert not mark.exists()


def test_a_stale_number_that_is_now_a_process_of_root_s_blocks_nothing(cluster: Path) -> None:
    run = run_from(cluster)
    assert run("bin/postgres", "stop").returncode == 0
    mark = Path(cluster_home(cluster)) / "data" / "postmaster.pid"
    mark.write_text(f"1\n{mark.parent}\n1700000000\n5432\n\n\n")
    result = run("bin/postgres", "start")
    assert result.returncode == 0, result.stderr
    assert value(cluster, "SELECT 1") == "1"


def cluster_home(cluster: Path) -> str:
    elsewhere = cluster / ".postgres" / "elsewhere"
    return elsewhere.read_text().strip() if elsewhere.exists() else str(cluster / ".postgres")


@pytest.fixture
def own_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the scripts whose cluster is not made yet."""
    folder = tmp_path_factory.mktemp("interrompu")
    for name in ("bin", "config"):
        shutil.copytree(ROOT / name, folder / name)
    yield folder
    run_from(folder)("bin/clean", "--yes")


def test_a_first_start_killed_in_the_middle_is_begun_again(own_cluster: Path) -> None:
    folder = own_cluster
    begun = subprocess.Popen(
        ["bin/postgres", "start"],  # noqa: S607
        cwd=folder,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_until(lambda: Path(cluster_home(folder), "data.half", "PG_VERSION").exists())
    os.killpg(begun.pid, signal.SIGKILL)
    begun.wait(timeout=30)
    assert not Path(cluster_home(folder), "data").exists()
    result = run_from(folder)("bin/postgres", "start")
    assert result.returncode == 0, result.stderr
    assert value(folder, "SELECT 1") == "1"


@pytest.mark.parametrize("half", ["", "abc"])
def test_a_half_made_key_is_made_again(cluster: Path, half: str) -> None:
    path = cluster / ".run" / "secret_key"
    path.write_text(half)
    code = "from config import environment; print(environment.read().effective_secret_key)"
    result = run_from(cluster)(sys.executable, "-c", code)
    assert result.returncode == 0, result.stderr
    assert len(result.stdout.strip()) >= 50
    assert path.read_text() == result.stdout.strip()
