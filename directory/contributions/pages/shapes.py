"""What the picker of territories asks while a form is filled: the shape of a file, and its weight.

Nothing is kept here: a file is read and forgotten, and what it holds comes back as a line of text.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.doors import signed_in, unkept
from directory.record.drawn import said_of
from directory.record.picker import MOST_CHARACTERS, TerritoriesWidget
from directory.record.weighed import line_of_file, preview
from geo.shapes.reading.bounds import LARGEST_FILE
from geo.shapes.refusals import Refusal, Several

LONGEST_NAME = 100
BAD_REQUEST = 400
NO_CONTENT = 204


@require_POST
@signed_in
def lire(request: HttpRequest) -> HttpResponse:
    """The shape of a file (`fichier`, and `couche` where it has several layers), as a line."""
    upload = request.FILES.get("fichier")
    if upload is None:
        return refused("fichier", "un fichier")
    try:
        content = upload.read(LARGEST_FILE + 1)
        line, told = line_of_file(str(upload.name), content, request.POST.get("couche", "").strip())
    except Several as several:
        return refused("couche", str(several), layers=list(several.layers))
    except Refusal as refusal:
        return refused("fichier", said_of(refusal))
    return JsonResponse({"ligne": line, "dit": told})


def refused(parameter: str, accepted: str, layers: list[str] | None = None) -> JsonResponse:
    """Why a file gives no shape, and the layers of which one is to be chosen."""
    told = {
        "title": "Fichier refusé", "status": BAD_REQUEST, "detail": f"Attendu : {accepted}.",
        "parametre": parameter, "couches": layers or [],
    }  # fmt: skip
    return JsonResponse(told, status=BAD_REQUEST, content_type="application/problem+json")


@require_POST
def peser(request: HttpRequest) -> HttpResponseBase:
    """What the drawn shapes of a form take, as a part of its page; nothing for a visitor.

    `champ` is the name of the field; the field and its boxes come under their own names. Whose
    session has ended is told so by the form itself: this is asked while one draws.
    """
    if not request.user.is_authenticated:
        return unkept(HttpResponse(status=NO_CONTENT))
    field = request.POST.get("champ", "")[:LONGEST_NAME]
    text = str(TerritoriesWidget().value_from_datadict(request.POST, None, field) or "")
    if len(text) > MOST_CHARACTERS:
        return refused(field, "un périmètre plus léger : simplifiez le tracé")
    context = {"preview": preview(text.splitlines()), "field": field}
    return unkept(render(request, "directory/record/preview.html", context))
