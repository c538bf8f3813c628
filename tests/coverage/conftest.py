"""A ground of squares with poles on every basis."""

import pytest

from directory.models import Pole
from directory.writing import poles_changed
from tests import factories


@pytest.fixture
def ground(db):
    factories.make_ground()


@pytest.fixture
def poles(ground) -> dict[str, Pole]:
    """Declared 01001–01003; partial 38003; presumed 200000002; broad 974; emerging 38001."""
    territory = factories.territory
    made = {
        "laine": factories.make_pole(
            "laine", [territory("epci", "200000001")], status="active", seat_id="01001"
        ),
        "quartier": factories.make_pole(
            "quartier", [territory("part", "38003")], status="active"
        ),
        "velo": factories.make_pole("velo", status="active", seat_id="01004"),
        "lagon": factories.make_pole(
            "lagon", [territory("department", "974")], status="active", seat_id="97401",
            region_id="04",
        ),
        "pousse": factories.make_pole(
            "pousse", [territory("commune", "38001")], status="emerging", seat_id="38001"
        ),
        "cache": factories.make_pole(
            "cache", [territory("commune", "75056")], status="active", seat_id="75056",
            published=False, region_id="11",
        ),
        "fini": factories.make_pole(
            "fini", [territory("commune", "93001")], status="ended", seat_id="93001",
            region_id="11",
        ),
    }  # fmt: skip
    poles_changed()
    return made
