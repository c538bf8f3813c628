"""Files of values: read as people write them, or refused with every fault at once."""

import io
import math
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from coverage.indicators.describing import Description, describe, read_plan
from coverage.indicators.reading import read_level, read_sheet
from coverage.indicators.vocabulary import FileLevel, Kind
from tables.problems import Refused

SAID = {"code": "essai", "label": "Essai", "source": "Nous", "vintage": "2021"}


def of_kind(kind=Kind.NUMBER, **changes):
    return Description(**SAID | {"kind": Kind(kind), **changes})


@pytest.fixture
def read(tmp_path):
    def run(content, kind=Kind.NUMBER, level=None, name="f.csv", **changes):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_sheet(path, of_kind(kind, **changes), level)

    return run


@pytest.fixture
def faults(read):
    def run(content, *args, **kwargs):
        with pytest.raises(Refused) as caught:
            read(content, *args, **kwargs)
        return [(p.line, p.field, p.value) for p in caught.value.problems] or caught.value.reason

    return run


def workbook(*lines):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("mark", [";", ","])
def test_codes_stay_text_and_numbers_become_numbers(read, bom, mark):
    sheet = read(bom + f"code_insee{mark}valeur\n01001{mark}12.5\n2A004{mark}-3\n".encode())
    assert [(e.code, e.value) for e in sheet.entries] == [("01001", 12.5), ("2A004", -3.0)]
    assert sheet.level == FileLevel.COMMUNE


def test_a_decimal_comma_is_read_as_a_french_spreadsheet_writes_it(read):
    assert read("code_insee;valeur\n01001;12,5\n").entries[0].value == 12.5


def test_csv_and_xlsx_say_the_same(read):
    one = read("code_insee;valeur\n01001;12.5\n01002;3\n").entries
    content = workbook(["code_insee", "valeur"], ["01001", 12.5], ["01002", 3])
    assert read(content, name="f.xlsx").entries == one


@pytest.mark.parametrize(
    ("header", "level"),
    [
        ("code_insee", FileLevel.COMMUNE),
        ("siren_epci", FileLevel.EPCI),
        ("siren", FileLevel.EPCI),
        ("code_ze2020", FileLevel.ZONE),
    ],
)
def test_the_column_of_codes_says_the_level(tmp_path, header, level):
    path = tmp_path / "f.csv"
    path.write_text(f"{header};valeur\n1;2\n")
    assert read_level(path, of_kind()) == level


@pytest.mark.parametrize(
    "cell",
    [
        "douze",
        "nan",
        "NaN",
        "inf",
        "-inf",
        "1e999",
        "1 234",
        "12 %",
        "s",
        "0x1F",
        "１２",
        "1_2",
        "oui",
    ],
)
def test_text_for_a_number_is_refused(faults, cell):
    assert faults(f"code_insee;valeur\n01001;{cell}\n") == [(2, "valeur", cell)]


@pytest.mark.parametrize("cell", [True, math.inf])
def test_a_cell_of_a_workbook_that_is_no_finite_number_is_refused(faults, cell):
    content = workbook(["code_insee", "valeur"], ["01001", cell if cell is True else "inf"])
    assert faults(content, name="f.xlsx")[0][:2] == (2, "valeur")


def test_a_code_that_lost_its_zero_is_refused(faults):
    content = workbook(["code_insee", "valeur"], [1001, 12.5])
    assert faults(content, name="f.xlsx") == [(2, "code_insee", "1001")]


def test_a_code_given_twice_is_refused_with_its_first_line(read):
    with pytest.raises(Refused) as caught:
        read("code_insee;valeur\n01001;1\n01002;2\n01001;3\n")
    (problem,) = caught.value.problems
    assert (problem.line, problem.accepted) == (4, "une ligne par code (déjà ligne 2)")


def test_every_fault_of_every_row_is_said_at_once(faults):
    text = "code_insee;valeur\nAin;x\n01001;1\n01001;nan\n"
    assert faults(text) == [
        (2, "code_insee", "Ain"),
        (2, "valeur", "x"),
        (4, "code_insee", "01001"),
        (4, "valeur", "nan"),
    ]


@pytest.mark.parametrize(
    ("header", "at_fault"),
    [
        ("code;valeur", ["code", "(codes)"]),
        ("code_insee;valeur;nom", ["nom"]),
        ("code_insee;siren_epci;valeur", ["(codes)"]),
        ("code_insee;valeur;valeur", ["valeur"]),
        ("code_insee", ["valeur"]),
    ],
)
def test_a_header_that_does_not_do_is_refused(faults, header, at_fault):
    assert [field for _, field, _ in faults(f"{header}\n01001;1\n")] == at_fault


def test_a_level_that_the_header_does_not_have_is_refused(faults):
    text = "code_insee;valeur\n01001;1\n"
    assert faults(text, level=FileLevel.EPCI) == [(1, "code_insee", "colonne de codes")]


def test_a_file_without_rows_is_refused(faults):
    assert "aucune ligne" in faults("code_insee;valeur\n")


