"""Shared by the tests of the directory."""

import pytest

from tests import factories


@pytest.fixture
def ground(db):
    factories.make_ground()


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """A password is not hashed a million times for a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
