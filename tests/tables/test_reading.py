"""The header and the texts of tables are read, or refused with a sentence."""

import datetime

import pytest

from publishing.computing.processes import Computers
from tables.problems import Refused
from tables.reading.cells import as_text
from tables.reading.content import read_content
from tables.reading.heading import Columns
from tables.reading.table import Choice
from tests.tables.support import COLUMNS, CSV, texts, told

TWO = [{"code": "01001", "valeur": "été"}, {"code": "01002", "valeur": "l'hiver ; l'an"}]


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


def test_a_file_of_another_kind_is_refused_with_those_accepted(tmp_path):
    path = tmp_path / "a.ods"
    path.write_bytes(b"x")
    with pytest.raises(Refused, match=r"\.ods.*CSV"):
        read_content(path, {".csv"}, "CSV (.csv)")


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


def test_nothing_over_nothing_is_no_column_and_a_choice_comes_before_all(read):
    found = read("a.csv", "code;;valeur\n01001;;2\n")
    assert texts(found) == [{"code": "01001", "valeur": "2"}]
    known = Columns({"code": (), "valeur": ()}, beside={"nom": ("code", "valeur")}, few=1)
    left = read("b.csv", "code;nom\n1;2\n", known, columns={"nom": ""})
    assert texts(left) == [{"code": "1"}]
