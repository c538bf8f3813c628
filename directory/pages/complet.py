"""The poles of one's territory that the public does not see, and the files that hold them all."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.doors import reserved
from accounts.roles import Act
from directory.lists import alphabetical, for_lists
from directory.models import Pole
from directory.steps import directory_step
from geo.reach import Reach
from publishing.ceilings import part_of, whole
from publishing.files.formats import FORMATS
from publishing.files.spreadsheets import METADATA
from web.figures import figure
from web.french import plural
from web.page import Page

MOST = 50_000
ROWS = 500  # shown; the files hold them all


@require_safe
@reserved(Act.SEE_UNPUBLISHED)
def complet(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Render the poles within reach that are not published, and the way to the files."""
    within = Pole.objects.within_reach(reach)
    hidden = whole(for_lists(within.filter(published=False)).order_by("slug"), MOST)
    poles = sorted(hidden, key=alphabetical)
    answer = plural(
        "%(count)s fiche de votre territoire n'est pas publiée.",
        "%(count)s fiches de votre territoire ne sont pas publiées.",
        len(poles) or 1,
    ) % {"count": figure(len(poles)) if poles else "Aucune"}
    context: dict[str, Any] = {
        "page": Page.under(
            directory_step(),
            name="Annuaire complet",
            title="Fiches non publiées",
            summary=answer,
            path=reverse("annuaire-complet"),
            indexed=False,
        ),
        "answer": answer,
        "poles": part_of(poles, ROWS),
        "total": within.count(),
        "formats": [(one.form, one.title) for one in FORMATS.values() if one.form != METADATA],
    }
    return render(request, "directory/pages/complet.html", context)
