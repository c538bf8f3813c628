"""What a machine is told when its request cannot be answered: RFC 9457 problem details."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"
LONGEST_ECHO = 80
# When to come again: the same to whoever reads the sentence and to a machine (`Retry-After`).
AGAIN, AGAIN_SECONDS = "réessayez dans une minute", 60


def ended(sentence: str) -> str:
    """A sentence with its full stop, unless it asks.

    >>> ended("attendu, un nom"), ended("01004 ?")
    ('attendu, un nom.', '01004 ?')
    """
    return sentence if sentence.endswith(("?", ".")) else f"{sentence}."


class ParameterProblem(exceptions.APIException):
    """A parameter that is refused: its name, its value, and what is accepted."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "parametre"

    def __init__(self, name: str, value: object, accepted: str) -> None:
        self.parameter = name
        self.value = shortened(value)
        self.accepted = accepted
        said = f"Paramètre « {name} » : {self.value!r} refusé ; accepté : {accepted}"
        super().__init__(ended(said))


class UnknownParameter(ParameterProblem):
    """A parameter that no door of that name takes: its value is not what is wrong."""

    def __init__(self, name: str, value: object, known: Collection[str]) -> None:
        names = ", ".join(sorted(known))
        super().__init__(name, value, f"les paramètres {names}" if names else "aucun paramètre")
        self.detail = exceptions.ErrorDetail(
            f"Paramètre « {shortened(name)} » inconnu ; "
            + (f"acceptés : {names}." if names else "aucun n'est accepté."),
            self.default_code,
        )


class BusyError(exceptions.APIException):
    """Too much is being made at once, the disk is full, or what was being made was stopped."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "occupe"


def shortened(value: object) -> str:
    """A value short enough to be shown, without control characters."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(value))
    return text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}… ({len(text)} caractères)"


def handle(error: Exception, _: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None lets an unforeseen error reach the 500 page."""
    if isinstance(error, Http404):
        detail = str(error) or "Cette ressource n'existe pas."
        return problem(status.HTTP_404_NOT_FOUND, "Introuvable", detail)
    if isinstance(error, PermissionDenied):
        return problem(status.HTTP_404_NOT_FOUND, "Introuvable", "Cette ressource n'existe pas.")
    if isinstance(error, ParameterProblem):
        return problem(
            error.status_code,
            "Paramètre refusé",
            str(error.detail),
            parametre=error.parameter,
            valeur=error.value,
            accepte=error.accepted,
        )
    if isinstance(error, exceptions.APIException):
        ours = error.status_code >= status.HTTP_500_INTERNAL_SERVER_ERROR
        title = "Réponse impossible" if ours else "Requête refusée"
        response = problem(error.status_code, title, str(error.detail))
        if isinstance(error, BusyError):
            response["Retry-After"] = str(AGAIN_SECONDS)
        return response
    return None


def problem(code: int, title: str, detail: str, **more: str) -> Response:
    """A problem+json answer."""
    body = {"type": "about:blank", "title": title, "status": code, "detail": detail, **more}
    return Response(body, status=code, content_type=MEDIA_TYPE)
