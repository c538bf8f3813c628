"""A small ground with two published poles and one that is not."""

import pytest

from directory.footprints import derive_footprints
from directory.models import Pole
from tests import factories


@pytest.fixture
def poles(ground):
    declared = [factories.territory("epci", "200000001")]
    factories.make_pole("laine", declared, name="Pôle Laine", status="active", seat_id="01001")
    factories.make_pole("lagon", seat_id="97401", region_id="04", status="emerging")
    factories.make_pole("cache", declared, published=False, seat_id="01002")
    derive_footprints()
    return Pole.objects.order_by("slug")
