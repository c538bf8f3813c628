"""Filters and search of the poles' list in the administration."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from directory.models import Pole
from directory.record.comparing import edits
from directory.record.stored import read_stored
from directory.vocabulary import Basis, Theme
from geo.names import normalise


class BasisFilter(admin.SimpleListFilter):
    """By basis of the footprint."""

    title = "base de l'empreinte"
    parameter_name = "base"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return Basis.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(footprint__basis=self.value()) if self.value() else queryset


class ThemeFilter(admin.SimpleListFilter):
    """By theme."""

    title = "thématique"
    parameter_name = "thematique"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return Theme.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(themes__contains=[self.value()]) if self.value() else queryset


class EditedFilter(admin.SimpleListFilter):
    """By whether a pole was edited since it was loaded."""

    title = "modifié depuis le chargement"
    parameter_name = "modifie"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return (("oui", "Oui"), ("non", "Non"))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in ("oui", "non"):
            return queryset
        edited = [slug for slug, pole in read_stored().items() if edits(slug, pole)]
        if self.value() == "oui":
            return queryset.filter(slug__in=edited)
        return queryset.exclude(slug__in=edited)


def matching(text: str) -> list[int]:
    """The poles in whose names or places every word of a text begins a word.

    A few hundred poles are compared here rather than in the database, so that accents, case
    and hyphens count for nothing.
    """
    words = normalise(text).split()
    poles = Pole.objects.select_related("seat").prefetch_related(
        "territories__commune", "territories__epci"
    )
    found = []
    for pole in poles:
        places = [place for t in pole.territories.all() for place in (t.commune, t.epci, t.label)]
        said = [pole.name, *pole.other_names, pole.slug, pole.seat, pole.seat_id, *places]
        said += [t.commune_id for t in pole.territories.all()]
        key = " " + normalise(" ".join(str(part) for part in said if part))
        if all(f" {word}" in key for word in words):
            found.append(pole.pk)
    return found
