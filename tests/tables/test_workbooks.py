"""Workbooks of three sorts are read with what they hide, merge and fail to work out."""

import pytest
from openpyxl import Workbook

from tables.reading.heading import Columns
from tests.tables.books import cell, line, opendocument, saved, table, workbook
from tests.tables.support import HERE, texts, told


def test_the_sheet_that_has_the_header_is_read_and_hidden_ones_are_told(read):
    book = Workbook()
    book.active.title = "Lisez-moi"
    book.active.append(["Ce classeur dit le code et la valeur."])
    for title, state in (("Données", "visible"), ("Ancien", "hidden"), ("Secret", "veryHidden")):
        sheet = book.create_sheet(title)
        sheet.append(["code", "valeur"])
        sheet.append([title, 1])
        sheet.sheet_state = state
    found = read("a.xlsx", saved(book))
    assert texts(found) == [{"code": "Données", "valeur": "1"}]
    assert told(found) == [
        "Feuille lue : « Données ».",
        "Feuille masquée, non lue : « Ancien ».",
        "Feuille masquée, non lue : « Secret ».",
    ]


def test_of_two_sheets_that_could_be_meant_a_person_chooses(read, refused):
    book = Workbook()
    for title in ("2025", "2026"):
        sheet = book.create_sheet(title)
        sheet.append(["code", "valeur"])
        sheet.append([title, 1])
    assert "« 2025 », « 2026 »" in refused("a.xlsx", saved(book)).reason
    assert texts(read("a.xlsx", saved(book), sheet="2026"))[0]["code"] == "2026"
    assert "2025, 2026" in refused("a.xlsx", saved(book), sheet="2027").reason


def test_titles_and_a_header_of_two_rows_are_seen_through(read):
    book = Workbook()
    sheet = book.active
    for row in (
        ["Annuaire régional"], [], ["code", "Chiffres", ""], ["", "valeur", "population"],
        ["01001", 1, 2],
    ):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("B3:C3")
    found = read("a.xlsx", saved(book))
    assert texts(found) == [{"code": "01001", "valeur": "1"}]
    assert "En-tête à la ligne 4" in told(found)[0]


def test_merged_cells_are_filled_down_and_refused_across(read, refused):
    book = Workbook()
    sheet = book.active
    for row in (["code", "valeur"], ["01001", 1], [None, 2], [None, 3]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    found = read("a.xlsx", saved(book))
    assert [row["code"] for row in texts(found)] == ["01001", "01001", ""]
    sheet.merge_cells("A4:B4")
    sheet["A4"] = "Bretagne"
    (problem,) = refused("a.xlsx", saved(book)).problems
    assert (problem.field, problem.value) == ("A4:B4", "cellules fusionnées")


def test_hidden_rows_are_read_and_told(read):
    book = Workbook()
    for row in (["code", "valeur"], ["01001", 1], ["01002", 2]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    found = read("a.xlsx", saved(book))
    assert len(found.rows) == 2
    assert told(found)[0].startswith("1 ligne masquée")


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALEUR!", "Err:502"])
def test_the_failure_of_a_formula_is_never_a_value(refused, error):
    for name, content in (
        ("a.xlsx", workbook(["code", "valeur"], ["01001", error])),
        ("a.csv", f"code;valeur\n01001;{error}\n"),
        ("a.ods", opendocument(table(line("code", "valeur"), line("01001", error)))),
    ):
        (problem,) = refused(name, content).problems
        assert problem.column == "B"
        assert (problem.line, problem.field, problem.value) == (2, "valeur", error)
    (problem,) = refused("erreur.xls", (HERE / "erreur.xls").read_bytes()).problems
    assert problem.value == "#N/A"


def test_an_old_workbook_is_read_with_what_it_hides_and_merges(read):
    found = read("annuaire.xls", (HERE / "annuaire.xls").read_bytes(),
                 Columns(dict.fromkeys(("code", "valeur", "jour", "vrai"), ())))  # fmt: skip
    assert texts(found) == [
        {"code": "01004", "valeur": "1.5", "jour": "2026-11-20", "vrai": "oui"},
        {"code": "01004", "valeur": "2", "jour": "", "vrai": ""},
        {"code": "01053", "valeur": "l'été\nsuite", "jour": "", "vrai": ""},
    ]
    assert found.rows[2][0] == 7
    assert told(found)[1:] == [
        "Feuille lue : « Annuaire ».",
        "Feuille masquée, non lue : « Brouillon ».",
        "1 ligne masquée ou filtrée dans le tableur, lue comme les autres 5",
    ]


def test_an_open_document_is_read_as_it_is_shown(read):
    day = cell("20/11/26", kind="date", more='office:date-value="2026-11-20"')
    number = cell("1 004,5", kind="float", more='office:value="1004.5"')
    zeros = cell("01004", kind="float", more='office:value="1004"')
    note = cell("a<text:s text:c='2'/>b<text:line-break/>c", "d")
    tall = cell("01053", more='table:number-rows-spanned="2"')
    found = read("a.ods", opendocument(
        table(
            line("code", "valeur"), line(zeros, note), line(number, day, visibility="filter"),
            "<table:table-row table:number-rows-repeated='1048000'>"
            "<table:table-cell table:number-columns-repeated='16384'/></table:table-row>",
            line(tall, "1"), line("<table:covered-table-cell/>", "2"),
        ),
        table(line("code", "valeur"), line("x", "y"), name="Cachée", style="cache"),
    ))  # fmt: skip
    assert texts(found) == [
        {"code": "01004", "valeur": "a  b\nc\nd"}, {"code": "1004.5", "valeur": "2026-11-20"},
        {"code": "01053", "valeur": "1"}, {"code": "01053", "valeur": "2"},
    ]  # fmt: skip
    assert [number for number, _row in found.rows] == [2, 3, 1_048_004, 1_048_005]
    assert told(found)[1:] == [
        "Feuille masquée, non lue : « Cachée ».",
        "1 ligne masquée ou filtrée dans le tableur, lue comme les autres 3",
    ]


def test_a_workbook_keeps_the_types_of_its_cells(read):
    found = read("a.xlsx", workbook(["code", "valeur"], ["01001", 1.5], ["01002"]))
    assert [row["valeur"] for _number, row in found.rows] == [1.5, None]


def test_a_carriage_return_coded_by_the_format_is_one(read):
    (row,) = texts(read("a.xlsx", workbook(["code", "valeur"], ["a", "un_x000D_\ndeux"])))
    assert row["valeur"] == "un\ndeux"


def test_a_formula_that_nobody_worked_out_is_refused_and_does_not_empty_its_field(refused):
    content = workbook(["code", "valeur"], ["01001", '="a"&"b"'])
    (problem,) = refused("a.xlsx", content).problems
    assert (problem.line, problem.column, problem.value) == (2, "B", "formule sans valeur")


def test_a_number_shown_rounded_is_read_whole(read):
    shown = cell("13", kind="float", more='office:value="12.7"')
    found = read("a.ods", opendocument(table(line("code", "valeur"), line("x", shown))))
    assert found.rows[0][1]["valeur"] == 12.7
