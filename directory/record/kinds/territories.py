"""The territories of a pole: declared pieces, a row each, and what is presumed without any."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from directory.models import Pole, Territory
from directory.record.kinds import footprint
from directory.record.kinds.cells import Cell
from directory.record.kinds.kind import Fault, Field, Kind, Names, Rows, as_written, canonical
from directory.record.kinds.plain import in_public_words
from directory.record.known import KnownCodes
from directory.record.picker import TerritoriesField
from directory.record.pieces import Record, codes_of, name_of, piece_of, placed
from directory.vocabulary import PUBLIC_BASIS, FootprintBasis
from publishing.layer import Field as Property


@dataclass(frozen=True)
class Territories(Kind):
    """`{"presume": …, "territories": [pieces]}`."""

    by_item = True

    def types(self, field: Field) -> dict[str, Any]:
        return {field.name: footprint.FootprintPart}

    def cells(self, field: Field) -> dict[str, Cell]:
        return {f"{field.name}.{part}": cell for part, cell in footprint.CELLS.items()}

    def from_file(self, field: Field, values: dict[str, Any]) -> Record:
        said = values[field.name]
        # Without a seat nothing can be presumed, so nothing was decided against it.
        presume = not (said.basis == FootprintBasis.NONE and values["seat_insee"])
        return {"presume": presume, "territories": footprint.pieces_from(said)}

    def to_file(self, field: Field, record: Record, known: KnownCodes) -> dict[str, Any]:
        value, seat = record[field.name], record["seat"]
        facts = known.communes.get(seat["insee"]) if seat else None
        presumed = value["presume"] and seat is not None
        epci = facts.presumed_epci if facts else None
        return {field.name: footprint.said_of(value["territories"], presumed, epci)}

    def faults(self, field: Field, values: dict[str, Any], known: KnownCodes) -> Iterator[Fault]:
        if said := values.get(field.name):
            yield from footprint.faults_of(said, values, known)

    def stored(self, _field: Field, rows: Rows) -> Record:
        return {
            "presume": rows.pole.presume_seat_epci,
            "territories": [piece_of(one) for one in as_written(rows.territories)],
        }

    def write(self, _field: Field, pole: Pole, value: Record) -> None:
        pole.presume_seat_epci = value["presume"]

    def follow(self, _field: Field, pole: Pole, value: Record) -> None:
        pole.territories.all().delete()
        Territory.objects.bulk_create(
            placed(Territory(pole=pole), one) for one in value["territories"]
        )

    def comparable(self, value: Record) -> Record:
        # What is presumed without any territory says nothing beside one.
        presume = value["presume"] or bool(value["territories"])
        return {"presume": presume, "territories": sorted(value["territories"], key=canonical)}

    def empty(self, value: Record) -> bool:
        return not value["territories"]

    def codes(self, value: Record) -> Iterator[tuple[str, str]]:
        yield from codes_of(value["territories"])

    def said(self, value: Record, names: Names) -> list[str]:
        lines = [name_of(one, names) for one in value["territories"]]
        presumed = "EPCI du siège présumé, faute de territoire déclaré"
        return lines if lines or not value["presume"] else [presumed]

    def inputs(self, field: Field) -> dict[str, forms.Field]:
        return {
            "territories": TerritoriesField(label=field.label, required=False),
            "presume": forms.BooleanField(
                label="Sans territoire déclaré, présumer l'intercommunalité du siège",
                required=False,
            ),
        }

    def initial(self, _field: Field, value: Record) -> dict[str, Any]:
        return value

    def typed(self, _field: Field, data: dict[str, Any]) -> Record:
        return {"presume": data["presume"], "territories": data["territories"]}

    def attributes(self, _field: Field) -> dict[str, str]:
        return {"presume_seat_epci": "Présumer l'EPCI du siège"}

    def properties(self, _field: Field) -> tuple[Property, ...]:
        """What is derived from it (see `directory.footprints`)."""
        basis = in_public_words("footprint__basis", PUBLIC_BASIS)
        return (
            Property(
                "base",
                basis,
                "Ce qui fonde le territoire : declare, partie, presume, large, aucune.",
            ),
            Property(
                "nb_communes", "footprint__communes_count", "Communes de l'empreinte.", "integer"
            ),
            Property(
                "population", "footprint__population", "Habitants de ces communes.", "integer"
            ),
            Property(
                "superficie_km2",
                "footprint__area_km2",
                "Superficie du territoire ; vide s'il est plus petit qu'une commune, non dessiné.",
                "number",
            ),
        )
