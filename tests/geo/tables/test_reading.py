"""Tables of cells, CSV or XLSX, are read or refused with a sentence."""

import datetime
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from geo.tables.problems import Problem, Refused
from geo.tables.reading import (
    as_text,
    csv_lines,
    decode,
    named_cells,
    read_content,
    repeated,
    xlsx_lines,
)

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


def test_a_workbook_keeps_the_types_of_its_cells():
    lines = xlsx_lines(workbook(["code", "valeur"], ["01001", 1.5], ["01002"]))
    assert [cells["valeur"] for _, cells in named_cells(lines, no_fault)] == [1.5, None]


def test_a_header_that_does_not_do_is_refused_with_its_faults():
    def check(line, header):
        return list(repeated(line, header))

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
