"""Shared by the tests of the directory."""

import pytest

from tests import factories


@pytest.fixture
def ground(db):
    factories.make_ground()
