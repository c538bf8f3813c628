"""The forms of those who instruct."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from calls.instruction.writing import Written
from calls.models import Criterion, Opinion
from calls.vocabulary import Advice

LONGEST_REASON, LONGEST_TEXT = 2000, 6000


def long_text(label: Any, help_text: Any = "", rows: int = 4, most: int = LONGEST_REASON) -> Any:
    """A text of several lines."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why something is done; kept in the journal, which is never erased."""

    reason = long_text(
        "Motif",
        "Gardé au journal, qui ne s'efface pas : n'y nommez personne.",
    )


class ToldForm(ReasonForm):
    """The same, told to the applicant."""

    reason = long_text(
        "Motif",
        ("Le candidat le lira. Gardé au journal, qui ne s'efface pas : n'y nommez "
                     "personne."),
    )  # fmt: skip


class AsideForm(forms.Form):
    """Why someone stands aside."""

    reason = long_text(
        "Quel lien avez-vous avec le candidat ou le projet ?",
        ("Lu par vos collègues de la région et par la cellule nationale. "
                     "Gardé hors du journal."),
    )  # fmt: skip


class HoursForm(forms.Form):
    """A new closing, and why."""

    closes_at = forms.DateTimeField(
        label="Nouvelle clôture (heure de Paris)",
        help_text="Dans vingt-quatre heures au moins.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = long_text("Motif", "Public, sur la page de l'appel : n'y nommez personne.")


class ClarificationForm(forms.Form):
    """Something that explains an open call."""

    text = long_text(
        "Précision",
        ("Publique et datée, sur la page de l'appel. Elle explique sans changer ni "
                     "règle ni critère, et ne s'efface pas."), 5,
    )  # fmt: skip


class PersonField(forms.ModelChoiceField):
    """Someone who instructs, by name and address."""

    def label_from_instance(self, obj: Any) -> str:
        name = obj.get_full_name()
        return f"{name} ({obj.email})" if name else obj.email


class SubstituteForm(forms.Form):
    """Who gives the opinion of a region that has nobody left, and why they do."""

    person = PersonField(
        label="Qui rend l'avis", queryset=User.objects.none(),
        help_text=("Une personne d'une autre cellule, ou de la cellule nationale. "
                               "Elle en est prévenue par courriel."),
    )  # fmt: skip
    reason = long_text(
        "Pourquoi cette personne",
        "Lu par ceux qui instruisent ce dossier. Gardé hors du journal.",
    )

    def __init__(self, people: Sequence[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, PersonField)  # noqa: S101 - declared above
        field.queryset = User.objects.filter(pk__in=[one.pk for one in people]).order_by("email")


class QuestionForm(forms.Form):
    """What is asked of an applicant."""

    text = long_text("Ce que vous demandez", "Envoyé au candidat par courriel.", 5)
    due = forms.DateField(
        label="À rendre avant le", required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip

    def clean_due(self) -> Any:
        """A day to come."""
        due = self.cleaned_data["due"]
        if due and due <= timezone.localdate():
            raise ValidationError("Une date à venir est attendue, comme 15/03/2027.")
        return due


class PromoteForm(ToldForm):
    """The grant and the reason of one called from the reserve list."""

    grant = forms.IntegerField(label="Aide (€)", min_value=1, max_value=100_000_000, required=False)


class OpinionForm(forms.Form):
    """The grid of a call, an advice, a text; a draft may leave them empty."""

    use_required_attribute = False
    advice = forms.ChoiceField(
        label="Avis", choices=Advice.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = forms.CharField(
        label="Avis motivé", max_length=LONGEST_TEXT,
        help_text=("Lu par la cellule nationale et par les autres cellules de ce "
                               "dossier une fois leur avis rendu."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        criteria: list[Criterion],
        data: Any = None,
        opinion: Opinion | None = None,
        *,
        draft: bool = False,
    ) -> None:
        self.criteria = criteria
        super().__init__(data, initial=initial_of(opinion))
        for one in criteria:
            self.fields[f"note_{one.pk}"] = forms.IntegerField(
                label=one.title, min_value=0, max_value=one.highest,
                widget=forms.NumberInput(
                    attrs={"inputmode": "numeric", "data-poids": one.weight,
                           "data-sur": one.highest}
                ),
                help_text=f"De 0 à {one.highest}, poids {one.weight}. {one.text}",
            )  # fmt: skip
            self.fields[f"remarque_{one.pk}"] = forms.CharField(
                label=f"Remarque : {one.title}",
                max_length=LONGEST_REASON, required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
        if draft:
            for field in self.fields.values():
                field.required = False

    def grid(self) -> list[tuple[Criterion, forms.BoundField, forms.BoundField]]:
        """Each criterion with its two fields."""
        return [(one, self[f"note_{one.pk}"], self[f"remarque_{one.pk}"]) for one in self.criteria]

    def read(self) -> Written:
        """What is written in it."""
        kept: Mapping[str, Any] = self.cleaned_data
        scores = {one.pk: kept.get(f"note_{one.pk}") for one in self.criteria}
        return Written(
            advice=kept["advice"],
            text=kept["text"],
            scores={key: value for key, value in scores.items() if value is not None},
            remarks={one.pk: kept.get(f"remarque_{one.pk}", "") for one in self.criteria},
        )


def initial_of(opinion: Opinion | None) -> dict[str, Any]:
    """What a draft holds."""
    if opinion is None:
        return {}
    found: dict[str, Any] = {
        "advice": opinion.advice, "text": opinion.text, "seen": opinion.version
    }  # fmt: skip
    for score in opinion.scores.all():
        found[f"note_{score.criterion_id}"] = score.value
        found[f"remarque_{score.criterion_id}"] = score.comment
    return found
