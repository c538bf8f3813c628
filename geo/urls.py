"""The doors of the ground: areas as on geo.api.gouv.fr."""

from dataclasses import dataclass

from django.http import Http404

from geo import layers
from geo.codes import Level, UnknownCodeError, resolve
from publishing.doors.addresses import area_doors

COMMUNE_FIELDS = (
    "nom", "code", "codeDepartement", "siren", "codeEpci", "codeRegion", "codesPostaux",
    "population",
)  # fmt: skip


@dataclass(frozen=True)
class Codes:
    """The codes of a level, for the doors of its areas."""

    level: Level

    def today(self, code: str) -> str:
        """Today's code for one that is or was; Http404 for one that is none, or was shared."""
        try:
            place = resolve(self.level, code)
        except UnknownCodeError as error:
            raise Http404(str(error)) from None
        if len(place.codes) > 1:
            raise Http404(place.sentence())
        return place.code


urlpatterns = [
    *area_doors(layers.COMMUNES, Codes(Level.COMMUNE), COMMUNE_FIELDS),
    *area_doors(layers.EPCIS, Codes(Level.EPCI), ("nom", "code", "type", "population")),
    *area_doors(layers.DEPARTMENTS, Codes(Level.DEPARTMENT), ("nom", "code", "codeRegion")),
    *area_doors(layers.REGIONS, Codes(Level.REGION), ("nom", "code")),
]
