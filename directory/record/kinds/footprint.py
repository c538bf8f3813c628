"""How files say the territories of a pole: one key, which tables lay flat in several columns.

The basis says which list is filled. Beyond the lists: one drawn shape, or pieces that no list can
say (of several levels, or with a name).
"""

import json
import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field as Bounds

from directory.record.drawn import brief, fault_of, multi
from directory.record.kinds.cells import (
    LIST,
    Cell,
    CellError,
    read_geojson,
    word,
    write_geojson,
)
from directory.record.kinds.kind import Fault, repeated
from directory.record.kinds.typed import CODE, OPTIONAL_CODE, OPTIONAL_NAME, Part
from directory.record.known import FAULT_OF_LEVEL, KnownCodes
from directory.record.labels import parted
from directory.record.pieces import Record, piece
from directory.vocabulary import TYPED_LEVELS, FootprintBasis, TerritoryLevel
from tables.lists import join, split

LISTS = ("communes", "epcis", "departments", "regions")
EXTRAS = ("drawn", "territories")
LIST_OF_LEVEL = {
    TerritoryLevel.COMMUNE: "communes",
    TerritoryLevel.PART: "communes",
    TerritoryLevel.EPCI: "epcis",
    TerritoryLevel.DEPARTMENT: "departments",
    TerritoryLevel.REGION: "regions",
}
LEVEL_OF_BASIS = {
    FootprintBasis.COMMUNES: TerritoryLevel.COMMUNE,
    FootprintBasis.PART: TerritoryLevel.PART,
    FootprintBasis.EPCI: TerritoryLevel.EPCI,
    FootprintBasis.DEPARTMENT: TerritoryLevel.DEPARTMENT,
    FootprintBasis.REGION: TerritoryLevel.REGION,
}
BASIS_OF_LEVEL = {level: basis for basis, level in LEVEL_OF_BASIS.items()}
TARGET_OF_BASIS = {
    **{basis: LIST_OF_LEVEL[level] for basis, level in LEVEL_OF_BASIS.items()},
    FootprintBasis.DRAWN: "drawn",
    FootprintBasis.DETAIL: "territories",
}
DRAWN_FILE = re.compile(
    r"(?P<file>[^{}]+?\.(geojson|json|gpkg|zip|kml|kmz)(#\S+)?)(?=\s|$)(?P<label>.*)",
    re.IGNORECASE | re.DOTALL,
)
PIECE = re.compile(r"(?P<level>[a-z]+)\s*:\s*(?P<rest>.+)", re.DOTALL)
LEVEL_OF_WORD = {str(level): str(level) for level in TerritoryLevel} | {
    typed: str(level) for level, typed in TYPED_LEVELS.items()
}


class TerritoryPart(Part):
    """A piece, as `territories` says it."""

    level: TerritoryLevel
    code: OPTIONAL_CODE = None
    label: OPTIONAL_NAME = None
    drawn: dict[str, Any] | None = None


class FootprintPart(Part):
    """The whole."""

    basis: FootprintBasis
    communes: list[CODE]
    epcis: list[CODE]
    departments: list[CODE]
    regions: list[CODE]
    drawn: dict[str, Any] | None = None
    territories: Annotated[list[TerritoryPart], Bounds(max_length=2000)] | None = None


def pieces_from(said: FootprintPart) -> list[Record]:
    """The pieces that a footprint declares; what a seat implies is derived, never declared."""
    if said.basis == FootprintBasis.DETAIL:
        return [
            piece(part.level, part.code, part.label, part.drawn and multi(part.drawn))
            for part in said.territories or []
        ]
    if said.basis == FootprintBasis.DRAWN:
        return [piece(TerritoryLevel.DRAWN, None, None, multi(said.drawn))]
    if said.basis in LEVEL_OF_BASIS:
        level = LEVEL_OF_BASIS[said.basis]
        return [piece(level, code) for code in getattr(said, LIST_OF_LEVEL[level])]
    return []


def basis_of(pieces: list[Record], presumed: bool) -> FootprintBasis:
    """The way a file says pieces: the shortest that loses nothing."""
    if not pieces:
        return FootprintBasis.SEAT_EPCI if presumed else FootprintBasis.NONE
    levels = {one["level"] for one in pieces}
    if len(levels) > 1 or any(one["label"] for one in pieces):
        return FootprintBasis.DETAIL
    (level,) = levels
    if level == TerritoryLevel.DRAWN:
        return FootprintBasis.DRAWN if len(pieces) == 1 else FootprintBasis.DETAIL
    return BASIS_OF_LEVEL[TerritoryLevel(level)]


def said_of(pieces: list[Record], presumed: bool, presumed_epci: str | None) -> Record:
    """Pieces as a file says them: the inverse of `pieces_from`."""
    basis = basis_of(pieces, presumed)
    said: Record = {"basis": basis.value} | {name: [] for name in LISTS}
    if basis == FootprintBasis.SEAT_EPCI:
        said["epcis"] = [presumed_epci] if presumed_epci else []
    elif basis == FootprintBasis.DRAWN:
        said["drawn"] = {"type": "MultiPolygon", "coordinates": pieces[0]["drawn"]}
    elif basis == FootprintBasis.DETAIL:
        said["territories"] = [detail_of(one) for one in pieces]
    elif pieces:
        said[TARGET_OF_BASIS[basis]] = [one["code"] for one in pieces]
    return said


def detail_of(one: Record) -> Record:
    """A piece as `territories` says it."""
    said = {"level": one["level"], "code": one["code"], "label": one["label"] or None}
    if one["drawn"]:
        said["drawn"] = {"type": "MultiPolygon", "coordinates": one["drawn"]}
    return said


