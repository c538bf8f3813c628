"""The pages of the site, its poles and its places, in the sitemap."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from directory.models import Pole
from geo.levels import GROUND, Level
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

    def __init__(self, level: Level) -> None:
        super().__init__()
        self.level = level

    def items(self) -> "QuerySet[Any, Any]":
        """Those in force."""
        return self.level.areas().only("pk").order_by("pk")


PARTS: dict[str, Callable[[], Section]] = {
    "pages": Pages,
    "poles": Poles,
    **{level.address: partial(Areas, level) for level in reversed(GROUND)},
}
