"""Answers to what goes wrong: a page in French with a way on, or a problem for a machine.

Pages of 500 and 503 stand alone: neither the database nor a context processor is asked.
"""

from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from publishing.problems import AGAIN, AGAIN_SECONDS, ParameterProblem

MACHINE_PATHS = ("/api/", "/ogc/", "/tuiles/")
LONGEST_ECHO = 600

# What psycopg raises when the server is away, refuses or gives up: worth another try.
DATABASE_AWAY = (OperationalError, InterfaceError)


def is_for_a_machine(request: HttpRequest) -> bool:
    """Whether the caller expects JSON."""
    return request.path_info.startswith(MACHINE_PATHS)


# What each is called, as the API calls them.
TITLES = {
    HTTPStatus.BAD_REQUEST: "Requête refusée",
    HTTPStatus.FORBIDDEN: "Accès refusé",
    HTTPStatus.NOT_FOUND: "Introuvable",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Envoi trop lourd",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Erreur interne",
    HTTPStatus.SERVICE_UNAVAILABLE: "Réponse impossible",
}


def problem(status: HTTPStatus, detail: str) -> JsonResponse:
    """A problem of RFC 9457."""
    title = str(TITLES[status])
    body = {"type": "about:blank", "title": title, "status": status.value, "detail": detail}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: what was not found, where the view said it, and a way on."""
    said = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    detail = said if len(said) <= LONGEST_ECHO else f"{said[:LONGEST_ECHO]}…"
    if is_for_a_machine(request):
        return problem(HTTPStatus.NOT_FOUND, detail or "Aucune ressource à cette adresse.")
    return render(request, "404.html", {"detail": detail}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 that Django raises by itself (a host, a header or a form it does not accept)."""
    return refused(request, "L'adresse ou la requête n'est pas acceptée.")


def refused(request: HttpRequest, detail: str, again: str = "") -> HttpResponse:
    """400 with the reason; the page stands alone, since the request itself is not to be trusted.

    `again` is the address to try instead, where there is one.
    """
    if is_for_a_machine(request):
        return problem(HTTPStatus.BAD_REQUEST, detail)
    page = render_to_string("400.html", {"detail": detail, "again": again})
    return HttpResponse(page, status=400)


def parameter_refused(request: HttpRequest, problem: ParameterProblem) -> HttpResponse:
    """400 that names the parameter, and leads to the same page without any."""
    return refused(request, str(problem.detail), request.path)


def too_heavy(request: HttpRequest, megabytes: int) -> HttpResponse:
    """413; what is sent is not read."""
    detail = f"Ce qui est envoyé pèse plus de {megabytes} Mo : rien n'en est lu."
    if is_for_a_machine(request):
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
    page = render_to_string("400.html", {"title": "Envoi trop lourd", "detail": detail})
    return HttpResponse(page, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    if is_for_a_machine(request):
        return problem(HTTPStatus.FORBIDDEN, "Accès refusé.")
    return render(request, "403.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: an error of ours, said without detail."""
    if is_for_a_machine(request):
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Erreur interne.")
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request: HttpRequest, detail: str = "") -> HttpResponse:
    """503, to be tried again soon: the database does not answer, or what `detail` says."""
    if is_for_a_machine(request):
        response: HttpResponse = problem(
            HTTPStatus.SERVICE_UNAVAILABLE, detail or "La base de données ne répond pas."
        )
    else:
        response = HttpResponse(
            render_to_string("503.html", {"detail": detail, "again": AGAIN}), status=503
        )
    response["Retry-After"] = str(AGAIN_SECONDS)
    add_never_cache_headers(response)
    return response
