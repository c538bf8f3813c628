"""One rule for web addresses, at every door, and a command that names those kept from before."""

import io

import pytest
from django.apps import apps
from django.contrib.admin import site as _site  # noqa: F401 - the registry is filled
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import URLField

from directory.admin.described import DescribedForm
from directory.admin.forms import PoleForm
from directory.models import Pole
from directory.record.file.rows import Row
from directory.record.file.schema import typed
from directory.record.form import RecordForm
from directory.record.stored import record_of
from programme.models import Service
from tables.addresses import WebField, WebFormField
from tests.factories import make_pole, row
from tests.harness.rooms import ROOMS

BAD = 'http://user:pw@host/"><script>'


def command():
    out = io.StringIO()
    try:
        call_command("check_addresses", stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_every_field_of_a_record_that_takes_an_address_takes_a_web_address():
    fields = [
        getattr(field, "base_field", field)
        for model in apps.get_models()
        if model._meta.app_label in ROOMS and not hasattr(model, "pgh_tracked_model")
        for field in model._meta.concrete_fields
    ]
    addresses = [field for field in fields if isinstance(field, URLField)]
    assert len(addresses) >= 6
    assert [field for field in addresses if not isinstance(field, WebField)] == []


@pytest.mark.parametrize("form", [PoleForm, RecordForm, DescribedForm])
def test_every_form_takes_web_addresses_alone(ground, form):
    fields = form.base_fields
    if form is RecordForm:
        fields = RecordForm(record=record_of(make_pole("laine"))).fields
    for name in {"website", "sources"} & set(fields):
        field = getattr(fields[name], "item", fields[name])
        assert isinstance(field, WebFormField)


@pytest.mark.parametrize("change", [{"website": BAD}, {"sources": [BAD]}])
def test_a_file_of_poles_is_refused_with_the_field(change):
    _values, faults = typed(Row(3, row(**change)))
    ((line, field),) = [(fault.line, fault.field.partition(".")[0]) for fault in faults]
    assert (line, {field}) == (3, set(change))


def test_a_record_of_the_programme_is_refused_too(db):
    with pytest.raises(ValidationError) as refused:
        Service(slug="s", name="S", how_url=BAD, sources=[BAD]).full_clean()
    assert {"how_url", "sources"} <= set(refused.value.message_dict)


def test_what_was_kept_before_is_named_and_left_as_it_is(ground):
    assert command() == (0, "Toutes les adresses conviennent.\n")
    make_pole("laine", website=BAD, sources=["https://exemple.fr", "ftp://exemple.fr"])
    code, said = command()
    assert code == 1
    assert "site web : http://user:pw@host" in said
    assert "ftp://exemple.fr" in said
    assert "2 à revoir" in said
    assert Pole.objects.get().website == BAD
