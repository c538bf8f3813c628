"""Every field of a record, whatever it holds, says the same at every door."""

import datetime
import json
from typing import Any
from unicodedata import category

import pytest
from django.utils.text import capfirst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.dates import first_year
from directory.models import Pole
from directory.pages.search import SHOWN
from directory.pages.search_words import detail_of_pole
from directory.record.comparing import same
from directory.record.dataset import POLES
from directory.record.fields import FIELD, FIELDS, FORM_FIELDS, IN_FORM, NAMES, SEARCHED, in_order
from directory.record.file.dumping import dump
from directory.record.file.reading import read_rows
from directory.record.file.rows import KEYS, Row, values_of
from directory.record.file.validating import validate
from directory.record.form import RecordForm
from directory.record.known import known_codes
from directory.record.labels import two_codes
from directory.record.pieces import piece
from directory.record.search_key import with_words
from directory.record.stored import record_of
from directory.record.words import record_in_words
from directory.record.writing import poles_changed, save_pole
from directory.vocabulary import Scheme, Status, TerritoryLevel, Theme
from tests.directory.contributions.forms import sent
from tests.factories import make_pole, row

THIS_YEAR = datetime.date.today().year
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"))
WORD = st.text(LETTERS, min_size=1, max_size=12)
LINE = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
TEXT = st.none() | st.lists(LINE, min_size=1, max_size=3).map("\n".join)
YEAR = st.none() | st.integers(1980, THIS_YEAR)
ADDRESS = st.sampled_from([f"https://exemple.fr/{page}" for page in ("", "a?b=c", "é", "x#y")])
COMMUNE = st.sampled_from(["01001", "01002", "38001"])
EPCI = st.sampled_from(["200000001", "200000002", "200057867"])
SHAPES = [
    [[[[2.1 + shift, 45], [2.2, 45], [2.2, 45.1], [2.1 + shift, 45]]]] for shift in (0, 0.0123457)
]
LABEL = st.just("") | LINE


def unlike(items, key=lambda one: one, **sizes):
    return st.lists(items, unique_by=key, **sizes)


def footprint(pieces):
    return {"presume": True, "territories": pieces}


def one_code(one):
    """Whether the name of a piece is no second code, which a form refuses."""
    return two_codes(TerritoryLevel(one["level"]), f"{one['code']} {one['label']}") is None


PIECE = (
    st.builds(piece, st.sampled_from([TerritoryLevel.COMMUNE, TerritoryLevel.PART]), COMMUNE, LABEL)
    | st.builds(piece, st.just(TerritoryLevel.EPCI), EPCI, LABEL)
    | st.builds(piece, st.just(TerritoryLevel.DEPARTMENT), st.sampled_from(["01", "93"]), LABEL)
    | st.builds(piece, st.just(TerritoryLevel.REGION), st.sampled_from(["84", "04"]), LABEL)
    | st.builds(piece, st.just(TerritoryLevel.DRAWN), st.none(), LABEL, st.sampled_from(SHAPES))
).filter(one_code)
RECOGNITION = st.sampled_from(Scheme.values).flatmap(
    lambda scheme: st.fixed_dictionaries(
        {
            "scheme": st.just(scheme), "label": LINE,
            "year": st.none() | st.integers(first_year(scheme), max(THIS_YEAR, first_year(scheme))),
            "amount_eur": st.none() | st.integers(0, 10**9),
        }
    )
)  # fmt: skip
VALUES = {
    "name": LINE,
    "other_names": unlike(LINE, max_size=3),
    "lead_organisation": TEXT,
    "seat": st.none()
    | st.fixed_dictionaries(
        {"insee": COMMUNE, "confidence": st.sampled_from(["stated", "inferred"])}
    ),
    "departement": st.sampled_from([None, "01", "38"]),
    "region_code": st.sampled_from(["84", "11", "04"]),
    "territory_text": TEXT,
    "footprint": unlike(PIECE, key=json.dumps, max_size=4).map(footprint),
    "epci": unlike(st.fixed_dictionaries({"name": LINE, "siren": EPCI}), lambda one: one["siren"]),
    "themes": unlike(st.sampled_from(Theme.values), max_size=4),
    "status": st.sampled_from(Status.values),
    "status_as_of": YEAR,
    "founded_year": YEAR,
    "website": st.none() | ADDRESS,
    "description": TEXT,
    "recognitions": unlike(
        RECOGNITION, lambda one: (one["scheme"], one["label"]), max_size=3
    ),
    "published": st.booleans(),
    "sources": unlike(ADDRESS, min_size=1),
    "note": TEXT,
    "checked": st.dates(datetime.date(2001, 1, 1), datetime.date.today()).map(str),
}  # fmt: skip


