"""Probes are answered before any rule on hosts and HTTPS: they come by number, in plain HTTP."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config.journal import PROBE
from web.health import sante


class Probes:
    """Answer /sante/ to whoever asks, by whatever name and scheme."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == PROBE:
            return sante(request)
        return self.get_response(request)
