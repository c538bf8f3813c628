"""Files that are too large, damaged or not what they say end in a sentence."""

import random
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tables.problems import Refused
from tables.reading import ceilings
from tables.reading.ceilings import Line
from tables.reading.content import decode, read_text
from tables.reading.legacy import xls_sheets
from tables.reading.opendocument import ods_sheets
from tables.reading.reader import read_table
from tables.reading.sheet import Sheet
from tables.reading.workbook import xlsx_sheets
from tests.tables.books import cell, cells_at, line, opendocument, table, with_rows, workbook
from tests.tables.support import COLUMNS, CSV, HERE

ROWS = "number_rows_repeated"

READERS = (decode, read_text, xlsx_sheets, xls_sheets, ods_sheets)

SOUND = {
    "a.xlsx": workbook(["code", "valeur"], ["01001", 1.5], ["été", "=x"]),
    "a.ods": opendocument(table(line("code", "valeur"), line("01001", "1"))),
    "a.xls": (HERE / "annuaire.xls").read_bytes(),
    "a.csv": CSV.format(";").encode(),
}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1"), "Excel 97-2003"),
        ("a.xlsx", b"code;valeur\n1;2\n", "du texte ; le renommer en .csv"),
        ("a.xls", b"<html><table><tr><td>code</td></tr></table>", "une page web"),
        ("a.xls", b"code\tvaleur\n1\t2\n", "du texte"),
        ("a.csv", workbook(["code"]), "un classeur Excel (.xlsx) ; le renommer en .xlsx"),
        ("a.xlsx", opendocument(), "LibreOffice"),
        ("a.ods", workbook(["code"]), "Excel"),
        ("a.xlsx", b"%PDF-1.7", "un PDF"),
        (
            "a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "mot de passe",
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_its_name_says_is_told_as_what_it_is(refused, name, content, said):
    assert said in refused(name, content).reason


@pytest.mark.parametrize(
    ("places", "line_number", "said"),
    [
        ([("XFD", 2)], 2, "16384 colonnes"),
        ([("A", 99_999), ("XFD", 100_001)], 100_001, "16384 colonnes"),
        ([("A", 1_048_577)], 1_048_577, "ligne 1048577"),
    ],
)
def test_a_workbook_whose_cells_are_far_apart_is_refused_before_the_ground_between_is_held(
    places, line_number, said
):
    with pytest.raises(Refused, match="trop grand") as caught:
        xlsx_sheets(cells_at(*places))
    (problem,) = caught.value.problems
    assert (problem.line, problem.value) == (line_number, said)


def test_what_a_workbook_says_of_its_size_is_not_believed():
    (sheet,) = xlsx_sheets(cells_at(("A", 3), ("B", 1_000_000)))
    assert sheet.lines == [(1, ["code", "valeur"]), (3, [1]), (1_000_000, [None, 1])]


@pytest.mark.parametrize(
    ("rows", "line_number", "said", "ceiling"),
    [
        # An empty cell in the last column of each row; one row of empty cells; a row written again.
        ([f'<row r="{n}"><c r="XFD{n}"/></row>' for n in range(2, 9)], 5, "65538 c", "60000 cell"),
        (['<row r="2">', *['<c r="A2"/>'] * 16_385, "</row>"], 2, "16385 c", "16384 cell"),
        ([f'<row r="{n}">{"<c/>" * 9_000}</row>' for n in range(2, 9)], 8, "60001 c", "60000 cell"),
        (['<row r="3"><c r="A3"/></row>'] * 9, 3, "8 lignes", "7 lignes"),
        ([f'<row r="{n}"/>' for n in range(2, 20)], 8, "8 lignes", "7 lignes"),
    ],
    ids=["far", "wide", "many", "again", "bare"],
)
def test_the_empty_cells_and_rows_of_a_workbook_count_too(
    rows, line_number, said, ceiling, monkeypatch
):
    monkeypatch.setattr(ceilings, "MOST_CELLS", 60_000)
    monkeypatch.setattr(ceilings, "MOST_LINES", 7 if "lignes" in said else 100)
    with pytest.raises(Refused, match="trop grand") as caught:
        xlsx_sheets(with_rows(rows))
    (problem,) = caught.value.problems
    assert (problem.line, problem.value.startswith(said)) == (line_number, True)
    assert problem.accepted.startswith(ceiling)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([line("x", number_rows_repeated=2_000_000)], "lignes"),
        ([line(cell("x", more='table:number-columns-repeated="501"'))], "501 colonnes"),
        ([line(cell("x", more='table:number-columns-repeated="20000"'))], "20000 cellules"),
        (
            [line(cell("x", more='table:number-columns-repeated="400"'), **{ROWS: 99_000})],
            "cellules",
        ),
    ],
)  # fmt: skip
def test_what_an_open_document_repeats_without_end_is_refused_before_it_is_unrolled(rows, said):
    with pytest.raises(Refused, match="trop grand") as caught:
        ods_sheets(opendocument(table(*rows)))
    assert said in caught.value.problems[0].value


