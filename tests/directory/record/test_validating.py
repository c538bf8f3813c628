"""Every fault of every row is said at once: line, field, value, what is accepted."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.record.file.rows import Row
from directory.record.file.validating import validate
from directory.record.known import CommuneFacts, KnownCodes
from tables.problems import Refused
from tests.factories import row

GROUND = KnownCodes(
    communes={
        "01001": CommuneFacts("Saint-Œuf", "01", "84", "200000001", None),
        "01002": CommuneFacts("Deux", "01", "84", "200000001", None),
        "93001": CommuneFacts("Aubervilliers", "93", "11", "200054781", "200057867"),
        "2A004": CommuneFacts("Ajaccio", "2A", "94", None, None),
        "01998": CommuneFacts("Perdue", "01", "84", None, None, obsolete=True),
    },
    former={"01999": ("01001", "Saint-Œuf")},
    epcis={"200000001": "Un", "200057867": "Plaine Commune", "200054781": "Grand Paris"},
    departments={"01": ("Ain", "84"), "93": ("Seine-Saint-Denis", "11")},
    regions={"84": "Auvergne-Rhône-Alpes", "11": "Île-de-France"},
)
SQUARE = [[[2, 45], [2.1, 45], [2.1, 45.1], [2, 45]]]
BOW_TIE = [[[2, 45], [2.1, 45.1], [2.1, 45], [2, 45.1], [2, 45]]]


def faults(*rows):
    with pytest.raises(Refused) as caught:
        validate([Row(line, values) for line, values in enumerate(rows, start=1)], GROUND)
    return [(p.line, p.field, p.value, p.accepted) for p in caught.value.problems]


def fault(**changes):
    found = faults(row(**changes))
    assert len(found) == 1, found
    return found[0][1:]


def test_a_valid_row_becomes_a_record():
    (record,) = validate(
        [Row(1, row(seat_insee="01001", seat_confidence="stated"))], GROUND
    ).values()
    assert record["seat"] == {"insee": "01001", "confidence": "stated"}
    json.dumps(record)


@pytest.mark.parametrize(
    ("changes", "field", "accepted"),
    [
        ({"name": ""}, "name", "un texte"),
        ({"name": None}, "name", "un texte"),
        ({"name": 12}, "name", "un texte"),
        ({"name": "x" * 201}, "name", "200 caractères au plus"),
        ({"name": "a\nb"}, "name", "sur une seule ligne"),
        ({"note": "a\0b"}, "note", "sans caractère de contrôle"),
        ({"note": "\ud800"}, "note", "sans caractère de contrôle"),
        ({"slug": "Pas Bon"}, "slug", "lettres minuscules"),
        ({"slug": "double--tiret"}, "slug", "tirets simples"),
        ({"status": "actif"}, "status", "active, emerging, unknown, ended"),
        ({"status_as_of": "2014"}, "status_as_of", "un nombre entier"),
        ({"status_as_of": 2014.5}, "status_as_of", "un nombre entier"),
        ({"founded_year": 1492}, "founded_year", "1980 au moins"),
        ({"founded_year": 10**30}, "founded_year", "2100 au plus"),
        ({"published": "oui"}, "published", "true ou false"),
        ({"checked": "hier"}, "checked", "AAAA-MM-JJ"),
        ({"checked": "2026-02-30"}, "checked", "AAAA-MM-JJ"),
        ({"checked": 20261123}, "checked", "AAAA-MM-JJ"),
        ({"website": "exemple"}, "website", "une adresse http(s) complète"),
        ({"website": "javascript:alert(1)"}, "website", "une adresse http(s) complète"),
        ({"sources": []}, "sources", "1 élément au moins"),
        ({"sources": ["ftp://a.fr"]}, "sources.0", "une adresse http(s) complète"),
        ({"sources": "https://a.fr"}, "sources", "une liste"),
        ({"sources": ["https://a.fr", "https://a.fr"]}, "sources", "une seule fois"),
        ({"themes": ["agriculture", "licorne"]}, "themes.1", "agriculture, alimentation"),
        ({"themes": ["culture", "culture"]}, "themes", "une seule fois"),
        ({"themes": ["culture"] * 5}, "themes", "4 éléments au plus"),
        ({"departement": "93"}, "departement", "un département de la région 84 (11 ici)"),
        (
            {"seat_insee": "93001", "seat_confidence": "stated"},
            "seat_insee",
            "une commune de la région 84 (11 ici)",
        ),
        (
            {"seat_insee": "93001", "seat_confidence": "stated", "departement": "01"},
            "seat_insee",
            "une commune du département 01 (93 ici)",
        ),
        ({"couleur": "bleu"}, "couleur", "clé inconnue"),
        ({"region_code": "99"}, "region_code", "le code Insee d'une région, à 2 chiffres"),
        ({"region": "Bretagne"}, "region", "Auvergne-Rhône-Alpes"),
        ({"departement": "1"}, "departement", "un code de département"),
        ({"departement": "93"}, "departement", "un département de la région 84"),
        ({"seat_insee": "01001"}, "seat_confidence", "stated ou inferred"),
        ({"seat_confidence": "stated"}, "seat_confidence", "pas de siège"),
        ({"seat_commune": "Deux"}, "seat_insee", "le code Insee de Deux"),
        ({"epci": [{"name": "X", "siren": "123"}]}, "epci.0.siren", "le SIREN à 9 chiffres"),
        ({"epci": [{"name": "X", "siren": "123456789"}]}, "epci.0.siren", "en vigueur"),
        ({"epci": [{"name": "X", "siren": "200000001", "x": 1}]}, "epci.0.x", "clé inconnue"),
        ({"recognitions": [{"scheme": "aap-2013"}]}, "recognitions.0.label", "obligatoire"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_accepted(changes, field, accepted):
    found = [f for f in faults(row(**changes)) if f[1] == field]
    assert found, faults(row(**changes))
    assert accepted in found[0][3]


def test_a_wrong_seat_is_said_as_it_is():
    stated = {"seat_confidence": "stated"}
    assert fault(seat_insee="1001", **stated)[2].endswith("; 01001 (Saint-Œuf) ?")
    assert "5 caractères" in fault(seat_insee="1777", **stated)[2]
    assert "en vigueur" in fault(seat_insee="01777", **stated)[2]
    assert "n'existe plus" in fault(seat_insee="01998", **stated)[2]
    assert fault(seat_insee="01001", seat_commune="Trois", **stated)[2].startswith("Saint-Œuf")
    validate([Row(1, row(seat_insee="01001", seat_commune="ST OEUF", **stated))], GROUND)


def test_codes_are_read_whatever_their_case():
    said = {**row()["footprint"], "basis": "declared-communes", "communes": ["2a004"]}
    (record,) = validate([Row(1, row(footprint=said))], GROUND).values()
    assert "'code': '2A004'" in repr(record["footprint"])


def test_an_old_commune_code_names_today_s_commune():
    field, value, accepted = fault(
        footprint={"basis": "declared-communes", "communes": ["01999", "01002"]}
    )
    assert (field, value) == ("footprint.communes", "01999")
    assert "01001 (Saint-Œuf)" in accepted


@pytest.mark.parametrize(
    ("footprint", "field", "accepted"),
    [
        ({"basis": "declared-epci"}, "footprint.epcis", "au moins un élément"),
        ({"basis": "none", "communes": ["01001"]}, "footprint.communes", "vide, puisque basis"),
        ({"basis": "declared-communes", "communes": ["01001"], "regions": ["84"]},
         "footprint.regions", "vide, puisque basis"),
        ({"basis": "declared-communes", "communes": ["01001"] * 2}, "footprint.communes",
         "une seule fois"),
        ({"basis": "declared-department", "departments": ["97"]}, "footprint.departments",
         "code de département"),
        ({"basis": "ailleurs"}, "footprint.basis", "declared-communes"),
        ({"basis": "seat-epci"}, "footprint.basis", "none, puisqu'il n'y a pas de siège"),
        ({"basis": "declared-drawn"}, "footprint.drawn", "au moins un élément"),
        ({"basis": "none", "forme": 1}, "footprint.forme", "clé inconnue"),
        ({"basis": "declared-detail", "territories": [{"level": "epci"}]},
         "footprint.territories.0.code", "un code"),
        ({"basis": "declared-detail", "territories": [{"level": "part", "code": "01999"}]},
         "footprint.territories.0.code", "01001 (Saint-Œuf), la commune d'aujourd'hui"),
    ],
)  # fmt: skip
def test_a_wrong_footprint_is_named_with_what_is_accepted(footprint, field, accepted):
    found = [f for f in faults(row(footprint=footprint)) if f[1] == field]
    assert found
    assert accepted in found[0][3]


@pytest.mark.parametrize(
    ("drawn", "why"),
    [
        ({"type": "Polygon", "coordinates": BOW_TIE}, "deux bords se croisent"),
        ({"type": "Polygon", "coordinates": []}, "celui-ci est vide"),
        ({"type": "Polygon", "coordinates": [[[2, 45], [2.1, 45]]]}, "trois sommets"),
        ({"type": "Polygon", "coordinates": "ici"}, "illisibles"),
        ({"type": "Polygon"}, "illisibles"),
        ({"type": "Point", "coordinates": [2, 45]}, "Polygon"),
        ({"type": "Polygon", "coordinates": [[[652000, 6862000], [652100, 6862000],
                                              [652100, 6862100], [652000, 6862000]]]}, "degrés"),
        ({"type": "Polygon", "coordinates": [[[2, 45], [2.1, 45], [float("inf"), 45.1], [2, 45]]]},
         "degrés"),
        *(({"type": "Polygon", "coordinates": [[[2, 45], [2.1, 45], [far, 45.1], [2, 45]]]}, why)
          for far, why in ((10**400, "degrés"), (-(10**400), "degrés"), (float("nan"), "degrés"),
                           (True, "illisibles"), ("2", "illisibles"), ([2], "illisibles"))),
        ({"type": "Polygon", "coordinates": [[[2, 45, 0, 0, 0]]]}, "illisibles"),
        ({"type": "Polygon", "coordinates": [[[[[[2, 45]]]]]]}, "illisibles"),
        ({"type": "MultiPolygon", "coordinates": [[[[2, 45]] * 100_001]]}, "100\u202f000 sommets"),
    ],
)  # fmt: skip
def test_a_wrong_geometry_is_refused_with_the_reason(drawn, why):
    found = faults(row(footprint={"basis": "declared-drawn", "drawn": drawn}))
    assert found[0][1] == "footprint.drawn"
    assert why in found[0][3]


def test_a_drawn_shape_is_kept_as_a_multipolygon():
    drawn = {"type": "Polygon", "coordinates": SQUARE}
    (record,) = validate(
        [Row(1, row(footprint={"basis": "declared-drawn", "drawn": drawn}))], GROUND
    ).values()
    (piece,) = record["footprint"]["territories"]
    assert piece["drawn"] == [SQUARE]


def test_a_presumed_epci_may_be_repeated_but_not_chosen():
    seat = {"seat_insee": "93001", "seat_confidence": "stated", "region_code": "11"}
    for epcis in ([], ["200057867"]):
        validate([Row(1, row(footprint={"basis": "seat-epci", "epcis": epcis}, **seat))], GROUND)
    wrong = {"basis": "seat-epci", "epcis": ["200000001"]}
    assert "200057867" in fault(footprint=wrong, **seat)[2]


def test_a_slug_given_twice_names_the_first_line():
    assert faults(row("meme"), row("autre"), row("meme"))[0][:3] == (3, "slug", "meme")


def test_all_faults_of_all_rows_are_said_by_line():
    found = faults(
        row("un", status="x", region_code="99"), row("deux"), row("trois", name=None, checked="?")
    )
    assert [f[:2] for f in found] == [
        (1, "region_code"), (1, "status"), (3, "checked"), (3, "name")
    ]  # fmt: skip


def test_missing_keys_are_all_named():
    values = row()
    del values["status"], values["footprint"]
    assert {f[1] for f in faults(values)} == {"status", "footprint"}


def test_a_ground_not_loaded_is_said_first():
    with pytest.raises(Refused, match="load_communes"):
        validate([Row(1, row())], KnownCodes(empty=True))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(row())), JSON, min_size=1))
def test_no_value_makes_the_validation_fail_otherwise(changes):
    with suppress(Refused):
        validate([Row(1, row() | changes)], GROUND)
