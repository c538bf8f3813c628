"""The history of records: every change is kept, and a record goes back to any date."""

import datetime

import pghistory
import pytest
from django.db import Error, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Pole, PoleEvent, Territory
from directory.record.history import moments_of, record_at
from directory.record.pieces import piece
from directory.record.reasons import because
from directory.record.stored import record_of
from directory.record.writing import poles_changed, restore, save_pole, set_published
from tests.factories import make_pole, territory


@pytest.fixture
def pole(db):
    made = make_pole("laine", [territory("epci", "200000001")], name="Pôle Laine", seat_id="01001")
    poles_changed([made.pk])
    return made


def now_of(pole: Pole):
    return record_of(Pole.objects.get(pk=pole.pk))


def write(pole: Pole, why: str = "essai", **fields) -> datetime.datetime:
    with pghistory.context(person=7, roles=["officer"]), because(why):
        save_pole(pole.slug, fields)
    return timezone.now()


def test_a_change_is_kept_with_who_why_from_what_to_what(pole):
    write(pole, "le nom a changé", name="Pôle de la laine", description="Feutre")
    latest = moments_of(pole.pk)[0]
    assert latest.fields == ["name", "description"]
    assert latest.before
    assert latest.after
    assert (latest.before["name"], latest.after["name"]) == ("Pôle Laine", "Pôle de la laine")
    assert (latest.person, latest.roles, latest.reason) == (7, ("officer",), "le nom a changé")


def test_bulk_changes_and_rows_gone_are_kept_too(pole):
    with pghistory.context(person=7):
        set_published(Pole.objects.filter(pk=pole.pk), published=False)
    assert moments_of(pole.pk)[0].fields == ["published"]
    with pghistory.context(person=8):
        Territory.objects.filter(pole=pole).delete()
    assert moments_of(pole.pk)[0].fields == ["footprint"]


def test_what_only_a_load_remembers_is_no_change(pole):
    before = PoleEvent.objects.count()
    save_pole("laine", {}, loaded={"name": "Autre"})
    assert PoleEvent.objects.count() == before


def test_what_has_happened_is_not_written_again(pole):
    with pytest.raises(Error, match="Cannot update or delete"), transaction.atomic():
        PoleEvent.objects.all().update(name="Autre")


def test_putting_back_is_a_change_of_its_own_and_derives_the_footprint(pole):
    start = timezone.now()
    write(pole, footprint={"presume": True, "territories": [piece("commune", "38001")]})
    poles_changed([pole.pk])
    assert restore(pole, start, "erreur") == ["footprint"]
    assert set(pole.footprint_communes.values_list("commune_id", flat=True)) == {
        "01001", "01002", "01003",
    }  # fmt: skip
    latest = moments_of(pole.pk)[0]
    assert (latest.reason, latest.fields) == ("erreur", ["footprint"])


def test_a_record_that_was_not_there_cannot_be_put_back(pole):
    with pytest.raises(ValueError, match="no record"):
        restore(pole, timezone.now() - datetime.timedelta(days=1), "essai")


PIECES = [
    piece("commune", "38001"), piece("part", "01001", "Gare"), piece("epci", "200000002"),
    piece("drawn", None, "", [[[[2.1, 45.0], [2.2, 45.0], [2.2, 45.1], [2.1, 45.0]]]]),
]  # fmt: skip
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Un", "Deux", "Trois"]),
        "seat": st.sampled_from([None, {"insee": "38001", "confidence": "inferred"}]),
        "themes": st.permutations(["bois-foret", "energie"]),
        "status_as_of": st.sampled_from([None, 2020, 2024]),
        "footprint": st.builds(
            lambda some, presume: {"presume": presume, "territories": some},
            st.lists(st.sampled_from(PIECES), unique_by=repr, max_size=3), st.booleans(),
        ),
        "recognitions": st.lists(
            st.sampled_from(["ami-2022", "autre"]).map(
                lambda scheme: dict(scheme=scheme, label="Oui", year=2022, amount_eur=None)  # noqa: C408
            ), unique_by=repr, max_size=2,
        ),
        "epci": st.sampled_from([[], [{"siren": "200000003", "name": "Cité"}]]),
        "published": st.booleans(),
        "sources": st.sampled_from([["https://a.example/"], ["https://b.example/"]]),
        "checked": st.sampled_from(["2025-01-01", "2026-01-01"]),
    },
)  # fmt: skip


@given(st.lists(CHANGES, min_size=1, max_size=4), st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_putting_back_to_any_date_gives_the_record_of_that_date(pole, changes, data):
    with transaction.atomic():
        seen = [(timezone.now(), now_of(pole))]
        seen += [(write(pole, **change), now_of(pole)) for change in changes]
        when, record = data.draw(st.sampled_from(seen))
        assert record_at(pole.pk, when) == record
        restore(pole, when, "essai")
        assert now_of(pole) == record
        transaction.set_rollback(True)
