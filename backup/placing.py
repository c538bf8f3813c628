"""Put a folder in the place of another, in two steps: beside it first, whatever disk it is on."""

import os
import shutil
from pathlib import Path
from tempfile import mkdtemp


def staged(source: Path, target: Path) -> Path | None:
    """A folder on the disk of `target` with all that `source` holds; None if there is none.

    Raises `OSError` where the disk has no room: nothing has been put in the place of anything.
    """
    if not source.is_dir():
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    # A disk of its own is entered: nothing beside it is on it.
    beside = target if target.is_mount() else target.parent
    folder = Path(mkdtemp(dir=beside, prefix=".restauration-"))
    for child in sorted(source.iterdir()):
        shutil.move(child, folder / child.name)
    return folder


def replaced(target: Path, folder: Path | None, stamp: str) -> list[str]:
    """Put a staged folder in its place; what was there is kept, under the hour. Its new names."""
    if target.is_mount():
        return refilled(target, folder, stamp)
    said = []
    if target.is_dir() and any(target.iterdir()):
        before = target.with_name(f"{target.name}.avant-{stamp}")
        target.rename(before)
        said.append(str(before))
    if folder:
        if target.is_dir():
            target.rmdir()
        folder.chmod(0o700)
        folder.replace(target)
    return said


def refilled(target: Path, folder: Path | None, stamp: str) -> list[str]:
    """The same inside a folder that cannot be renamed, since it is a disk."""
    before = target / f"avant-{stamp}"
    old = [path for path in sorted(target.iterdir()) if path != folder and not kept(path)]
    if old:
        before.mkdir(mode=0o700)
    for path in old:
        path.rename(before / path.name)
    if folder:
        for path in sorted(folder.iterdir()):
            path.rename(target / path.name)
        folder.rmdir()
    return [str(before)] if old else []


def kept(path: Path) -> bool:
    """What an earlier restoration put aside, and what the disk itself has."""
    return path.name.startswith("avant-") or path.name == "lost+found"


def removed(folder: Path | None) -> None:
    """Take a staged folder away, that serves no more."""
    if folder and os.path.lexists(folder):
        shutil.rmtree(folder, ignore_errors=True)
