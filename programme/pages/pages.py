"""The hub of the programme: three axes, who decides, and the way to each page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from web.page import Page

# Where the hub's own sentences come from.
SOURCES = (
    "https://banquedesterritoires.fr/"
    "le-gouvernement-relance-les-ptce-avec-un-ami-qui-leur-veut-du-bien",
    "https://www.cress-pdl.org/"
    "olivia-gregoire-relance-les-poles-territoriaux-de-cooperation-economique/",
    "https://rtes.fr/retour-sur-le-webinaire-collectivites-ptce-en-region-centre-val-de-loire-0",
    "https://www.assemblee-nationale.fr/dyn/17/amendements/0324C/AN/596",
    "https://cress-na.org/ami-ptce-phase-2-saison-3",
    "https://avise.org/actualites/"
    "ami-lancement-de-la-strategie-nationale-pour-la-relance-des-poles-territoriaux-de",
    "http://www.coorace.org/node/16520",
)


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """Render the hub: three axes, who decides, and the way to each page."""
    answer = (
        "Depuis le 12 mai 2021, l'État relance les pôles territoriaux de coopération économique "
        "sur trois axes : un appel à manifestation d'intérêt, une offre de services, une "
        "animation partenariale."
    )
    title = "Le programme public de soutien aux PTCE"
    context: dict[str, Any] = {
        "page": Page.under(
            name="Programme", title=title, summary=answer, path=reverse("programme")
        ),
        "answer": answer,
        "sources": SOURCES,
    }
    return render(request, "programme/programme.html", context)
