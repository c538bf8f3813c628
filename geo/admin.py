"""The ground in the administration: read-only, there to be searched and chosen from."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from geo.models import Commune, Department, Epci, Region, StudyArea
from geo.names import normalise
from geo.search import find_communes

MOST_FOUND = 50


class AreaAdmin(admin.ModelAdmin):
    """An area of the code officiel géographique, which only a load changes."""

    list_filter: ClassVar[tuple[str, ...]] = ("zone", "obsolete")
    search_fields = ("name_key",)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: object, object_id: str
    ) -> HttpResponseBase:
        """Django leads to the index, with the key: nothing is there, for whoever asks."""
        raise Http404

    # Whoever enters the administration may look an area up.
    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        queryset = super().get_queryset(request)
        # Only areas in force can be chosen; obsolete ones stay visible in their own list.
        return (
            queryset.filter(obsolete=False) if request.path.endswith("/autocomplete/") else queryset
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Every word begins a word of the name, or the text begins the code."""
        words = normalise(search_term).split()
        if not words:
            return queryset, False
        named = queryset
        for word in words:
            named = named.filter(name_key__regex=rf"\m{word}")
        coded = queryset.filter(pk__istartswith=search_term.strip().replace("\0", ""))
        return named | coded, False


@admin.register(Region)
class RegionAdmin(AreaAdmin):
    list_display = ("name", "code", "population", "communes_count")


@admin.register(Department)
class DepartmentAdmin(AreaAdmin):
    list_display = ("name", "code", "region", "population", "communes_count")
    list_select_related = ("region",)


@admin.register(Epci)
class EpciAdmin(AreaAdmin):
    list_display = ("name", "siren", "kind", "department", "population", "communes_count")
    list_select_related = ("department",)
    list_filter: ClassVar[tuple[str, ...]] = ("kind", "zone", "obsolete")


@admin.register(StudyArea)
class StudyAreaAdmin(AreaAdmin):
    list_display = ("name", "level", "code", "department", "population", "communes_count")
    list_select_related = ("department",)
    list_filter: ClassVar[tuple[str, ...]] = ("level", "zone", "obsolete")


@admin.register(Commune)
class CommuneAdmin(AreaAdmin):
    list_display = ("name", "code", "department", "epci", "population")
    list_select_related = ("department", "epci")
    list_filter: ClassVar[tuple[str, ...]] = ("zone", "obsolete", "region")
    show_full_result_count = False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """As the public search: code, postcode, name, former name; best first."""
        if not search_term.strip():
            return queryset, False
        codes = [match.code for match in find_communes(search_term, MOST_FOUND)]
        places = [When(pk=code, then=Value(place)) for place, code in enumerate(codes)]
        found = queryset.filter(pk__in=codes)
        return (found.order_by(Case(*places)) if places else found), False
