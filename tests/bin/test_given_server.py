"""DATABASE_URL: each thing that can be wrong with a given server has its sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bin.support import ROOT, Runner, clean_environment, run_from


def check(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "bin/lib/check_database.py", *arguments],
        cwd=ROOT,
        env=clean_environment(DATABASE_URL=url),
        capture_output=True,
        text=True,
        check=False,
    )


def refused(result: subprocess.CompletedProcess[str], sentence: str) -> None:
    assert result.returncode == 1, result.stdout
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


@pytest.fixture
def ruler(cluster: Path) -> str:
    """The address of the copied cluster for its superuser, without a database's name."""
    found = run_from(cluster)("bin/postgres", "url").stdout.strip()
    return found.replace("atlas@/atlas?", "postgres@/{}?")


def sql(cluster: Path, database: str, *statements: str) -> None:
    for statement in statements:
        result = run_from(cluster)(
            "bin/psql", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", database, "-c", statement
        )
        assert result.returncode == 0, result.stderr


def test_nobody_at_that_address() -> None:
    result = check("postgresql://lea:secret@127.0.0.1:9/atlas")
    refused(result, "aucun serveur ne répond à cette adresse")
    assert "secret" not in result.stderr
    assert "127.0.0.1" in result.stderr


def test_a_host_that_has_no_address() -> None:
    refused(check("postgresql://nulle-part.invalid/atlas"), "le nom du serveur est inconnu")


def test_an_address_of_another_kind_of_server() -> None:
    refused(check("mysql://127.0.0.1/atlas"), "DATABASE_URL")


def test_the_whole_set_up_stops_with_the_same_sentence(run: Runner) -> None:
    result = run("bin/setup", "--tests", DATABASE_URL="postgresql://127.0.0.1:9/atlas")
    refused(result, "aucun serveur ne répond à cette adresse")


def test_a_fit_server_is_told_apart_by_its_database(ruler: str) -> None:
    result = check(ruler.format("atlas"), "tests")
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip().endswith("atlas empty")


def test_a_database_that_does_not_exist(ruler: str) -> None:
    refused(check(ruler.format("absente")), "cette base n’existe pas")


def test_a_user_that_does_not_exist(ruler: str) -> None:
    refused(check(ruler.format("atlas").replace("postgres@", "personne@")), "ce compte du système")


def test_a_user_without_the_right_to_create(ruler: str, cluster: Path) -> None:
    sql(cluster, "postgres", "CREATE ROLE muet")
    result = check(ruler.format("atlas") + "&options=-c%20role%3Dmuet")
    refused(result, "« muet » n’a pas le droit de créer des tables")
    assert 'ALTER DATABASE "atlas" OWNER TO "muet"' in result.stderr


def test_a_user_who_may_not_install_postgis(ruler: str, cluster: Path) -> None:
    sql(
        cluster,
        "postgres",
        "CREATE ROLE modeste",
        "CREATE DATABASE nue OWNER modeste TEMPLATE template0",
    )
    role = ruler.format("nue") + "&options=-c%20role%3Dmodeste"
    refused(check(role), "« modeste » n’a pas le droit d’installer « postgis »")
    sql(cluster, "nue", "CREATE EXTENSION postgis", "CREATE EXTENSION pg_trgm")
    assert check(role).returncode == 0
    refused(check(role, "tests"), 'ALTER ROLE "modeste" CREATEDB')
