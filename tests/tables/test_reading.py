"""Tables of cells, CSV or XLSX, are read or refused with a sentence."""

import datetime
import io
import re
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tables.problems import Problem, Refused
from tables.reading import ceilings
from tables.reading.cells import as_text, misnamed, named_cells
from tables.reading.content import decode, read_content
from tables.reading.delimited import csv_lines
from tables.reading.workbook import xlsx_lines

COLUMNS = ("code", "valeur")


def workbook(*lines):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def no_fault(_line, _header):
    return []


@pytest.mark.parametrize(
    "header", ["code;valeur", "code,valeur", '"code";"valeur"', "\nvaleur;code"]
)
def test_the_mark_that_gives_known_columns_parts_the_cells(header):
    mark = ";" if ";" in header else ","
    lines = csv_lines(f"{header}\n01001{mark}1\n".encode(), COLUMNS)
    ((_, cells),) = named_cells(lines, no_fault)
    assert set(cells) == set(COLUMNS)


def test_cells_are_named_by_their_column_and_numbered_by_the_line_of_the_file():
    lines = csv_lines(b"code;valeur\n\n01001;1\n;\n01002;2\n", COLUMNS)
    assert named_cells(lines, no_fault) == [
        (3, {"code": "01001", "valeur": "1"}),
        (5, {"code": "01002", "valeur": "2"}),
    ]


def cells_at(*places):
    """A workbook with a filled cell at some places, however far."""
    return with_rows(
        f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>' for column, row in places
    )


def with_rows(written):
    """A workbook with rows written by hand after its header."""
    content, rows = io.BytesIO(workbook(["code", "valeur"])), "".join(written)
    told = io.BytesIO()
    with zipfile.ZipFile(content) as source, zipfile.ZipFile(told, "w") as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                part = re.sub(rb"<dimension[^>]*>", b'<dimension ref="A1:XFD1048576"/>', part)
                part = part.replace(b"</sheetData>", f"{rows}</sheetData>".encode())
            target.writestr(entry, part)
    return told.getvalue()


@pytest.mark.parametrize(
    ("places", "line", "said"),
    [
        ([("XFD", 2)], 2, "16384 colonnes"),
        ([("A", 1_048_576), ("XFD", 1_048_577)], 1_048_577, "ligne 1048577"),
        ([("A", 10**15)], 1_048_577, "ligne 1048577"),
        ([("XFD", 1_048_576)], 1_048_576, "16384 colonnes"),
    ],
)
def test_a_workbook_whose_cells_are_far_apart_is_refused_before_the_ground_between_is_held(
    places, line, said
):
    with pytest.raises(Refused, match="trop grand") as refused:
        xlsx_lines(cells_at(*places))
    (problem,) = refused.value.problems
    assert (problem.line, problem.value) == (line, said)


def test_what_a_workbook_says_of_its_size_is_not_believed():
    lines = xlsx_lines(cells_at(("A", 3), ("B", 1_000_000)))
    assert lines == [(1, ["code", "valeur"]), (3, [1, None]), (1_000_000, [None, 1])]


@pytest.mark.parametrize(
    ("rows", "line", "said", "ceiling"),
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
def test_the_empty_cells_and_rows_of_a_workbook_count_too(rows, line, said, ceiling, monkeypatch):
    monkeypatch.setattr(ceilings, "MOST_CELLS", 60_000)
    monkeypatch.setattr(ceilings, "MOST_LINES", 7 if "lignes" in said else 100)
    with pytest.raises(Refused, match="trop grand") as refused:
        xlsx_lines(with_rows(rows))
    (problem,) = refused.value.problems
    assert (problem.line, problem.value.startswith(said)) == (line, True)
    assert problem.accepted.startswith(ceiling)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"code;valeur\n" + b"a;b\n" * 4, "5 lignes"),
        (b"code;valeur\n" + b";" * 7, "8 colonnes"),
        (b"code;valeur\n" + b"a;b;c;d;e;f\n" * 3, "14 cellules"),
    ],
)
def test_a_table_past_a_ceiling_is_refused_with_its_line_and_the_ceiling(
    content, said, monkeypatch
):
    for name, most in (("MOST_LINES", 4), ("MOST_COLUMNS", 7), ("MOST_CELLS", 12)):
        monkeypatch.setattr(ceilings, name, most)
    with pytest.raises(Refused, match="trop grand") as refused:
        csv_lines(content, COLUMNS)
    assert refused.value.problems[0].value == said
    assert "au plus" in refused.value.problems[0].accepted


def test_blank_lines_without_end_are_not_held():
    assert csv_lines(b"code;valeur\n" + b"\n" * 300_000 + b"a;b", COLUMNS)[1][0] == 300_002


def test_a_workbook_keeps_the_types_of_its_cells():
    lines = xlsx_lines(workbook(["code", "valeur"], ["01001", 1.5], ["01002"]))
    assert [cells["valeur"] for _, cells in named_cells(lines, no_fault)] == [1.5, None]


def test_a_header_that_does_not_do_is_refused_with_its_faults():
    def check(line, header):
        return list(misnamed(line, header, COLUMNS))

    with pytest.raises(Refused) as caught:
        named_cells(csv_lines(b"code;code\n1;2\n", COLUMNS), check)
    assert caught.value.problems == [Problem(1, "code", "colonne répétée", "une colonne par nom")]


def test_every_line_with_too_many_or_too_few_cells_is_named():
    lines = csv_lines(b"code;valeur\n1;2;3\n1\n1;2\n", COLUMNS)
    with pytest.raises(Refused) as caught:
        named_cells(lines, no_fault)
    assert [problem.line for problem in caught.value.problems] == [2, 3]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "oui"),
        (2014.0, "2014"),
        (0.5, "0.5"),
        (" 2A004 ", "2A004"),
        (datetime.datetime(2026, 1, 2), "2026-01-02"),
    ],
)
def test_a_spreadsheet_s_own_types_read_as_text(cell, text):
    assert as_text(cell) == text


def test_a_file_of_another_kind_is_refused_with_those_accepted(tmp_path):
    path = tmp_path / "a.ods"
    path.write_bytes(b"x")
    with pytest.raises(Refused, match=r"\.ods.*CSV"):
        read_content(path, {".csv"}, "CSV (.csv)")


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fail_otherwise(content):
    for read in (decode, lambda b: csv_lines(b, COLUMNS), xlsx_lines):
        with suppress(Refused):
            read(content)
