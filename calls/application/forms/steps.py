"""The steps of an application: the forms of each, what is stored of it, what is given to store."""

from typing import Any

from django.forms import BaseForm
from django.http import QueryDict

from calls.application.drafts import stamp_of, stored
from calls.application.forms.fields import DraftForm
from calls.application.forms.parts import (
    AnswersForm,
    GrantForm,
    LeadForm,
    LineForm,
    MemberForm,
    ProjectForm,
    TerritoryForm,
)
from calls.models import Application
from calls.models.application import ANSWERS
from calls.vocabulary import Side

MOST_MEMBERS = 60
MOST_LINES = 60
BLANK_ROWS = 3


class Rows:
    """Rows of one kind in a step: those stored, then a few blank ones; a blank row is no row."""

    def __init__(
        self, row: type[DraftForm], prefix: str, title: str, most: int,
        initial: list[dict[str, Any]], data: QueryDict | None,
    ) -> None:  # fmt: skip
        self.prefix, self.title, self.most = prefix, title, most
        given = min(number(data, f"{prefix}-nombre"), most) if data is not None else 0
        count = given if data is not None else min(len(initial) + BLANK_ROWS, most)
        self.forms = [
            row(
                data,
                prefix=f"{prefix}-{n}",
                initial=initial[n] if n < len(initial) else None,
                auto_id="id_%s",
            )
            for n in range(count)
        ]

    @property
    def count(self) -> int:
        """How many rows the page shows, blank ones included."""
        return len(self.forms)

    def values(self) -> list[dict[str, Any]]:
        """The rows that say something: a field that is wrong is left empty."""
        found = []
        for form in self.forms:
            form.is_valid()
            row = {
                name: form.cleaned_data.get(name, field.empty_value)  # type: ignore[attr-defined]
                for name, field in form.fields.items()
            }
            if any(row.values()):
                found.append(row)
        return found


def number(data: QueryDict, name: str) -> int:
    """A count that a page sends."""
    text = data.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


class StepForms:
    """The forms of one step, unbound over what is stored, or bound to what is sent."""

    names: tuple[str, ...] = ()
    form_class: type[DraftForm] | None = None

    def __init__(
        self, application: Application, data: QueryDict | None = None, files: Any = None
    ) -> None:
        """`data` and `files` are what a page sends; without, the forms show what is stored."""
        self.application = application
        self.stored = stored(application, self.names)
        own = self.form_class
        self.form = own(data, files, initial=self.stored) if own is not None else None
        self.rows = self.make_rows(data)

    def make_rows(self, data: QueryDict | None) -> list[Rows]:
        """The rows of the step; none by default."""
        return []

    @property
    def stamp(self) -> str:
        """What tells what is stored from what will be."""
        return stamp_of(self.application, self.names)

    @property
    def every(self) -> list[BaseForm]:
        """Every form of the step."""
        alone = [self.form] if self.form is not None else []
        return [*alone, *(form for rows in self.rows for form in rows.forms)]

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """What is wrong: id of the field, its label, why."""
        return [
            (form[name].id_for_label or form[name].auto_id, str(form[name].label), str(message))
            for form in self.every
            for name, messages in form.errors.items()
            for message in messages
        ]

    def values(self) -> dict[str, Any]:
        """What is right in what is sent; where a field is wrong, what is stored stays."""
        if self.form is None:
            return {}
        self.form.is_valid()
        return dict(self.form.cleaned_data)


class ProjectStep(StepForms):
    names = ("project_name", "summary", "themes", "starts_on", "ends_on", "pole_id")
    form_class = ProjectForm


class TerritoryStep(StepForms):
    names = ("territories",)
    form_class = TerritoryForm


class AnswersStep(StepForms):
    names = ANSWERS
    form_class = AnswersForm


class MembersStep(StepForms):
    names = (*LeadForm.base_fields, "members")
    form_class = LeadForm

    def make_rows(self, data: QueryDict | None) -> list[Rows]:
        members = self.stored["members"]
        return [Rows(MemberForm, "membre", "Membre", MOST_MEMBERS, members, data)]

    def values(self) -> dict[str, Any]:
        return super().values() | {"members": self.rows[0].values()}


class BudgetStep(StepForms):
    names = ("requested_eur", "budget")
    form_class = GrantForm
    sides = ((Side.EXPENSE, "Dépense"), (Side.INCOME, "Recette"))

    def make_rows(self, data: QueryDict | None) -> list[Rows]:
        return [
            Rows(
                LineForm, side.value, str(title), MOST_LINES,
                [
                    {"label": row["label"], "amount_eur": row["amount_eur"] or None}
                    for row in self.stored["budget"] if row["side"] == side
                ],
                data,
            )
            for side, title in self.sides
        ]  # fmt: skip

    def values(self) -> dict[str, Any]:
        lines = [
            {"side": side.value, "label": row["label"], "amount_eur": row["amount_eur"] or 0}
            for (side, _title), rows in zip(self.sides, self.rows, strict=True)
            for row in rows.values()
        ]
        return super().values() | {"budget": lines}
