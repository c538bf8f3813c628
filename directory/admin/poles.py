"""The poles in the administration."""

from itertools import chain, groupby
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import Count, Field, QuerySet
from django.forms import Field as FormField
from django.forms import Media, ModelForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from accounts.administration import ByRights, OutOfBounds, PartOfRecord
from accounts.roles import Act
from directory.admin.fields import ContourWidget
from directory.admin.filters import BasisFilter, EditedFilter, ThemeFilter, matching
from directory.admin.forms import PoleForm, TerritoryFormSet, own_input
from directory.admin.territories import FIELDS as TERRITORY_FIELDS
from directory.admin.territories import TerritoryForm
from directory.models import CitedEpci, Footprint, FootprintCommune, Pole, Recognition, Territory
from directory.record.bounds import Misplaced, check_move, check_standing
from directory.record.comparing import Stored, edits
from directory.record.fields import ABOUT, FOLLOWED, PLACE, STATE, in_order
from directory.record.file.telling import differing
from directory.record.pieces import Record
from directory.record.reasons import because
from directory.record.stored import record_of
from directory.record.writing import poles_changed, set_published
from directory.vocabulary import Basis
from geo.reach import Reach
from web.french import plural

# Where a request keeps the record as it was before it is saved.
BEFORE = "_atlas_record_before"
SHORT_BASIS: dict[Basis, str] = {
    Basis.DECLARED: "déclaré",
    Basis.PARTIAL: "partie",
    Basis.PRESUMED: "présumé",
    Basis.BROAD: "large",
    Basis.NONE: "—",
}


def lines(section: str) -> tuple[tuple[str, ...], ...]:
    """The columns of a section, line by line; short ones that follow one another share a line."""
    inside = [
        (field.kind.short, tuple(field.kind.attributes(field)))
        for field in in_order(first=("published",), last=("themes", "note"))
        if field.section == section
    ]
    found: list[tuple[str, ...]] = []
    for short, group in groupby(inside, key=lambda one: one[0]):
        columns = [own for _short, own in group if own]
        found += [tuple(chain(*columns))] if short else columns
    return tuple(found)


class TerritoryInline(PartOfRecord, admin.StackedInline):
    """What the sources declare, piece by piece."""

    model = Territory
    form = TerritoryForm
    formset = TerritoryFormSet
    fields = TERRITORY_FIELDS
    extra = 0
    classes = ("territories",)
    autocomplete_fields = ("commune", "epci", "department", "region")


class RecognitionInline(PartOfRecord, admin.TabularInline):
    """The schemes that recognised the pole."""

    model = Recognition
    extra = 0


class CitedEpciInline(PartOfRecord, admin.TabularInline):
    """The EPCI that a source cites."""

    model = CitedEpci
    extra = 0
    autocomplete_fields = ("epci",)


