"""What a table leaves unsaid: the columns that it lacks (for the codes of places, see `places`).

What it lacks stays as it is in a record that exists, and is nothing in a new one: the plainest
value that invents nothing.
"""

from typing import Any

from directory.record.comparing import Stored
from directory.record.fields import FIELDS
from directory.record.file.cells import CELLS, SEVERAL
from directory.record.file.places import name_places, named_in
from directory.record.file.rows import KEYS, Row, values_of
from directory.record.kinds.footprint import LEVEL_OF_BASIS, LIST_OF_LEVEL, LISTS
from directory.record.known import KnownCodes
from directory.record.naming import Names
from directory.record.writing import slug_of
from directory.vocabulary import FootprintBasis, SeatConfidence, Status, TerritoryLevel
from geo.names import normalise
from tables.reading.cells import same_text

# Columns that repeat the name of a code: left out, they say nothing.
REPEATED = ("seat_commune", "region")
# Of a new record: nobody said more.
BASIS = "footprint.basis"
# What a new record cannot do without, and nothing stands for.
NEEDED = ("slug", "name", "region_code", "sources", "checked")
NOTHING = {"status": Status.UNKNOWN.value, "published": False}
BASIS_OF_LIST = {
    LIST_OF_LEVEL[level]: basis
    for basis, level in LEVEL_OF_BASIS.items()
    if level != TerritoryLevel.PART
}


def complete(rows: list[Row], stored: dict[str, Stored], known: KnownCodes) -> None:
    """Give each row of a table every key, in place; those of a JSONL say them all already."""
    tables = [row for row in rows if row.columns is not None]
    if not tables:
        return
    names = Names([text for row in tables for text in named_in(row)])
    for row in tables:
        name_slug(row, stored)
        past = stored.get(str(row.values.get("slug")))
        name_places(row, names, known)
        fill(row, values_of(str(row.values["slug"]), past.current, known) if past else None)


def said_in(row: Row) -> list[str]:
    """The fields that a row says something of: those of one of its columns at least."""
    if row.columns is None:
        return [field.name for field in FIELDS]
    said = {
        field.name: field.kind.cells(field).keys() & row.columns for field in FIELDS
    }  # fmt: skip
    # Lists of territories that are all blank, with no basis, say nothing of what was declared.
    silent = not any(row.texts[column] for column in said["footprint"])
    return [
        name for name, columns in said.items()
        if columns and not (name == "footprint" and silent and BASIS not in columns)
    ]  # fmt: skip


def name_slug(row: Row, stored: dict[str, Stored]) -> None:
    """The identifier of a row that has none: that of its name, unless another pole has it."""
    if row.values.get("slug") or "slug" in row.malformed:
        return
    name = row.values.get("name")
    if not isinstance(name, str):
        return
    slug = slug_of(name)
    past = stored.get(slug)
    if past and normalise(past.current["name"]) != normalise(name):
        accepted = f"un identifiant dans la colonne slug : « {slug} » est celui d'un autre pôle"
        row.malformed["slug"] = ("", accepted)
    elif slug:
        row.values["slug"] = slug


def fill(row: Row, past: dict[str, Any] | None) -> None:
    """Every key that a row lacks: as it is in the record, or nothing."""
    unread = {column.partition(".")[0] for column in row.malformed}
    if past is not None and "footprint" not in said_in(row):
        row.values["footprint"] = unsaid_footprint(past["footprint"])
    for key in KEYS:
        if key in row.values and past is not None and alike(row.values[key], past[key]):
            row.values[key] = past[key]
        elif key not in row.values and key not in unread:
            row.values |= unsaid(key, past)
        elif past is None and key in NOTHING and row.values.get(key) is None:
            row.values[key] = NOTHING[key]
    fill_seat(row)
    if "footprint" not in unread:
        fill_footprint(row, past)


def unsaid_footprint(past: dict[str, Any]) -> dict[str, Any]:
    """That of the record; what is presumed from the seat follows it, wherever the file puts it."""
    presumed = past["basis"] == FootprintBasis.SEAT_EPCI.value
    return past | {"epcis": []} if presumed else past


def unsaid(key: str, past: dict[str, Any] | None) -> dict[str, Any]:
    """A key that no column says, with its value; empty where nothing can stand for it."""
    if key in REPEATED:
        return {key: None}
    if past is not None:
        return {key: past[key]}
    if key in NOTHING:
        return {key: NOTHING[key]}
    if key in NEEDED or key not in CELLS:
        return {}
    return {key: [] if key in SEVERAL else None}


def fill_seat(row: Row) -> None:
    """A seat that a table gives is stated by it; without a seat, nothing is sure of it."""
    if row.texts.get("seat_confidence"):
        return
    seat = row.values.get("seat_insee")
    stated = row.values.get("seat_confidence") or SeatConfidence.STATED.value
    row.values["seat_confidence"] = stated if seat else None


def fill_footprint(row: Row, past: dict[str, Any] | None) -> None:
    """The lists that a table lacks, and the basis that those it has call for."""
    said = row.values.setdefault("footprint", {})
    for name in LISTS:
        said.setdefault(name, [])
    if said.get("basis"):
        return
    filled = [name for name in LISTS if said[name]]
    if said.get("territories"):
        said["basis"] = FootprintBasis.DETAIL.value
    elif said.get("drawn"):
        said["basis"] = FootprintBasis.DRAWN.value
    elif len(filled) == 1:
        said["basis"] = BASIS_OF_LIST[filled[0]].value
    elif filled:
        pieces = [
            {"level": LEVEL_OF_BASIS[BASIS_OF_LIST[name]].value, "code": code, "label": None}
            for name in filled
            for code in said[name]
        ]
        said |= {"basis": FootprintBasis.DETAIL.value, "territories": pieces}
        said |= {name: [] for name in LISTS}
    else:
        refused = past is not None and past["footprint"]["basis"] == FootprintBasis.NONE
        presumed = row.values.get("seat_insee") and not refused
        basis = FootprintBasis.SEAT_EPCI if presumed else FootprintBasis.NONE
        said["basis"] = basis.value


def alike(one: Any, other: Any) -> bool:
    """Whether two values differ by the blanks and curly marks of their texts at most."""
    if isinstance(one, str) and isinstance(other, str):
        return same_text(one, other)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    return bool(one == other)
