"""The forms of each step: their fields, their labels, what they accept."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.forms.fields import (
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
from directory.forms.territories import TerritoriesField
from directory.models import Pole
from directory.vocabulary import Theme
from publishing.ceilings import whole

LONGEST_ANSWER = 6000
MOST_PIECES = 500


class ProjectForm(DraftForm):
    """What it is about."""

    project_name = TextField(label=gettext_lazy("Nom du projet"), max_length=200)
    summary = LongTextField(
        label=gettext_lazy("Résumé"), max_length=1500,
        help_text=gettext_lazy("1 500 caractères au plus : ce que lira d'abord l'instructeur."),
    )  # fmt: skip
    themes = SeveralField(
        label=gettext_lazy("Thématiques"), most=MOST_THEMES, choices=Theme.choices,
        help_text=gettext_lazy("Quatre au plus."),
    )  # fmt: skip
    starts_on = DayField(label=gettext_lazy("Début du projet"))
    ends_on = DayField(label=gettext_lazy("Fin du projet"))
    pole_id = forms.TypedChoiceField(
        label=gettext_lazy("Pôle déjà dans l'annuaire"), coerce=int, empty_value=None,
        required=False,
        help_text=gettext_lazy("Si le projet est celui d'un pôle que l'annuaire décrit."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        poles = whole(
            Pole.objects.public().order_by("name", "slug").values_list("pk", "name"), 50_000
        )
        chosen: Any = self.fields["pole_id"]
        chosen.choices = [("", _("Aucun")), *poles]


class TerritoryForm(DraftForm):
    """Where."""

    territories = TerritoriesField(
        label=gettext_lazy("Territoire du projet"),
        most=MOST_PIECES,
        required=True,
        help_text=gettext_lazy("Par son nom, son code postal ou son code ; ou sur la carte."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        territories: Any = self.fields["territories"]
        territories.empty_value = []


class LeadForm(DraftForm):
    """Who applies, and who is to be reached."""

    lead_name = TextField(label=gettext_lazy("Nom de la structure"), max_length=200)
    lead_siret = SiretField()
    lead_nature = forms.ChoiceField(
        label=gettext_lazy("Nature juridique"), choices=choices_of(LegalNature)
    )
    lead_category = forms.ChoiceField(
        label=gettext_lazy("Catégorie de l'article 9"), choices=choices_of(Category)
    )
    contact_name = TextField(
        label=gettext_lazy("Personne à joindre"), max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    contact_email = forms.EmailField(
        label=gettext_lazy("Son adresse électronique"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = TextField(
        label=gettext_lazy("Son téléphone"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead_nature", "lead_category"):
            self.fields[name].empty_value = ""  # type: ignore[attr-defined]


class MemberForm(DraftForm):
    """One member."""

    name = TextField(label=gettext_lazy("Nom"), max_length=200)
    category = forms.ChoiceField(
        label=gettext_lazy("Catégorie de l'article 9"), choices=choices_of(Category)
    )
    siret = SiretField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].empty_value = ""  # type: ignore[attr-defined]


class LineForm(DraftForm):
    """One line of the budget."""

    label = TextField(label=gettext_lazy("Intitulé"), max_length=200)
    amount_eur = EurosField(label=gettext_lazy("Montant (€)"))


class GrantForm(DraftForm):
    """What is asked for."""

    requested_eur = EurosField(
        label=gettext_lazy("Aide demandée (€)"),
        help_text=gettext_lazy("Elle compte parmi les recettes : ne l'inscrivez pas deux fois."),
    )


class AnswersForm(DraftForm):
    """The questions that every application answers."""

    need = LongTextField(
        label=gettext_lazy("À quel besoin du territoire répond le projet ?"),
        max_length=LONGEST_ANSWER,
    )
    project = LongTextField(
        label=gettext_lazy("Quel est le projet, et qu'a-t-il d'innovant ?"),
        max_length=LONGEST_ANSWER,
        help_text=gettext_lazy("Socialement ou technologiquement."),
    )
    governance = LongTextField(
        label=gettext_lazy("Comment le pôle est-il gouverné ?"), max_length=LONGEST_ANSWER
    )
    economic_model = LongTextField(
        label=gettext_lazy("Quel est son modèle économique ?"), max_length=LONGEST_ANSWER
    )
    partners = LongTextField(
        label=gettext_lazy("Avec quels partenaires ?"), max_length=LONGEST_ANSWER
    )
    schedule = LongTextField(
        label=gettext_lazy("Selon quel calendrier ?"), max_length=LONGEST_ANSWER
    )