@admin.register(Pole)
class PoleAdmin(ByRights):
    """The poles."""

    acts: ClassVar = {
        "view": Act.SEE_UNPUBLISHED, "add": Act.EDIT_POLE, "change": Act.EDIT_POLE,
        "delete": Act.DELETE_POLE,
    }  # fmt: skip

    placed = True
    form = PoleForm
    list_display = (
        "name", "status_and_year", "region", "basis", "communes_count", "published", "checked"
    )  # fmt: skip
    list_select_related = ("region", "footprint")
    list_filter = (
        "published", "status", BasisFilter, ThemeFilter, EditedFilter,
        ("recognitions__scheme", admin.AllValuesFieldListFilter), "region",
    )  # fmt: skip
    list_per_page = 200
    search_fields = ("name",)  # see get_search_results
    search_help_text = "Nom, autre nom, commune du siège ou commune déclarée ; code Insee."
    ordering = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    autocomplete_fields = ("seat", "department", "region")
    readonly_fields = ("derived_footprint", "edits_since_load", "created_at", "updated_at")
    save_on_top = True
    inlines = (TerritoryInline, RecognitionInline, CitedEpciInline)
    actions = ("publish", "unpublish")
    fieldsets = (
        (None, {"fields": ((*lines(ABOUT)[0], "slug"), *lines(ABOUT)[1:], "version")}),
        (STATE, {"fields": lines(STATE)}),
        (PLACE, {
            "fields": lines(PLACE), "description": "Les territoires déclarés sont plus bas.",
        }),
        ("Empreinte", {"fields": ("derived_footprint",)}),
        (FOLLOWED, {"fields": (*lines(FOLLOWED), "why", "edits_since_load")}),
        ("Dates de la fiche", {
            "fields": ("created_at", "updated_at"), "classes": ("collapse",),
        }),
    )  # fmt: skip

    @property
    def media(self) -> Media:
        return super().media + ContourWidget().media

    def within(self, queryset: QuerySet, reach: Reach) -> QuerySet:
        return queryset.within_reach(reach)  # type: ignore[attr-defined]

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        return own_input(db_field) or super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=matching(search_term)), False

    @admin.display(description="statut", ordering="status")
    def status_and_year(self, pole: Pole) -> str:
        """The status with its year, without which it says little."""
        year = pole.status_as_of or "année inconnue"
        return f"{pole.get_status_display()} ({year})"

    @admin.display(description="base", ordering="footprint__basis")
    def basis(self, pole: Pole) -> str:
        """The basis of the footprint."""
        return SHORT_BASIS[Basis(pole.footprint.basis)] if hasattr(pole, "footprint") else "—"

    @admin.display(description="communes", ordering="footprint__communes_count")
    def communes_count(self, pole: Pole) -> int | str:
        """How many communes the footprint holds."""
        return pole.footprint.communes_count if hasattr(pole, "footprint") else "—"

    @admin.display(description="empreinte calculée")
    def derived_footprint(self, pole: Pole) -> SafeString:
        """Figures and map of the footprint."""
        footprint = (
            Footprint.objects.filter(pole_id=pole.pk)
            .annotate(geojson=AsGeoJSON("general", precision=4))
            .defer("contour", "exact", "general", "tile")
            .first()
        )
        held = FootprintCommune.objects.filter(pole_id=pole.pk).values("basis")
        counts = {row["basis"]: row["count"] for row in held.annotate(count=Count("pk"))}
        context = {
            "footprint": footprint,
            "geojson": getattr(footprint, "geojson", None),
            "bases": [(basis.label, counts[basis]) for basis in Basis if basis in counts],
        }
        return mark_safe(render_to_string("admin/directory/footprint.html", context))  # noqa: S308

    @admin.display(description="modifié depuis le chargement")
    def edits_since_load(self, pole: Pole) -> SafeString:
        """What a load would keep without --force."""
        found = edits(pole.slug, Stored(record_of(pole), pole.loaded)) if pole.pk else []
        rows = [(change.field, *differing(change.before, change.after)) for change in found]
        context = {"loaded": bool(pole.loaded), "edits": rows}
        return mark_safe(render_to_string("admin/directory/edits.html", context))  # noqa: S308

    def save_model(self, request: HttpRequest, obj: Pole, form: ModelForm, change: bool) -> None:
        # The reason stays for what the rest of the request writes.
        because(form.cleaned_data.get("why") or "administration")
        before = record_of(Pole.objects.get(pk=obj.pk)) if change else None
        setattr(request, BEFORE, before)
        super().save_model(request, obj, form, change)

    def follow(self, request: HttpRequest, obj: Pole) -> None:
        before: Record | None = getattr(request, BEFORE)
        poles_changed([obj.pk])
        reach = self.reach(request, "change" if before else "add")
        try:
            check_move(before, record_of(Pole.objects.get(pk=obj.pk)), reach)
            check_standing(obj.pk, reach)
        except Misplaced as refused:
            raise OutOfBounds(str(refused)) from refused

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[Any], change: bool
    ) -> None:
        """Tell, of the shapes that are saved anew, what they take."""
        super().save_related(request, form, formsets, change)
        for one in chain.from_iterable(formset.forms for formset in formsets):
            if told := getattr(one, "told", ""):
                self.message_user(request, told, messages.INFO)

    def delete_model(self, request: HttpRequest, obj: Pole) -> None:
        super().delete_model(request, obj)
        poles_changed([])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        super().delete_queryset(request, queryset)
        poles_changed([])

    @admin.action(description="Publier les pôles choisis", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Show poles to the public."""
        self.set_published(request, queryset, published=True)

    @admin.action(description="Retirer les pôles choisis du public", permissions=["change"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Hide poles from the public."""
        self.set_published(request, queryset, published=False)

    def set_published(self, request: HttpRequest, queryset: QuerySet, published: bool) -> None:
        """Change who may see poles, and say how many changed."""
        count = set_published(queryset, published)
        said = plural("%(count)d pôle modifié.", "%(count)d pôles modifiés.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)
