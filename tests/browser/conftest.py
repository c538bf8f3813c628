"""Shared by the tests in a real Chromium: a small directory, pages at two widths, axe, a watch.

`visit("/annuaire/")` opens a page of the live server on a desktop (1280×800), `visit(…, PHONE)` on
a phone (390×844), `visit(…, person=somebody)` as someone who has signed in.
Whatever the page, the test fails at its end if the console had an error, a
request failed, or one went to a third party; `watch.expect(…)` allows what a test provokes.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize, expect

from directory.footprints import derive_footprints
from directory.models import Recognition
from tests import factories
from tests.browser.support import DESKTOP, Watch, ready, violations
from tests.harness.chromium import ARGUMENTS, chromium_path
from tests.harness.connections import all_given_back
from tests.harness.worlds import GROUND, World, stage

# Playwright's synchronous API runs an event loop in the thread where fixtures use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, as a container lets it run, without its own calls home."""
    return browser_type_launch_args | {
        "executable_path": chromium_path(),
        "args": ARGUMENTS,
    }


def make_directory() -> None:
    """Six poles: two at one seat, one overseas, one ended, one without seat or territory."""
    declared = factories.territory("epci", "200000001")
    laine = factories.make_pole(
        "pole-laine",
        [declared],
        name="Pôle Laine",
        status="active",
        status_as_of=2023,
        seat_id="01001",
        department_id="01",
        themes=["textile-laine", "agriculture"],
        description="Transforme la laine locale.",
    )
    Recognition.objects.create(pole=laine, scheme="ami-2023", label="AMI 2023", year=2023)
    factories.make_pole(
        "pole-velo",
        name="Pôle Vélo",
        status="emerging",
        status_as_of=2021,
        seat_id="01001",
        department_id="01",
        themes=["mobilite"],
    )
    factories.make_pole(
        "halle",
        name="La Halle",
        status="unknown",
        seat_id="38003",
        department_id="38",
    )
    factories.make_pole(
        "ancien",
        name="Ancien pôle",
        status="ended",
        status_as_of=2014,
        seat_id="75056",
        department_id="75",
        region_id="11",
    )
    factories.make_pole(
        "lagon",
        [factories.territory("department", "974")],
        name="Pôle du Lagon",
        status="active",
        status_as_of=2024,
        seat_id="97401",
        department_id="974",
        region_id="04",
    )
    factories.make_pole(
        "sans-siege",
        name="Pôle sans siège",
        status="active",
        status_as_of=2022,
        presume_seat_epci=False,
    )
    with transaction.atomic():
        derive_footprints()


DIRECTORY = World("annuaire", make_directory, base=GROUND)


@pytest.fixture
def directory(transactional_db: None) -> None:
    """The six poles, committed for the pages of the live server."""
    stage.enter(DIRECTORY)


@pytest.fixture
def watch(live_server) -> Iterator[Watch]:
    """What goes wrong in the pages of a test; asserted empty at its end."""
    watched = Watch(live_server.url)
    yield watched
    assert watched.left() == []


@pytest.fixture
def visit(browser: Browser, live_server, directory, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Open a page: `visit("/?q=laine", PHONE)`; a map is ready when it returns."""
    contexts = []

    def open_page(
        path: str,
        size: ViewportSize = DESKTOP,
        *,
        javascript: bool = True,
        person: User | None = None,
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            viewport=size,
            locale="fr-FR",
            java_script_enabled=javascript,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        if person:
            context.add_cookies([session_of(person, live_server.url)])
        page = context.new_page()
        watch.follow(page)
        if not javascript:
            watch.expect(r"^failed: .*\.js csp$")  # how Chromium says that it runs no script
        page.goto(live_server.url + path)
        if javascript and page.locator("#carte").count():
            ready(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert all_given_back(), "the server still answers a page that was left"


def session_of(person: User, address: str) -> Any:
    """The cookie of someone who has signed in."""
    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Ask axe-core what is wrong with a page: `assert axe(page) == []`."""
    return violations
