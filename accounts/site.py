"""The administration's own door: the sign-in of the site, rights from the table, 404 otherwise."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.doors import towards_second_factor
from accounts.rights import lacks_second_factor, may
from accounts.roles import Act


class Site(AdminSite):
    """The administration."""

    site_title = site_header = _("Atlas des PTCE, gestion")
    index_title = _("Gestion")

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever the table lets in."""
        return may(request.user, Act.ENTER_ADMINISTRATION)

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
