"""The answers given to a contribution: an error reported, a change proposed."""

from django import forms

from directory.models import ErrorReport
from directory.models.contributions import LONGEST_TEXT


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
