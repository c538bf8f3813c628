"""The key of an installation: made once, whole, for its account alone; made again if it was cut."""

import errno
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.keys import SHORTEST, kept_key


def test_a_key_is_made_once_and_read_by_its_account_alone(tmp_path: Path) -> None:
    path = tmp_path / ".run" / "secret_key"
    key = kept_key(path)
    assert len(key) >= SHORTEST
    assert kept_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("half", ["", "\n", "abc"])
def test_a_key_left_half_made_is_made_again(tmp_path: Path, half: str) -> None:
    path = tmp_path / "secret_key"
    path.write_text(half)
    assert len(kept_key(path)) >= SHORTEST
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    path.write_text("k" * SHORTEST)
    path.chmod(0o644)
    assert kept_key(path) == "k" * SHORTEST
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_full_disk_leaves_no_key_and_the_next_start_makes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret_key"

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            kept_key(path)
    assert not list(tmp_path.iterdir())
    assert len(kept_key(path)) >= SHORTEST


def test_those_who_start_together_have_the_same_key(tmp_path: Path) -> None:
    path = tmp_path / ".run" / "secret_key"
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(kept_key, [path] * 32))) == 1
