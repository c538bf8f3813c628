"""Files in every state: read, or refused with a sentence; never a traceback."""

import csv
import io
import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from directory.record.file.cells import COLUMNS, flatten, nest
from directory.record.file.reading import read_rows
from tables.problems import Refused
from tests.factories import row


def as_csv(rows, delimiter=";", columns=COLUMNS):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(flatten(one) for one in rows)
    return text.getvalue()


def as_xlsx(rows):
    book = Workbook()
    book.active.append(list(COLUMNS))
    for one in rows:
        book.active.append(list(flatten(one).values()))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def refused(path):
    with pytest.raises(Refused) as caught:
        read_rows(path)
    return caught.value


@pytest.fixture
def written(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_csv_is_read_with_either_delimiter_with_or_without_bom(written, bom, delimiter):
    record = row(name="Pôle, « essai » ; l'un", sources=["https://example.org/a,b;c"])
    path = written("poles.csv", bom + as_csv([record], delimiter).encode())
    (read,) = read_rows(path).rows
    assert read.values == record
    assert read.line == 2


def test_jsonl_csv_and_xlsx_say_the_same(written):
    records = [row("un", founded_year=2014, published=False), row("deux", note="a\nb")]
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in records)
    files = {"p.jsonl": lines, "p.csv": as_csv(records), "p.xlsx": as_xlsx(records)}
    for name, content in files.items():
        assert [read.values for read in read_rows(written(name, content)).rows] == records


def test_a_line_number_counts_the_lines_of_the_file(written):
    records = [row("un", note="a\nb\nc"), row("deux")]
    assert [read.line for read in read_rows(written("p.csv", as_csv(records))).rows] == [2, 5]
    lines = f"{json.dumps(row('un'))}\n\n{json.dumps(row('deux'))}\n"
    assert [read.line for read in read_rows(written("p.jsonl", lines)).rows] == [1, 3]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("p.jsonl", b"", "vide"),
        ("p.csv", b"  \n \n", "vide"),
        ("p.txt", b"a", "en-tête"),
        ("p", b"a", "format"),
        ("p.xls", b"\xd0\xcf", "du texte"),
        ("p.xls", bytes.fromhex("d0cf11e0a1b11ae1"), ".xls lisible"),
        ("p.xlsx", b"PK\x03\x04rien", ".xlsx lisible"),
        ("p.xlsx", b"slug;name", "du texte ; le renommer en .csv"),
        ("p.csv", "slug;name\n\x8e".encode("latin-1"), "encodage"),
        ("p.jsonl", '{"slug": "é"}'.encode("utf-16"), "UTF-16"),
        ("p.jsonl", b'{"slug": "a\x00b"}', "octet nul"),
        ("p.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "une image"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_cause(written, name, content, said):
    assert said in refused(written(name, content)).reason


def test_a_truncated_workbook_is_refused(written):
    content = as_xlsx([row()])
    for cut in (len(content) // 3, len(content) // 2, len(content) - 10):
        assert "tronqué" in refused(written("p.xlsx", content[:cut])).reason


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert "illisible" in refused(tmp_path / "absent.csv").reason
    (tmp_path / "dossier.csv").mkdir()
    assert "illisible" in refused(tmp_path / "dossier.csv").reason


@pytest.mark.parametrize(
    "line",
    [
        "{", "[]", "12", '{"a": NaN}', '{"a": 1, "a": 2}', "[" * 5000, '{"a": ' + "9" * 5000 + "}",
    ],
)  # fmt: skip
def test_every_line_that_is_no_json_object_is_named(written, line):
    good = json.dumps(row())
    problems = refused(written("p.jsonl", f"{good}\n{line}\n{good}\n{line}\n")).problems
    assert [problem.line for problem in problems] == [2, 4]


def test_unknown_and_repeated_columns_are_all_named(written):
    text = as_csv([row()]).replace("slug;", "slug;slug;couleur;", 1)
    said = {(p.field, p.value) for p in refused(written("p.csv", text)).problems}
    assert said == {("couleur", "colonne inconnue"), ("slug", "colonne répétée")}


def test_lines_with_too_few_or_too_many_cells_are_named(written):
    text = as_csv([row()]) + "un;deux\n" + ";".join(["x"] * (len(COLUMNS) + 2)) + "\n"
    assert [p.line for p in refused(written("p.csv", text)).problems] == [3, 4]


def test_an_unclosed_quote_is_refused(written):
    assert "mal formé" in refused(written("p.csv", as_csv([row()]) + 'a;"b')).reason


def test_huge_cells_and_files_are_refused(written):
    huge = "x" * (3 * 2**20)
    assert "2 Mo" in refused(written("p.csv", as_csv([row()]) + huge)).problems[0].accepted
    assert "2 Mo" in refused(written("p.jsonl", json.dumps(row(note=huge)))).problems[0].accepted
    assert "50 Mo" in refused(written("p.jsonl", b"x" * (51 * 2**20))).reason


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300), kind=st.sampled_from(["jsonl", "csv", "xlsx"]))
def test_no_bytes_make_the_reader_fail_otherwise(tmp_path_factory, content, kind):
    path = tmp_path_factory.mktemp("octets") / f"p.{kind}"
    path.write_bytes(content)
    with suppress(Refused):
        read_rows(path)


def test_an_amount_of_thousands_of_digits_is_refused_with_its_column():
    cells: dict[str, object] = {"recognitions": f"aap-2013, 2014, {'9' * 5000} € : Appel"}
    found = nest(2, cells)
    assert "recognitions" in found.malformed
