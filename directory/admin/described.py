"""What is loaded from TOML files, in the administration: sources one a line, the last load kept."""

from typing import ClassVar

from django import forms

from accounts.administration import ByRights
from accounts.roles import Act
from tables.addresses import WebFormField
from web.fields import LinesField


class DescribedForm(forms.ModelForm):
    """A record with its sources."""

    sources = LinesField(
        label="Sources",
        item=WebFormField(max_length=600),
        help_text="Une adresse par ligne, une au moins.",
    )


class DescribedAdmin(ByRights):
    """A load keeps what is changed here, unless it is forced."""

    acts: ClassVar = dict.fromkeys(("view", "add", "change", "delete"), Act.EDIT_PROGRAMME)

    form = DescribedForm
    readonly_fields = ("updated_at",)
