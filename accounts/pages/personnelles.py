"""What is kept of people, why, how long, and how to be given it or forgotten."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.personal import HOLDERS
from web.page import Page


@require_safe
def personnelles(request: HttpRequest) -> HttpResponse:
    """Render the statement, made from what the apps say that they keep."""
    answer = (
        "Le site se lit sans compte et sans cookie. Il ne garde de vous que ce qu'une démarche "
        "demande, et dit ici quoi, pourquoi et combien de temps."
    )
    context: dict[str, Any] = {
        "page": Page.under(
            name="Données personnelles",
            title="Vos données personnelles",
            summary=answer,
            path=reverse("donnees-personnelles"),
        ),
        "answer": answer,
        "holders": sorted(HOLDERS.values(), key=lambda one: (one.name != "compte", one.name)),
        "contact": settings.CONTACT_EMAIL,
    }
    return render(request, "accounts/donnees_personnelles.html", context)
