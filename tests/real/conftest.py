"""All of France with its poles, in a database of its own that these tests enter and leave."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from geo.loading.reading import Ground, read_ground
from tests.harness.databases import cloned, worker_of
from tests.harness.grounds import COMMUNES, FRANCE


@pytest.fixture(scope="package")
def whole() -> Ground:
    """The files of data/communes, read and checked."""
    return read_ground(COMMUNES)


@pytest.fixture(scope="package")
def loaded(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """All communes and the poles, as the project's files give them."""
    with django_db_blocker.unblock(), cloned(f"{worker_of(request.config)}_france", FRANCE):
        yield


@pytest.fixture
def france(loaded: None, db: None) -> None:
    """A test's own transaction there."""
