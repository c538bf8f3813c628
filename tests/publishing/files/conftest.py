"""The poles of coverage's tests: one a basis, one emerging, one hidden, one ended."""

import tempfile

import pytest

from tests.coverage.conftest import poles

__all__ = ["poles"]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch, settings):
    """Temporary files are made in a folder that the test can look into."""
    place = tmp_path / "temporaire"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    settings.TEMPORARY_ROOT = place / "exports"
    return place
