"""Steps of the set-up: done once, done again when their inputs change, resumed when interrupted."""

from pathlib import Path

import pytest
from pydantic_settings import BaseSettings, SettingsConfigDict

from tests.bin.support import Runner, running, wait_until

STEP = 'step essai "Un essai" "$(fingerprint entrees)" / quietly bash -c "{}"\n'


def test_a_step_is_done_once_while_its_inputs_are_the_same(
    tmp_path: Path, run_bash: Runner
) -> None:
    (tmp_path / "entrees").write_text("1")
    result = run_bash(STEP.format("echo fait >>journal") * 3)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "journal").read_text().splitlines() == ["fait"]
    assert result.stdout.count("✓ Un essai (") == 1


def test_a_step_is_done_again_when_an_input_changes(tmp_path: Path, run_bash: Runner) -> None:
    (tmp_path / "entrees").mkdir()
    (tmp_path / "entrees" / "a").write_text("1")
    once = STEP.format("echo fait >>journal")
    run_bash(f"{once} mv entrees/a entrees/b\n{once} echo 2 >entrees/b\n{once}")
    assert (tmp_path / "journal").read_text().splitlines() == ["fait"] * 3


def test_a_step_that_fails_stops_the_set_up_shows_why_and_is_tried_again(
    tmp_path: Path, run_bash: Runner
) -> None:
    (tmp_path / "entrees").write_text("1")
    failed = run_bash(STEP.format("echo la cause; exit 3") + "echo jamais")
    assert failed.returncode == 1
    assert "jamais" not in failed.stdout
    assert "la cause" in failed.stderr
    assert "(code 3)" in failed.stderr
    assert "✓ Un essai" in run_bash(STEP.format("true")).stdout


def test_a_failure_inside_a_function_is_a_failure_of_the_step(run_bash: Runner) -> None:
    result = run_bash('f() { false; echo suite; }\nquietly "Un essai" f')
    assert result.returncode == 1


def test_settings_come_from_the_environment_then_from_the_env_file(
    tmp_path: Path, run_bash: Runner
) -> None:
    (tmp_path / ".env").write_text("PORT=1\nexport PORT = '8123'  \nPORTE=9\n")
    assert run_bash("setting PORT").stdout == "8123"
    assert run_bash("setting PORT", PORT="8200").stdout == "8200"
    assert run_bash("setting PORT", PORT="").stdout == ""
    assert run_bash("setting SECRET").stdout == ""


# In one file each, the last line says: what both readers must take from it.
LINES = (
    "PORT=8123", "PORT = 8123 ", "PORT=8123 # le port", "PORT=8123\t#", "PORT=8123#12",
    "PORT=  # la base privée", "PORT=# rien", "PORT=#", "PORT= #", "PORT=", "PORT", "PORT # rien",
    "export PORT=8123", "  export   PORT=8123 # x", "exportPORT=8123", "PORTE=8123", "#PORT=8123",
    "PORT='8123 # gardé' # ôté", 'PORT="8123 # gardé"# ôté', "PORT=''", 'PORT="" # rien',
    "PORT='8123", 'PORT="8123" x', "PORT='8123'x", "PORT=81'23 # x'", 'PORT=a"b c"d',
    r"PORT='a\'b\\c\d'", r'PORT="a\"b\\c\d\te\q"', "PORT=8123\r", "PORT='8123 #' # x\r", "PORT=\r",
    "\ufeffPORT=8123", "port=8123", "Port='8123'", "'PORT'=8123", "PORT x=8123", "PORT==8123",
    "PORT=a b  c", "PORT=a # b # c", "PORT=postgresql://u:p%40#@h/b?x=1&y=2 # la base",
    "PORT=été # é", "PORT=a\\b", "PORT=$HOME*", "PORT=1\nPORT=2 # le bon", "PORT=1\nPORT='2",
    "PORT=1\r\nPORT=2\r\n", "PORT=1\nPORT",
)  # fmt: skip


class Read(BaseSettings):
    """A setting, read as config/environment.py reads them."""

    model_config = SettingsConfigDict(extra="ignore")
    port: str = ""


@pytest.mark.parametrize("lines", LINES)
def test_a_line_of_the_env_file_is_the_same_to_bash_and_to_python(
    lines: str, tmp_path: Path, run_bash: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PORT", raising=False)
    path = tmp_path / ".env"
    path.write_bytes(lines.encode())
    read = Read(_env_file=path, _env_file_encoding="utf-8")  # type: ignore[call-arg]
    assert run_bash("setting PORT").stdout == read.port


def test_a_database_that_only_a_comment_names_is_the_private_one(
    tmp_path: Path, run_bash: Runner
) -> None:
    (tmp_path / ".env").write_text("DATABASE_URL=  # la base privée\n")
    assert run_bash("given_database").returncode == 1


def test_what_runs_beside_is_told_when_joined_and_its_failure_is_one(run_bash: Runner) -> None:
    told = run_bash(
        "f() { echo à côté; }\nbeside f; until_holds grep -q côté .run/log/beside.log;"
        "echo devant; join; echo fin"
    )
    assert told.stdout.splitlines() == ["devant", "à côté", "fin"]
    failed = run_bash("f() { fail 'la cause'; }\nbeside f; join; echo fin")
    assert failed.returncode == 1
    assert "la cause" in failed.stdout
    assert "fin" not in failed.stdout


def test_an_interrupted_set_up_leaves_nothing_running_beside(
    tmp_path: Path, run_bash: Runner
) -> None:
    result = run_bash(
        'f() { echo "$BASHPID" >numero; exec sleep 600; }\n'
        "beside f; until_holds test -s numero; exit 130"
    )
    assert result.returncode == 130
    number = (tmp_path / "numero").read_text().strip()
    wait_until(lambda: not running(number))


def test_an_emptied_database_is_filled_again_by_every_step(run_bash: Runner) -> None:
    """The same database, under the same number: only that it is empty says what it lost."""
    told = run_bash(
        "source bin/lib/setup.sh\n"
        "fingerprint() { echo pareil; }; manage() { :; }; load_poles() { :; }\n"
        'fill() { DATABASE_IDENTITY="la base $1"; fill_database; echo "-- $STEPS_DONE"; }\n'
        "fill empty; fill migrated; fill empty"
    )
    first, second, third = (int(line[3:]) for line in told.stdout.splitlines() if line[:2] == "--")
    assert (first > 5, second, third) == (True, first, 2 * first), told.stdout + told.stderr
