"""Tables as they come: address books, lists of regions, exports of portals and of our own."""

import csv
import io

import pytest
from openpyxl import Workbook

from directory.models import Pole
from directory.record.file.plan import PolesPlan
from directory.record.stored import record_of
from tables.engine import load
from tables.reading.table import Choice
from tests.tables.books import cell, line, opendocument, saved, table

pytestmark = pytest.mark.usefixtures("ground")
TOWN, OTHER = "Saint-Œuf", "Commune 38002"
SOURCE, DAY = "https://exemple.fr/", "20/11/2026"


def delimited(*rows, mark=";", coding="utf-8", opening="", quoting=csv.QUOTE_MINIMAL):
    """A text of a spreadsheet."""
    text = io.StringIO()
    csv.writer(text, delimiter=mark, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return (opening + text.getvalue()).encode(coding)


def book(*rows, merged=(), hidden=(), sheet="Feuil1", before=(), after=()):
    """A workbook: its sheets `before` and `after` are (name, rows, state)."""
    made = Workbook()
    made.remove(made.active)
    for title, lines, state in (*before, (sheet, rows, "visible"), *after):
        one = made.create_sheet(title)
        for row in lines:
            one.append(row)
        one.sheet_state = state
    for cells in merged:
        made[sheet].merge_cells(cells)
    for row in hidden:
        made[sheet].row_dimensions[row].hidden = True
    return saved(made)


HEADER = ["Nom", "Structure porteuse", "Commune", "Code département", "Sources", "Vérifié le"]
ROWS = [
    ["Pôle Laine", "SCIC Laine", TOWN, "01", SOURCE, DAY],
    ["Pôle Bois", "Association Bois", OTHER, "38", SOURCE, DAY],
]
VERIFIED = {"Vérifié le": "checked"}
PHONE = [*HEADER, "Téléphone"]
LAYOUTS = {
    "carnet d'adresses d'Excel français": (
        "a.csv", delimited(HEADER, *ROWS, coding="cp1252"), VERIFIED,
    ),
    "CSV UTF-8 d'Excel, avec sa ligne sep": (
        "a.csv", delimited(HEADER, *ROWS, coding="utf-8-sig", opening="sep=;\r\n"), VERIFIED,
    ),
    "texte Unicode d'Excel": (
        "a.txt", delimited(HEADER, *ROWS, mark="\t", coding="utf-16"), VERIFIED,
    ),
    "export d'un portail, tout entre guillemets, à virgules": (
        "a.csv",
        delimited([*HEADER, "latitude", "longitude"], *[[*row, "45,1", "2,1"] for row in ROWS],
                  mark=",", quoting=csv.QUOTE_ALL),
        VERIFIED,
    ),
    "liste d'une région, sous un titre et deux lignes d'en-tête": (
        "a.xlsx",
        book(
            ["Les PTCE de la région"], ["Mise à jour : novembre 2026"], [],
            ["Pôle", "", "Siège", "", "Suivi", ""], HEADER, *ROWS,
            merged=["A1:F1", "A4:B4", "C4:D4", "E4:F4"],
        ),
        VERIFIED,
    ),
    "département fusionné sur ses lignes": (
        "a.xlsx",
        book(HEADER, ROWS[0], [ROWS[0][0] + " bis", "SCIC Laine", "", "", SOURCE, DAY],
             merged=["C2:C3", "D2:D3"]),
        VERIFIED,
    ),
    "classeur dont la première feuille explique": (
        "a.xlsx",
        book(HEADER, *ROWS, before=[("Lisez-moi", [["Ce que dit la liste"]], "visible")],
             after=[("Ancien", [HEADER, *ROWS], "hidden")]),
        VERIFIED,
    ),
    "liste filtrée": ("a.xlsx", book(HEADER, *ROWS, hidden=[3]), VERIFIED),
    "classeur de LibreOffice": (
        "a.ods",
        opendocument(table(
            line(*HEADER),
            *(line(*row[:5], cell(DAY, kind="date", more='office:date-value="2026-11-20"'))
              for row in ROWS),
        )),
        VERIFIED,
    ),
    "dates laissées en nombres par le tableur": (
        "a.xlsx", book(HEADER, *[[*row[:5], 46346] for row in ROWS]), VERIFIED,
    ),
    "noms avec leur code postal, espaces insécables et apostrophes courbes": (
        "a.csv",
        delimited(
            ["Nom\u00a0", "Structure\u00a0porteuse", "Commune", "Sources", "verifie_le"],
            *[[row[0], row[1], f"{row[2]}\u00a0({row[3]})", row[4], row[5]] for row in ROWS],
        ),
        {},
    ),
    "colonnes en plus, que la personne laisse": (
        "a.xlsx", book(PHONE, *[[*row, "04 00 00 00 00"] for row in ROWS]),
        VERIFIED | {"Téléphone": ""},
    ),
    "lignes d'espaces entre les fiches et colonnes vides à droite": (
        "a.xlsx",
        book([*HEADER, None, None], ROWS[0], [" ", "\u00a0", "", " "], ROWS[1], [" "] * 6),
        VERIFIED,
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_table_as_it_comes_gives_its_poles(tmp_path, layout):
    name, content, columns = LAYOUTS[layout]
    path = tmp_path / name
    path.write_bytes(content)
    load([PolesPlan(path, choice=Choice(columns=columns))], write=True)
    wool = record_of(Pole.objects.get(slug="pole-laine"))
    assert wool["seat"] == {"insee": "01001", "confidence": "stated"}
    assert (wool["lead_organisation"], wool["region_code"]) == ("SCIC Laine", "84")
    assert (wool["sources"], wool["checked"]) == ([SOURCE], "2026-11-20")
    other = record_of(Pole.objects.exclude(slug="pole-laine").get())
    assert other["seat"]["insee"] == ("01001" if "fusionné" in layout else "38002")
