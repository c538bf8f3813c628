"""The production server, in a process of its own, on the small ground."""

import sys
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import connection

from benchmarks.server import Client, Server, running


@pytest.fixture(scope="module")
def server(django_db_setup: None) -> Iterator[Server]:
    """Listening; it only reads."""
    of = {name: quote(str(value), safe="") for name, value in connection.settings_dict.items()}
    address = f"postgresql://{of['USER']}:{of['PASSWORD']}@/{of['NAME']}"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DATABASE_URL", f"{address}?host={of['HOST']}&port={of['PORT']}")
        with running((sys.executable, "-m", "tests.serving.subject")) as process:
            yield process


@pytest.fixture
def line(server: Server) -> Iterator[Client]:
    """A connection."""
    with server.client() as opened:
        yield opened
