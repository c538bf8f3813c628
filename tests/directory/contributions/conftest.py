"""A pole on a small ground, and the people around it."""

import pytest

from directory.record.writing import poles_changed
from tests.directory.pages.conftest import text_of  # noqa: F401 - for the tests beside
from tests.factories import make_pole, territory
from tests.people import make_person


@pytest.fixture
def pole(db):
    """A public pole on the EPCI 200000001, in region 84."""
    made = make_pole(
        "laine", [territory("epci", "200000001")], name="Pôle Laine", seat_id="01001",
        department_id="01", note="Note de rédaction",
    )  # fmt: skip
    poles_changed([made.pk])
    return made


@pytest.fixture
def officer(pole):
    """Of the region of the pole."""
    return make_person("agente@example.org", "officer", region_id="84")


@pytest.fixture
def stranger(pole):
    """An officer of another region."""
    return make_person("ailleurs@example.org", "officer", region_id="11")


@pytest.fixture
def lead(pole):
    """Of the pole."""
    return make_person("porteuse@example.org", "lead", pole=pole)
