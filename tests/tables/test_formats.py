"""A text goes through every format of tables and comes back as it was."""

from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tables.formulas import harmless, literal
from tables.lists import join, split
from tables.reading.cells import as_text
from tables.reading.heading import Columns
from tables.reading.reader import read_table
from tests.tables.books import cell, line, opendocument, table, workbook

COLUMNS = Columns({"code": (), "valeur": ()})
# Accents, quotes, marks of lists and of formulas, zeros, breaks, what formats code.
LETTERS = st.sampled_from([*"aéœÉ'\"’;|,\\=+-@0 7€_x", "\n", "_x000D_", "01004", "\u00a0"])
TEXT = (
    st.lists(LETTERS, min_size=1, max_size=12)
    .map(lambda parts: "".join(parts).strip())
    .filter(bool)
)


def as_csv(text, coding):
    quoted = harmless(text).replace('"', '""')
    return f'code;valeur\r\nété;"{quoted}"\r\n'.encode(coding)


WRITERS = {
    "utf-8.csv": lambda text: as_csv(text, "utf-8-sig"),
    "utf-16.csv": lambda text: as_csv(text, "utf-16"),
    "cp1252.csv": lambda text: as_csv(text, "cp1252"),
    "a.xlsx": lambda text: workbook(["code", "valeur"], ["x", literal(harmless(text))]),
    "a.ods": lambda text: opendocument(
        table(line("code", "valeur"), line("x", cell(*map(spaced, harmless(text).split("\n")))))
    ),
}


def spaced(text):
    """A paragraph, as the format writes it: of several spaces, the first alone is one."""
    return escape(text).replace("  ", " <text:s/>").replace("  ", " <text:s/>")


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=60, deadline=None)
@given(text=TEXT)
def test_a_text_comes_back_from_every_format(tmp_path_factory, name, text):
    path = tmp_path_factory.mktemp("textes") / name
    path.write_bytes(WRITERS[name](text))
    ((_number, row),) = read_table(path, COLUMNS).rows
    assert as_text(row["valeur"]) == text


@given(st.lists(TEXT.filter(lambda text: "\n" not in text), max_size=5))
def test_a_list_comes_back_from_its_cell(items):
    assert split(join(items)) == items
