"""The pages of the site, its poles and its places, in the sitemap."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.urls import reverse

from directory.models import Pole
from geo.models import Commune, Department, Epci, Region
from web.seo import Section


class Pages(Section):
    """The pages that are neither poles nor places."""

    def items(self) -> list[str]:
        """Names of addresses."""
        return [
            "carte",
            "annuaire",
            "couverture",
            "priorites",
            "priorites-territoires",
            "programme",
            "appels",
            "services",
            "agenda",
            "partenaires",
            "donnees",
            "integration",
        ]

    def location(self, item: str) -> str:
        """The path of an address."""
        return reverse(item)


class Poles(Section):
    """Public poles."""

    def items(self) -> "QuerySet[Pole, Any]":
        """By slug."""
        return Pole.objects.public().only("slug", "updated_at").order_by("slug")

    def lastmod(self, item: Pole) -> datetime:
        """When the record last changed."""
        return item.updated_at


class Areas(Section):
    """Places of one level, by code."""

    model: ClassVar[type[Model]]

    def items(self) -> "QuerySet[Any, Any]":
        """Those in force."""
        areas = self.model._default_manager.filter(obsolete=False)
        return areas.only("pk").order_by("pk")


class Communes(Areas):
    """Communes, in several pages."""

    model = Commune


class Epcis(Areas):
    """EPCI and EPT."""

    model = Epci


class Departments(Areas):
    """Departments."""

    model = Department


class Regions(Areas):
    """Regions."""

    model = Region


PARTS: dict[str, type[Section]] = {
    "pages": Pages,
    "poles": Poles,
    "regions": Regions,
    "departements": Departments,
    "epci": Epcis,
    "communes": Communes,
}
