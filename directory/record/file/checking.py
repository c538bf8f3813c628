"""What a row must respect beyond the type of each value: its own coherence, and the ground.

Pure functions over the values that are sound (see `schema.typed`), so that one wrong value
never hides another.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from directory.dates import date_faults
from directory.record.drawn import brief, fault_of
from directory.record.file.rows import FOOTPRINT_EXTRAS, FOOTPRINT_LISTS
from directory.record.file.schema import FootprintPart, TerritoryPart
from directory.record.known import (
    FAULT_OF_LEVEL,
    KnownCodes,
    commune_fault,
    department_fault,
    epci_fault,
    region_fault,
)
from directory.record.records import LEVEL_OF_BASIS, LIST_OF_LEVEL
from directory.record.rules import home_faults
from directory.vocabulary import FootprintBasis, Level
from geo.names import normalise
from tables.problems import Problem, shown

Fault = tuple[str, object, str]  # field, value, what is accepted

IN_FILE = {"departement": "departement", "seat": "seat_insee"}  # fields of a record → of a file
TARGET_OF_BASIS = {
    **{basis: LIST_OF_LEVEL[level] for basis, level in LEVEL_OF_BASIS.items()},
    FootprintBasis.DRAWN: "drawn",
    FootprintBasis.DETAIL: "territories",
}


def check_row(line: int, values: dict[str, Any], ground: KnownCodes) -> list[Problem]:
    """Every fault of one row's values."""
    checks = (check_seat, check_area, check_footprint, check_cited, check_repeats, check_dates)
    return [
        Problem(line, field, shown(value), accepted)
        for check in checks
        for field, value, accepted in check(values, ground)
    ]


def check_seat(values: dict[str, Any], ground: KnownCodes) -> Iterator[Fault]:
    """The seat: a commune of today, its name, and how sure it is."""
    code, name = values.get("seat_insee"), values.get("seat_commune")
    if code:
        if fault := commune_fault(code, ground):
            yield "seat_insee", code, fault
        elif name and normalise(name) != normalise(ground.communes[code].name):
            yield "seat_commune", name, f"{ground.communes[code].name}, nom de la commune {code}"
    elif name and "seat_insee" in values:
        yield "seat_insee", None, f"le code Insee de {name}"
    if {"seat_insee", "seat_confidence"} <= values.keys():
        confidence = values["seat_confidence"]
        if code and not confidence:
            yield "seat_confidence", None, "stated ou inferred, puisqu'il y a un siège"
        if confidence and not code:
            yield "seat_confidence", confidence.value, "rien, puisqu'il n'y a pas de siège"


def check_area(values: dict[str, Any], ground: KnownCodes) -> Iterator[Fault]:
    """Region, department and seat: known, named rightly, each inside the other."""
    region, department = values.get("region_code"), values.get("departement")
    if region:
        if fault := region_fault(region, ground):
            yield "region_code", region, fault
        elif (name := values.get("region")) and normalise(name) != normalise(
            ground.regions[region]
        ):
            yield "region", name, f"{ground.regions[region]}, nom de la région {region}"
    if department and (fault := department_fault(department, ground)):
        yield "departement", department, fault
    home = home_faults(region, department, values.get("seat_insee"), ground)
    for field, code, accepted in home:
        yield IN_FILE[field], code, accepted


def check_footprint(values: dict[str, Any], ground: KnownCodes) -> Iterator[Fault]:
    """The territory: the list that its basis calls for, filled with known codes."""
    said = values.get("footprint")
    if said is None:
        return
    yield from check_lists(said)
    if said.basis == FootprintBasis.SEAT_EPCI:
        yield from check_presumed(values, ground)
    elif said.basis in LEVEL_OF_BASIS:
        level = LEVEL_OF_BASIS[said.basis]
        name = LIST_OF_LEVEL[level]
        for code in getattr(said, name):
            if fault := FAULT_OF_LEVEL[level](code, ground):
                yield f"footprint.{name}", code, fault
    if said.drawn and (fault := fault_of(said.drawn)):
        yield "footprint.drawn", brief(said.drawn), fault
    for number, part in enumerate(said.territories or []):
        yield from check_piece(f"footprint.territories.{number}", part, ground)


