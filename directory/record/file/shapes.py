"""Shapes that a file of poles gives or names: brought into its rows, weighed, told.

A row that comes out of here holds plain geometries, or says in `malformed` why it has none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from directory.record.drawn import brief, from_folder, how, is_file, said_of
from directory.record.file.rows import Row
from directory.record.kinds.kind import canonical
from geo.shapes import words
from geo.shapes.brought import Brought, from_geojson, judged
from geo.shapes.geojson import DROP, DROPPED
from geo.shapes.refusals import Refusal
from geo.shapes.weighing import Weighed, weigh, without_brushed

FOOTPRINT, DRAWN = "footprint", "drawn"


@dataclass
class Given:
    """One shape of a row: the object that holds it, its column, and what it is."""

    holder: dict[str, Any]
    column: str
    shape: Brought
    file: Any = None  # what the row says of its file, where it names one


def bring(rows: list[Row], folder: Path) -> dict[int, list[Given]]:
    """The shapes of rows, by the place of the row; each row then holds a plain geometry.

    What is wrong with a file is noted in the row; with GeoJSON, `validating` says it in its turn.
    """
    found: dict[int, list[Given]] = {}
    for place, row in enumerate(rows):
        for holder, column in holders(row):
            value = holder[DRAWN]
            file = value if is_file(value) else None
            try:
                shape = from_geojson(value) if file is None else from_folder(file, folder)
            except Refusal as refused:
                if file is not None:
                    row.malformed[column] = (brief(value), said_of(refused, file))
                continue
            found.setdefault(place, []).append(Given(holder, column, shape, file))
            hold(found[place][-1], shape.coordinates)
    return found


def holders(row: Row) -> Iterator[tuple[dict[str, Any], str]]:
    """What holds a shape in a row, whatever the row holds beside, with its column."""
    said = row.values.get(FOOTPRINT)
    if not isinstance(said, dict):
        return
    if said.get(DRAWN):
        yield said, f"{FOOTPRINT}.{DRAWN}"
    pieces = said.get("territories")
    for number, one in enumerate(pieces if isinstance(pieces, list) else ()):
        if isinstance(one, dict) and one.get(DRAWN):
            yield one, f"{FOOTPRINT}.territories.{number}.{DRAWN}"


def hold(given: Given, coordinates: list[Any]) -> None:
    """Put a shape into its row, as plain GeoJSON."""
    given.holder[DRAWN] = {"type": "MultiPolygon", "coordinates": coordinates}


def weigh_rows(rows: list[Row], shapes: dict[int, list[Given]]) -> dict[int, Weighed]:
    """What the shapes of each row hold, by its place, once what was dropped is dropped.

    A shape that touches no commune is noted in its row.
    """
    found = weighed(shapes)
    cut = {
        place: given
        for place, given in shapes.items()
        if any(one.shape.drop for one in given) and place in found
        and (found[place].brushed or found[place].left)
    }  # fmt: skip
    for place, given in cut.items():
        drop_brushed(rows[place], given)
    found |= weighed(cut)
    for place, one in found.items():
        if not one.counted:
            first = shapes[place][0]
            rows[place].malformed[first.column] = (brief(first.holder[DRAWN]), words.NOTHING)
    return found


def weighed(shapes: dict[int, list[Given]]) -> dict[int, Weighed]:
    """What the shapes of each row hold."""
    return weigh({
        place: [one.holder[DRAWN]["coordinates"] for one in given]
        for place, given in shapes.items()
    })  # fmt: skip


def drop_brushed(row: Row, given: list[Given]) -> None:
    """Cut from the shapes of a row the communes that they only brush."""
    left = without_brushed([one.holder[DRAWN]["coordinates"] for one in given])
    for one, coordinates in zip(given, left, strict=True):
        if not one.shape.drop:
            continue
        try:
            hold(one, judged(coordinates, [], repair=True, drop=True).coordinates)
        except Refusal as refused:
            row.malformed[one.column] = (brief(one.holder[DRAWN]), str(refused))


def told(slug: str, given: list[Given], found: Weighed) -> str:
    """What is said of the shapes of a pole, before they are written."""
    read = [said for one in given for said in one.shape.told]
    said = [*dict.fromkeys(read), *words.told(found)]
    if found.brushed:
        said.append(f"Pour laisser les effleurées, {how(given[0].file, DROP, DROPPED)}.")
    return f"{slug}, périmètre dessiné. " + " ".join(said)


def same_shapes(value: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two footprints of records draw the same."""
    one, two = (
        sorted(canonical(piece["drawn"]) for piece in side["territories"] if piece["drawn"])
        for side in (value, other)
    )
    return one == two
