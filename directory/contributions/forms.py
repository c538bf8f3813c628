"""The answers given to a contribution: an error reported, a change proposed, a pole missing."""

import re
from typing import Any

from django import forms
from django.utils import timezone

from directory.contributions.calls import choices, known_calls
from directory.models import ErrorReport, Pole
from directory.models.contributions import LONGEST_TEXT
from directory.querysets import PoleQuerySet
from directory.record.form import SeenForm, record_from
from directory.record.pieces import Record


class ReportAnswerForm(forms.Form):
    """The answer to a report."""

    state = forms.ChoiceField(
        label="Suite donnée",
        choices=[
            (ErrorReport.State.KEPT.value, "Retenu : la fiche est corrigée"),
            (ErrorReport.State.REFUSED.value, "Écarté"),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Réponse", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Envoyée à la personne qui a laissé une adresse.",
    )  # fmt: skip


class ProposalAnswerForm(forms.Form):
    """The answer to a proposal: accept it on the record that was seen, or refuse it."""

    version = forms.CharField(max_length=24, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label="Décision",
        choices=[
            ("accept", "Accepter la proposition telle quelle"),
            ("refuse", "Refuser la proposition"),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Message à la personne qui propose", max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Obligatoire pour refuser : la raison du refus.",
    )  # fmt: skip

    def clean(self) -> dict[str, str]:
        """A refusal has a reason."""
        data = super().clean() or {}
        if data.get("decision") == "refuse" and not data.get("answer", "").strip():
            self.add_error("answer", "Dire pourquoi la proposition est refusée.")
        return data


class MissingAnswerForm(forms.Form):
    """The answer to a pole that is not added: it is here already, or it is none."""

    decision = forms.ChoiceField(
        label="Décision",
        choices=[
            ("known", "Ce pôle est déjà dans l'atlas"),
            ("refuse", "Écarter la proposition"),
        ],
        widget=forms.RadioSelect,
    )
    pole = forms.CharField(
        label="Sa fiche", max_length=400, required=False,
        help_text="S'il est déjà dans l'atlas\u00a0: l'adresse de sa fiche, ou son identifiant.",
    )  # fmt: skip
    answer = forms.CharField(
        label="Message à la personne qui propose", max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Obligatoire pour écarter\u00a0: la raison.",
    )  # fmt: skip

    def __init__(self, *args: Any, poles: PoleQuerySet, **kwargs: Any) -> None:
        """`poles` are those that may be named."""
        self.poles = poles
        super().__init__(*args, **kwargs)

    def clean_pole(self) -> Pole | None:
        """The pole of an address or of an identifier."""
        said = self.cleaned_data["pole"].strip()
        if not said:
            return None
        found = re.search(r"/poles/([-\w]+)", said)
        pole: Pole | None = self.poles.filter(slug=found[1] if found else said).first()
        if pole is None:
            accepted = "attendu, l'adresse d'une fiche de l'atlas, ou son identifiant."
            raise forms.ValidationError(f"«\u00a0{said[:80]}\u00a0»\u00a0: {accepted}")
        return pole

    def clean(self) -> dict[str, Any]:
        """What is known is named; a refusal has a reason."""
        data = super().clean() or {}
        if data.get("decision") == "known" and not data.get("pole") and "pole" not in self.errors:
            self.add_error("pole", "Dire quelle fiche est la sienne.")
        if data.get("decision") == "refuse" and not data.get("answer", "").strip():
            self.add_error("answer", "Dire pourquoi la proposition est écartée.")
        return data


class AcceptForm(SeenForm):
    """The record of a pole that a visitor has proposed, completed by those of its territory."""

    call = forms.ChoiceField(
        label="Lauréat de", required=False,
        help_text="Seulement si la source le dit\u00a0: la fiche compte alors parmi ses lauréats.",
    )  # fmt: skip
    published = forms.BooleanField(
        label="Publier la fiche", required=False,
        help_text="Sans cela, seuls la voient ceux qui agissent sur ce territoire.",
    )  # fmt: skip
    answer = forms.CharField(
        label="Message à la personne qui propose", max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        call: Any = self.fields["call"]
        call.choices = choices()
        if not self.record["region_code"]:  # else the browser would choose the first of the list
            region: Any = self.fields["region_code"]
            region.choices = [("", "—"), *region.choices]

    def whole_record(self) -> Record:
        """The record as it is typed, checked today."""
        data = self.cleaned_data
        called = known_calls().get(data["call"])
        return (
            self.record
            | record_from(data)
            | {
                "recognitions": [called.recognition] if called else [],
                "published": data["published"],
                "checked": timezone.localdate().isoformat(),
            }
        )
