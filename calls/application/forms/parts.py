"""The forms of each step: their fields, their labels, what they accept."""

from typing import Any

from django import forms

from calls.application.forms.fields import (
    DayField,
    DraftForm,
    EurosField,
    LongTextField,
    SeveralField,
    SiretField,
    TextField,
    choices_of,
)
from calls.models.application import MOST_THEMES
from calls.vocabulary import Category, LegalNature
from directory.models import Pole
from directory.record.picker import TerritoriesField
from directory.vocabulary import Theme
from publishing.ceilings import whole

LONGEST_ANSWER = 6000
MOST_PIECES = 500


class ProjectForm(DraftForm):
    """What it is about."""

    project_name = TextField(label="Nom du projet", max_length=200)
    summary = LongTextField(
        label="Résumé", max_length=1500,
        help_text="1 500 caractères au plus : ce que lira d'abord l'instructeur.",
    )  # fmt: skip
    themes = SeveralField(
        label="Thématiques", most=MOST_THEMES, choices=Theme.choices,
        help_text="Quatre au plus.",
    )  # fmt: skip
    starts_on = DayField(label="Début du projet")
    ends_on = DayField(label="Fin du projet")
    pole_id = forms.TypedChoiceField(
        label="Pôle déjà dans l'annuaire", coerce=int, empty_value=None,
        required=False,
        help_text="Si le projet est celui d'un pôle que l'annuaire décrit.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        poles = whole(
            Pole.objects.public().order_by("name", "slug").values_list("pk", "name"), 50_000
        )
        chosen: Any = self.fields["pole_id"]
        chosen.choices = [("", "Aucun"), *poles]


class TerritoryForm(DraftForm):
    """Where."""

    territories = TerritoriesField(
        label="Territoire du projet",
        most=MOST_PIECES,
        required=True,
        help_text="Par son nom, son code postal ou son code ; ou sur la carte.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        territories: Any = self.fields["territories"]
        territories.empty_value = []


class LeadForm(DraftForm):
    """Who applies, and who is to be reached."""

    lead_name = TextField(label="Nom de la structure", max_length=200)
    lead_siret = SiretField()
    lead_nature = forms.ChoiceField(label="Nature juridique", choices=choices_of(LegalNature))
    lead_category = forms.ChoiceField(
        label="Catégorie de l'article 9", choices=choices_of(Category)
    )
    contact_name = TextField(
        label="Personne à joindre", max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    contact_email = forms.EmailField(
        label="Son adresse électronique",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = TextField(
        label="Son téléphone", max_length=30, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead_nature", "lead_category"):
            self.fields[name].empty_value = ""  # type: ignore[attr-defined]


class MemberForm(DraftForm):
    """One member."""

    name = TextField(label="Nom", max_length=200)
    category = forms.ChoiceField(label="Catégorie de l'article 9", choices=choices_of(Category))
    siret = SiretField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].empty_value = ""  # type: ignore[attr-defined]


class LineForm(DraftForm):
    """One line of the budget."""

    label = TextField(label="Intitulé", max_length=200)
    amount_eur = EurosField(label="Montant (€)")


class GrantForm(DraftForm):
    """What is asked for."""

    requested_eur = EurosField(
        label="Aide demandée (€)",
        help_text="Elle compte parmi les recettes : ne l'inscrivez pas deux fois.",
    )


class AnswersForm(DraftForm):
    """The questions that every application answers."""

    need = LongTextField(
        label="À quel besoin du territoire répond le projet ?",
        max_length=LONGEST_ANSWER,
    )
    project = LongTextField(
        label="Quel est le projet, et qu'a-t-il d'innovant ?",
        max_length=LONGEST_ANSWER,
        help_text="Socialement ou technologiquement.",
    )
    governance = LongTextField(label="Comment le pôle est-il gouverné ?", max_length=LONGEST_ANSWER)
    economic_model = LongTextField(
        label="Quel est son modèle économique ?", max_length=LONGEST_ANSWER
    )
    partners = LongTextField(label="Avec quels partenaires ?", max_length=LONGEST_ANSWER)
    schedule = LongTextField(label="Selon quel calendrier ?", max_length=LONGEST_ANSWER)
