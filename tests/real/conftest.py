"""The whole ground of France, loaded once for these tests and taken back after them."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from geo.loading.reading import Ground, read_ground
from geo.loading.writing import load_ground
from tests.factories import remove_ground

# What the pages join: without figures on these, rows are fetched by a plan made for a few.
ANALYSED = (
    "coverage_communestate", "directory_footprintcommune", "directory_footprint", "directory_pole",
    "directory_territory", "geo_commune", "geo_epci", "geo_department", "geo_region",
)  # fmt: skip
FOLDER = settings.BASE_DIR / "data" / "communes"
POLES = settings.BASE_DIR / "data" / "poles" / "poles.jsonl"


@pytest.fixture(scope="package")
def whole() -> Ground:
    """The files of data/communes, read and checked."""
    return read_ground(FOLDER)


@pytest.fixture(scope="package")
def loaded(whole: Ground, django_db_setup, django_db_blocker) -> Iterator[None]:
    """All communes in the test database, inside a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        remove_ground()
        load_ground(whole, write=True)
        # Checked here once, or each test's end would check the keys of all these rows again.
        connection.check_constraints()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def france(loaded, db) -> None:
    """A test's own transaction, inside the loaded one."""


@pytest.fixture(scope="module")
def poles_once(loaded, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The poles, loaded once for the tests of a module that only read them."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_poles", POLES, write=True)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(ANALYSED)}")
        connection.check_constraints()  # as above: once, and not at each end of a test
        yield
        transaction.set_rollback(True)
