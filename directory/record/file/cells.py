"""The syntax of a spreadsheet's cells: what JSONL nests, a column says in one readable line.

| columns | cell |
|---|---|
| lists (`other_names`, `themes`, `sources`, `footprint.communes`…) | `a | b`; `\\|` is a bar |
| `epci` | `200070563 Nom cité | 245400171 Autre nom` |
| `recognitions` | `aap-2013, 2014, 150000 € : Libellé | autre : Libellé` |
| `footprint.territories` | `commune:26281 | part:26281 Le quartier | drawn:{GeoJSON} Nom` |
| `footprint.drawn` | GeoJSON |
| `published` | `oui` or `non` |
"""

import json
import re
from collections.abc import Callable
from typing import Any

from directory.record.file.rows import FOOTPRINT_EXTRAS, FOOTPRINT_LISTS, KEYS, Row
from tables.reading import as_text

COLUMNS = tuple(
    column
    for key in KEYS
    for column in (
        [f"footprint.{part}" for part in ("basis", *FOOTPRINT_LISTS, *FOOTPRINT_EXTRAS)]
        if key == "footprint"
        else [key]
    )
)
OPTIONAL_COLUMNS = frozenset(f"footprint.{part}" for part in FOOTPRINT_EXTRAS)
LISTS = frozenset(
    {"other_names", "themes", "sources", *(f"footprint.{name}" for name in FOOTPRINT_LISTS)}
)
YEARS = frozenset({"status_as_of", "founded_year"})
BOOLEANS = {"oui": True, "vrai": True, "true": True, "1": True} | {
    "non": False, "faux": False, "false": False, "0": False
}  # fmt: skip

MARK = re.compile(r"\\[\\|]|\||[^\\|]+|\\", re.DOTALL)
CITED = re.compile(r"(\S+)\s+(.+)", re.DOTALL)
RECOGNITION = re.compile(
    r"(?P<scheme>[^\s,:]+)\s*(?:,\s*(?P<year>\d{4}))?\s*(?:,\s*(?P<amount>\d(?:\s?\d){0,14})\s*€)?\s*:"
    r"(?P<label>.*)",
    re.DOTALL,
)
PIECE = re.compile(r"(?P<level>[a-z]+)\s*:\s*(?P<rest>.+)", re.DOTALL)


class CellError(ValueError):
    """A cell that cannot be read; the message says what is accepted."""


def split(cell: str) -> list[str]:
    r"""The items of a cell, parted by bars; `\|` is a bar and `\\` a backslash.

    >>> split(r"a | b \| c | ")
    ['a', 'b | c']
    """
    items = [""]
    for mark in MARK.findall(cell):
        if mark == "|":
            items.append("")
        else:
            items[-1] += mark[-1] if mark in (r"\|", r"\\") else mark
    return [item.strip() for item in items if item.strip()]


def join(items: list[str]) -> str:
    """The cell of a list; `split` gives the list back."""
    return " | ".join(re.sub(r"([\\|])", r"\\\1", item) for item in items)


def read_integer(cell: str) -> int:
    """An integer as people type it."""
    if not re.fullmatch(r"\d{1,9}", cell):
        raise CellError("un nombre entier")
    return int(cell)


def read_boolean(cell: str) -> bool:
    """Oui or non."""
    try:
        return BOOLEANS[cell.casefold()]
    except KeyError:
        raise CellError("oui ou non") from None


def read_geojson(cell: str) -> Any:
    """GeoJSON, whose geometry is checked later."""
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        raise CellError("du GeoJSON (Polygon ou MultiPolygon)") from None


def read_cited(cell: str) -> list[dict[str, str]]:
    """EPCI cited: SIREN, then the name under which the source cites it."""
    found = [CITED.fullmatch(item) for item in split(cell)]
    if None in found:
        raise CellError("SIREN puis nom, séparés par « | »")
    return [{"name": m[2].strip(), "siren": m[1]} for m in found if m]


def write_cited(value: list[dict[str, str]]) -> str:
    """The inverse of `read_cited`."""
    return join([f"{one['siren']} {one['name']}" for one in value])