def read_territories(cell: str) -> list[dict[str, Any]]:
    """Pieces of territory: `level:code label`, or `drawn:{GeoJSON} label`.

    What is a name there and not a code is told later, with those of all rows.
    """
    pieces = []
    for item in split(cell):
        match = PIECE.fullmatch(item)
        level = LEVEL_OF_WORD.get(match["level"]) if match else None
        if match is None or level is None:
            raise CellError(
                "« niveau:code précision », séparés par « | », le niveau étant "
                f"{', '.join(TYPED_LEVELS.values())}"
            )
        one: dict[str, Any] = {"level": level, "code": None, "label": None}
        rest = match["rest"]
        if level == TerritoryLevel.DRAWN:
            one["drawn"], label = read_drawn(rest)
            one["label"] = label.strip() or None
        else:
            code, label = parted(rest)
            one |= {"code": code, "label": label.strip() or None}
        pieces.append(one)
    return pieces


def read_drawn(text: str) -> tuple[Any, str]:
    """A shape, or the name of its file, and what follows."""
    if match := DRAWN_FILE.match(text):
        return match["file"], match["label"]
    try:
        shape, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        raise CellError(
            "« drawn:{GeoJSON} précision », ou « drawn:fichier.gpkg précision »"
        ) from None
    return shape, text[end:]


def write_territories(value: list[dict[str, Any]]) -> str:
    """The inverse of `read_territories`."""
    items = []
    for one in value:
        target = write_geojson(one["drawn"]) if one["level"] == "drawn" else one["code"]
        items.append(f"{one['level']}:{target} {one['label'] or ''}".rstrip())
    return join(items)


FRENCH = {
    "communes": ("communes", "Communes du territoire"),
    "epcis": ("epcis", "EPCI du territoire", "intercommunalités"),
    "departments": ("départements", "Départements du territoire"),
    "regions": ("régions", "Régions du territoire"),
}
CELLS = {
    "basis": word(FootprintBasis).called("nature_territoire", "Nature du territoire"),
    **{name: LIST.called(*french) for name, french in FRENCH.items()},
    "drawn": Cell(read_geojson, write_geojson, optional=True, also=("dessin", "Périmètre dessiné")),
    "territories": Cell(
        read_territories,
        write_territories,
        optional=True,
        also=("territoires", "Territoires (tous niveaux)"),
    ),
}


def faults_of(said: FootprintPart, values: dict[str, Any], known: KnownCodes) -> Iterator[Fault]:
    """What is wrong: the list that the basis calls for alone is filled, with known codes."""
    yield from check_lists(said)
    if said.basis == FootprintBasis.SEAT_EPCI:
        yield from check_presumed(said, values, known)
    elif said.basis in LEVEL_OF_BASIS:
        level = LEVEL_OF_BASIS[said.basis]
        name = LIST_OF_LEVEL[level]
        for code in getattr(said, name):
            if fault := FAULT_OF_LEVEL[level](code, known):
                yield f"footprint.{name}", code, fault
    if said.drawn and (fault := fault_of(said.drawn)):
        yield "footprint.drawn", brief(said.drawn), fault
    for number, part in enumerate(said.territories or []):
        yield from check_piece(f"footprint.territories.{number}", part, known)
    for name in LISTS:
        yield from repeated(f"footprint.{name}", getattr(said, name))
    named = [
        f"{part.level.value}:{part.code} {part.label or ''}".strip()
        for part in said.territories or []
        if part.level != TerritoryLevel.DRAWN
    ]
    yield from repeated("footprint.territories", named)


def check_lists(said: FootprintPart) -> Iterator[Fault]:
    """Only the list that matches the basis is filled."""
    target = TARGET_OF_BASIS.get(said.basis)
    for part in (*LISTS, *EXTRAS):
        value = getattr(said, part)
        if part == target and not value:
            yield f"footprint.{part}", None, f"au moins un élément (basis : {said.basis.value})"
        # A presumed EPCI may be repeated: see `check_presumed`.
        free = part == "epcis" and said.basis == FootprintBasis.SEAT_EPCI
        if value and part != target and not free:
            yield f"footprint.{part}", value, f"vide, puisque basis vaut {said.basis.value}"


def check_presumed(
    said: FootprintPart, values: dict[str, Any], known: KnownCodes
) -> Iterator[Fault]:
    """The EPCI presumed from the seat, which the file may repeat but not choose."""
    if "seat_insee" not in values:
        return
    if not values["seat_insee"]:
        yield "footprint.basis", "seat-epci", "none, puisqu'il n'y a pas de siège"
        return
    seat = known.communes.get(values["seat_insee"])
    if seat and not seat.obsolete and said.epcis and said.epcis != [seat.presumed_epci]:
        around = seat.presumed_epci or "rien"
        yield "footprint.epcis", ", ".join(said.epcis), f"{around}, l'EPCI ou l'EPT du siège"


def check_piece(where: str, part: TerritoryPart, known: KnownCodes) -> Iterator[Fault]:
    """One piece of `territories`: the code or the shape that its level calls for."""
    if part.level == TerritoryLevel.DRAWN:
        if part.code:
            yield f"{where}.code", part.code, "rien pour un périmètre dessiné"
        if fault := fault_of(part.drawn):
            yield f"{where}.drawn", brief(part.drawn), fault
        return
    if part.drawn:
        yield f"{where}.drawn", brief(part.drawn), "rien, sauf au niveau drawn"
    if not part.code:
        yield f"{where}.code", None, "un code"
    elif fault := FAULT_OF_LEVEL[part.level](part.code, known):
        yield f"{where}.code", part.code, fault
