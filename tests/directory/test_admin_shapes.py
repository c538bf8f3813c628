"""Drawn shapes in the administration: of a file too, told and decided before they are saved."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from shapely.geometry import box

from directory.models import FootprintCommune, Territory
from directory.record.writing import poles_changed
from tests.directory.test_admin import errors as faults
from tests.directory.test_admin import submit, territory_data
from tests.factories import make_pole
from tests.geo.shapes.files import geopackage, table

pytestmark = pytest.mark.usefixtures("ground")
# All of 01002 and a band of 3 % of the commune above it.
BRUSHING = box(2.2, 45, 2.3, 45.1).union(box(2.2, 45.1, 2.3, 45.103))
BOW = {
    "type": "MultiPolygon",
    "coordinates": [[[[2.2, 45], [2.3, 45.1], [2.3, 45], [2.2, 45.1], [2.2, 45]]]],
}


@pytest.fixture
def pole():
    made = make_pole(seat_id="01001")
    poles_changed()
    return made


def drawn(value, **fields):
    return territory_data(level="drawn", drawn=json.dumps(value), **fields)


def multi(shape):
    return {"type": "MultiPolygon", "coordinates": [shape.__geo_interface__["coordinates"]]}


def upload(*layers):
    names = ("une", "deux")[: len(layers)]
    return SimpleUploadedFile("v.gpkg", geopackage(**dict(zip(names, layers, strict=True))))


def errors(answer) -> dict[str, str]:
    """Faults, with plain blanks."""
    plain = str.maketrans("\xa0\u202f", "  ")
    return {field: said.translate(plain) for field, said in faults(answer).items()}


def seen(answer) -> str:
    (inline, *_others) = answer.context["inline_admin_formsets"]
    return inline.formset.forms[0]["drawn_seen"].value()


def held():
    return dict(FootprintCommune.objects.values_list("commune_id", "basis"))


def test_a_shape_that_brushes_is_told_first_and_saved_as_it_was_told(admin_client, pole):
    answer = submit(admin_client, pole, **drawn(multi(BRUSHING)))
    said = errors(answer)["drawn"]
    assert "Rien n'est encore enregistré" in said
    assert "Prend 2 communes" in said
    assert "Effleurées (moins de 5 %), et prises : Commune 38002 (38002, 3,0 %)." in said
    assert not Territory.objects.exists()
    again = submit(admin_client, pole, **drawn(multi(BRUSHING), drawn_seen=seen(answer)))
    assert again.status_code == 302
    assert held() == {"01002": "declared", "38002": "partial"}


def test_brushed_communes_are_dropped_by_their_box_and_what_is_left_is_told(admin_client, pole):
    data = drawn(multi(BRUSHING), drawn_drop="on")
    assert submit(admin_client, pole, **data).status_code == 302
    assert held() == {"01002": "declared"}
    text = admin_client.get("/gestion/directory/pole/").content.decode()
    assert "Périmètre dessiné. Prend 1 commune" in text


def test_a_file_gives_its_shape_and_is_not_asked_for_twice(admin_client, pole):
    data = territory_data(level="drawn", drawn="", drawn_file=upload(table(BRUSHING, crs=2154)))
    answer = submit(admin_client, pole, **data)
    assert "Prend 2 communes" in errors(answer)["drawn"]
    (inline, *_others) = answer.context["inline_admin_formsets"]
    kept = inline.formset.forms[0]["drawn"].value()
    again = submit(
        admin_client, pole, **territory_data(level="drawn", drawn=kept, drawn_seen=seen(answer))
    )
    assert again.status_code == 302, errors(again)
    assert held() == {"01002": "declared", "38002": "partial"}


def test_a_layer_is_named_where_a_file_has_several(admin_client, pole):
    files = table(box(2.2, 45, 2.3, 45.1)), table(box(2.3, 45, 2.4, 45.1))
    data = territory_data(level="drawn", drawn="", drawn_file=upload(*files))
    assert "« une », « deux »" in errors(submit(admin_client, pole, **data))["drawn"]
    data = territory_data(level="drawn", drawn="", drawn_file=upload(*files), drawn_layer="deux")
    assert submit(admin_client, pole, **data).status_code == 302
    assert held() == {"01003": "declared"}


def test_a_crossed_contour_is_shown_repaired_and_saved_by_whoever_accepts_it(admin_client, pole):
    answer = submit(admin_client, pole, **drawn(BOW))
    said = errors(answer)["drawn"]
    assert "deux bords se croisent près de 2,25 E 45,05 N" in said
    assert "la carte montre sa réparation, en 2 parties" in said
    (inline, *_others) = answer.context["inline_admin_formsets"]
    repaired = inline.formset.forms[0]["drawn"].value()
    assert len(json.loads(repaired)["coordinates"]) == 2
    again = submit(admin_client, pole, **territory_data(level="drawn", drawn=repaired))
    assert again.status_code == 302
    assert held() == {"01002": "declared"}


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (box(45, 2.2, 45.1, 2.3), "longitude et latitude semblent inversées"),
        (box(3, 47, 3.1, 47.1), "n'en touche aucune"),
        (box(-180, -90, 180, 90), "le monde entier"),
    ],
)
def test_a_shape_elsewhere_is_refused_with_its_likely_cause(admin_client, pole, shape, said):
    assert said in errors(submit(admin_client, pole, **drawn(multi(shape))))["drawn"]
