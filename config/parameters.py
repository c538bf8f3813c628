"""Pages that choose nothing take no parameter: one that is asked of them is refused, not ignored.

Pages that filter or sort read and refuse their own. What newsletters and audience measures add to
an address changes nothing, and passes.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from directory.territories.pages import SINCE
from geo.levels import GROUND
from publishing.problems import UnknownParameter
from web.errors import parameter_refused
from web.parameters import is_tracking

VERSION = "v"  # of the data that an address of tiles or of a file was made for
# The names of addresses, and the parameters that each takes.
TAKEN: dict[str, tuple[str, ...]] = {
    **{level.name: (SINCE,) for level in GROUND},
    **dict.fromkeys(
        (
            "pole", "donnees", "appels", "appels-atom", "appels-calendrier", "appel",
            "appel-document", "programme", "service", "agenda", "agenda-atom",
            "agenda-calendrier", "partenaires", "droits", "donnees-personnelles",
            "proposer-un-pole-merci",
        ),
        (),
    ),
    "demander": ("pole",),
    "proposer-un-pole": ("nom", "appel"),
    "tuile": (VERSION,),
    "tilejson": (VERSION,),
}  # fmt: skip


class KnownParameters:
    """Refuse, by name, a parameter that the page asked for would ignore."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Before the view; nothing of an address that is not in the table."""
        match = request.resolver_match
        taken = TAKEN.get(str(match.url_name)) if match else None
        if taken is None:
            return None
        for name, value in request.GET.items():
            if name not in taken and not is_tracking(name):
                return parameter_refused(request, UnknownParameter(name, value, taken))
        return None