def check_lists(said: FootprintPart) -> Iterator[Fault]:
    """Only the list that matches the basis is filled."""
    target = TARGET_OF_BASIS.get(said.basis)
    for part in (*FOOTPRINT_LISTS, *FOOTPRINT_EXTRAS):
        value = getattr(said, part)
        if part == target and not value:
            yield f"footprint.{part}", None, f"au moins un élément (basis : {said.basis.value})"
        # A presumed EPCI may be repeated: see `check_presumed`.
        free = part == "epcis" and said.basis == FootprintBasis.SEAT_EPCI
        if value and part != target and not free:
            yield f"footprint.{part}", value, f"vide, puisque basis vaut {said.basis.value}"


def check_presumed(values: dict[str, Any], ground: KnownCodes) -> Iterator[Fault]:
    """The EPCI presumed from the seat, which the file may repeat but not choose."""
    if "seat_insee" not in values:
        return
    if not values["seat_insee"]:
        yield "footprint.basis", "seat-epci", "none, puisqu'il n'y a pas de siège"
        return
    seat = ground.communes.get(values["seat_insee"])
    epcis = values["footprint"].epcis
    if seat and not seat.obsolete and epcis and epcis != [seat.presumed_epci]:
        around = seat.presumed_epci or "rien"
        yield "footprint.epcis", ", ".join(epcis), f"{around}, l'EPCI ou l'EPT du siège"


def check_piece(where: str, part: TerritoryPart, ground: KnownCodes) -> Iterator[Fault]:
    """One piece of a detailed territory: the code or the shape that its level calls for."""
    if part.level == Level.DRAWN:
        if part.code:
            yield f"{where}.code", part.code, "rien pour un périmètre dessiné"
        if fault := fault_of(part.drawn):
            yield f"{where}.drawn", brief(part.drawn), fault
        return
    if part.drawn:
        yield f"{where}.drawn", brief(part.drawn), "rien, sauf au niveau drawn"
    if not part.code:
        yield f"{where}.code", None, "un code"
    elif fault := FAULT_OF_LEVEL[part.level](part.code, ground):
        yield f"{where}.code", part.code, fault


def check_cited(values: dict[str, Any], ground: KnownCodes) -> Iterator[Fault]:
    """The EPCI cited."""
    for number, cited in enumerate(values.get("epci", [])):
        if fault := epci_fault(cited.siren, ground):
            yield f"epci.{number}.siren", cited.siren, fault


def check_dates(values: dict[str, Any], _ground: KnownCodes) -> Iterator[Fault]:
    """Nothing is dated from the future, or from before what recognised it."""
    recognised = [(one.scheme.value, one.year) for one in values.get("recognitions", [])]
    yield from date_faults(values, recognised)


def check_repeats(values: dict[str, Any], _ground: KnownCodes) -> Iterator[Fault]:
    """Nothing is said twice in one list."""
    lists: dict[str, Iterable[Any]] = {
        name: values.get(name, []) for name in ("other_names", "themes", "sources")
    }
    lists["epci"] = [cited.siren for cited in values.get("epci", [])]
    lists["recognitions"] = [
        f"{one.scheme.value} : {one.label}" for one in values.get("recognitions", [])
    ]
    if said := values.get("footprint"):
        lists |= {f"footprint.{name}": getattr(said, name) for name in FOOTPRINT_LISTS}
        lists["footprint.territories"] = [
            f"{part.level.value}:{part.code} {part.label or ''}".strip()
            for part in said.territories or []
            if part.level != Level.DRAWN
        ]
    for field, items in lists.items():
        seen: set[str] = set()
        for item in items:
            if item in seen:
                yield field, item, "une seule fois"
            seen.add(item)
