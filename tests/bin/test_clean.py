"""What bin/clean takes away, and what it leaves until a person has read and typed a word."""

import os
import pty
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bin.support import Runner, clean_environment, run_from

KEPT = ("documents/ab/abc.pdf", "courriels/20260101.log", "secret_key")
GENERATED = ("staticfiles", ".venv", ".run/stamps", ".run/log", ".run/temporaire")

Answer = Callable[..., str]


@pytest.fixture
def installation(tmp_path: Path, run_bash: Runner) -> Path:
    """An installation that has run: generated folders, and what people left."""
    for name in GENERATED:
        (tmp_path / name).mkdir(parents=True)
    for name in KEPT:
        path = tmp_path / ".run" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
        os.utime(path, (1_700_000_000, 1_700_000_000))  # 14 November 2023
    return tmp_path


def whole(installation: Path) -> bool:
    return all((installation / ".run" / name).exists() for name in KEPT)


def at_a_terminal(folder: Path, answer: str, *options: str, **environment: str) -> str:
    """What bin/clean says to a person who types an answer."""
    controller, terminal = pty.openpty()
    with subprocess.Popen(  # noqa: S603
        ["bin/clean", *options],  # noqa: S607
        cwd=folder,
        env=clean_environment(**environment),
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        os.close(terminal)
        os.write(controller, f"{answer}\n".encode())
        said, _ = process.communicate(timeout=60)
    os.close(controller)
    assert process.returncode == 0, said
    return said


@pytest.mark.parametrize("options", [(), ("--yes",)])
@pytest.mark.parametrize(
    "environment", [{}, {"CI": "1"}, {"DATABASE_URL": "postgresql://serveur/base", "CI": "true"}]
)
def test_what_was_deposited_stays_where_nobody_types(
    installation: Path, run_bash: Runner, options: tuple[str, ...], environment: dict[str, str]
) -> None:
    result = run_bash(f"bin/clean {' '.join(options)}", **environment)
    assert result.returncode == 0, result.stderr
    assert whole(installation)
    assert not any((installation / name).exists() for name in GENERATED)
    assert "C’est gardé" in result.stdout


def test_the_private_database_stays_too_where_nobody_types_even_in_ci(
    tmp_path: Path, run_bash: Runner
) -> None:
    (tmp_path / ".postgres").mkdir()
    result = run_bash("bin/clean", CI="1")
    assert "base du projet" in result.stdout
    assert (tmp_path / ".postgres").exists()


@pytest.mark.parametrize("answer", ["", "o", "oui", "y", "effacer tout"])
def test_any_other_answer_than_the_word_keeps_all(installation: Path, answer: str) -> None:
    assert "C’est gardé" in at_a_terminal(installation, answer, CI="1")
    assert whole(installation)


def test_what_how_many_and_how_old_is_read_before_the_word(installation: Path) -> None:
    said = at_a_terminal(installation, "effacer")
    assert "documents déposés (.run/documents) : 1 fichier, du 14/11/2023 au 14/11/2023" in said
    assert "courriels en attente (.run/courriels) : 1 fichier, du 14/11/2023" in said
    assert "clé de l’installation" in said
    assert not (installation / ".run").exists()


ASIDE = (
    ".run/documents.avant-20260101T000000000Z/ab/abc.pdf",
    ".run/courriels.avant-20260101T000000000Z/1.log",
    ".run/secret_key.avant-20260101T000000000Z",
    ".run/.restauration-x1/documents/ab/abd.pdf",
    ".env.avant-20260101T000000000Z",
)


@pytest.fixture
def restored(installation: Path) -> Path:
    """An installation that a backup was restored over, once to its end and once not."""
    for name in ASIDE:
        path = installation / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 3000)
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return installation


def test_what_a_restoration_put_aside_is_listed_with_its_size_and_age_and_goes_by_the_word(
    restored: Path,
) -> None:
    said = at_a_terminal(restored, "non")
    for name in ASIDE:
        path = "/".join(name.split("/")[: 1 if name.startswith(".env") else 2])
        assert f"mis de côté par une restauration ({path}) : " in said
    assert re.search(r"documents\.avant-\w+\) : [\d,]+ Ko, 1 fichier, du 14/11/2023 au", said)
    assert all((restored / name).exists() for name in ASIDE)
    at_a_terminal(restored, "effacer")
    assert not any((restored / name).exists() for name in ASIDE)
    assert not (restored / ".run").exists()


def test_what_a_restoration_put_aside_alone_is_asked_for_too(restored: Path) -> None:
    for name in KEPT:
        (restored / ".run" / name).unlink()
    assert "mis de côté" in at_a_terminal(restored, "non")
    assert all((restored / name).exists() for name in ASIDE)


