"""Files of the server: whether there is room for them, and folders that no other account enters."""

import errno
import os
import stat
from pathlib import Path

# What the system says where there is no room: on the disk, or in what the account may take of it.
FULL = (errno.ENOSPC, errno.EDQUOT)


def disk_is_full(error: BaseException | None) -> bool:
    """Whether something failed because no more can be written."""
    return isinstance(error, OSError) and error.errno in FULL


def private_folder(path: Path) -> Path:
    """A folder that only this account enters, made if need be; its parents too where missing.

    Raises PermissionError where something else stands there: a link, or another account's folder.
    """
    path.mkdir(parents=True, mode=0o700, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise PermissionError(f"{path} : un dossier de ce compte est attendu, ni lien ni partage")
    if stat.S_IMODE(found.st_mode) != stat.S_IRWXU:
        path.chmod(stat.S_IRWXU)
    return path
