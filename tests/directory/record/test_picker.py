"""The picker's field: what a line may say, and what is said of one that is wrong."""

import json
from contextlib import suppress

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from directory.record.lines import LineError, read_line, write_line
from directory.record.picker import TerritoriesField
from directory.record.pieces import piece

SQUARE = [[[[2.1, 45.0], [2.2, 45.0], [2.2, 45.1], [2.1, 45.1], [2.1, 45.0]]]]
LABELS = st.text("aàéœ'’-1 ", max_size=40).map(lambda text: " ".join(text.split()))
PIECES = st.one_of(
    st.builds(
        piece, st.sampled_from(["commune", "part"]), st.sampled_from(["01004", "2A004"]), LABELS
    ),
    st.builds(piece, st.just("epci"), st.just("200000001"), LABELS),
    st.builds(piece, st.sampled_from(["department", "region"]), st.just("38"), LABELS),
    st.builds(piece, st.just("drawn"), st.none(), LABELS, st.just(SQUARE)),
)


def faults_of(text: str, **options) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        TerritoriesField(**options).clean(text)
    return [" ".join(message.split()) for message in caught.value.messages]


@given(PIECES)
def test_a_piece_comes_back_from_its_line(one):
    assert read_line(write_line(one)) == one


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_what_is_accepted(text):
    with suppress(LineError):
        assert read_line(text)["level"]


def test_each_level_is_typed_as_people_write_it(ground):
    typed = (
        "commune 01004\r\n\r\n  01005 \n200000001\nEPT 200057867\nDépartement 38\nrégion 84\n"
        "partie 01001 Quartier  de la Gare"
    )
    assert TerritoriesField().clean(typed) == [
        piece("commune", "01004"),
        piece("commune", "01005"),
        piece("epci", "200000001"),
        piece("epci", "200057867"),
        piece("department", "38"),
        piece("region", "84"),
        piece("part", "01001", "Quartier de la Gare"),
    ]


def test_every_wrong_line_is_named_with_what_is_accepted(ground):
    faults = faults_of(
        "commune 01999\ncommune 01004\nepci 123\nn'importe quoi\ncommune 99999\n01004"
    )
    assert faults[0].startswith("Ligne 1 (commune 01999) : attendu, 01001")
    assert faults[1].startswith("Ligne 3 (epci 123) : attendu, le SIREN à 9 chiffres")
    assert faults[2].startswith("Ligne 4 (n'importe quoi) : attendu, un niveau puis un code")
    assert faults[3].startswith(
        "Ligne 5 (commune 99999) : attendu, le code Insee d'une commune en vigueur"
    )
    assert faults[4] == "Ligne 6 (01004) : ce territoire est déjà donné."


def test_a_drawn_shape_is_kept_and_a_crossed_one_refused(ground):
    shape = json.dumps({"type": "MultiPolygon", "coordinates": SQUARE})
    (kept,) = TerritoriesField().clean(f"dessin {shape} Îlot")
    assert (kept["drawn"], kept["label"]) == (SQUARE, "Îlot")
    crossed = {"type": "Polygon", "coordinates": [[[2, 45], [3, 46], [3, 45], [2, 46], [2, 45]]]}
    assert "deux bords se croisent" in faults_of(f"dessin {json.dumps(crossed)}")[0]


@pytest.mark.parametrize("digits", [400, 5000])
def test_a_coordinate_without_end_is_refused_in_words(ground, digits):
    far = "9" * digits
    drawn = f'{{"type":"Polygon","coordinates":[[[2,45],[3,45],[{far},46],[2,45]]]}}'
    (said,) = faults_of(f"dessin {drawn}")
    assert "degrés" in said or "GeoJSON" in said


def test_nothing_is_refused_where_something_is_asked_for_and_too_much_everywhere(ground):
    assert faults_of(" \n") == ["Choisir au moins un territoire."]
    assert TerritoriesField(required=False).clean("") == []
    assert "2 sont acceptés au plus" in faults_of("01001\n01002\n01003", most=2)[0]


def test_the_form_shows_again_what_was_typed_and_the_names_of_what_is_known(ground):
    class Form(forms.Form):
        territories = TerritoriesField()

    shown = str(Form({"territories": "commune 01001\nquoi <b>"})["territories"])
    assert "Saint-Œuf (01001)" in shown
    assert "quoi &lt;b&gt;" in shown
    assert "<b>" not in shown
    initial = Form(initial={"territories": [piece("part", "01001", "Gare")]})["territories"]
    assert "partie 01001 Gare" in str(initial)
    assert "Saint-Œuf (01001), en partie : Gare" in str(initial)


def test_a_change_is_seen_whatever_the_way_the_line_is_typed(ground):
    field = TerritoriesField()
    assert not field.has_changed([piece("commune", "01004")], "01004")
    assert field.has_changed([piece("commune", "01004")], "01005")
