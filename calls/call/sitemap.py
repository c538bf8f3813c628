"""The calls in the sitemap."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from calls.call.queries import announced_publicly
from calls.models import Call
from web.seo import Section


class Calls(Section):
    """Every call."""

    def items(self) -> "QuerySet[Call, Any]":
        """By slug."""
        return announced_publicly().only("slug", "updated_at").order_by("slug")

    def lastmod(self, item: Call) -> datetime:
        """When the record last changed."""
        return item.updated_at
