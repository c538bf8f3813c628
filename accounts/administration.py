"""The administration by the table of rights: no permission of Django's own counts."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from accounts.rights import reach_of
from accounts.roles import Act
from geo.reach import Reach


class ByRights(admin.ModelAdmin):
    """A model of the administration, seen and changed by whom the table says, where it says.

    `acts` names the act behind each of « view », « add », « change » and « delete »; one that is
    absent is refused to all. `within` keeps of a queryset what a reach holds: override it for
    what has a place; as it stands, only a reach over the whole nation sees anything.
    """

    acts: ClassVar[Mapping[str, Act]] = {}

    def reach(self, request: HttpRequest, what: str) -> Reach:
        """Where the person of a request may do « view », « add », « change » or « delete »."""
        return reach_of(request.user, self.acts[what]) if what in self.acts else Reach()

    def within(self, queryset: QuerySet, reach: Reach) -> QuerySet:
        """What a reach holds."""
        return queryset if reach.everywhere else queryset.none()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """What the person may see."""
        seen = super().get_queryset(request)
        reach = self.reach(request, "view") | self.reach(request, "change")
        return seen if reach.everywhere else self.within(seen, reach)

    def allowed(self, request: HttpRequest, what: str, obj: Model | None) -> bool:
        """Whether the person may do it to a record, or to any."""
        reach = self.reach(request, what)
        if obj is None or reach.everywhere:
            return bool(reach)
        everyone = self.model._default_manager.filter(pk=obj.pk)
        return bool(reach) and self.within(everyone, reach).exists()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request, "view", obj) or self.allowed(request, "change", obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.allowed(request, "add", None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.allowed(request, "delete", obj)


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
