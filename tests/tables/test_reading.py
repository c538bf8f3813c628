"""Tables of cells, whatever wrote them, are read or refused with a sentence."""

import datetime
import random
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from publishing.computing.processes import Computers
from tables.problems import Refused
from tables.reading import ceilings
from tables.reading.ceilings import Line
from tables.reading.cells import as_text
from tables.reading.content import decode, read_content, read_text
from tables.reading.heading import Columns
from tables.reading.legacy import xls_sheets
from tables.reading.opendocument import ods_sheets
from tables.reading.reader import read_table
from tables.reading.sheet import Sheet
from tables.reading.table import Choice
from tables.reading.workbook import xlsx_sheets
from tests.tables.books import cell, cells_at, line, opendocument, saved, table, with_rows, workbook

COLUMNS = Columns({"code": ("Code Insee",), "valeur": ("Chômage",)}, unread=("population",))
ROWS = "number_rows_repeated"
HERE = Path(__file__).parent / "files"


@pytest.fixture
def read(tmp_path):
    """The table of some content, under a name."""

    def read(name, content, known=COLUMNS, **choice):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(path, known, Choice(**choice))

    return read


@pytest.fixture
def refused(read):
    """Why it is refused."""

    def refused(*args, **choice):
        with pytest.raises(Refused) as caught:
            read(*args, **choice)
        return caught.value

    return refused


def texts(found):
    """The rows of a table, as texts."""
    return [{name: as_text(one) for name, one in row.items()} for _number, row in found.rows]


def told(found):
    """What is said of how it was read."""
    return [f"{one.count or ''} {one.what} {','.join(one.codes)}".strip() for one in found.remarks]


TWO = [{"code": "01001", "valeur": "été"}, {"code": "01002", "valeur": "l'hiver ; l'an"}]
CSV = "code{0}valeur\r\n01001{0}été\r\n01002{0}\"l'hiver ; l'an\"\r\n"


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize(
    ("coding", "said"),
    [
        ("utf-8", ""), ("utf-8-sig", ""), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"),
    ],
)  # fmt: skip
def test_a_csv_is_read_in_each_coding_with_each_mark_and_a_coding_that_is_a_guess_is_said(
    read, mark, coding, said
):
    found = read("a.csv", CSV.format(mark).encode(coding))
    assert texts(found) == TWO
    assert [said in one for one in told(found)] == ([True] if said else [])


@pytest.mark.parametrize("opening", ["sep=;\r\n", '"sep=;"\r\n', "SEP=;\n", "\n\n", "Titre\n;\n"])
def test_what_stands_above_the_header_of_a_csv_is_passed_over(read, opening):
    found = read("a.csv", opening + CSV.format(";"))
    assert texts(found) == TWO
    assert found.rows[0][0] == opening.count("\n") + 2


@pytest.mark.parametrize("coding", ["mac_roman", "cp850"])
def test_a_text_of_an_unknown_alphabet_is_refused_with_its_line_and_how_to_save_it(refused, coding):
    fault = refused("a.csv", CSV.format(";").encode(coding))
    assert "CSV UTF-8" in fault.reason
    assert fault.problems[0].line == 2


def test_lines_of_a_csv_with_too_many_or_too_few_cells_are_named(refused):
    fault = refused("a.csv", "code;valeur\n1;2;3\n1\n1;2\n")
    assert [problem.line for problem in fault.problems] == [2, 3]


def test_blank_lines_and_lines_of_blanks_are_passed_over(read):
    found = read("a.csv", "code;valeur\n\n01001;1\n;\n \u00a0;\u202f\n01002;2\n")
    assert [number for number, _row in found.rows] == [3, 6]


def test_columns_go_by_any_of_their_names_whatever_their_marks(read):
    found = read("a.csv", "CODE\u00a0INSEE ;  chomage\n01001;1\n")
    assert texts(found) == [{"code": "01001", "valeur": "1"}]


def test_an_unknown_column_proposes_the_nearest_and_one_said_twice_says_by_which(refused):
    fault = refused("a.csv", "code;valeur;valeurs;couleur;Code insee\n1;2;3;4;5\n")
    assert [(one.field, one.value, one.accepted) for one in fault.problems] == [
        ("valeurs", "colonne inconnue", "« valeur » sans doute"),
        ("couleur", "colonne inconnue", "une des colonnes citées plus haut"),
        ("Code insee", "colonne répétée", "une colonne par donnée (« code » dit déjà code)"),
    ]
    assert "code, valeur" in fault.reason


