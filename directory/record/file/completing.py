"""What a table leaves unsaid: the columns that it lacks, the codes of the places that it names.

What it lacks stays as it is in a record that exists, and is nothing in a new one: the plainest
value that invents nothing.
"""

from collections.abc import Iterator
from typing import Any

from directory.record.comparing import Stored
from directory.record.fields import FIELDS
from directory.record.file.cells import CELLS, SEVERAL
from directory.record.file.columns import DEPARTMENT_NAME
from directory.record.file.rows import KEYS, Row, values_of
from directory.record.kinds.area import Area
from directory.record.kinds.footprint import LEVEL_OF_BASIS, LIST_OF_LEVEL, LISTS
from directory.record.known import KnownCodes
from directory.record.naming import Names, UnnamedError, is_code
from directory.record.writing import slug_of
from directory.vocabulary import FootprintBasis, SeatConfidence, Status, TerritoryLevel
from geo.names import normalise
from tables.reading.cells import same_text

# Columns that repeat the name of a code: left out, they say nothing.
REPEATED = ("seat_commune", "region")
LEVEL_OF_LIST = {name: level for level, name in reversed(LIST_OF_LEVEL.items())}
# The columns of codes, in which a name may stand.
LEVELS = {
    **{field.name: field.kind.level for field in FIELDS if isinstance(field.kind, Area)},
    "seat_insee": TerritoryLevel.COMMUNE,
    **{f"footprint.{name}": level for name, level in LEVEL_OF_LIST.items()},
}
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


def named_in(row: Row) -> Iterator[str]:
    """The texts of a row that may name a place."""
    yield row.texts.get("seat_commune", "")
    for column in LEVELS:
        value = value_at(row, column)
        yield from value if isinstance(value, list) else [value or ""]


def value_at(row: Row, column: str) -> Any:
    """The value of a column, nested or not."""
    parent, _, child = column.partition(".")
    value = row.values.get(parent)
    return (value or {}).get(child) if child else value


def put(row: Row, column: str, value: Any) -> None:
    """The inverse."""
    parent, _, child = column.partition(".")
    if child:
        row.values.setdefault(parent, {})[child] = value
    else:
        row.values[parent] = value


def name_places(row: Row, names: Names, known: KnownCodes) -> None:
    """Put codes in the place of the names that a row gives."""
    for column in ("region_code", "departement"):
        rename(row, column, names)
    if not row.values.get("region_code") and row.texts.get("region"):
        row.values["region_code"] = row.texts["region"]
        rename(row, "region_code", names, shown="region")
    department = row.values.get("departement") or ""
    check_department_name(row, department, known)
    seat_named(row, names, department)
    for column in LEVELS:
        if column not in ("region_code", "departement"):
            rename(row, column, names)
    infer_home(row, known)


def rename(row: Row, column: str, names: Names, shown: str = "") -> None:
    """The codes of a column that holds names, or what would be accepted."""
    value, level = value_at(row, column), LEVELS[column]
    if not value or column in row.malformed:
        return
    asked = value if isinstance(value, list) else [value]
    found = []
    for text in asked:
        if is_code(level, text):
            found.append(text)
            continue
        try:
            found.append(names.area(level, text))
        except UnnamedError as error:
            row.malformed[shown or column] = (text, str(error))
            return
    put(row, column, found if isinstance(value, list) else found[0])


def check_department_name(row: Row, code: str, known: KnownCodes) -> None:
    """The name of a department beside its code is that code's."""
    said = row.texts.get(DEPARTMENT_NAME, "")
    name, _region = known.departments.get(code, ("", ""))
    if said and name and normalise(said) not in (normalise(name), normalise(code)):
        row.malformed[DEPARTMENT_NAME] = (said, f"{name}, nom du département {code}")


def seat_named(row: Row, names: Names, department: str) -> None:
    """The code of a seat that is only named, the department of the row telling namesakes apart."""
    said = row.texts.get("seat_commune", "")
    if not said or row.values.get("seat_insee"):
        return
    if is_code(TerritoryLevel.COMMUNE, said):
        row.values |= {"seat_insee": said.upper(), "seat_commune": None}
        return
    try:
        code = names.commune(said, department, row.values.get("region_code") or "")
    except UnnamedError as error:
        row.malformed["seat_commune"] = (said, str(error))
        return
    row.values |= {"seat_insee": code, "seat_commune": None}


def infer_home(row: Row, known: KnownCodes) -> None:
    """The region that a department or a seat is in, where no column says it."""
    if row.values.get("region_code") or {"region", "region_code"} & row.malformed.keys():
        return
    _name, region = known.departments.get((row.values.get("departement") or "").upper(), ("", ""))
    seat = known.communes.get((row.values.get("seat_insee") or "").upper())
    if found := region or (seat.region if seat else ""):
        row.values["region_code"] = found


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
