"""The form of a record: what the public sees of a pole, each field as a page can ask for it.

Nothing here can touch whether a pole is published, its identifier, or the notes about it: those
fields are not in the form, so that a request cannot name them.
"""

from collections.abc import Iterable
from typing import Any

from django import forms

from directory.dates import past_year
from directory.record import homonyms
from directory.record.commune_field import CommuneField
from directory.record.comparing import same
from directory.record.picker import TerritoriesField
from directory.record.pieces import Record
from directory.record.rules import told
from directory.vocabulary import EARLIEST_YEAR, SeatConfidence, Status, Theme
from geo.models import Department, Region
from geo.names import normalise
from tables.addresses import WebFormField
from web.fields import LinesField, OrderedChoicesField, RankedWidget, text_area

LONGEST_TEXT = 2000
MOST_THEMES = 4
# Field of the form → field of the record that it is part of.
RECORD_FIELD = {
    "name": "name",
    "other_names": "other_names",
    "description": "description",
    "themes": "themes",
    "status": "status",
    "status_as_of": "status_as_of",
    "founded_year": "founded_year",
    "lead_organisation": "lead_organisation",
    "seat": "seat",
    "seat_confidence": "seat",
    "departement": "departement",
    "region_code": "region_code",
    "territories": "footprint",
    "presume": "footprint",
    "territory_text": "territory_text",
    "website": "website",
    "sources": "sources",
}
FORM_FIELDS = tuple(dict.fromkeys(RECORD_FIELD.values()))
GROUPS = (
    ("Le pôle", ("name", "other_names", "description", "themes")),
    ("Où il en est", ("status", "status_as_of", "founded_year")),
    ("Qui, et où", (
        "lead_organisation", "seat", "seat_confidence", "departement", "region_code", "website",
    )),
    ("Son territoire", ("territories", "presume", "territory_text")),
    ("D'après quoi", ("sources",)),
)  # fmt: skip


def year(label: Any, help_text: Any = "") -> forms.IntegerField:
    """A plausible year, or none."""
    return forms.IntegerField(
        label=label, min_value=EARLIEST_YEAR, required=False, help_text=help_text,
        validators=[past_year],
    )  # fmt: skip


