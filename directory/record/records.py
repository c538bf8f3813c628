"""The canonical record of a pole: what a file says, free of its format and of derived facts.

A record is made of JSON values alone, since `Pole.loaded` keeps it. Its fields are the units in
which two versions are compared: the seat goes with its confidence, the territories together.
"""

from typing import Any

from directory.record.drawn import multi
from directory.record.pieces import Record, piece
from directory.vocabulary import FootprintBasis, Level

FIELDS = (
    "name",
    "other_names",
    "lead_organisation",
    "seat",  # {"insee", "confidence"} or None
    "departement",
    "region_code",
    "territory_text",
    "footprint",  # {"presume", "territories": [{"level", "code", "label", "drawn"}]}
    "epci",
    "themes",
    "status",
    "status_as_of",
    "founded_year",
    "website",
    "description",
    "recognitions",
    "published",
    "sources",
    "note",
    "checked",
)

LIST_OF_LEVEL = {
    Level.COMMUNE: "communes",
    Level.PART: "communes",
    Level.EPCI: "epcis",
    Level.DEPARTMENT: "departments",
    Level.REGION: "regions",
}
LEVEL_OF_BASIS = {
    FootprintBasis.COMMUNES: Level.COMMUNE,
    FootprintBasis.PART: Level.PART,
    FootprintBasis.EPCI: Level.EPCI,
    FootprintBasis.DEPARTMENT: Level.DEPARTMENT,
    FootprintBasis.REGION: Level.REGION,
}
BASIS_OF_LEVEL = {level: basis for basis, level in LEVEL_OF_BASIS.items()}


def record_from(values: dict[str, Any]) -> Record:
    """The record of a row's valid values (see `schema.typed`), all its keys being present."""
    record: Record = {}
    for field in FIELDS:
        if field == "seat":
            insee, confidence = values["seat_insee"], values["seat_confidence"]
            record[field] = insee and {"insee": insee, "confidence": confidence.value}
        elif field == "footprint":
            record[field] = footprint_from(values)
        elif field in ("epci", "recognitions"):
            record[field] = [part.model_dump(mode="json") for part in values[field]]
        elif field == "themes":
            record[field] = [theme.value for theme in values[field]]
        elif field == "status":
            record[field] = values[field].value
        elif field == "checked":
            record[field] = values[field].isoformat()
        else:
            record[field] = values[field]
    return record


def footprint_from(values: dict[str, Any]) -> Record:
    """What the footprint of a row declares; what a seat implies is derived, never declared."""
    said = values["footprint"]
    # Without a seat nothing can be presumed, so nothing was decided against it.
    presume = not (said.basis == FootprintBasis.NONE and values["seat_insee"])
    if said.basis == FootprintBasis.DETAIL:
        pieces = [
            piece(part.level, part.code, part.label, part.drawn and multi(part.drawn))
            for part in said.territories
        ]
    elif said.basis == FootprintBasis.DRAWN:
        pieces = [piece(Level.DRAWN, None, None, multi(said.drawn))]
    elif said.basis in LEVEL_OF_BASIS:
        level = LEVEL_OF_BASIS[said.basis]
        pieces = [piece(level, code) for code in getattr(said, LIST_OF_LEVEL[level])]
    else:
        pieces = []
    return {"presume": presume, "territories": pieces}


def basis_of(record: Record) -> FootprintBasis:
    """The way a file says this record's territory: the shortest that loses nothing."""
    pieces, presume = record["footprint"]["territories"], record["footprint"]["presume"]
    if not pieces:
        presumed = presume and record["seat"]
        return FootprintBasis.SEAT_EPCI if presumed else FootprintBasis.NONE
    levels = {one["level"] for one in pieces}
    if len(levels) > 1 or any(one["label"] for one in pieces):
        return FootprintBasis.DETAIL
    (level,) = levels
    if level == Level.DRAWN:
        return FootprintBasis.DRAWN if len(pieces) == 1 else FootprintBasis.DETAIL
    return BASIS_OF_LEVEL[Level(level)]


def footprint_to(record: Record, presumed_epci: str | None) -> Record:
    """The footprint as a file says it: the inverse of `footprint_from`."""
    basis, pieces = basis_of(record), record["footprint"]["territories"]
    said: Record = {"basis": basis.value} | {
        name: [] for name in ("communes", "epcis", "departments", "regions")
    }
    if basis == FootprintBasis.SEAT_EPCI:
        said["epcis"] = [presumed_epci] if presumed_epci else []
    elif basis == FootprintBasis.DRAWN:
        said["drawn"] = {"type": "MultiPolygon", "coordinates": pieces[0]["drawn"]}
    elif basis == FootprintBasis.DETAIL:
        said["territories"] = [detail_to(one) for one in pieces]
    elif pieces:
        name = LIST_OF_LEVEL[LEVEL_OF_BASIS[basis]]
        said[name] = [one["code"] for one in pieces]
    return said


def detail_to(one: Record) -> Record:
    """A piece of territory as `footprint.territories` says it."""
    said = {"level": one["level"], "code": one["code"], "label": one["label"] or None}
    if one["drawn"]:
        said["drawn"] = {"type": "MultiPolygon", "coordinates": one["drawn"]}
    return said
