"""What public forms share: a field that only machines fill."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class Honeypot(forms.Form):
    """A form with a field that people neither see nor reach; whoever fills it is refused.

    Show `form.adresse` inside an element of class `sans-yeux` (assets/css/formulaires.css).
    """

    adresse = forms.CharField(
        label="Laissez ce champ vide",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_adresse(self) -> Any:
        """Refuse a filled trap without saying what gave it away."""
        if self.cleaned_data["adresse"]:
            raise ValidationError("Ce message n'a pas été accepté.", code="trap")
        return ""