def test_what_a_restoration_put_aside_stays_where_nobody_types(
    restored: Path, run_bash: Runner
) -> None:
    result = run_bash("bin/clean --yes", CI="1")
    assert "C’est gardé" in result.stdout
    assert all((restored / name).exists() for name in ASIDE)


BASES = ("atlas_avant_20260102t030405006z", "atlas_restauree_20260102t030405006z")


@pytest.fixture
def restored_base(cluster: Path) -> Iterator[Path]:
    """The copied cluster, where a restoration put a base aside, and another was stopped."""
    run = run_from(cluster)
    for name in BASES:
        assert run("bin/psql", "-d", "postgres", "-c", f"CREATE DATABASE {name}").returncode == 0
    yield cluster
    if (cluster / ".postgres").exists():
        run("bin/postgres", "start")
        for name in BASES:
            run("bin/psql", "-d", "postgres", "-c", f"DROP DATABASE IF EXISTS {name}")


def bases(cluster: Path) -> set[str]:
    query = "SELECT datname FROM pg_database WHERE datname LIKE 'atlas%'"
    return {*run_from(cluster)("bin/psql", "-d", "postgres", "-Atc", query).stdout.split()}


@pytest.mark.parametrize("state", ["start", "stop"])
def test_a_base_that_a_restoration_put_aside_stays_with_its_cluster_where_nobody_types(
    restored_base: Path, state: str
) -> None:
    run = run_from(restored_base)
    run("bin/postgres", state)
    said = run("bin/clean", "--yes").stdout
    assert run("bin/postgres", "status").returncode == (0 if state == "start" else 3)
    assert "Malgré --yes, la base du projet reste" in said
    kinds = ("mis de côté par une restauration", "laissé par une restauration interrompue")
    for kind, name in zip(kinds, BASES, strict=True):
        assert re.search(rf"{kind} \(base {name}\) : \d+ [KM]o, le 02/01/2026\n", said)
    assert {"atlas", *BASES} <= bases(restored_base)


def test_a_base_put_aside_is_read_before_the_word_and_goes_by_it(restored_base: Path) -> None:
    said = at_a_terminal(restored_base, "non", "--yes")
    assert f"(base {BASES[0]}) : " in said
    assert {"atlas", *BASES} <= bases(restored_base)
    assert "C’est effacé" in at_a_terminal(restored_base, "effacer", "--yes")
    assert not (restored_base / ".postgres").exists()


def test_a_cluster_that_cannot_be_asked_stays_where_nobody_types(
    tmp_path: Path, run_bash: Runner
) -> None:
    (tmp_path / ".postgres" / "data").mkdir(parents=True)
    (tmp_path / ".postgres" / "version").write_text("99\n")
    said = run_bash("bin/clean --yes").stdout
    assert "bases mises de côté par une restauration : on ne sait pas" in said
    assert (tmp_path / ".postgres" / "data").exists()


def test_where_nothing_was_left_nothing_is_asked(tmp_path: Path, run_bash: Runner) -> None:
    (tmp_path / "staticfiles").mkdir()
    result = run_bash("bin/clean")
    assert result.stdout.splitlines() == ["Tout ce qui se refait est effacé."]
    assert not (tmp_path / "staticfiles").exists()
    assert not (tmp_path / ".run").exists()


@pytest.mark.parametrize("marked", ["{here} 999999999 1", "999999999 1 {here}"])
def test_nothing_is_taken_away_under_a_site_that_runs(
    installation: Path, run_bash: Runner, marked: str
) -> None:
    born = run_bash(f"source bin/lib/watch.sh; born {os.getpid()}").stdout.strip()
    mark = installation / ".run" / "serveur-8123"
    mark.write_text(marked.format(here=f"{os.getpid()} {born}") + "\n")
    result = run_bash("bin/clean --yes")
    assert result.returncode == 1
    assert "le site est en marche (port 8123)" in result.stderr
    assert all((installation / name).exists() for name in GENERATED)
    mark.write_text("999999999 1 999999999 1\n")
    assert run_bash("bin/clean --yes").returncode == 0


def test_a_folder_of_documents_elsewhere_is_never_touched(
    installation: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("pièces")
    (elsewhere / "a.pdf").write_text("x")
    at_a_terminal(installation, "effacer", DOCUMENTS_DIR=str(elsewhere))
    assert (elsewhere / "a.pdf").exists()


def test_a_link_to_a_folder_elsewhere_is_neither_followed_nor_taken_away(
    installation: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("ailleurs")
    (installation / ".run" / "documents").rename(elsewhere / "documents")
    (installation / ".run" / "documents").symlink_to(elsewhere / "documents")
    said = at_a_terminal(installation, "effacer")
    assert "documents déposés" not in said
    assert "courriels en attente" in said
    assert (installation / ".run" / KEPT[0]).read_text() == "x"
    assert not (installation / ".run" / "courriels").exists()
