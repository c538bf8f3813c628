"""Every column that people judge by is held to a journal: changed or emptied alone, it is found."""

import datetime
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.db.models import Model
from psycopg.errors import UniqueViolation

from calls.verification.columns import COMPARED, LEFT
from calls.verification.whole import faults
from tests import factories
from tests.calls.applications import make_call
from tests.calls.judged import make_judged
from tests.people import make_person

pytestmark = pytest.mark.usefixtures("ground")
MODELS = {one.__name__: one for one in apps.get_app_config("calls").get_models()}
SQUARE = "MULTIPOLYGON (((1 45, 2 45, 2 46, 1 46, 1 45)))"
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def judged(ground, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    other = make_call("ami-autre", numbering="AUTRE")
    factories.make_pole("laine")
    make_judged()
    return [other]  # nobody applied to it: nothing was promised


@pytest.mark.parametrize("name", MODELS)
def test_every_column_is_compared_or_left_for_a_reason(name):
    known = {field.name for field in MODELS[name]._meta.concrete_fields}
    compared, left = set(COMPARED.get(name, ())), set(LEFT[name])
    assert compared | left == known
    assert not compared & left
    assert all(LEFT[name].values())


def test_no_table_is_told_that_there_is_not():
    assert {*COMPARED, *LEFT} == set(MODELS)


@pytest.mark.parametrize("name", COMPARED)
def test_whatever_is_compared_is_found_when_it_changes_or_is_emptied(judged, name):
    assert list(faults()) == []
    found_rows = MODELS[name]._default_manager.order_by("pk")
    rows = [one for one in found_rows if one not in judged]
    assert rows, f"nothing of {name} is judged here"
    unseen = [
        f"{name}.{column} of {row}: {value!r}"
        for row in rows
        for column in COMPARED[name]
        for value in others(row, column)
        if not found(row, column, value)
    ]
    assert unseen == []


class TakenBackError(Exception):
    """What was changed is to be as it was."""


def found(row: Model, column: str, value: Any) -> bool:
    """Whether a change of one column is told, or refused by the database itself."""
    told = False
    with pgtrigger.ignore(), suppress(TakenBackError):
        try:
            with transaction.atomic():
                type(row)._default_manager.filter(pk=row.pk).update(**{column: value})
                told = bool(list(faults()))
                raise TakenBackError
        except IntegrityError as error:
            # Refused for what the value is; one that another row has already would say nothing.
            told = not isinstance(error.__cause__, UniqueViolation)
    return told


def others(row: Any, column: str) -> Iterator[Any]:
    """Other values of a column: one of its kind, and nothing where nothing is allowed."""
    field = row._meta.get_field(column)
    now = getattr(row, field.attname)
    yield another(row, field, now)
    if field.null and now is not None:
        yield None
    if isinstance(field, models.CharField | models.TextField) and now:
        yield ""


def another(row: Model, field: Any, now: Any) -> Any:
    """Another value of that kind."""
    if isinstance(field, models.ForeignKey):
        return another_row(row, field, now)
    if field.choices:
        return next(value for value, _label in field.flatchoices if value != now)
    makers = {
        models.BooleanField: lambda: not now,
        models.DateField: lambda: (now or datetime.datetime.now(datetime.UTC)) + A_DAY,
        models.IntegerField: lambda: (now or 0) + 1000,
        ArrayField: lambda: now[1:] if now else [first_choice(field.base_field)],
        models.JSONField: lambda: [] if now else [[1, 2]],
        GeometryField: lambda: GEOSGeometry(SQUARE, srid=4326),
    }
    for kind, make in makers.items():
        if isinstance(field, kind):
            return make()
    if field.name in ("salt", "answer_salt", "sha256"):
        return "ab" * (field.max_length // 2)
    return f"{now}x"[-(field.max_length or 99) :]


def first_choice(field: Any) -> Any:
    return field.flatchoices[0][0] if field.choices else "99"


def unique(row: Model, field: Any) -> bool:
    """Whether two rows may not share a value of a column, alone or with others."""
    together = [name for one in row._meta.total_unique_constraints for name in one.fields]
    return field.unique or field.name in together


def another_row(row: Model, field: Any, now: Any) -> Any:
    """The key of another row that no sibling has; of one that there is not, where there is none."""
    model = field.related_model
    if model._meta.label == "auth.User":
        return (
            model.objects.filter(username="autre").first() or make_person("autre@example.org")
        ).pk
    key = field.target_field.attname
    rows = model._default_manager.exclude(**{key: now}).order_by(key)
    if unique(row, field):
        rows = rows.exclude(**{f"{key}__in": type(row)._default_manager.values(field.attname)})
    return rows.values_list(key, flat=True).first() or 999_999
