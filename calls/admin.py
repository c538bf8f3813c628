"""The calls in the administration."""

from typing import ClassVar

from django.contrib import admin

from accounts.roles import Act
from calls.models import Call
from directory.admin.described import DescribedAdmin


@admin.register(Call)
class CallAdmin(DescribedAdmin):
    """The calls."""

    acts: ClassVar = dict.fromkeys(("view", "add", "change", "delete"), Act.MANAGE_CALLS)
    list_display = ("title", "year", "phase", "opened", "results", "laureates")
    list_filter = ("year",)
    search_fields = ("title",)
    prepopulated_fields: ClassVar = {"slug": ("title",)}
