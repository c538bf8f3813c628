"""An installation that cannot start says why in a sentence: read-only, settings not in UTF-8."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bin.support import ROOT, clean_environment

# An account that owns nothing here: root itself may write everywhere.
AS_NOBODY = (
    ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
    if os.geteuid() == 0
    else []
)


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A checkout that its reader may not write, where any account may look."""
    folder = Path(tempfile.mkdtemp(prefix="lecture-seule-"))
    for name in ("bin", "config"):
        shutil.copytree(ROOT / name, folder / name)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def asked(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [*AS_NOBODY, *command],
        cwd=folder,
        env=clean_environment(**environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("script", ["run", "setup"])
def test_a_read_only_checkout_is_a_sentence(checkout: Path, script: str) -> None:
    result = asked(checkout, f"bin/{script}", PORT="8977")
    assert result.returncode == 1
    assert f"ce dossier ne peut pas être écrit par ce compte : {checkout}" in result.stderr
    assert "mkdir" not in result.stderr


STOPPED = """
import sys
sys.path.insert(0, sys.argv[1])
from config import environment
from pathlib import Path
environment.BASE_DIR = Path(sys.argv[2])
sys.argv = ["manage.py", *sys.argv[3:]]
import manage
manage.main()
"""


@pytest.mark.parametrize("command", ["check_addresses", "backup"])
@pytest.mark.parametrize("given", ["", "postgresql://atlas@127.0.0.1:1/atlas"])
def test_where_the_private_base_is_stopped_a_command_says_how_to_start_it(
    tmp_path: Path, command: str, given: str
) -> None:
    options = ["--without-keys", "--output", str(tmp_path)] if command == "backup" else []
    result = subprocess.run(  # noqa: S603
        [sys.executable, "-c", STOPPED, str(ROOT), str(tmp_path), command, *options],
        cwd=tmp_path,
        env=clean_environment(DATABASE_URL=given, SECRET_KEY="x" * 60),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "ne répond pas" in result.stderr
    assert "Traceback" not in result.stderr
    assert ("Lancez make run, ou bin/postgres start." in result.stderr) is not bool(given)


READ_KEY = "from config import environment; environment.read().effective_secret_key"


def test_a_key_that_cannot_be_kept_is_a_sentence(checkout: Path) -> None:
    result = subprocess.run(  # noqa: S603
        [sys.executable, "-c", LEAVING_ROOT, str(checkout)],
        cwd=checkout,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "La clé de l’installation ne peut pas être gardée" in result.stderr
    assert "SECRET_KEY" in result.stderr
    assert "Traceback" not in result.stderr


# Its libraries are read as root; then the account that owns nothing asks for the key.
LEAVING_ROOT = """
import os, sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
from config import environment
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
environment.read().effective_secret_key
"""


def test_settings_in_another_code_than_utf_8_are_a_sentence(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    (tmp_path / ".env").write_bytes("PORT=8000\nMAIL_FROM=Pôles <a@b.fr>\n".encode("latin-1"))
    result = subprocess.run(  # noqa: S603
        [sys.executable, "-c", READ_KEY],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert ".env, ligne 2 : l’octet 0xf4 n’est pas de l’UTF-8" in result.stderr
    assert "Traceback" not in result.stderr
