"""Places that a table names: their codes, in every column that holds codes, or what would do."""

from collections.abc import Iterator
from typing import Any

from directory.record.fields import FIELDS
from directory.record.file.columns import DEPARTMENT_NAME
from directory.record.file.rows import Row
from directory.record.kinds.area import Area
from directory.record.kinds.footprint import LIST_OF_LEVEL
from directory.record.known import FAULT_OF_LEVEL, KnownCodes
from directory.record.labels import code_and_label, fault_of_label, two_codes
from directory.record.naming import Names, UnnamedError, is_code
from directory.vocabulary import TYPED_LEVELS, TerritoryLevel
from geo.names import normalise
from tables.lists import split

SEAT = "seat_insee"
ONE_SEAT = "une seule commune ici ; les autres dans « communes »"
LEVEL_OF_LIST = {name: level for level, name in reversed(LIST_OF_LEVEL.items())}
# The columns of codes, in which a name may stand.
LEVELS = {
    **{field.name: field.kind.level for field in FIELDS if isinstance(field.kind, Area)},
    SEAT: TerritoryLevel.COMMUNE,
    **{f"footprint.{name}": level for name, level in LEVEL_OF_LIST.items()},
}
PIECES = "footprint.territories"
CITED = "epci"


def named_in(row: Row) -> Iterator[str]:
    """The texts of a row that may name a place."""
    yield row.texts.get("seat_commune", "")
    for column in LEVELS:
        value = value_at(row, column)
        yield from value if isinstance(value, list) else [value or ""]
    for one in pieces_in(row):
        yield from (text_of(one), one["label"] or "")
    yield from (one["name"] for one in row.values.get(CITED) or [])


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
    name_pieces(row, names, known)
    name_cited(row, names)
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
        if column == SEAT and len(split(text)) > 1:
            row.malformed[column] = (text, ONE_SEAT)
            return
        try:
            found.append(names.area(level, text))
        except UnnamedError as error:
            row.malformed[shown or column] = (text, str(error))
            return
    put(row, column, found if isinstance(value, list) else found[0])


def pieces_in(row: Row) -> list[dict[str, Any]]:
    """The pieces of the territory that are places of a code."""
    pieces = value_at(row, PIECES) or []
    return [one for one in pieces if one["level"] != TerritoryLevel.DRAWN]


def text_of(one: dict[str, Any]) -> str:
    """What follows the level of a piece."""
    return f"{one['code']} {one['label'] or ''}".strip()


def name_pieces(row: Row, names: Names, known: KnownCodes) -> None:
    """Codes in the place of the names of pieces, or why the first that is wrong is none."""
    for one in pieces_in(row):
        level, text = TerritoryLevel(one["level"]), text_of(one)
        word = TYPED_LEVELS[level]
        if both := two_codes(level, text):
            apart = " | ".join(f"{word}:{code}" for code in both)
            row.malformed[PIECES] = (f"{word}:{text}", f"un code par élément : « {apart} »")
            return
        try:
            code, label = code_and_label(level, text, names)
        except UnnamedError as error:
            row.malformed[PIECES] = (f"{word}:{text}", str(error))
            return
        sound = not FAULT_OF_LEVEL[level](code, known)
        if sound and (fault := fault_of_label(level, code, label, names, known)):
            row.malformed[PIECES] = (f"{word}:{text}", fault)
            return
        one |= {"code": code, "label": label or None}


def name_cited(row: Row, names: Names) -> None:
    """The SIREN of the EPCI that are cited by their official name alone, which is kept as typed."""
    for one in row.values.get(CITED) or []:
        if one["siren"] is not None:
            continue
        try:
            one["siren"] = names.area(TerritoryLevel.EPCI, one["name"])
        except UnnamedError as error:
            row.malformed[CITED] = (one["name"], f"SIREN puis nom, ou sans SIREN, {error}")
            return


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
    if len(split(said)) > 1:
        row.malformed["seat_commune"] = (said, ONE_SEAT)
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
