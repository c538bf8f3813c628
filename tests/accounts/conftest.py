"""The small ground, with three poles: one in each of two regions, one astride them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from pytest_django import DjangoDbBlocker

from directory.footprints import derive_footprints
from directory.models import Pole
from tests import factories
from web import errors


def make_three_poles() -> dict[str, Pole]:
    """Ain and Isère are of region 84, Paris of 11; the third pole declares both."""
    poles = {
        "est": factories.make_pole(
            "est", [factories.territory("epci", "200000001")], department_id="01"
        ),
        "paris": factories.make_pole(
            "paris", [factories.territory("commune", "75056")], region_id="11", department_id="75"
        ),
        "astride": factories.make_pole(
            "astride",
            [factories.territory("commune", "75056"), factories.territory("commune", "01004")],
            department_id="01",
        ),
    }
    with transaction.atomic():
        derive_footprints()
    return poles


@pytest.fixture
def ground(db: None) -> dict[str, Pole]:
    """The poles, for one test."""
    return make_three_poles()


@pytest.fixture(scope="module")
def ground_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, Pole]]:
    """The poles, for all the tests of a module, each in a transaction of its own (`django_db`)."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_three_poles()
        transaction.set_rollback(True)


@pytest.fixture
def refusals_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is refused to thousands of callers only the status is read: its page is not made.

    The pages themselves are read by `tests/directory/pages/test_errors.py`.
    """

    def status_alone(_request: object, _template: str, *_context: object, status: int) -> Any:
        return HttpResponse(status=status)

    monkeypatch.setattr(errors, "render", status_alone)
