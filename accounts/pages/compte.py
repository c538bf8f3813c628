"""One's own space: who one is, one's roles, the table of rights, one's data."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import signed_in
from accounts.models import Mandate
from accounts.personal import export
from accounts.rights import MOST_MANDATES, has_second_factor, held_by, may
from accounts.roles import ACT_LABELS, NEEDS_SECOND_FACTOR, RIGHTS, Act, Role
from accounts.spaces import spaces_of
from publishing.ceilings import whole
from web.page import Page


class NameForm(forms.ModelForm):
    """How one is called; read by those who handle what one sends, and by nobody else."""

    class Meta:
        model = User
        fields = ("first_name", "last_name")


@require_safe
@signed_in
def compte(request: HttpRequest) -> HttpResponse:
    """Render one's space: what one can do, who one is, how one signs in."""
    person = request.user
    assert isinstance(person, User)  # noqa: S101 - signed in
    answer = f"Vous êtes connecté avec l'adresse {person.email}."
    context: dict[str, Any] = {
        "page": Page.under(
            name="Mon compte", summary=answer, path=reverse("compte"), indexed=False
        ),
        "answer": answer,
        "mandates": [
            (mandate, mandate.role in NEEDS_SECOND_FACTOR)
            for mandate in whole(
                Mandate.objects.filter(person=person).select_related(
                    "region", "department", "pole"
                ),
                MOST_MANDATES,
            )
        ],
        "second_factor": has_second_factor(person),
        "waiting": any(not one.in_effect for one in held_by(person)),
        "acts": [label for act, label in ACT_LABELS.items() if may(person, act)],
        "spaces": spaces_of(person),
    }
    return render(request, "accounts/compte.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def nom(request: HttpRequest) -> HttpResponse:
    """Change how one is called."""
    form = NameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Votre nom est enregistré.")
        return redirect("compte")
    answer = "Votre nom n'est lu que par ceux qui traitent ce que vous envoyez."
    context = {
        "page": Page.own(
            name="Mon nom", title="Votre nom", summary=answer, path=reverse("compte-nom")
        ),
        "answer": answer,
        "form": form,
    }
    return render(request, "accounts/nom.html", context)


@require_safe
def droits(request: HttpRequest) -> HttpResponse:
    """Render the table of rights, which is no secret."""
    rows = [(ACT_LABELS[act], [RIGHTS[act].get(role) for role in Role]) for act in Act]
    answer = "Chaque rôle donne des droits sur un pôle, sur un territoire ou sur la France."
    context: dict[str, Any] = {
        "page": Page.under(name="Qui peut faire quoi", summary=answer, path=reverse("droits")),
        "answer": answer,
        "roles": [(role.label, role in NEEDS_SECOND_FACTOR) for role in Role],
        "rows": [
            (label, [extent.label if extent else None for extent in extents])
            for label, extents in rows
        ],
    }
    return render(request, "accounts/droits.html", context)


@require_safe
@signed_in
def donnees(request: HttpRequest) -> HttpResponse:
    """Give all that is kept about oneself."""
    assert isinstance(request.user, User)  # noqa: S101 - signed in
    answer = JsonResponse(
        export(request.user.email), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    answer["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return answer
