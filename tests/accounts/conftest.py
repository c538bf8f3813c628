"""The small ground, with three poles: one in each of two regions, one astride them."""

import pytest
from django.db import transaction

from directory.footprints import derive_footprints
from tests import factories


@pytest.fixture
def ground(db):
    """Ain and Isère are of region 84, Paris of 11; the third pole declares both."""
    factories.make_ground()
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
