"""Tables that people really have: exports edited in a spreadsheet, lists with names of places."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from directory.models import Pole
from directory.record.comparing import same
from directory.record.fields import FIELD, NAMES
from directory.record.file.completing import complete, said_in
from directory.record.file.plan import PolesPlan
from directory.record.file.reading import read_rows
from directory.record.file.rows import Row
from directory.record.file.validating import validate
from directory.record.known import known_codes
from directory.record.stored import read_stored, record_of
from directory.record.writing import poles_changed, save_pole
from tables.engine import Refusals, load
from tests.directory.record.test_fields import VALUES
from tests.factories import row
from tests.publishing.files.support import fetched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("written_here")]
EXPORTED = [name for name in NAMES if FIELD[name].public and name != "footprint"] + ["seat"]


@pytest.fixture
def base(ground):
    """A pole of the database, as a file wrote it."""
    record = validate([Row(1, row("essai"))], known_codes())["essai"]
    save_pole("essai", record, loaded=record)
    poles_changed()
    return record


@pytest.fixture
def written(tmp_path):
    """A table in a file."""

    def written(*lines, name="p.csv"):
        path = tmp_path / name
        if name.endswith(".xlsx"):
            book = Workbook()
            for line in lines:
                book.active.append(line)
            book.save(path)
        else:
            path.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8")
        return path

    return written


def loaded(path, **options):
    """What a load of a file does."""
    (difference,) = load([PolesPlan(path)], write=True, **options)
    return difference


def faults(path):
    """What is wrong with a file."""
    with pytest.raises(Refusals) as caught:
        load([PolesPlan(path)], write=False)
    ((_name, refused),) = caught.value.files
    return [(one.line, one.field, one.value, one.accepted) for one in refused.problems]


def pole(slug="essai"):
    """A record of the database."""
    return record_of(Pole.objects.get(slug=slug))


@pytest.mark.parametrize("name", EXPORTED)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@given(data=st.data())
@settings(
    max_examples=5, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_an_export_loads_back_as_it_is(base, tmp_path_factory, name, form, data):
    save_pole("essai", base | {"published": True, name: data.draw(VALUES[name])})
    poles_changed()
    path = tmp_path_factory.mktemp("export") / f"poles.{form}"
    path.write_bytes(fetched(f"poles.{form}"))
    stored = read_stored()
    rows = read_rows(path).rows
    complete(rows, stored, known_codes())
    assert name in said_in(rows[0])
    read = validate(rows, known_codes())["essai"]
    assert [one for one in NAMES if not same(one, read[one], stored["essai"].current[one])] == []


EDITS = [
    ("nom", "Pôle d'ici", "name", "Pôle d'ici"),
    ("autres_noms", "Un ; Deux\nTrois", "other_names", ["Un", "Deux", "Trois"]),
    ("statut", "émergent", "status", "emerging"),
    ("thematiques", "Culture ; tourisme", "themes", ["culture", "tourisme"]),
    ("annee_creation", 2014, "founded_year", 2014),
    ("sources", "https://a.fr/x;y ; https://b.fr/", "sources",
     ["https://a.fr/x;y", "https://b.fr/"]),
    ("verifie_le", 46_000, "checked", "2025-12-09"),
    ("reconnaissances", "ami-2022, 2022 : AMI", "recognitions",
     [{"scheme": "ami-2022", "label": "AMI", "year": 2022, "amount_eur": None}]),
]  # fmt: skip


@pytest.mark.parametrize(("column", "typed", "name", "value"), EDITS)
def test_a_cell_edited_in_an_export_changes_its_field_alone(
    base, tmp_path, column, typed, name, value
):
    save_pole("essai", {"published": True}, loaded=base | {"published": True})
    poles_changed()
    before = pole()
    book = load_workbook(io.BytesIO(fetched("poles.xlsx")))
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[1]]
    sheet.cell(2, header.index(column) + 1, typed)
    path = tmp_path / "édité.xlsx"
    book.save(path)
    difference = loaded(path)
    assert [(one.field, one.after) for one in difference.changes] == [(name, value)]
    assert pole() == before | {name: value}


def test_curly_marks_and_hard_blanks_change_nothing(base, written):
    save_pole("essai", {"name": "L'atelier de l'Ain"}, loaded=base | {"name": "L'atelier de l'Ain"})
    path = written(["identifiant", "nom"], ["essai", "L\u2019atelier\u00a0de l\u2019Ain"])
    assert not loaded(path).writes


def test_what_a_table_has_no_column_of_stays_and_is_told(base, written):
    before = pole()
    difference = loaded(written(["identifiant", "Structure porteuse"], ["essai", "SCIC"]))
    assert pole() == before | {"lead_organisation": "SCIC"}
    assert any("Sans colonne dans ce fichier" in one.what for one in difference.remarks)


def test_blank_lists_of_territories_take_nothing_away(base, written):
    before = pole()
    loaded(written(["identifiant", "communes", "nom"], ["essai", "", "Nouveau nom"]))
    assert pole()["footprint"] == before["footprint"]


def test_a_new_pole_needs_a_name_a_place_a_source_and_a_date(ground, written):
    said = faults(written(["nom", "présentation"], ["Pôle neuf", "Essai"]))
    assert [field for _line, field, _value, _accepted in said] == [
        "checked", "region_code", "sources",
    ]  # fmt: skip


def test_a_new_pole_of_an_address_book_is_read_by_the_names_of_its_places(ground, written):
    name, department = known_codes().communes["01001"].name, known_codes().departments["01"][0]
    path = written(
        ["Nom", "Ville", "Département", "Communes", "Sources", "verifie_le"],
        ["Pôle neuf", name, department, f'"{name} (01) ; 01002"', "https://a.fr/", "20/11/2026"],
    )
    loaded(path)
    record = pole("pole-neuf")
    assert record["seat"] == {"insee": "01001", "confidence": "stated"}
    assert (record["departement"], record["region_code"]) == ("01", "84")
    assert [one["code"] for one in record["footprint"]["territories"]] == ["01001", "01002"]
    assert (record["status"], record["published"]) == ("unknown", False)
    assert record["checked"] == "2026-11-20"


def test_a_name_that_no_commune_or_several_bear_is_refused_with_the_line_and_what_would_do(
    base, written
):
    path = written(
        ["identifiant", "communes", "departement"],
        ["essai", "Nulle-Part-sur-Rien", "01"],
    )
    ((line, field, value, accepted),) = faults(path)
    assert (line, field, value) == (2, "communes", "Nulle-Part-sur-Rien")
    assert "code Insee" in accepted


@pytest.mark.parametrize(
    ("column", "cell", "count"),
    [
        ("communes", "01001 ; 01002", 2), ("communes", '"01001\n01002"', 2),
        ("epcis", "200000001 | 200000002", 2), ("territoires", "commune:01001 ; partie:01002 X", 2),
        ("territoires", "commune:01001 ; epci:200000001", 2),
    ],
)  # fmt: skip
def test_no_second_territory_is_swallowed(base, written, column, cell, count):
    cell = cell if cell.startswith('"') else f'"{cell}"'
    loaded(written(["identifiant", column], ["essai", cell]), force=True)
    assert len(pole()["footprint"]["territories"]) == count


CITED_BY_NAME = [
    ("200000001", "epci 200000001"), ("200000002", "Le nom cité"), ("200057867", "epci 200057867")
]  # fmt: skip


def test_epcis_are_cited_by_official_name_which_is_kept_as_typed(base, written):
    cell = "epci 200000001 ; 200000002 Le nom cité | epci 200057867"
    loaded(written(["identifiant", "epci_cites"], ["essai", f'"{cell}"']), force=True)
    assert [(one["siren"], one["name"]) for one in pole()["epci"]] == CITED_BY_NAME


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("CC de Nulle-Part", "CC de Nulle-Part", "le nom officiel d'un EPCI"),
        ("200000001", "200000001", "SIREN puis nom, ou le nom officiel"),
        ("20000000 CC du Nord", "20000000", "SIREN à 9 chiffres"),
    ],
)  # fmt: skip
def test_a_cited_epci_that_is_none_is_refused_with_what_would_do(base, written, cell, value, said):
    ((_line, _field, read, accepted),) = faults(
        written(["identifiant", "epci_cites"], ["essai", cell])
    )
    assert read == value
    assert said in accepted


@pytest.mark.parametrize("column", ["commune", "code_insee"])
@pytest.mark.parametrize("cell", ["Paris ; Saint-Œuf", "75056 | 01001", "Paris | Nulle-Part"])
def test_a_seat_of_two_communes_is_told_where_the_others_go(base, written, column, cell):
    ((_line, _field, value, accepted),) = faults(
        written(["identifiant", column], ["essai", f'"{cell}"'])
    )
    assert (value, accepted) == (cell, "une seule commune ici ; les autres dans « communes »")


def test_a_second_recognition_is_not_swallowed(base, written):
    cell = '"aap-2013, 2014 : Appel 2013 ; aap-2015, 2016, 90000 € : Appel 2015"'
    loaded(written(["identifiant", "recognitions"], ["essai", cell]), force=True)
    assert [one["label"] for one in pole()["recognitions"]] == ["Appel 2013", "Appel 2015"]


def test_the_name_of_another_department_beside_its_code_is_refused(base, written):
    said = faults(
        written(["identifiant", "code_departement", "departement"], ["essai", "01", "Isère"])
    )
    assert [(field, value) for _line, field, value, _accepted in said] == [("departement", "Isère")]


def test_what_is_presumed_from_the_seat_follows_it_to_another_commune(base, written):
    save_pole("essai", {"seat": {"insee": "01001", "confidence": "stated"}},
              loaded=base | {"seat": {"insee": "01001", "confidence": "stated"}})  # fmt: skip
    loaded(written(["identifiant", "code_insee", "commune"], ["essai", "01004", ""]))
    record = pole()
    assert record["seat"]["insee"] == "01004"
    assert record["footprint"] == {"presume": True, "territories": []}


def test_a_wrong_place_is_one_fault_and_no_missing_region(base, written):
    path = written(
        ["nom", "code_insee", "sources", "verifie_le"],
        ["Pôle neuf", "99999", "https://a.fr/", "20/11/26"],
    )
    assert [field for _line, field, _value, _accepted in faults(path)] == ["code_insee"]


def test_a_code_in_small_letters_is_one(base, written):
    loaded(written(
        ["nom", "departement", "sources", "verifie_le"],
        ["Pôle neuf", "01", "https://a.fr/", "20-11-2026"],
    ))  # fmt: skip
    assert pole("pole-neuf")["region_code"] == "84"
