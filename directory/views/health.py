"""Health, for machines: whether the database answers, and what it holds."""

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from directory.models import Pole
from geo.models import Commune


@never_cache
@require_safe
def sante(request: HttpRequest) -> JsonResponse:
    """`{"etat": "ok", "base": true, "communes": n, "poles": n}`; 503 where the base is away."""
    try:
        counts = {
            "communes": Commune.objects.current().count(),
            "poles": Pole.objects.public().count(),
        }
    except (DatabaseError, InterfaceError):
        return JsonResponse({"etat": "indisponible", "base": False}, status=503)
    return JsonResponse({"etat": "ok", "base": True, **counts})
