"""Shared by every test: static files under their own names, and a database left once it is idle."""

import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests import people

OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
PATIENCE_SECONDS = 30


@pytest.fixture(scope="session", autouse=True)
def plain_static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test needs `collectstatic`, except those of `config.statics`, which run their own."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": plain},
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
    ):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database is removed once the server of a closed page has answered its last request.

    Its threads outlive the page that asked, and PostgreSQL removes no database that is in use.
    """
    yield
    with django_db_blocker.unblock():
        end = time.monotonic() + PATIENCE_SECONDS
        while busy() and time.monotonic() < end:
            time.sleep(0.1)


def busy() -> bool:
    """Whether another connection is open on the test database."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        return bool(cursor.fetchone()[0])


@pytest.fixture
def admin_user(db: None) -> User:
    """Who may all that an administrator may, second factor included."""
    return people.make_person("admin@example.org", "administrator")


@pytest.fixture(scope="session", autouse=True)
def own_counters() -> Iterator[None]:
    """Counters of tries in memory: all tests come from one address."""
    memory = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    with override_settings(CACHES=memory):
        yield


@pytest.fixture(autouse=True)
def no_tries_yet(own_counters: None) -> None:
    """Each test starts with its tries before it."""
    cache.clear()
