"""The EPCI that sources cite for a pole, under the names cited: a row each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field as Bounds

from directory.models import CitedEpci, Pole
from directory.record.kinds.cells import Cell, CellError
from directory.record.kinds.kind import Fault, Field, Names, Replaced, Rows, as_written, repeated
from directory.record.kinds.typed import CODE, NAME, Part
from directory.record.known import KnownCodes, epci_fault
from directory.record.pieces import Record
from tables.lists import join, split

# A first word without three digits in a row is the beginning of a name, not a code.
CITED = re.compile(r"(?P<siren>\S*\d{3}\S*)\s+(?P<name>.+)", re.DOTALL)


class CitedPart(Part):
    """One of them, as a file says it."""

    name: NAME
    siren: CODE


def read_cited(cell: str) -> list[dict[str, str | None]]:
    """EPCI cited: SIREN, then the name under which the source cites it; or an official name.

    The SIREN of a name alone is nothing yet: it is looked up later, with the names of all rows.
    """
    return [read_one(item) for item in split(cell)]


def read_one(item: str) -> dict[str, str | None]:
    """One of them."""
    if found := CITED.fullmatch(item):
        return {"name": found["name"].strip(), "siren": found["siren"]}
    if item.isdigit():
        raise CellError("SIREN puis nom, ou le nom officiel de l'EPCI, séparés par « | »")
    return {"name": item, "siren": None}


def write_cited(value: list[dict[str, str]]) -> str:
    """The inverse of `read_cited`."""
    return join([f"{one['siren']} {one['name']}" for one in value])


@dataclass(frozen=True)
class Cited(Replaced):
    """A list of `{"name": …, "siren": …}`."""

    def types(self, field: Field) -> dict[str, Any]:
        return {field.name: Annotated[list[CitedPart], Bounds(max_length=200)]}

    def cells(self, field: Field) -> dict[str, Cell]:
        return {
            field.name: Cell(
                read_cited, write_cited, several=True, also=("epci_cites", "EPCI cités")
            )
        }

    def faults(self, field: Field, values: dict[str, Any], known: KnownCodes) -> Iterator[Fault]:
        cited = values.get(field.name, [])
        for number, one in enumerate(cited):
            if fault := epci_fault(one.siren, known):
                yield f"{field.name}.{number}.siren", one.siren, fault
        yield from repeated(field.name, [one.siren for one in cited])

    def stored(self, _field: Field, rows: Rows) -> list[Record]:
        return [{"name": one.name, "siren": one.epci_id} for one in as_written(rows.cited)]

    def follow(self, _field: Field, pole: Pole, value: list[Record]) -> None:
        pole.cited_epcis.all().delete()
        CitedEpci.objects.bulk_create(
            CitedEpci(pole=pole, epci_id=one["siren"], name=one["name"]) for one in value
        )

    def said(self, value: list[Record], _names: Names) -> list[str]:
        return [f"{one['name']} ({one['siren']})" for one in value]
