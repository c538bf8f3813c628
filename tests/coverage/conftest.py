"""A ground of squares with poles on every basis."""

import pytest

from directory.models import Pole
from directory.record.writing import poles_changed
from geo.models import Adjacency
from tests import factories


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


@pytest.fixture
def borders(poles):
    """Squares that share a side are neighbours."""
    for first, (x, y) in factories.CORNERS.items():
        for second, (other_x, other_y) in factories.CORNERS.items():
            apart = round(abs(x - other_x) / factories.SIDE + abs(y - other_y) / factories.SIDE, 6)
            if first < second and apart == 1:
                Adjacency.objects.create(commune_id=first, neighbour_id=second)


@pytest.fixture
def emerging(poles):
    """pousse: 38001, nobody's; double: 01003, covered, and 38002, nobody's; seul: a seat alone."""
    territory = factories.territory
    factories.make_pole(
        "double", [territory("commune", "01003"), territory("commune", "38002")],
        status="emerging", seat_id="38002",
    )  # fmt: skip
    factories.make_pole("seul", status="emerging", seat_id="38006", presume_seat_epci=False)
    factories.make_pole("nulle-part", status="emerging", presume_seat_epci=False)
    factories.make_pole("region", [territory("region", "11")], status="emerging", region_id="11")
    poles_changed()
