"""The ground of areas at every scale, and which communes touch."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import F, Q

from geo.models.areas import Commune, Department, Epci, Region, StudyArea
from publishing.coordinates import WEB_MERCATOR, WGS84


class Shape(models.Model):
    """The geometry of an area, kept apart so that a list of areas never drags it along.

    `contour` is the full one; the others are `coverage_simplify` of it, by which neighbours
    keep one shared border.
    """

    contour = models.MultiPolygonField(srid=WGS84)
    general = models.MultiPolygonField(srid=WGS84)
    tile_coarse = models.MultiPolygonField(srid=WEB_MERCATOR)
    tile_medium = models.MultiPolygonField(srid=WEB_MERCATOR)
    tile_fine = models.MultiPolygonField(srid=WEB_MERCATOR)

    class Meta:
        abstract = True


class RegionShape(Shape):
    """The ground of a region."""

    area = models.OneToOneField(Region, models.CASCADE, primary_key=True, related_name="shape")


class DepartmentShape(Shape):
    """The ground of a department."""

    area = models.OneToOneField(Department, models.CASCADE, primary_key=True, related_name="shape")


class EpciShape(Shape):
    """The ground of an EPCI or EPT."""

    area = models.OneToOneField(Epci, models.CASCADE, primary_key=True, related_name="shape")


class StudyAreaShape(Shape):
    """The ground of a study area."""

    area = models.OneToOneField(StudyArea, models.CASCADE, primary_key=True, related_name="shape")


class CommuneShape(Shape):
    """The ground of a commune; the four communes without contour have none."""

    area = models.OneToOneField(Commune, models.CASCADE, primary_key=True, related_name="shape")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="commune_contour_valid", condition=Q(contour__isvalid=True)
            ),
        ]


class Adjacency(models.Model):
    """Two communes that share a border, each pair once, lower code first.

    Derived, and replaced whole with the communes themselves: the database is spared 200,000
    checks of keys at the end of each load.
    """

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="+", db_constraint=False)
    neighbour = models.ForeignKey(Commune, models.CASCADE, related_name="+", db_constraint=False)

    class Meta:
        ordering = ("commune", "neighbour")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("commune", "neighbour"), name="adjacency_once"),
            models.CheckConstraint(
                name="adjacency_in_order", condition=Q(commune__lt=F("neighbour"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune_id}–{self.neighbour_id}"
