"""The seat: a commune, and how sure it is; one field, two columns, three keys of files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from directory.models import Pole
from directory.record.commune_field import CommuneField
from directory.record.kinds.cells import PLAIN, Cell, word
from directory.record.kinds.kind import Fault, Field, Kind, Names, Rows
from directory.record.kinds.plain import in_public_words
from directory.record.kinds.typed import OPTIONAL_CODE, OPTIONAL_NAME
from directory.record.known import KnownCodes, commune_fault
from directory.record.pieces import Record
from directory.vocabulary import PUBLIC_CONFIDENCE, SeatConfidence
from geo.names import normalise
from publishing.layer import Field as Property

KEYS = ("seat_commune", "seat_insee", "seat_confidence")


@dataclass(frozen=True)
class Seat(Kind):
    """`{"insee": …, "confidence": …}`, or nothing."""

    def types(self, _field: Field) -> dict[str, Any]:
        return dict(zip(KEYS, (OPTIONAL_NAME, OPTIONAL_CODE, SeatConfidence | None), strict=True))

    def cells(self, _field: Field) -> dict[str, Cell]:
        return {
            "seat_commune": PLAIN.called("commune", "Commune du siège", "siège", "ville"),
            "seat_insee": PLAIN.called(
                "code_insee", "Code Insee du siège", "code commune", "insee", "insee_com"
            ),
            "seat_confidence": word(SeatConfidence, PUBLIC_CONFIDENCE).called(
                "fiabilite_siege", "Fiabilité du siège"
            ),
        }

    def from_file(self, _field: Field, values: dict[str, Any]) -> Record | None:
        insee, confidence = values["seat_insee"], values["seat_confidence"]
        return {"insee": insee, "confidence": confidence.value} if insee else None

    def to_file(self, field: Field, record: Record, known: KnownCodes) -> dict[str, Any]:
        seat = record[field.name] or {"insee": None, "confidence": None}
        facts = known.communes.get(seat["insee"])
        said = (facts.name if facts else None, seat["insee"], seat["confidence"])
        return dict(zip(KEYS, said, strict=True))

    def faults(self, _field: Field, values: dict[str, Any], known: KnownCodes) -> Iterator[Fault]:
        code, name = values.get("seat_insee"), values.get("seat_commune")
        if code:
            if fault := commune_fault(code, known):
                yield "seat_insee", code, fault
            elif name and normalise(name) != normalise(known.communes[code].name):
                accepted = f"{known.communes[code].name}, nom de la commune {code}"
                yield "seat_commune", name, accepted
        elif name and "seat_insee" in values:
            yield "seat_insee", None, f"le code Insee de {name}"
        if {"seat_insee", "seat_confidence"} <= values.keys():
            confidence = values["seat_confidence"]
            if code and not confidence:
                yield "seat_confidence", None, "stated ou inferred, puisqu'il y a un siège"
            if confidence and not code:
                yield "seat_confidence", confidence.value, "rien, puisqu'il n'y a pas de siège"

    def stored(self, _field: Field, rows: Rows) -> Record | None:
        pole = rows.pole
        if not pole.seat_id:
            return None
        return {"insee": pole.seat_id, "confidence": pole.seat_confidence}

    def write(self, _field: Field, pole: Pole, value: Record | None) -> None:
        seat = value or {"insee": None, "confidence": ""}
        pole.seat_id, pole.seat_confidence = seat["insee"], seat["confidence"]

    def codes(self, value: Record | None) -> Iterator[tuple[str, str]]:
        if value:
            yield "commune", value["insee"]

    def said(self, value: Record, names: Names) -> list[str]:
        place = names.get("commune", {}).get(value["insee"], "")
        return [f"{place} ({value['insee']}), {SeatConfidence(value['confidence']).label}"]

    def inputs(self, field: Field) -> dict[str, forms.Field]:
        labels = self.attributes(field)
        return {
            "seat": CommuneField(label=labels["seat"], required=False, help_text=field.help),
            "seat_confidence": forms.ChoiceField(
                label=labels["seat_confidence"], required=False,
                choices=[("", "—"), *SeatConfidence.choices],
            ),
        }  # fmt: skip

    def initial(self, _field: Field, value: Record | None) -> dict[str, Any]:
        seat = value or {"insee": None, "confidence": ""}
        return {"seat": seat["insee"], "seat_confidence": seat["confidence"]}

    def typed(self, _field: Field, data: dict[str, Any]) -> Record | None:
        if not data["seat"]:
            return None
        return {"insee": data["seat"], "confidence": data["seat_confidence"]}

    def attributes(self, _field: Field) -> dict[str, str]:
        return {"seat": "Commune du siège", "seat_confidence": "Fiabilité du siège"}

    def properties(self, _field: Field) -> tuple[Property, ...]:
        return (
            Property("code_insee", "seat_id", "Code Insee de la commune du siège."),
            Property("commune", "seat__name", "Commune du siège."),
            Property(
                "fiabilite_siege",
                in_public_words("seat_confidence", PUBLIC_CONFIDENCE),
                "source (une source le donne) ou deduit.",
            ),
        )
