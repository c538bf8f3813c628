"""One's own space: who one is, one's roles, the table of rights, one's data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.doors import signed_in
from accounts.rights import has_second_factor, held_by
from accounts.roles import ACT_LABELS, NEEDS_SECOND_FACTOR, RIGHTS, Act, Role
from directory.views.page import Page, home


def account_page(name: str, title: str, summary: str, path: str) -> Page:
    """The identity of a page of one's own, which no search engine keeps."""
    return Page(name=name, title=title, summary=summary, path=path, trail=(home(),), indexed=False)


@require_safe
@signed_in
def compte(request: HttpRequest) -> HttpResponse:
    """Render one's space."""
    held = held_by(request.user)
    answer = _("Vous êtes connecté avec %(email)s.") % {"email": request.user.email}  # type: ignore[union-attr]
    context: dict[str, Any] = {
        "page": account_page(_("Mon compte"), _("Mon compte"), answer, reverse("compte")),
        "answer": answer,
        "held": held,
        "second_factor": has_second_factor(request.user),  # type: ignore[arg-type]
        "waiting": [one for one in held if not one.in_effect],
    }
    return render(request, "pages/compte.html", context)


@require_safe
def droits(request: HttpRequest) -> HttpResponse:
    """Render the table of rights, which is no secret."""
    rows = [(ACT_LABELS[act], [RIGHTS[act].get(role) for role in Role]) for act in Act]
    answer = _("Chaque rôle donne des droits sur son pôle, sur son territoire ou sur la France.")
    context: dict[str, Any] = {
        "page": account_page(_("Droits"), _("Qui peut faire quoi"), answer, reverse("droits")),
        "answer": answer,
        "roles": [(role.label, role in NEEDS_SECOND_FACTOR) for role in Role],
        "rows": rows,
    }
    return render(request, "pages/droits.html", context)


@require_safe
@signed_in
def donnees(request: HttpRequest) -> HttpResponse:
    """Give all that is kept about oneself."""
    raise NotImplementedError
