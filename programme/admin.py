"""Services, events and partners in the administration."""

from typing import ClassVar

from django.contrib import admin

from directory.admin.described import DescribedAdmin
from programme.models import Event, Partner, Service


@admin.register(Service)
class ServiceAdmin(DescribedAdmin):
    """The services."""

    list_display = ("name", "operator", "since")
    search_fields = ("name",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}


@admin.register(Event)
class EventAdmin(DescribedAdmin):
    """The events."""

    list_display = ("title", "date", "place")
    search_fields = ("title",)
    prepopulated_fields: ClassVar = {"slug": ("title",)}


@admin.register(Partner)
class PartnerAdmin(DescribedAdmin):
    """The partners."""

    list_display = ("name", "region", "rank")
    list_select_related = ("region",)
    search_fields = ("name",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}