def test_an_empty_cell_is_no_value_and_no_zero(read):
    sheet = read("code_insee;valeur\n01001;\n01002;0\n")
    assert [e.code for e in sheet.empty] == ["01001"]
    assert [(e.code, e.value) for e in sheet.entries] == [("01002", 0.0)]


def test_a_negative_count_is_refused(faults):
    assert faults("code_insee;valeur\n01001;-1\n", Kind.COUNT) == [(2, "valeur", "-1")]


def test_a_class_is_text_even_where_a_workbook_has_a_number(read):
    content = workbook(["code_insee", "valeur"], ["01001", 5])
    (entry,) = read(content, Kind.CLASS, name="f.xlsx", classes={"5": "Bourgs"}).entries
    assert (entry.value, entry.text) == (None, "5")


def test_a_class_that_is_not_declared_is_refused(faults):
    text = "code_insee;valeur\n01001;8\n"
    assert faults(text, Kind.CLASS, classes={"5": "Bourgs"}) == [(2, "valeur", "8")]


def test_a_list_says_yes_no_or_a_name(read):
    sheet = read("code_insee;valeur\n01001;1\n01002;non\n01003;Pays\n01004;3\n", Kind.LIST)
    assert [(e.code, e.value, e.text) for e in sheet.entries] == [
        ("01001", 1.0, ""), ("01003", 1.0, "Pays"), ("01004", 1.0, "")
    ]  # fmt: skip
    assert [e.code for e in sheet.excluded] == ["01002"]


def test_a_list_may_be_codes_alone(read):
    assert [e.value for e in read("code_insee\n01001\n01002\n", Kind.LIST).entries] == [1.0, 1.0]


def test_a_list_does_not_guess_what_an_empty_cell_says(faults):
    assert faults("code_insee;valeur\n01001;\n", Kind.LIST) == [(2, "valeur", "(vide)")]


def test_a_text_that_no_screen_could_hold_is_refused(faults):
    long = "x" * 101
    assert len(faults(f"code_insee;valeur\n01001;{long}\n", Kind.CLASS)) == 1


@settings(max_examples=60, deadline=None)
@given(
    cell=st.text(max_size=20),
    code=st.text(max_size=6),
    kind=st.sampled_from(list(Kind)),
)
def test_no_cell_makes_the_reader_fail_otherwise(tmp_path_factory, cell, code, kind):
    path = tmp_path_factory.mktemp("cellules") / "f.csv"
    path.write_text(f'code_insee;valeur\n"{code}";"{cell}"\n', encoding="utf-8", newline="")
    with suppress(Refused):
        for entry in read_sheet(path, of_kind(kind)).entries:
            assert entry.value is None or math.isfinite(entry.value)


# --- Descriptions -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "Taux de pauvreté"}, "code"),
        ({"code": "x" * 41}, "code"),
        ({"label": "  "}, "label"),
        ({"source": ""}, "source"),
        ({"vintage": None}, "vintage"),
        ({"kind": "image"}, "kind"),
        ({"direction": "gauche"}, "direction"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "http://127.0.0.1/"}, "address"),
        ({"address": "https://exemple.fr/\u202e"}, "address"),
        ({"unit": "x" * 61}, "unit"),
        ({"couleur": "rouge"}, "couleur"),
        ({"priority_classes": ["5"]}, "kind"),
        ({"kind": "classe", "classes": {"1": "Un"}, "priority_classes": ["2"]}, "priority_classes"),
    ],
)
def test_a_faulty_description_is_refused_by_field(changes, field):
    description, problems = describe(SAID | changes)
    assert description is None
    assert [problem.field for problem in problems] == [field]


def test_the_year_is_the_last_that_the_vintage_names():
    assert of_kind(vintage="de 2019 à 2021").year == 2021
    assert of_kind(vintage="récent").year is None


def test_a_list_always_reads_absent_as_no():
    description, _ = describe(SAID | {"kind": "list"})
    assert description is not None
    assert description.absent_is_none


def test_a_faulty_plan_is_refused_with_every_fault(tmp_path):
    plan = '[a]\nlabel = "A"\n[b]\nlabel="B"\nsource="S"\nvintage="2021"\n'
    plan += '[[b.files]]\nfile="b.csv"\nlevel="planete"\n'
    (tmp_path / "indicators.toml").write_text(plan)
    with pytest.raises(Refused) as caught:
        read_plan(tmp_path)
    fields = {problem.field for problem in caught.value.problems}
    assert fields == {"a.source", "a.vintage", "a.files", "b.level"}


@pytest.mark.parametrize("content", [None, "[a", "a = 1", "[a]\nfiles = 3", "[a]\nclasses = 1"])
def test_a_plan_that_cannot_be_read_is_refused(tmp_path, content):
    if content is not None:
        (tmp_path / "indicators.toml").write_text(content)
    with pytest.raises(Refused):
        read_plan(tmp_path)


@pytest.mark.parametrize("key", ["absent_is_none", "aggregated"])
def test_what_is_true_or_false_takes_no_word(key):
    description, problems = describe(SAID | {key: "non"})
    assert description is None
    assert [(problem.field, problem.accepted) for problem in problems] == [(key, "true ou false")]
    description, _ = describe(SAID | {key: False})
    assert description is not None