@pytest.mark.parametrize("reader", [xlsx_sheets, ods_sheets])
def test_an_archive_that_unpacks_past_the_ceiling_is_refused(reader, monkeypatch):
    monkeypatch.setattr(ceilings, "LARGEST_UNPACKED", 1000)
    with pytest.raises(Refused, match="décompressé"):
        reader(workbook(["x" * 2000]) if reader is xlsx_sheets else opendocument("<a/>" * 999))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"code;valeur\n" + b"a;b\n" * 4, "5 lignes"),
        (b"code;valeur\n" + b";" * 7, "8 colonnes"),
        (b"code;valeur\n" + b"a;b;c;d;e;f\n" * 3, "14 cellules"),
    ],
)
def test_a_table_past_a_ceiling_is_refused_with_its_line_and_the_ceiling(
    refused, content, said, monkeypatch
):
    for name, most in (("MOST_LINES", 4), ("MOST_COLUMNS", 7), ("MOST_CELLS", 12)):
        monkeypatch.setattr(ceilings, name, most)
    fault = refused("a.csv", content)
    assert "trop grand" in fault.reason
    assert fault.problems[0].value == said
    assert "au plus" in fault.problems[0].accepted


def test_blank_lines_without_end_are_not_held(read):
    found = read("a.csv", b"code;valeur\n" + b"\n" * 300_000 + b"a;b")
    assert found.rows[0][0] == 300_002


@given(st.binary(max_size=200))
def test_no_bytes_make_a_reader_fail_otherwise(content):
    for reader in READERS:
        with suppress(Refused):
            reader(content)


@pytest.mark.parametrize("name", SOUND)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_flipped_bytes_and_cut_ends_are_refused_in_a_sentence(tmp_path_factory, name, seed):
    chance, content = random.Random(seed), bytearray(SOUND[name])  # noqa: S311 - a test
    for _ in range(chance.randint(1, 20)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if chance.random() < 0.3:
        del content[chance.randrange(len(content)) :]
    path = tmp_path_factory.mktemp("abîmés") / name
    path.write_bytes(content)
    with suppress(Refused):
        read_table(path, COLUMNS)


def test_a_zip_of_anything_else_is_told_so(refused, tmp_path):
    path = tmp_path / "z.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    assert "une archive .zip" in refused("a.xlsx", path.read_bytes()).reason


def test_a_line_of_millions_of_marks_is_refused_at_once(refused):
    fault = refused("a.csv", b";" * 8 * 2**20)
    assert "colonnes au plus" in fault.problems[0].accepted


def test_merged_cells_without_end_are_refused():
    lines: list[Line] = [(number, ["x"]) for number in range(1, 60_001)]
    merged = tuple((1, 1, 60_000, 1) for _ in range(5))
    with pytest.raises(Refused, match="trop grand"):
        Sheet("a", lines, merged=merged).filled()