def in_a_file(record, known):
    """The record that comes out of a file that says it."""
    return validate([Row(1, values_of("essai", record, known))], known)["essai"]


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_a_value_goes_from_a_file_to_the_database_a_form_an_export_and_a_file(
    ground, tmp_path_factory, name, data
):
    Pole.objects.all().delete()  # of the example before
    known = known_codes()
    base = validate([Row(1, row("essai"))], known)["essai"]
    record = base | {name: data.draw(VALUES[name])}
    assert in_a_file(record, known) == record
    if name in FORM_FIELDS:
        untouched = RecordForm(sent(RecordForm(record=record)), record=record)
        assert untouched.is_valid(), untouched.errors
        assert untouched.changed_fields() == {}
        typed = RecordForm(sent(RecordForm(record=record)), record=base)
        assert typed.is_valid(), typed.errors
        expected = {} if same(name, record[name], base[name]) else {name: record[name]}
        assert typed.changed_fields() == expected
    save_pole("essai", record)
    poles_changed()
    assert record_of(Pole.objects.get()) == record
    public = POLES.fields_named([one.name for one in FIELD[name].kind.properties(FIELD[name])])
    told = POLES.queryset().values_list(*(column.expression for column in public))
    assert told.count() == record["published"]
    for form in (".csv", ".jsonl", ".xlsx"):
        path = tmp_path_factory.mktemp("fiches") / f"poles{form}"
        dump(path)
        assert validate(read_rows(path).rows, known)["essai"] == record
    assert record_in_words(record, [name])[0][0] == FIELD[name].label


def test_every_field_has_values_to_try_a_label_and_a_kind_of_its_own_words():
    assert set(VALUES) == set(NAMES)
    assert all(field.label and category(field.label[0]) == "Lu" for field in FIELDS)


@pytest.mark.parametrize("name", NAMES)
def test_a_field_is_called_as_the_model_calls_it(name):
    field = FIELD[name]
    if name == "footprint":  # the form asks in a sentence what the model keeps as a flag
        return
    told = field.kind.attributes(field)
    of_model: Any = Pole._meta.get_field
    columns = {column: of_model(column) for column in told}
    assert told == {name: capfirst(column.verbose_name) for name, column in columns.items()}
    rows = {"recognitions": "recognitions", "epci": "cited_epcis"}
    if not told:
        related = of_model(rows[name]).related_model
        assert field.label == capfirst(related._meta.verbose_name_plural)


def test_every_column_of_a_pole_is_of_a_field_or_kept_for_the_site():
    own = {"id", "slug", "loaded", "created_at", "updated_at"}
    of_fields = {column for field in FIELDS for column in field.kind.attributes(field)}
    assert {column.name for column in Pole._meta.concrete_fields} == own | of_fields


def test_a_door_that_names_some_fields_has_all_the_others_too():
    assert [field.name for field in in_order()] == list(NAMES)
    door = [field.name for field in in_order(first=("status", "name"), last=("seat",))]
    assert (door[:2], door[-1], sorted(door)) == (["status", "name"], "seat", sorted(NAMES))
    assert {field.name for field in IN_FORM} == {field.name for field in FIELDS if field.group}


def test_what_is_not_for_the_public_has_no_column():
    hidden = [field for field in FIELDS if not field.kind.properties(field)]
    assert {field.name for field in hidden} == {"epci", "published", "note"}
    assert len(KEYS) == len(set(KEYS))


@pytest.mark.usefixtures("ground")
def test_a_field_is_searched_where_it_says_so_and_its_words_are_told():
    """One mark: the database reads the words of the field, and the line says where they are."""
    assert [field.name for field in SEARCHED if not field.found] == ["name"]
    pole = make_pole("cherche")
    for field in SEARCHED:
        held = ["Zinzolin"] if field.kind.by_item else "Zinzolin"
        type(pole).objects.filter(pk=pole.pk).update(**{field.column: held})
        found = with_words(type(pole).objects.public(), "zinzolin")
        assert list(found.values_list("slug", flat=True)) == ["cherche"], field.name
        [one] = found.only(*SHOWN)
        assert ("Zinzolin" in detail_of_pole(one, "zinzolin")) == bool(field.found), field.name
        blank = [] if field.kind.by_item else "x"
        type(pole).objects.filter(pk=pole.pk).update(**{field.column: blank})
