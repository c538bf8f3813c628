"""The department and the region of a pole: a code, and a name that files may repeat."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from directory.record.kinds.cells import PLAIN
from directory.record.kinds.kind import Fault, Field, Kind, Names
from directory.record.kinds.typed import CODE, OPTIONAL_CODE, OPTIONAL_NAME
from directory.record.known import FAULT_OF_LEVEL, KnownCodes
from directory.record.pieces import AREAS, Record
from directory.vocabulary import TERRITORY_TARGETS, TerritoryLevel
from geo.names import normalise
from publishing.layer import Field as Property


@dataclass(frozen=True)
class Area(Kind):
    """An area of a level; `required`, and `named` by the key of files that repeats its name.

    People know a department by its code, so that words give it, and a region by its name.
    """

    level: TerritoryLevel
    required: bool = False
    named: str = ""
    short = True

    @property
    def target(self) -> str:
        """The kind of area."""
        return TERRITORY_TARGETS[self.level]

    def types(self, field: Field) -> dict[str, Any]:
        name = {self.named: OPTIONAL_NAME} if self.named else {}
        return name | {field.name: CODE if self.required else OPTIONAL_CODE}

    def cells(self, field: Field) -> dict[str, Any]:
        code = super().cells(field)
        return (
            dict.fromkeys(
                [self.named] if self.named else [], PLAIN.called(self.named, f"{field.label} (nom)")
            )
            | code
        )

    def to_file(self, field: Field, record: Record, known: KnownCodes) -> dict[str, Any]:
        code = super().to_file(field, record, known)
        return {self.named: known.regions.get(record[field.name])} | code if self.named else code

    def faults(self, field: Field, values: dict[str, Any], known: KnownCodes) -> Iterator[Fault]:
        code, name = values.get(field.name), values.get(self.named)
        if not code:
            return
        if fault := FAULT_OF_LEVEL[self.level](code, known):
            yield field.name, code, fault
        elif name and normalise(name) != normalise(known.regions[code]):
            yield self.named, name, f"{known.regions[code]}, nom de la région {code}"

    def codes(self, value: str | None) -> Iterator[tuple[str, str]]:
        if value:
            yield self.target, value

    def said(self, value: str, names: Names) -> list[str]:
        known = names.get(self.target, {})
        return [known.get(value, value) if self.required else f"{known.get(value, '')} ({value})"]

    def inputs(self, field: Field) -> dict[str, forms.Field]:
        areas = AREAS[self.target].filter(obsolete=False)
        if self.required:
            choices = list(areas.order_by("name").values_list("code", "name"))
        else:
            found = areas.order_by("code").values_list("code", "name")
            choices = [("", "—"), *((code, f"{code} {name}") for code, name in found)]
        return {
            field.name: forms.ChoiceField(
                label=field.label, choices=choices, required=self.required, help_text=field.help
            )
        }

    def typed(self, field: Field, data: dict[str, Any]) -> str | None:
        return data[field.name] or None

    def properties(self, field: Field) -> tuple[Property, ...]:
        name = field.public.removeprefix("code_")
        return (
            *super().properties(field),
            Property(name, f"{self.target}__name", f"{field.label}."),
        )
