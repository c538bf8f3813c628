"""Spatial questions about areas and communes, by name."""

from typing import Any, Self

from django.contrib.gis.geos import Point
from django.db import models

from publishing.coordinates import WGS84


class AreaQuerySet(models.QuerySet[Any]):
    """Questions that hold at every level."""

    def current(self) -> Self:
        """Those of the code officiel géographique in force."""
        return self.filter(obsolete=False)

    def containing(self, longitude: float, latitude: float) -> Self:
        """Those whose contour covers a point (degrees)."""
        return self.filter(shape__contour__covers=Point(longitude, latitude, srid=WGS84))


class CommuneQuerySet(AreaQuerySet):
    """Questions about communes."""
