"""The programme in the administration; a cell keeps the services and partners of its region."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from directory.admin.described import DescribedAdmin, DescribedForm
from geo.models import Region
from geo.reach import EVERYWHERE, Reach
from programme.models import Event, News, Partner, Service
from programme.vocabulary import Audience


class TerritorialForm(DescribedForm):
    """A record with the regions where it holds. `reach` is where the person may keep records."""

    reach: ClassVar[Reach] = EVERYWHERE

    regions = forms.MultipleChoiceField(
        label="Régions",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Aucune : toute la France.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.current().order_by("name_key", "code")
        field = self.fields["regions"]
        if not self.reach.everywhere:
            regions = regions.filter(code__in=self.reach.regions)
            field.required, field.help_text = True, ""
        field.choices = [(one.code, one.name) for one in regions]  # type: ignore[attr-defined]

    def clean_regions(self) -> list[str]:
        """The regions chosen, and those that the person has no say in, as they were."""
        chosen = set(self.cleaned_data["regions"])
        if not self.reach.everywhere:
            chosen |= set(self.instance.regions) - self.reach.regions
        return sorted(chosen)


class ServiceForm(TerritorialForm):
    """A service and its audiences."""

    audiences = forms.MultipleChoiceField(
        label="Publics",
        choices=Audience.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class TerritorialAdmin(DescribedAdmin):
    """What names regions: a regional cell sees and keeps what names its own."""

    placed = True
    form = TerritorialForm

    def within(self, queryset: QuerySet, reach: Reach) -> QuerySet:
        """Those that name a region of a reach."""
        return queryset if reach.everywhere else queryset.filter(pk__in=self.named(reach))

    def wholly_within(self, queryset: QuerySet, reach: Reach) -> QuerySet:
        """Those that name regions of a reach and no other."""
        held = self.within(queryset, reach)
        return held if reach.everywhere else held.filter(regions__contained_by=[*reach.regions])

    def named(self, reach: Reach) -> QuerySet:
        """Keys of the records that name a region of a reach."""
        keys: QuerySet = self.model._default_manager.within_reach(reach).values("pk")
        return keys

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """A form that offers the regions of the person."""
        form = super().get_form(request, obj, change, **kwargs)
        reach = self.reach(request, "change" if change else "add")
        return type(form.__name__, (form,), {"reach": reach})


@admin.register(Service)
class ServiceAdmin(TerritorialAdmin):
    """The services."""

    form = ServiceForm
    list_display = ("name", "operator", "operator_email", "since")
    search_fields = ("name",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}


@admin.register(Event)
class EventAdmin(DescribedAdmin):
    """The events: they name no region, so that only who keeps the whole nation touches them."""

    list_display = ("title", "date", "place")
    search_fields = ("title",)
    prepopulated_fields: ClassVar = {"slug": ("title",)}


@admin.register(News)
class NewsAdmin(DescribedAdmin):
    """The news: as the events."""

    list_display = ("title", "date")
    search_fields = ("title",)
    prepopulated_fields: ClassVar = {"slug": ("title",)}


@admin.register(Partner)
class PartnerAdmin(TerritorialAdmin):
    """The partners."""

    list_display = ("name", "kind", "regions", "rank")
    list_filter = ("kind",)
    search_fields = ("name",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}
