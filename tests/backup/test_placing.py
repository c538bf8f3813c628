"""Folders take the place of others whatever disk they are on, and what was there is kept."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from backup import placing

STAMP = "20260101T000000000Z"


def made(folder: Path, **files: str) -> Path:
    """A folder with files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def said(folder: Path) -> dict[str, str]:
    """What its own files say."""
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


@pytest.fixture(params=["same", "other"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A folder of the same disk, and one in memory, which Linux has."""
    memory = Path("/dev/shm")  # noqa: S108 - a disk of another kind
    root = tmp_path if request.param == "same" or not memory.is_dir() else memory
    folder = Path(tempfile.mkdtemp(dir=root))
    yield folder
    shutil.rmtree(folder)


def test_a_folder_is_staged_on_the_disk_where_it_goes_then_takes_its_place(tmp_path, elsewhere):
    target = made(elsewhere / "documents", ancien="a")
    folder = placing.staged(made(tmp_path / "source", nouveau="n"), target)
    assert folder is not None
    assert said(target) == {"ancien": "a"}, "nothing is replaced yet"
    (before,) = placing.replaced(target, folder, STAMP)
    assert said(target) == {"nouveau": "n"}
    assert said(Path(before)) == {"ancien": "a"}
    assert [path.name for path in elsewhere.iterdir() if path.name.startswith(".")] == []


def test_a_disk_of_its_own_is_filled_again_from_inside(tmp_path):
    target = made(tmp_path / "documents", ancien="a")
    made(target / "avant-hier", vieux="v")
    folder = made(target / ".restauration-x", nouveau="n")
    (before,) = placing.refilled(target, folder, STAMP)
    assert said(target) == {"nouveau": "n"}
    assert said(Path(before)) == {"ancien": "a"}
    assert said(target / "avant-hier") == {"vieux": "v"}


def test_what_is_staged_and_serves_no_more_is_taken_away(tmp_path):
    folder = placing.staged(made(tmp_path / "source", nouveau="n"), tmp_path / "documents")
    placing.removed(folder)
    assert not (tmp_path / "documents").exists()
    assert list(tmp_path.iterdir()) == [tmp_path / "source"]
    assert placing.staged(tmp_path / "absent", tmp_path / "documents") is None
