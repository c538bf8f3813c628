"""No text of ours is a formula in a spreadsheet; numbers are left alone."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.models import Pole
from publishing.files.cells import guarded
from publishing.files.spreadsheets import in_french
from tables.formulas import CONTROLS, DANGEROUS, harmless, unguarded
from tests.publishing.files.support import fetched

pytestmark = pytest.mark.usefixtures("written_here")


@given(st.text())
def test_no_text_begins_as_a_formula(text):
    safe = harmless(text)
    assert not DANGEROUS.match(safe) or safe[0] == "'"
    assert unguarded(safe) == CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd"])))
def test_an_ordinary_text_is_left_as_it_is(text):
    assert harmless(text) == text


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
def test_a_negative_number_stays_a_number(number):
    assert guarded(number) is number
    text = str(in_french(number)).replace(",", ".")
    assert (int(text) if isinstance(number, int) else float(text)) == number


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_pole_named_as_a_formula_is_a_text_everywhere(poles, sign):
    name = f"{sign}1+1;2"
    Pole.objects.filter(slug="laine").update(lead_organisation=name)
    text = fetched("poles.csv").decode("utf-8-sig")
    rows = {r["slug"]: r for r in csv.DictReader(io.StringIO(text, newline=""), delimiter=";")}
    assert rows["laine"]["structure_porteuse"] == f"'{name}"
    book = openpyxl.load_workbook(io.BytesIO(fetched("poles.xlsx")))
    cells = [cell for row in book["Données"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_the_sheet_of_metadata_holds_no_formula_either(poles):
    book = openpyxl.load_workbook(io.BytesIO(fetched("poles.xlsx?q=%3D1%2B1")))
    assert all(c.data_type != "f" for row in book["Métadonnées"].iter_rows() for c in row)


def test_characters_that_xlsx_cannot_hold_are_replaced(poles):
    Pole.objects.filter(slug="laine").update(description="avant\x0baprès", lead_organisation="x")
    book = openpyxl.load_workbook(io.BytesIO(fetched("poles.xlsx")))
    texts = [c.value for row in book["Données"].iter_rows() for c in row]
    assert "avant\N{REPLACEMENT CHARACTER}après" in texts


def test_a_text_longer_than_a_cell_is_cut_with_an_ellipsis(poles):
    Pole.objects.filter(slug="laine").update(description="é" * 40_000)
    book = openpyxl.load_workbook(io.BytesIO(fetched("poles.xlsx")))
    longest = max(
        (c.value for row in book["Données"].iter_rows() for c in row if isinstance(c.value, str)),
        key=len,
    )
    assert len(longest) == 32_767
    assert longest.endswith("…")
