"""The people and their mandates in the administration."""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.administration import ByRights, PartOfRecord
from accounts.models import Mandate
from accounts.roles import Act

# Registered by Django and allauth under permissions of their own, which grant nothing here:
# addresses, second factors and identities are their holder's, and have pages for that.
for model in (
    User, Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken,
):  # fmt: skip
    admin.site.unregister(model)


class MandateInline(PartOfRecord, admin.TabularInline):
    """The roles of a person."""

    model = Mandate
    fk_name = "person"
    extra = 0
    autocomplete_fields = ("region", "department", "pole")
    readonly_fields = ("granted_by", "granted_at")


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
    fields = (
        "email", ("first_name", "last_name"), "is_active", "date_joined", "last_login",
        "second_factors_taken",
    )  # fmt: skip
    readonly_fields = ("email", "date_joined", "last_login", "second_factors_taken")
    inlines = (MandateInline,)

    @admin.display(description=_("seconds facteurs enlevés"))
    def second_factors_taken(self, person: User) -> str:
        """When the operator took a second factor away, and why; the latest first."""
        resets = person.second_factor_resets.all()[:10]
        return " ; ".join(f"{date_format(one.at)} : {one.reason}" for one in resets) or str(
            _("aucun")
        )

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
