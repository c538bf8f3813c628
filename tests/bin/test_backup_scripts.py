"""What the scripts of backups refuse before they do anything."""

import os
from pathlib import Path

import pytest

from tests.bin.support import Runner, run_from


@pytest.mark.parametrize("script", ["restore", "verify-backup"])
def test_an_archive_is_asked_for_and_must_be_there(run_bash: Runner, script: str) -> None:
    assert "quelle sauvegarde ?" in run_bash(f"bin/{script}").stderr
    missing = run_bash(f"bin/{script}", ARCHIVE="absente.tar")
    assert missing.returncode == 1
    assert "« absente.tar » n’est pas un fichier" in missing.stderr


def test_nothing_is_put_back_under_a_site_that_runs(tmp_path: Path, run_bash: Runner) -> None:
    (tmp_path / "atlas.tar").touch()
    (tmp_path / ".run").mkdir()
    born = run_from(tmp_path)(
        "bash", "-c", f"source bin/lib/common.sh; source bin/lib/watch.sh; born {os.getpid()}"
    ).stdout.strip()
    (tmp_path / ".run" / "serveur-8123").write_text(f"{os.getpid()} {born} 1 1\n")
    result = run_bash("bin/restore atlas.tar")
    assert result.returncode == 1
    assert "le site est en marche (port 8123)" in result.stderr
