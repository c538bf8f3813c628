"""Shared by every test: its database and what is committed there, its caches, its static files."""

from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from io import BytesIO
from pathlib import Path
from typing import Any

import django.test.client
import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.gis.db.models.fields import get_srid_info
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings
from pytest_django import DjangoDbBlocker

from config.kept import STORE
from publishing.coordinates import WGS84
from publishing.files import apart
from publishing.files.writing.__main__ import write_order
from publishing.files.writing.orders import Order, Row, send
from tests import factories, people
from tests.harness import accounts, connections, databases, grounds, parts
from tests.harness.worlds import GROUND, stage
from tests.responses import let_go

WIDGETS = ("django/forms/", "admin/widgets/", "gis/")
# A test says what it expects; how long it takes is for benchmarks.
hypothesis.settings.register_profile(
    "suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    """The parts of the suite; times are told by whoever speaks to the terminal."""
    config.pluginmanager.register(parts.Order())
    config.pluginmanager.register(parts.Sorted())
    config.pluginmanager.register(parts.Clock())
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(parts.Times())
        config.pluginmanager.register(parts.Schedule())


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """What an earlier test committed is taken back before another begins its transaction.

    Those of the `directory` have a world of their own, which they enter themselves.
    """
    stage.now = item.nodeid
    if stage.touched and "directory" not in getattr(item, "fixturenames", ()):
        with stage.blocker.unblock():
            stage.enter(GROUND)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """A clone of the template for this worker, and Django's flush replaced by `stage`."""
    worker = databases.worker_of(request.config)
    opened = ExitStack()
    stage.blocker = django_db_blocker
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: stage.touch())
        with django_db_blocker.unblock():
            opened.enter_context(databases.cloned(worker, grounds.SMALL))
            stage.begin()
            accounts.Account.taken = accounts.may_become()
            opened.enter_context(connections.handed_on())
            get_srid_info(WGS84, connection)  # asked once a process: no test counts it
        yield
        with django_db_blocker.unblock():
            opened.close()


@pytest.fixture
def ground(db: None) -> None:
    """The small ground of `factories`, which every test of the database begins with."""


@pytest.fixture
def empty_ground(db: None) -> None:
    """No area at all: what loads a ground begins with this."""
    factories.remove_ground()


@pytest.fixture(scope="session", autouse=True)
def quick_for_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Plain static files, counters of tries in memory, passwords hashed but once.

    Those tests that are about one of these name the real one.
    """
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    memory = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    with override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": plain},
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        CACHES=memory,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(autouse=True)
def no_tries_yet(quick_for_tests: None) -> None:
    """Each test starts with its tries before it."""
    cache.clear()


@pytest.fixture(autouse=True)
def no_pages_kept() -> None:
    """Settings, which a test may change, are no part of what a page is known by."""
    STORE.clear()


@pytest.fixture(scope="session", autouse=True)
def widgets_forgotten() -> Iterator[None]:
    """Of the hundreds of widgets of a form, no test reads the context that Django would copy."""
    keeps: Any = getattr(django.test.client, "store_rendered_templates")  # noqa: B009 - not in stubs

    def keep(store: Any, signal: Any, sender: Any, template: Any, context: Any, **_: Any) -> None:
        if not str(template.name).startswith(WIDGETS):
            keeps(store, signal, sender, template, context)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(django.test.client, "store_rendered_templates", keep)
        yield


@pytest.fixture
def written_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Heavy files by the writer’s own code, without the half-second of its process.

    For tests of what files hold; `tests/publishing/files/test_apart.py` and `test_door.py` have the
    process itself, in every format.
    """

    def written(order: Order, rows: Generator[Row, None, None], folder: Path) -> Path:
        with closing(rows), BytesIO() as pipe:
            send(order, rows, pipe)
            pipe.seek(0)
            write_order(pipe, folder)
        return folder / order.file_name

    monkeypatch.setattr(apart, "written", written)


@pytest.fixture(autouse=True)
def answers_let_go(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A file that is half read holds one of the few places where files are made."""
    given: list[Any] = []
    ask = Client.request

    def asking(client: Client, **request: Any) -> Any:
        with accounts.as_site():
            answer = ask(client, **request)
        given.append(answer)
        return answer

    monkeypatch.setattr(Client, "request", asking)
    yield
    for answer in given:
        let_go(answer)


@pytest.fixture
def admin_user(db: None) -> User:
    """Who may all that an administrator may, second factor included."""
    return people.make_person("admin@example.org", "administrator")
