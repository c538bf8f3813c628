"""The production server, in a process of its own, on the small ground."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from benchmarks.server import Client, Server, running
from config.environment import SITE_ACCOUNT
from tests.harness.accounts import may_become


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Server]:
    """Listening; it only reads, by the account that serves pages."""
    with serving("tests.serving.subject", django_db_blocker) as process:
        yield process


@contextmanager
def serving(module: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Server]:
    """A server of the test's database, by the account that serves pages."""
    of = {name: quote(str(value), safe="") for name, value in connection.settings_dict.items()}
    place = f"/{of['NAME']}?host={of['HOST']}&port={of['PORT']}"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DATABASE_URL", f"postgresql://{of['USER']}:{of['PASSWORD']}@{place}")
        with django_db_blocker.unblock():
            own = may_become()
        if own:
            patched.setenv("SITE_DATABASE_URL", f"postgresql://{SITE_ACCOUNT}@{place}")
        with running((sys.executable, "-m", module)) as process:
            yield process


@pytest.fixture
def line(server: Server) -> Iterator[Client]:
    """A connection."""
    with server.client() as opened:
        yield opened
