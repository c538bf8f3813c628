"""The doors of the ground: areas as on geo.api.gouv.fr."""

from collections.abc import Callable

from django.http import Http404

from geo import layers
from geo.codes import Level, UnknownCodeError, resolve
from publishing.doors.addresses import area_doors

COMMUNE_FIELDS = (
    "nom", "code", "codeDepartement", "siren", "codeEpci", "codeRegion", "codesPostaux",
    "population",
)  # fmt: skip


def today_of(level: Level) -> Callable[[str], str]:
    """What leads from a code to today's; Http404 for one that is none, or that was shared."""

    def today(code: str) -> str:
        try:
            place = resolve(level, code)
        except UnknownCodeError as error:
            raise Http404(str(error)) from None
        if len(place.codes) > 1:
            raise Http404(place.sentence())
        return place.code

    return today


urlpatterns = [
    *area_doors(layers.COMMUNES, today_of(Level.COMMUNE), COMMUNE_FIELDS),
    *area_doors(layers.EPCIS, today_of(Level.EPCI), ("nom", "code", "type", "population")),
    *area_doors(layers.DEPARTMENTS, today_of(Level.DEPARTMENT), ("nom", "code", "codeRegion")),
    *area_doors(layers.REGIONS, today_of(Level.REGION), ("nom", "code")),
]
