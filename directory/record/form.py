"""The form of a record: what the public sees of a pole, each field as a page can ask for it.

Nothing here can touch whether a pole is published, its identifier, or the notes about it: those
fields are in no group of the table, so that a request cannot name them.
"""

from collections.abc import Iterable
from typing import Any

from django import forms

from directory.record import homonyms
from directory.record.comparing import same
from directory.record.fields import FORM_FIELDS, GROUPS, IN_FORM
from directory.record.picker import listed
from directory.record.pieces import Record
from directory.record.rules import check_places
from geo.names import normalise
from web.fields import text_area

LONGEST_WHY = 2000
UNSEEN = (
    "Rien n'est encore enregistré : relisez ce que prend le périmètre dessiné, dit sous la liste, "
    "puis enregistrez de nouveau."
)


class RecordForm(forms.Form):
    """The public fields of a record."""

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        """`record` is what the fields start from, and what a change is measured against."""
        self.record = record
        kwargs["initial"] = initial_of(record) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.inputs = {field.name: field.kind.inputs(field) for field in IN_FORM}
        made = {name: one for inputs in self.inputs.values() for name, one in inputs.items()}
        self.fields = made | self.fields

    def clean(self) -> dict[str, Any]:
        """What goes together: the seat and how sure it is, the department and its region."""
        data = super().clean() or {}
        check_places(self, data)
        self.check_homonym(data.get("name", ""), data.get("seat"))
        return data

    def check_homonym(self, name: str, seat: str | None) -> None:
        """Refuse a new name in a seat where another record bears it already."""
        before = (normalise(self.record["name"]), (self.record["seat"] or {}).get("insee"))
        if (normalise(name), seat) != before and (twice := homonyms.told(name, seat, besides="")):
            self.add_error("name", twice)

    def groups(self) -> Iterable[tuple[str, list[forms.BoundField]]]:
        """The fields, a title over each group."""
        for title in GROUPS:
            inside = [self.inputs[field.name] for field in IN_FORM if field.group == title]
            yield title, [self[name] for inputs in inside for name in inputs]

    def changed_fields(self) -> Record:
        """The fields of the record that were changed, with their new values."""
        typed = record_from(self.cleaned_data)
        return {
            name: typed[name]
            for name in FORM_FIELDS
            if self.inputs[name].keys() & set(self.changed_data)
            and not same(name, typed[name], self.record[name])
        }


class WhyField(forms.CharField):
    """Why a record changes: a sentence kept in its history."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": "Pourquoi", "max_length": 500, "widget": text_area(3),
                "help_text": "Une phrase, gardée dans l'historique de la fiche.", **kwargs,
            }
        )  # fmt: skip


class SeenForm(RecordForm):
    """A record on a page: what is drawn anew waits until the page has told what it takes."""

    def clean(self) -> dict[str, Any]:
        """As any record; the first sending of a new shape saves nothing, the next does."""
        data = super().clean()
        name = "territories"
        field: Any = self.fields[name]
        seen = listed(self.data, f"{self.add_prefix(name)}-vu")
        lines = str(self[name].data or "")
        if name not in self.errors and field.unseen(lines, self[name].initial, seen):
            self.add_error(name, UNSEEN)
        return data


class EditForm(SeenForm):
    """A record edited by those of its territory."""

    version = forms.CharField(max_length=24, widget=forms.HiddenInput)
    why = WhyField()
    checked = forms.BooleanField(
        label="J'ai vérifié toute la fiche : dater la vérification d'aujourd'hui",
        required=False,
    )


class ProposalForm(SeenForm):
    """A change that a lead proposes."""

    version = forms.CharField(max_length=24, widget=forms.HiddenInput)
    why = WhyField(
        max_length=LONGEST_WHY,
        help_text="Ce qui a changé, pour la personne qui examinera votre proposition.",
    )


def initial_of(record: Record) -> dict[str, Any]:
    """What the fields show of a record."""
    shown: dict[str, Any] = {}
    for field in IN_FORM:
        shown |= field.kind.initial(field, record[field.name])
    return shown


def record_from(data: dict[str, Any]) -> Record:
    """The record's fields that clean values make: the inverse of `initial_of`."""
    return {field.name: field.kind.typed(field, data) for field in IN_FORM}
