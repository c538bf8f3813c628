"""The home page: the map and its twin, the list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def carte(request: HttpRequest) -> HttpResponse:
    """Render the map page."""
    return render(request, "pages/carte.html")
