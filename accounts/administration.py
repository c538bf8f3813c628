"""The administration by the table of rights: no permission of Django's own counts."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.rights import reach_of
from accounts.roles import Act
from geo.reach import Reach

REFUSED = "_atlas_refused"


class OutOfBounds(Exception):  # noqa: N818 - an answer, not an accident
    """What is saved would leave the reach of who saves it; the message says why."""


class Refusable(forms.ModelForm):
    """A form given back with what was refused once everything it says was tried."""

    refused: ClassVar[str] = ""

    def clean(self) -> dict[str, Any] | None:
        """As any form; then what was refused."""
        data = super().clean()
        if self.refused:
            self.add_error(None, self.refused)
        return data


class ByRights(admin.ModelAdmin):
    """A model of the administration, seen and changed by whom the table says, where it says.

    `acts` names the act behind each of « view », « add », « change » and « delete »; one that is
    absent is refused to all. `within` keeps of a queryset what a reach holds: override it, and
    say `placed`, for what has a place; as it stands, only a reach over the whole nation sees or
    adds anything. A record is within reach before it is changed and after, or nothing is written.
    """

    acts: ClassVar[Mapping[str, Act]] = {}
    placed: ClassVar[bool] = False

    def reach(self, request: HttpRequest, what: str) -> Reach:
        """Where the person of a request may do « view », « add », « change » or « delete »."""
        return reach_of(request.user, self.acts[what]) if what in self.acts else Reach()

    def within(self, queryset: QuerySet, reach: Reach) -> QuerySet:
        """What a reach holds."""
        return queryset if reach.everywhere else queryset.none()

    def wholly_within(self, queryset: QuerySet, reach: Reach) -> QuerySet:
        """What a reach holds whole, so that nobody else loses it with its deletion."""
        return self.within(queryset, reach)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """What the person may see."""
        seen = super().get_queryset(request)
        reach = self.reach(request, "view") | self.reach(request, "change")
        return seen if reach.everywhere else self.within(seen, reach)

    def allowed(self, request: HttpRequest, what: str, obj: Model | None) -> bool:
        """Whether the person may do it to a record, as the database has it, or to any."""
        reach = self.reach(request, what)
        if reach.everywhere:
            return True
        if obj is None:
            return self.placed and bool(reach)
        everyone = self.model._default_manager.filter(pk=obj.pk)
        held = self.wholly_within if what == "delete" else self.within
        return bool(reach) and held(everyone, reach).exists()

    def shown(self, request: HttpRequest, what: str, obj: Model | None) -> bool:
        """The same, asked of the database once a request: a page asks it of each of its fields.

        What is saved asks `allowed`, before and after.
        """
        known: dict[Any, bool] = request.__dict__.setdefault("_atlas_allowed", {})
        key = self.opts.label, what, obj.pk if obj else None
        if key not in known:
            known[key] = self.allowed(request, what, obj)
        return known[key]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.shown(request, "view", obj) or self.shown(request, "change", obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.shown(request, "add", None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.shown(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.shown(request, "delete", obj)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """The form, with what was refused of what it says."""
        form = super().get_form(request, obj, change, **kwargs)
        refused = getattr(request, REFUSED, "")
        return type(form.__name__, (Refusable, form), {"refused": refused}) if refused else form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:  # fmt: skip
        """Save whole or not at all; what is refused is said over the form, as it was filled."""
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except OutOfBounds as refused:
            setattr(request, REFUSED, str(refused))
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: object, object_id: str
    ) -> HttpResponseBase:
        """Django leads to the index, with the key: nothing is there, for whoever asks."""
        raise Http404

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """What a list saves (`list_editable`) is refused whole, as what a page saves."""
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        try:
            with transaction.atomic():
                return super().changelist_view(request, extra_context)
        except OutOfBounds as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return redirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write a record that was within reach before."""
        if change and not self.allowed(request, "change", obj):
            raise Http404
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The last step of a save, whatever list or page it comes from: the record has its place.

        Django saves in one transaction; `OutOfBounds` undoes all of it.
        """
        super().save_related(request, form, formsets, change)
        self.follow(request, form.instance)
        if not self.allowed(request, "change" if change else "add", form.instance):
            raise OutOfBounds(
                "Hors de votre territoire : rien n'est enregistré. La cellule nationale le peut."
            )

    def follow(self, request: HttpRequest, obj: Any) -> None:
        """What follows a change of a record, before its place is judged."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete a record that is within reach, whole."""
        if not self.allowed(request, "delete", obj):
            raise Http404
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Delete records that are all within reach, whole."""
        reach = self.reach(request, "delete")
        if not reach.everywhere:
            held = self.wholly_within(self.model._default_manager.all(), reach).values("pk")
            if queryset.exclude(pk__in=held).exists():
                raise Http404
        super().delete_queryset(request, queryset)

    def response_action(self, request: HttpRequest, queryset: QuerySet, *where: Any) -> Any:
        """Actions change what may be changed: what may only be seen is not there for them."""
        reach = self.reach(request, "change")
        changed = queryset if reach.everywhere else self.within(queryset, reach)
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if chosen and not request.POST.get("select_across", "0").strip("0"):
            asked = queryset.filter(pk__in=chosen)
            if len(set(chosen)) > asked.count() or asked.exclude(pk__in=changed.values("pk")):
                raise Http404
        return super().response_action(request, changed, *where)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The public page itself: nothing that leads to it from a number."""
        return obj.get_absolute_url() if obj and hasattr(obj, "get_absolute_url") else None


class PartOfRecord(admin.options.InlineModelAdmin):
    """Rows of a record: whoever may change the record may change them."""

    def follows(self, request: HttpRequest, obj: Any, what: str) -> bool:
        """Whether the record itself may be seen or changed."""
        owner = self.admin_site.get_model_admin(self.parent_model)
        return bool(getattr(owner, f"has_{what}_permission")(request, obj))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.follows(request, obj, "view")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.follows(request, obj, "change")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None:
            return self.follows(request, obj, "change")
        owner = self.admin_site.get_model_admin(self.parent_model)
        return owner.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.follows(request, obj, "change")
