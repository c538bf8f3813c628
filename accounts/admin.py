"""The people, their mandates, and all that became of these, in the administration."""

from typing import Any, ClassVar

import pghistory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format

from accounts.administration import ByRights, PartOfRecord
from accounts.models import Mandate, MandateEvent
from accounts.naming import display
from accounts.rights import held_by
from accounts.roles import Act
from accounts.telling import signature, tell, tell_of_account

# Registered by Django and allauth under permissions of their own, which grant nothing here:
# addresses, second factors and identities are their holder's, and have pages for that.
for model in (
    User, Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken,
):  # fmt: skip
    admin.site.unregister(model)


class MandateFormSet(forms.BaseInlineFormSet):
    """The mandates of a person, given and changed by others."""

    acting: ClassVar[Any] = None

    def clean(self) -> None:
        """Nobody gives themselves a role, or more of one: they may only leave it."""
        super().clean()
        written = [
            form for form in self.forms
            if form.has_changed() and not getattr(form, "cleaned_data", {}).get("DELETE")
        ]  # fmt: skip
        if self.acting == self.instance and written:
            raise ValidationError(
                "Personne ne se donne ni ne modifie un rôle à soi-même : un autre le fait."
            )


class MandateInline(PartOfRecord, admin.StackedInline):
    """The roles of a person. Stacked: side by side, its fields are wider than any screen."""

    model = Mandate
    formset = MandateFormSet
    fk_name = "person"
    extra = 0
    fields = (
        ("role", "until"), ("region", "department", "pole"), ("granted_by", "granted_at"),
    )  # fmt: skip
    autocomplete_fields = ("region", "department", "pole")
    readonly_fields = ("granted_by", "granted_at")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The formset, which knows who acts."""
        formset = super().get_formset(request, obj, **kwargs)
        return type(formset.__name__, (formset,), {"acting": request.user})


class PersonForm(forms.ModelForm):
    """A person, and why their roles change."""

    why = forms.CharField(
        label="Raison", required=False, max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=(
            "Des rôles donnés, modifiés ou retirés ci-dessous : dite à la personne et à la cellule "
            "nationale, et gardée dans la liste des mandats."
        ),
    )  # fmt: skip

    class Meta:
        model = User
        fields = ("first_name", "last_name", "is_active")


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
    form = PersonForm
    fields = (
        "email", ("first_name", "last_name"), "is_active", "date_joined", "last_login",
        "second_factors_taken", "why",
    )  # fmt: skip
    readonly_fields = ("email", "date_joined", "last_login", "second_factors_taken")
    inlines = (MandateInline,)

    @admin.display(description="seconds facteurs enlevés")
    def second_factors_taken(self, person: User) -> str:
        """When the operator took a second factor away, and why; the latest first."""
        resets = person.second_factor_resets.all()[:10]
        said = [f"{date_format(one.at)} : {one.reason}" for one in resets]
        return " ; ".join(said) or "aucun"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """An account put out of use suspends its roles; put back, it gives them back: both told."""
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data:
            roles = sorted({str(one.role) for one in held_by(request.user) if one.in_effect})
            why = form.cleaned_data.get("why", "")
            tell_of_account(obj, {"person": request.user.pk, "roles": roles, "reason": why})

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool
    ) -> None:
        with pghistory.context(reason=form.cleaned_data.get("why", "")):
            for mandate in formset.save(commit=False):
                mandate.granted_by = request.user
                mandate.save()
                tell(mandate.pk, mandate.person)
            for gone in formset.deleted_objects:
                gone.delete()
        formset.save_m2m()


class ByLabel(admin.SimpleListFilter):
    """Given, changed or withdrawn, in the words of the list."""

    title = "acte"
    parameter_name = "acte"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The labels of acts."""
        return list(MandateEvent.Label.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The acts of the label asked for."""
        return queryset.filter(pgh_label=self.value()) if self.value() else queryset


@admin.register(MandateEvent)
class MandateEventAdmin(ByRights):
    """The list of mandates given, changed and withdrawn, which nobody edits."""

    acts: ClassVar = {"view": Act.SEE_MANDATES}
    list_display = ("at", "what", "whose", "said", "until", "by", "why")
    list_display_links = ("at",)
    list_filter = (ByLabel, "role")
    list_per_page = 50
    fields = list_display
    ordering = ("-pgh_id",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Each person once; joined, the acts of those who are forgotten would go with them."""
        return super().get_queryset(request).prefetch_related(
            "person", "region", "department", "pole"
        )  # fmt: skip

    class Media:
        css: ClassVar = {"screen": ["css/gestion.css"]}

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """The list under a title of its own: nobody is to select anything of it."""
        title = {"title": "Mandats donnés, modifiés, retirés"}
        return super().changelist_view(request, title | (extra_context or {}))

    @admin.display(description="le", ordering="pgh_created_at")
    def at(self, event: MandateEvent) -> Any:
        """When it was done."""
        return event.pgh_created_at

    @admin.display(description="acte", ordering="pgh_label")
    def what(self, event: MandateEvent) -> Any:
        """Given, changed or withdrawn."""
        return event.what

    @admin.display(description="de qui")
    def whose(self, event: MandateEvent) -> str:
        """The holder, while they have an account."""
        erased = f"compte effacé, n° {event.person_id}"
        return display(event.holder) if event.holder else erased

    @admin.display(description="rôle", ordering="role")
    def said(self, event: MandateEvent) -> str:
        """The role and its ground."""
        return event.said

    @admin.display(description="par")
    def by(self, event: MandateEvent) -> str:
        """Who acted."""
        return signature(event)

    @admin.display(description="raison")
    def why(self, event: MandateEvent) -> str:
        """The reason given."""
        return str(event.facts.get("reason") or "—")
