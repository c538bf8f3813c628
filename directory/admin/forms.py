"""The forms of the administration: what the database refuses, said before it has to."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime

from directory.contributions.pages.people import told
from directory.models import Pole
from directory.record import homonyms
from directory.record.fields import FIELDS
from directory.record.rules import check_places
from directory.record.stored import record_of
from directory.record.versions import Moved, hold, since, version_of
from directory.vocabulary import TERRITORY_TARGETS, TerritoryLevel

# Columns of a pole → the field of its record.
EDITED = {column: field for field in FIELDS for column in field.kind.attributes(field)}
PLACES = {"region_code": "region", "departement": "department"}


def own_input(column: models.Field) -> forms.Field | None:
    """The input of a column that its kind makes, where Django's does not do."""
    field = EDITED.get(column.name)
    return field.kind.edited(field) if field else None


def edited(column: models.Field, **kwargs: Any) -> forms.Field | None:
    """The input of a column."""
    return own_input(column) or column.formfield(**kwargs)


class PoleForm(forms.ModelForm):
    """A pole."""

    # The version of the record that the form was opened on: see directory.record.versions.
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)
    why = forms.CharField(
        label="Raison du changement", required=False, max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Gardée dans l'historique de la fiche.",
    )  # fmt: skip

    class Meta:
        model = Pole
        fields = ("slug", *EDITED)
        formfield_callback = edited

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "version" in self.fields:
            self.fields["version"].initial = version_of(record_of(self.instance))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.instance.pk and "version" in self.fields:
            self.check_version(data.get("version", ""))
        # A browser sends new lines as carriage returns.
        texts = {name: value for name, value in data.items() if isinstance(value, str)}
        data |= {name: value.replace("\r\n", "\n") for name, value in texts.items()}
        check_places(self, data, PLACES)
        seat = data["seat"].pk if data.get("seat") else None
        if twice := homonyms.told(data.get("name", ""), seat, self.instance.slug):
            self.add_error("name", twice)
        return data

    def check_version(self, version: str) -> None:
        """Refuse once what would be written over another's change, and say what that was.

        The administration saves in one transaction: the record stays locked until it is done.
        """
        key: int = self.instance.pk
        try:
            hold(key, version)
        except Moved:
            now = record_of(Pole.objects.get(pk=key))
            sent: Any = self.data
            self.data = sent = sent.copy()
            sent[self.add_prefix("version")] = version_of(now)
            self.add_error(None, [(MOVED), *told_since(key, version)])


MOVED = (
    "La fiche a changé depuis que vous l'avez ouverte : rien n'est enregistré. Enregistrer de "
    "nouveau remplace ce qui a changé par ce que dit ce formulaire."
)


def told_since(pole_id: int, version: str) -> list[str]:
    """Each change of a record since a version: when, by whom, field by field."""
    found = since(pole_id, version)
    return [
        f"{date_format(localtime(change['moment'].at), 'j F Y, H:i')}, {change['who']} – "
        + " ; ".join(
            f"{one.label} : {', '.join(one.before) or '∅'} → {', '.join(one.after) or '∅'}"
            for one in change["differences"]
        )
        for change in told(found.moments if found else [], with_names=True)
        if change["differences"]
    ]


class TerritoryFormSet(forms.BaseInlineFormSet):
    """The territories of a pole: none twice."""

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", None)
            if not data or data.get("DELETE") or not data.get("level") or data.get("drawn"):
                continue
            target = data.get(TERRITORY_TARGETS[TerritoryLevel(data["level"])])
            key = (data["level"], target and target.pk, data.get("label", ""))
            if target and key in seen:
                raise ValidationError(f"Le territoire « {target} » est déclaré deux fois.")
            seen.add(key)
