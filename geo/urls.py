"""The doors of the ground: areas as on geo.api.gouv.fr."""

from dataclasses import dataclass

from django.http import Http404

from geo import layers
from geo.codes import UnknownCodeError, resolve
from geo.levels import Level
from publishing.doors.addresses import area_doors


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
    door
    for level, (layer, essential) in layers.AREAS.items()
    for door in area_doors(layer, Codes(level), essential)
]
