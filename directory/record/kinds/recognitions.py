"""The schemes that recognised a pole: a row each."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from pydantic import Field as Bounds

from directory.models import Pole, Recognition
from directory.record.kinds.cells import Cell, CellError
from directory.record.kinds.kind import Fault, Field, Names, Replaced, Rows, as_written, repeated
from directory.record.kinds.typed import YEAR, Part, words
from directory.record.known import KnownCodes
from directory.record.pieces import Record
from directory.vocabulary import Scheme
from publishing.columns import Column
from publishing.layer import Field as Property
from tables.lists import join, split

RECOGNITION = re.compile(
    r"(?P<scheme>[^\s,:]+)\s*(?:,\s*(?P<year>\d{4}))?\s*(?:,\s*(?P<amount>\d(?:\s?\d){0,14})\s*€)?\s*:"
    r"(?P<label>.*)",
    re.DOTALL,
)
# Column of the database → public name.
PUBLIC = {"scheme": "dispositif", "label": "libelle", "year": "annee", "amount_eur": "montant_eur"}
PARTS = (
    Column("dispositif", "Dispositif.", accepted=tuple(Scheme.values)),
    Column("libelle", "Nom du dispositif, cette année-là."),
    Column("annee", "Année.", "integer"),
    Column("montant_eur", "Montant, en euros ; nul s'il n'est pas connu.", "number"),
)


class RecognitionPart(Part):
    """One of them, as a file says it."""

    scheme: Scheme
    label: Annotated[str, words(300)]
    year: YEAR
    amount_eur: Annotated[int, Bounds(strict=True, ge=0, le=2_000_000_000)] | None


def read_recognitions(cell: str) -> list[dict[str, Any]]:
    """Recognitions: scheme, year, amount where known, then the label; or as exports have them."""
    if cell.startswith("["):
        return read_exported(cell)
    found = [RECOGNITION.fullmatch(item) for item in split(cell)]
    if None in found:
        raise CellError("« dispositif, année, montant € : libellé », séparés par « | »")
    return [
        {
            "scheme": m["scheme"],
            "label": m["label"].strip(),
            "year": int(m["year"]) if m["year"] else None,
            "amount_eur": int(re.sub(r"\s", "", m["amount"])) if m["amount"] else None,
        }
        for m in found
        if m
    ]


def read_exported(cell: str) -> list[dict[str, Any]]:
    """Recognitions as the exports write them: JSON, with the public names."""
    try:
        said = json.loads(cell)
        return [{name: one[public] for name, public in PUBLIC.items()} for one in said]
    except (ValueError, RecursionError, TypeError, KeyError):
        keys = ", ".join(PUBLIC.values())
        raise CellError(f"une liste JSON, telle que l'export l'écrit ({keys})") from None


def write_recognitions(value: list[dict[str, Any]]) -> str:
    """The inverse of `read_recognitions`."""
    return join([f"{', '.join(facts(one, one['scheme']))} : {one['label']}" for one in value])


def facts(one: Record, scheme: str) -> list[str]:
    """The scheme as it is given, the year and the amount where they are known."""
    year = [str(one["year"])] if one["year"] is not None else []
    amount = [f"{one['amount_eur']} €"] if one["amount_eur"] is not None else []
    return [scheme, *year, *amount]


@dataclass(frozen=True)
class Recognitions(Replaced):
    """A list of `{"scheme": …, "label": …, "year": …, "amount_eur": …}`."""

    def types(self, field: Field) -> dict[str, Any]:
        return {field.name: Annotated[list[RecognitionPart], Bounds(max_length=50)]}

    def cells(self, field: Field) -> dict[str, Cell]:
        cell = Cell(read_recognitions, write_recognitions, several=True)
        return {field.name: cell.called(field.public, field.label)}

    def faults(self, field: Field, values: dict[str, Any], _known: KnownCodes) -> Iterator[Fault]:
        said = [f"{one.scheme.value} : {one.label}" for one in values.get(field.name, [])]
        yield from repeated(field.name, said)

    def stored(self, _field: Field, rows: Rows) -> list[Record]:
        return [
            {name: getattr(one, name) for name in PUBLIC} for one in as_written(rows.recognitions)
        ]

    def follow(self, _field: Field, pole: Pole, value: list[Record]) -> None:
        pole.recognitions.all().delete()
        Recognition.objects.bulk_create(Recognition(pole=pole, **one) for one in value)

    def said(self, value: list[Record], _names: Names) -> list[str]:
        return [
            f"{', '.join(facts(one, str(Scheme(one['scheme']).label)))}\u00a0: {one['label']}"
            for one in value
        ]

    def properties(self, field: Field) -> tuple[Property, ...]:
        found = Recognition.objects.filter(pole=OuterRef("pk")).order_by("year", "scheme", "label")
        objects = JSONObject(**{public: name for name, public in PUBLIC.items()})
        rows = ArraySubquery(found.values(json=objects))
        return (Property(field.public, rows, field.about, "array", parts=PARTS),)
