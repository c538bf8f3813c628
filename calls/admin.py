"""The calls in the administration: described ones, and those that receive applications here."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone

from accounts.administration import PartOfRecord
from accounts.roles import Act
from calls.call.writing import note_file
from calls.documents.inspecting import inspect, plain_name
from calls.documents.refusals import RefusedFileError
from calls.documents.storing import drop_on_commit, keep
from calls.models import Call, CallDocument, Criterion, Score
from calls.vocabulary import DocumentKind, Priority
from directory.admin.described import DescribedAdmin, DescribedForm
from publishing.ceilings import whole

MOST_CALLS = 5000
MOST_FILES = 1000


class CallForm(DescribedForm):
    """A call; lists of choices are boxes to tick."""

    priority_tags = forms.MultipleChoiceField(
        label="Priorités", choices=Priority.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    required_documents = forms.MultipleChoiceField(
        label="Documents exigés", choices=DocumentKind.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


def opened(call: Call | None) -> bool:
    """Whether applicants rely on what a call says: it has begun, and is no demonstration."""
    return call is not None and not call.demonstration and call.begun(timezone.now())


def fixed(call: Call) -> bool:
    """Whether the grid of a call stays as it is: it is open, or an opinion has used it."""
    return opened(call) or Score.objects.filter(criterion__call=call).exists()


class CriterionFormSet(forms.BaseInlineFormSet):
    """The grid of a call."""

    def clean(self) -> None:
        """Applications are received on a grid: it is there before the opening is set."""
        super().clean()
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        left = [form for form in kept if not getattr(form, "cleaned_data", {}).get("DELETE")]
        if self.instance.opens_at and not left:
            raise ValidationError(
                "Un appel qui reçoit des candidatures a une grille : un critère au moins."
            )


class CriterionInline(PartOfRecord, admin.TabularInline):
    """What applications are scored on; it stays as it is once the call is open."""

    model = Criterion
    formset = CriterionFormSet
    extra = 0
    formfield_overrides: ClassVar = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40})}
    }

    def follows(self, request: HttpRequest, obj: Call | None, what: str) -> bool:
        """Applicants rely on it, and totals given would change: it can then only be seen."""
        free = what == "view" or obj is None or not fixed(obj)
        return free and super().follows(request, obj, what)


class CallDocumentForm(forms.ModelForm):
    """A public file of a call, judged by its content as any other."""

    file = forms.FileField(
        label="fichier", required=False, help_text="PDF, ODT, DOCX ou XLSX ; 10 Mo au plus."
    )

    class Meta:
        model = CallDocument
        fields = ("title",)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        if file is None:
            if not self.instance.pk:
                self.add_error("file", "Choisir un fichier.")
            return data
        try:
            self.found = inspect(file.file, file.size, file.name)
        except RefusedFileError as refused:
            raise ValidationError({"file": str(refused)}) from refused
        return data

    def save(self, commit: bool = True) -> CallDocument:
        file = self.cleaned_data.get("file")
        if file is not None:
            document = self.instance
            if document.stored:
                drop_on_commit([document.stored])
            document.stored, document.sha256 = keep(file.file, self.found.ending)
            document.name, document.size = plain_name(file.name), file.size
            document.media_type = self.found.media_type
        saved: CallDocument = super().save(commit)
        return saved


class CallDocumentInline(PartOfRecord, admin.TabularInline):
    """The public files of a call: once it is open, others join them, and none goes or changes."""

    model = CallDocument
    form = CallDocumentForm
    fields = ("title", "file", "name", "added_at")
    readonly_fields = ("name", "added_at")
    extra = 0

    def has_change_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return not opened(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return not opened(obj) and super().has_delete_permission(request, obj)


@admin.register(Call)
class CallAdmin(DescribedAdmin):
    """The calls."""

    form = CallForm
    acts: ClassVar = dict.fromkeys(("view", "add", "change", "delete"), Act.MANAGE_CALLS)
    list_display = ("title", "year", "phase", "opens_at", "closes_at", "results", "laureates")
    list_filter = ("year",)
    search_fields = ("title",)
    prepopulated_fields: ClassVar = {"slug": ("title",)}
    inlines = (CriterionInline, CallDocumentInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Call | None = None) -> Any:
        """Once it is open, what applicants rely on can only be seen here."""
        found = super().get_readonly_fields(request, obj)
        if obj is None or not obj.begun(timezone.now()):
            return found
        return (*found, *obj.kept)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Call | None = None) -> Any:
        """An address that can only be seen is not written from the title."""
        return {} if opened(obj) else super().get_prepopulated_fields(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Files that join those of an open call are written down in its journal."""
        call, person = form.instance, request.user
        before = set(whole(call.documents.order_by("pk").values_list("pk", flat=True), MOST_FILES))
        super().save_related(request, form, formsets, change)
        if opened(call) and isinstance(person, User):
            added = call.documents.exclude(pk__in=before).order_by("pk")
            for document in whole(added, MOST_FILES):
                note_file(document, person)

    def has_delete_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        """A call that was open is not taken away, to be made again with other rules."""
        return not opened(obj) and super().has_delete_permission(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Those chosen in a list: an open call among them, and none goes."""
        if any(opened(call) for call in whole(queryset.order_by("pk"), MOST_CALLS)):
            raise Http404
        super().delete_queryset(request, queryset)

    fieldsets = (
        (None, {"fields": ("title", "slug", "scheme", "year", "phase", "sources", "updated_at")}),
        (
            "Candidatures reçues ici",
            {
                "description": (
                    "Pour un appel à venir : dispositif « AMI depuis 2026 », ouverture, et clôture "
                    "ou « permanent ». Heures de Paris. Une fois l'appel ouvert, ses règles, ses "
                    "critères et ses montants ne changent plus ; sa clôture et des précisions "
                    "publiques, depuis la page « Conduite de l'appel » de son instruction."
                ),
                "fields": (
                    "opens_at", "closes_at", "permanent", "numbering", "aimed_low", "aimed_high",
                    "min_members", "article_9", "required_documents",
                ),
            },
        ),
        (
            "Ce que l'appel dit",
            {"fields": ("priorities", "priority_tags", "eligibility", "note")},
        ),
        (
            "Montants",
            {"fields": ("budget_eur", "grant_low_eur", "grant_high_eur", "grant_years")},
        ),
        (
            "Édition passée",
            {
                "fields": (
                    "opened", "closed", "results", "candidates_low", "candidates_high",
                    "laureates", "laureates_note",
                )
            },
        ),
    )  # fmt: skip
