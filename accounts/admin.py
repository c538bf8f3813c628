"""The people and their mandates in the administration."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from accounts.administration import ByRights, PartOfRecord
from accounts.models import Mandate, SecondFactorReset
from accounts.roles import Act

admin.site.unregister(User)
admin.site.unregister(Group)


class MandateInline(PartOfRecord, admin.TabularInline):
    """The roles of a person."""

    model = Mandate
    fk_name = "person"
    extra = 0
    autocomplete_fields = ("region", "department", "pole")
    readonly_fields = ("granted_by", "granted_at")


class SecondFactorResetInline(PartOfRecord, admin.TabularInline):
    """The second factors that the operator took away, and why."""

    model = SecondFactorReset
    fields = readonly_fields = ("at", "reason")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(User)
class PersonAdmin(ByRights):
    """The people: who they are comes from themselves, what they may do from here."""

    acts: ClassVar = {
        "view": Act.MANAGE_PEOPLE, "change": Act.MANAGE_PEOPLE,
    }  # fmt: skip
    list_display = ("email", "first_name", "last_name", "is_active", "last_login")
    list_filter = ("mandates__role", "is_active")
    search_fields = ("email", "first_name", "last_name")
    ordering = ("email", "id")
    fields = ("email", ("first_name", "last_name"), "is_active", "date_joined", "last_login")
    readonly_fields = ("email", "date_joined", "last_login")
    inlines = (MandateInline, SecondFactorResetInline)

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool
    ) -> None:
        for mandate in formset.save(commit=False):
            if mandate._state.adding:
                mandate.granted_by = request.user
            mandate.save()
        for gone in formset.deleted_objects:
            gone.delete()
        formset.save_m2m()