class RecordForm(forms.Form):
    """The public fields of a record."""

    name = forms.CharField(label="Nom", max_length=200)
    other_names = LinesField(
        label="Autres noms", item=forms.CharField(max_length=200), required=False,
        widget=text_area(2), help_text="Un par ligne.",
    )  # fmt: skip
    description = forms.CharField(
        label="Présentation", max_length=LONGEST_TEXT, required=False, widget=text_area(4),
        help_text="Ce que fait le pôle, en deux ou trois phrases.",
    )  # fmt: skip
    themes = OrderedChoicesField(
        label="Thématiques", choices=Theme.choices, ranks=MOST_THEMES,
        help_text="Quatre au plus, la plus parlante d'abord.",
    )  # fmt: skip
    status = forms.ChoiceField(label="Statut", choices=Status.choices)
    status_as_of = year("Année du statut", "L'année de la source qui le dit.")
    founded_year = year("Année de création")
    lead_organisation = forms.CharField(
        label="Structure porteuse", max_length=LONGEST_TEXT, required=False,
        widget=text_area(2),
    )  # fmt: skip
    seat = CommuneField(
        label="Commune du siège", required=False,
        help_text="Son nom, ou son code Insee (01004).",
    )  # fmt: skip
    seat_confidence = forms.ChoiceField(
        label="Fiabilité du siège", choices=[("", "—"), *SeatConfidence.choices], required=False
    )
    departement = forms.ChoiceField(label="Département", required=False)
    region_code = forms.ChoiceField(label="Région")
    website = WebFormField(
        label="Site web", max_length=400, required=False,
        help_text="Adresse complète : https://exemple.fr.",
    )  # fmt: skip
    territories = TerritoriesField(required=False)
    presume = forms.BooleanField(
        label="Sans territoire déclaré, présumer l'intercommunalité du siège", required=False
    )
    territory_text = forms.CharField(
        label="Territoire, en toutes lettres", max_length=LONGEST_TEXT, required=False,
        widget=text_area(2), help_text="Dans les mots du pôle ou de sa source.",
    )  # fmt: skip
    sources = LinesField(
        label="Sources", item=WebFormField(max_length=600),
        widget=text_area(3), help_text="Une page publique par ligne, une au moins.",
    )  # fmt: skip

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        """`record` is what the fields start from, and what a change is measured against."""
        self.record = record
        kwargs["initial"] = initial_of(record) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["themes"].widget = RankedWidget(Theme.choices, MOST_THEMES)
        departments = Department.objects.current().order_by("code").values_list("code", "name")
        fields["departement"].choices = [
            ("", "—"), *((code, f"{code} {name}") for code, name in departments),
        ]  # fmt: skip
        regions = Region.objects.current().order_by("name")
        fields["region_code"].choices = list(regions.values_list("code", "name"))

    def clean_name(self) -> str:
        """On one line, as it is written in a title or the subject of a message."""
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        """What goes together: the seat and how sure it is, the department and its region."""
        data = super().clean() or {}
        seat, confidence = data.get("seat"), data.get("seat_confidence")
        if seat and not confidence and "seat_confidence" not in self.errors:
            self.add_error("seat_confidence", "Dire si le siège est donné ou déduit.")
        if confidence and not seat and "seat" not in self.errors:
            self.add_error("seat_confidence", "Rien à dire ici sans commune du siège.")
        places = (data.get("region_code"), data.get("departement"), data.get("seat"))
        for field, message in told(*places).items():
            self.add_error(field, message)
        self.check_homonym(data.get("name", ""), data.get("seat"))
        return data

    def check_homonym(self, name: str, seat: str | None) -> None:
        """Refuse a new name in a seat where another record bears it already."""
        before = (normalise(self.record["name"]), (self.record["seat"] or {}).get("insee"))
        if (normalise(name), seat) != before and (twice := homonyms.told(name, seat, besides="")):
            self.add_error("name", twice)

    def groups(self) -> Iterable[tuple[Any, list[forms.BoundField]]]:
        """The fields, a title over each group."""
        for title, names in GROUPS:
            yield title, [self[name] for name in names]

    def changed_fields(self) -> Record:
        """The fields of the record that were changed, with their new values."""
        changed = {RECORD_FIELD[name] for name in self.changed_data if name in RECORD_FIELD}
        typed = record_from(self.cleaned_data)
        return {
            name: typed[name]
            for name in FORM_FIELDS
            if name in changed and not same(name, typed[name], self.record[name])
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


class EditForm(RecordForm):
    """A record edited by those of its territory."""

    version = forms.CharField(max_length=24, widget=forms.HiddenInput)
    why = WhyField()
    checked = forms.BooleanField(
        label="J'ai vérifié toute la fiche : dater la vérification d'aujourd'hui",
        required=False,
    )


class ProposalForm(RecordForm):
    """A change that a lead proposes."""

    version = forms.CharField(max_length=24, widget=forms.HiddenInput)
    why = WhyField(
        max_length=LONGEST_TEXT,
        help_text="Ce qui a changé, pour la personne qui examinera votre proposition.",
    )


def initial_of(record: Record) -> dict[str, Any]:
    """What the fields show of a record."""
    seat = record["seat"] or {"insee": None, "confidence": ""}
    own = {name: record[name] for name in RECORD_FIELD if name in record and name != "seat"}
    return own | {
        "seat": seat["insee"],
        "seat_confidence": seat["confidence"],
        "territories": record["footprint"]["territories"],
        "presume": record["footprint"]["presume"],
    }


def record_from(data: dict[str, Any]) -> Record:
    """The record's fields that clean values make: the inverse of `initial_of`."""
    seat = data["seat"] and {"insee": data["seat"], "confidence": data["seat_confidence"]}
    texts = ("description", "lead_organisation", "territory_text", "website")
    own = {name: data[name] for name in RECORD_FIELD if RECORD_FIELD[name] == name}
    return own | {
        **{name: data[name].replace("\r\n", "\n").strip() or None for name in texts},
        "departement": data["departement"] or None,
        "seat": seat or None,
        "footprint": {"presume": data["presume"], "territories": data["territories"]},
    }