def test_a_person_says_what_a_column_means_and_which_to_leave(read):
    found = read("a.csv", "code;taux;couleur;population\n01001;4;bleu;9\n",
                 columns={"taux": "valeur", "couleur": ""})  # fmt: skip
    assert texts(found) == [{"code": "01001", "valeur": "4"}]
    assert told(found) == ["Colonnes laissées : couleur, population."]


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


def test_a_workbook_keeps_the_types_of_its_cells(read):
    found = read("a.xlsx", workbook(["code", "valeur"], ["01001", 1.5], ["01002"]))
    assert [row["valeur"] for _number, row in found.rows] == [1.5, None]


def test_a_table_without_a_line_of_data_or_without_a_header_says_which(refused):
    assert "aucune ligne de données" in refused("a.csv", "code;valeur\n").reason
    assert "aucune ligne d'en-tête reconnue" in refused("a.csv", "un;deux\n1;2\n").reason


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (True, "oui"), (2014.0, "2014"), (0.5, "0.5"), (" 2A004 ", "2A004"),
        ("\u00a0a\r\nb", "a\nb"), ("'=1+1", "=1+1"), ("'l'an", "'l'an"),
        (datetime.datetime(2026, 1, 2), "2026-01-02"),
    ],
)  # fmt: skip
def test_a_spreadsheet_s_own_types_read_as_text(value, text):
    assert as_text(value) == text


def test_a_carriage_return_coded_by_the_format_is_one(read):
    (row,) = texts(read("a.xlsx", workbook(["code", "valeur"], ["a", "un_x000D_\ndeux"])))
    assert row["valeur"] == "un\ndeux"


def test_a_file_of_another_kind_is_refused_with_those_accepted(tmp_path):
    path = tmp_path / "a.ods"
    path.write_bytes(b"x")
    with pytest.raises(Refused, match=r"\.ods.*CSV"):
        read_content(path, {".csv"}, "CSV (.csv)")


READERS = (decode, read_text, xlsx_sheets, xls_sheets, ods_sheets)


@given(st.binary(max_size=200))
def test_no_bytes_make_a_reader_fail_otherwise(content):
    for reader in READERS:
        with suppress(Refused):
            reader(content)


SOUND = {
    "a.xlsx": workbook(["code", "valeur"], ["01001", 1.5], ["été", "=x"]),
    "a.ods": opendocument(table(line("code", "valeur"), line("01001", "1"))),
    "a.xls": (HERE / "annuaire.xls").read_bytes(),
    "a.csv": CSV.format(";").encode(),
}


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


def test_what_is_refused_apart_is_the_same_refusal(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("code;valeur\n01001;#N/A\n")
    computers = Computers()
    try:
        with computers.borrowed("tables.reading.reader") as call, pytest.raises(Refused) as caught:
            call("read_table", path, COLUMNS, Choice())
    finally:
        computers.end()
    assert caught.value.problems[0].value == "#N/A"


def test_a_formula_that_nobody_worked_out_is_refused_and_does_not_empty_its_field(refused):
    content = workbook(["code", "valeur"], ["01001", '="a"&"b"'])
    (problem,) = refused("a.xlsx", content).problems
    assert (problem.line, problem.column, problem.value) == (2, "B", "formule sans valeur")


def test_a_line_of_millions_of_marks_is_refused_at_once(refused):
    fault = refused("a.csv", b";" * 8 * 2**20)
    assert "colonnes au plus" in fault.problems[0].accepted


def test_a_number_shown_rounded_is_read_whole(read):
    shown = cell("13", kind="float", more='office:value="12.7"')
    found = read("a.ods", opendocument(table(line("code", "valeur"), line("x", shown))))
    assert found.rows[0][1]["valeur"] == 12.7


def test_merged_cells_without_end_are_refused():
    lines: list[Line] = [(number, ["x"]) for number in range(1, 60_001)]
    merged = tuple((1, 1, 60_000, 1) for _ in range(5))
    with pytest.raises(Refused, match="trop grand"):
        Sheet("a", lines, merged=merged).filled()


def test_nothing_over_nothing_is_no_column_and_a_choice_comes_before_all(read):
    found = read("a.csv", "code;;valeur\n01001;;2\n")
    assert texts(found) == [{"code": "01001", "valeur": "2"}]
    known = Columns({"code": (), "valeur": ()}, beside={"nom": ("code", "valeur")}, few=1)
    left = read("b.csv", "code;nom\n1;2\n", known, columns={"nom": ""})
    assert texts(left) == [{"code": "1"}]
