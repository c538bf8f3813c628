"""The services in the sitemap."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from programme.models import Service
from web.seo import Section


class Services(Section):
    """Every service."""

    def items(self) -> "QuerySet[Service, Any]":
        """By slug."""
        return Service.objects.only("slug", "updated_at").order_by("slug")

    def lastmod(self, item: Service) -> datetime:
        """When the record last changed."""
        return item.updated_at
