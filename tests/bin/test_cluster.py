"""The private cluster: made, found by the settings, shared, and back after a crash."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tests.bin.support import Runner, clean_environment, run_from


def url(cluster: Path) -> str:
    return run_from(cluster)("bin/postgres", "url").stdout.strip()


def socket_folder(cluster: Path) -> Path:
    return Path(parse_qs(urlsplit(url(cluster)).query)["host"][0])


def server_number(cluster: Path) -> int:
    lock = socket_folder(cluster) / ".s.PGSQL.5432.lock"
    return int(lock.read_text().splitlines()[0])


def value(cluster: Path, query: str) -> str:
    result = run_from(cluster)("bin/psql", "-At", "-c", query)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_it_runs_on_a_socket_only_with_postgis_in_utf8(cluster: Path) -> None:
    assert run_from(cluster)("bin/postgres", "status").returncode == 0
    assert value(cluster, "SHOW listen_addresses") == ""
    assert value(cluster, "SHOW server_encoding") == "UTF8"
    assert value(cluster, "SELECT count(*) FROM pg_extension WHERE extname ~ 'postgis|trgm'") == "2"


def test_the_role_of_the_project_makes_databases_and_rules_nothing_else(cluster: Path) -> None:
    query = "SELECT current_user, rolcreatedb, rolsuper FROM pg_roles WHERE rolname = current_user"
    assert value(cluster, query) == "atlas|t|f"


def test_the_account_of_pages_rules_nothing_and_an_older_cluster_is_given_it(
    cluster: Path,
) -> None:
    query = (
        "SELECT rolcanlogin, rolcreatedb, rolsuper, pg_has_role('atlas_site', 'atlas', 'MEMBER'),"
        " pg_has_role('atlas', 'atlas_site', 'MEMBER') FROM pg_roles WHERE rolname = 'atlas_site'"
    )
    assert value(cluster, query) == "t|f|f|f|t"
    where = "source bin/lib/common.sh; source bin/lib/setup.sh; cluster_locate; echo $CLUSTER"
    told = Path(run_from(cluster)("bash", "-c", where).stdout.strip()) / "furnished"
    assert told.read_text() == "2\n"
    with psycopg.connect(url(cluster).replace("//atlas@", "//postgres@")) as ruler:
        ruler.execute("DROP ROLE atlas_site")
    told.write_text("")  # as the first version left it
    assert run_from(cluster)("bin/postgres", "start").returncode == 0
    assert value(cluster, query) == "t|f|f|f|t"
    with psycopg.connect(url(cluster).replace("//atlas@", "//atlas_site@")) as session:
        assert session.execute("SELECT current_user").fetchone() == ("atlas_site",)


def test_a_backup_is_verified_in_a_server_of_its_own_gone_afterwards(cluster: Path) -> None:
    script = """
    source bin/lib/common.sh; source bin/lib/backups.sh
    cluster_locate; site=$SOCKET
    empty_cluster
    [[ $SOCKET == "$site" && $INTO == *verification* ]] && echo "$EMPTY_SOCKET $EMPTY"
    PGHOST=$EMPTY_SOCKET PGPORT=5432 PGUSER=atlas "$BINARIES/psql" -At -d atlas -c '\\dt'
    PGHOST=$EMPTY_SOCKET PGPORT=5432 PGUSER=atlas "$BINARIES/psql" -At -d atlas \\
      -c "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1"
    """
    done = run_from(cluster)("bash", "-c", script)
    assert done.returncode == 0, done.stderr
    folders, *lines = done.stdout.strip().splitlines()
    assert lines[-2:] == ["atlas", "postgres"]
    assert not any(Path(folder).exists() for folder in folders.split(" ", 1))
    assert value(cluster, "SELECT 1") == "1"


def test_new_databases_inherit_postgis(cluster: Path) -> None:
    with psycopg.connect(url(cluster), autocommit=True) as session:
        session.execute("CREATE DATABASE essai")
        with psycopg.connect(url(cluster).replace("/atlas?", "/essai?")) as inner:
            row = inner.execute("SELECT ST_AsText(ST_MakePoint(1, 2))").fetchone()
        session.execute("DROP DATABASE essai")
    assert row == ("POINT(1 2)",)


def test_django_finds_the_cluster_where_the_script_put_it(cluster: Path) -> None:
    code = "from config import environment; print(environment.read().effective_database_url)"
    found = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        cwd=cluster,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == url(cluster)


def test_the_socket_s_path_fits_in_what_the_system_allows(cluster: Path) -> None:
    assert len(os.fsencode(socket_folder(cluster) / ".s.PGSQL.5432")) <= 107


def test_it_comes_back_after_a_crash_that_left_another_program_s_number(cluster: Path) -> None:
    run = run_from(cluster)
    os.kill(server_number(cluster), signal.SIGKILL)
    lock = socket_folder(cluster) / ".s.PGSQL.5432.lock"
    lock.write_text(lock.read_text().replace(lock.read_text().split()[0], str(os.getpid()), 1))
    assert run("bin/postgres", "start").returncode == 0
    assert value(cluster, "SELECT 1") == "1"


def test_psql_stops_a_cluster_that_it_started_and_leaves_one_that_ran(cluster: Path) -> None:
    run = run_from(cluster)
    assert value(cluster, "SELECT 1") == "1"
    assert run("bin/postgres", "status").returncode == 0
    assert run("bin/postgres", "stop").returncode == 0
    assert value(cluster, "SELECT 1") == "1"
    assert run("bin/postgres", "status").returncode == 3
    assert run("bin/postgres", "start").returncode == 0


def test_the_last_of_two_scripts_stops_the_cluster(cluster: Path) -> None:
    run = run_from(cluster)
    assert run("bin/postgres", "stop").returncode == 0
    long = subprocess.Popen(
        ["bin/psql", "-At"],  # noqa: S607
        cwd=cluster,
        env=clean_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert long.stdin
        assert long.stdout
        long.stdin.write("SELECT 'ouvert';\n")
        long.stdin.flush()
        assert long.stdout.readline() == "ouvert\n"
        short = run("bin/psql", "-c", "SELECT 1")
        assert short.returncode == 0, short.stderr
        assert run("bin/postgres", "status").returncode == 0
        assert long.communicate("SELECT 'encore';\n", timeout=30) == ("encore\n", None)
        assert long.returncode == 0
    finally:
        long.kill()
    assert run("bin/postgres", "status").returncode == 3
    assert run("bin/postgres", "start").returncode == 0


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_script_leaves_no_server_behind(
    cluster: Path, signal_number: signal.Signals
) -> None:
    run = run_from(cluster)
    assert run("bin/postgres", "stop").returncode == 0
    script = (
        "source bin/lib/common.sh; source bin/lib/system.sh; source bin/lib/cluster.sh;"
        "cluster_borrow; echo prêt; while sleep 0.1; do :; done"
    )
    borrower = subprocess.Popen(  # noqa: S603
        # Whoever started the tests may have had SIGINT ignored, which children inherit for good.
        ["env", "--default-signal=INT,TERM", "bash", "-c", script],  # noqa: S607
        cwd=cluster,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert borrower.stdout
    with borrower.stdout as output:
        assert output.readline() == "prêt\n"
        borrower.send_signal(signal_number)
        assert borrower.wait(timeout=30) in (130, 143)
    assert run("bin/postgres", "status").returncode == 3
    assert run("bin/postgres", "start").returncode == 0


def test_a_link_in_the_place_of_the_socket_s_folder_is_refused(
    tmp_path: Path, run_bash: Runner
) -> None:
    target = tmp_path / "cible"
    target.mkdir()
    (tmp_path / "prise").symlink_to(target)
    before = target.stat()
    result = run_bash(
        "source bin/lib/system.sh; source bin/lib/cluster.sh\n"
        f"CLUSTER={tmp_path}/grappe SOCKET={tmp_path}/prise ACCOUNT=postgres; cluster_launch"
    )
    assert result.returncode == 1
    assert "est un lien" in result.stderr
    assert target.stat().st_uid == before.st_uid
