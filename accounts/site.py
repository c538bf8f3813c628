"""The administration's own door: the sign-in of the site, rights from the table, 404 otherwise."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, URLResolver, path, reverse

from accounts.doors import towards_second_factor
from accounts.rights import lacks_second_factor, may
from accounts.roles import Act
from accounts.typed import must_sign_in

VIEW_ON_SITE = "view_on_site"


class Site(AdminSite):
    """The administration. What one may not see or do is not there: 404, in the same words."""

    site_title = site_header = f"{settings.SITE_NAME}, gestion"
    index_title = "Gestion"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever the table lets in."""
        return may(request.user, Act.ENTER_ADMINISTRATION)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Django refuses with 403 what one may not do, which says that something is there."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def hidden(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.concerns(request):
                raise Http404
            if request.method == "POST" and not request.user.is_authenticated:
                return must_sign_in(request)
            try:
                answer: HttpResponseBase = guarded(request, *args, **kwargs)
            except PermissionDenied:
                raise Http404 from None
            return answer

        return hidden

    def concerns(self, request: HttpRequest) -> bool:
        """Whether a person comes in, or would with the second factor that their role asks for."""
        return self.has_permission(request) or lacks_second_factor(
            request.user, Act.ENTER_ADMINISTRATION
        )

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """As Django's, whose « view on site » leads from any number to any page's address."""
        kept = [one for one in super().get_urls() if getattr(one, "name", "") != VIEW_ON_SITE]
        seen = path(
            "r/<int:content_type_id>/<path:object_id>/",
            self.admin_view(self.view_on_site),
            name=VIEW_ON_SITE,
        )
        return [seen, *kept]

    def view_on_site(
        self, request: HttpRequest, content_type_id: int, object_id: str
    ) -> HttpResponse:
        """Lead to the page of a record that the person may see here."""
        kind = get_object_or_404(ContentType, pk=content_type_id)
        model = kind.model_class()
        if model is None or not self.is_registered(model):
            raise Http404
        found = self.get_model_admin(model).get_object(request, object_id)
        if found is None or not hasattr(found, "get_absolute_url"):
            raise Http404
        return redirect(found.get_absolute_url())

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sign in where everyone does; nothing is here for a person without the right."""
        wanted = request.GET.get("next") or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(wanted)
        if lacks_second_factor(request.user, Act.ENTER_ADMINISTRATION):
            return towards_second_factor(request)
        raise Http404

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One place to change it, where the person is told of it by e-mail."""
        return redirect("account_change_password")
