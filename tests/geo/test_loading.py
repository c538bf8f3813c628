"""A load of three departments of the real files: what is gone, and what is undone."""

import dataclasses

import pytest
from django.conf import settings
from django.db import connection

from geo.loading.reading import Ground, read_ground
from geo.models import Adjacency, Commune, CommuneShape, Department, EpciShape, PlaceName
from geo.signals import ground_loaded
from publishing.models import Stamp
from tests.grounds import load_ground

KEPT = ["01", "93", "971"]


@pytest.fixture(scope="module")
def departments() -> Ground:
    """Ain, Seine-Saint-Denis with its EPT, and an island."""
    whole = read_ground(settings.BASE_DIR / "data" / "communes")
    communes = whole.communes[whole.communes.departement.isin(KEPT)]
    return dataclasses.replace(
        whole,
        communes=communes,
        former=whole.former[whole.former.commune.isin(communes.code)],
        commune_passages=whole.commune_passages[whole.commune_passages.code.isin(communes.code)],
        epci_passages=whole.epci_passages[whole.epci_passages.siren.isin(communes.epci)],
        departments=whole.departments[whole.departments.code.isin(KEPT)],
    )


@pytest.fixture
def some(departments: Ground, empty_ground: None) -> Ground:
    """These departments, loaded."""
    load_ground(departments, write=True)
    return departments


def test_a_commune_that_vanishes_is_kept_as_obsolete_and_counted_no_more(some):
    kept = some.communes[some.communes.code != "01001"]
    former = some.former[some.former.commune != "01001"]
    before = Department.objects.get(code="01").population
    gone = Commune.objects.get(code="01001")
    load_ground(dataclasses.replace(some, communes=kept, former=former), write=True, force=True)
    assert Commune.objects.get(code="01001").obsolete
    assert Department.objects.get(code="01").population == before - gone.population


def test_the_planner_knows_what_a_load_has_just_filled(some):
    """Or the first pages after a first start are planned for empty tables."""
    for model in (Adjacency, Commune, CommuneShape, EpciShape, PlaceName):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table]
            )
            assert cursor.fetchone()[0] == pytest.approx(model.objects.count(), rel=0.1), model


def test_a_load_that_fails_at_the_end_leaves_everything_as_it_was(some):
    def refuse(**_: object) -> None:
        raise RuntimeError("le dernier pas échoue")

    stamp = Stamp.objects.get(name="ground").value
    kept = some.communes[some.communes.code != "01002"]
    former = some.former[some.former.commune != "01002"]
    ground_loaded.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            load_ground(
                dataclasses.replace(some, communes=kept, former=former), write=True, force=True
            )
    finally:
        ground_loaded.disconnect(refuse)
    assert not Commune.objects.get(code="01002").obsolete
    assert Stamp.objects.get(name="ground").value == stamp