def read_recognitions(cell: str) -> list[dict[str, Any]]:
    """Recognitions: scheme, year and amount where known, then the label."""
    found = [RECOGNITION.fullmatch(item) for item in split(cell)]
    if None in found:
        raise CellError("« dispositif, année, montant € : libellé », séparés par « | »")
    return [
        {
            "scheme": m["scheme"],
            "label": m["label"].strip(),
            "year": int(m["year"]) if m["year"] else None,
            "amount_eur": int(re.sub(r"\s", "", m["amount"])) if m["amount"] else None,
        }
        for m in found
        if m
    ]


def write_recognitions(value: list[dict[str, Any]]) -> str:
    """The inverse of `read_recognitions`."""
    items = []
    for one in value:
        head = [one["scheme"]]
        head += [str(one["year"])] if one["year"] is not None else []
        head += [f"{one['amount_eur']} €"] if one["amount_eur"] is not None else []
        items.append(f"{', '.join(head)} : {one['label']}")
    return join(items)


def read_territories(cell: str) -> list[dict[str, Any]]:
    """Pieces of territory: `level:code label`, or `drawn:{GeoJSON} label`."""
    pieces = []
    for item in split(cell):
        match = PIECE.fullmatch(item)
        if match is None:
            raise CellError("« niveau:code précision », séparés par « | »")
        piece: dict[str, Any] = {"level": match["level"], "code": None, "label": None}
        rest = match["rest"]
        if match["level"] == "drawn":
            try:
                piece["drawn"], end = json.JSONDecoder().raw_decode(rest)
            except (ValueError, RecursionError):
                raise CellError("« drawn:{GeoJSON} précision »") from None
            piece["label"] = rest[end:].strip() or None
        else:
            code, _, label = rest.partition(" ")
            piece |= {"code": code, "label": label.strip() or None}
        pieces.append(piece)
    return pieces


def write_territories(value: list[dict[str, Any]]) -> str:
    """The inverse of `read_territories`."""
    items = []
    for piece in value:
        target = (
            json.dumps(piece["drawn"], separators=(",", ":"))
            if piece["level"] == "drawn"
            else piece["code"]
        )
        items.append(f"{piece['level']}:{target} {piece['label'] or ''}".rstrip())
    return join(items)


READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(LISTS, split),
    **dict.fromkeys(YEARS, read_integer),
    "published": read_boolean,
    "epci": read_cited,
    "recognitions": read_recognitions,
    "footprint.drawn": read_geojson,
    "footprint.territories": read_territories,
}
WRITERS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(LISTS, join),
    **dict.fromkeys(YEARS, str),
    "published": lambda value: "oui" if value else "non",
    "epci": write_cited,
    "recognitions": write_recognitions,
    "footprint.drawn": lambda value: json.dumps(value, separators=(",", ":")),
    "footprint.territories": write_territories,
}
EMPTY_LISTS = LISTS | {"epci", "recognitions"}


def nest(line: int, cells: dict[str, object]) -> Row:
    """The row that a line of cells says, nested as the JSONL has it."""
    row = Row(line, {})
    for column, cell in cells.items():
        text = as_text(cell)
        try:
            value = READERS[column](text) if text and column in READERS else text or None
        except CellError as error:
            row.malformed[column] = (text, str(error))
            continue
        if value is None and column in EMPTY_LISTS:
            value = []
        parent, _, child = column.partition(".")
        if not child:
            row.values[column] = value
        elif not (value is None and column in OPTIONAL_COLUMNS):
            row.values.setdefault(parent, {})[child] = value
    return row


def flatten(values: dict[str, Any]) -> dict[str, str]:
    """The cells of a record; `nest` gives the record back."""
    cells = {}
    for column in COLUMNS:
        parent, _, child = column.partition(".")
        value = values[parent].get(child) if child else values[parent]
        empty = value is None or value == []
        cells[column] = "" if empty else WRITERS.get(column, str)(value)
    return cells
