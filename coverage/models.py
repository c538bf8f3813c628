"""What each commune has of the poles, one row a status: kept, so that any question is quick."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q

from coverage.vocabulary import COUNTABLE
from directory.models import Pole
from geo.models import Commune


class CommuneState(models.Model):
    """Derived: for one commune and one counted status, the best basis and the nearest pole.

    A question that counts several statuses takes the best of their rows; the radius is the
    question's, so `near` is not kept, the distance is. Written by `states.refreshing` alone.
    """

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="states")
    status = models.CharField(max_length=8, choices=[(s, s.label) for s in COUNTABLE])
    # 1 declared, 2 partial, 3 presumed, 4 broad; null where no footprint holds the commune.
    rank = models.PositiveSmallIntegerField(null=True)
    # The poles that give that rank, by id.
    poles = ArrayField(models.BigIntegerField(), default=list)
    nearest = models.ForeignKey(Pole, models.CASCADE, null=True, related_name="+")
    # From the town hall to the exact territory of `nearest`, else to its seat: geodesic (WGS 84
    # ellipsoid), metres. Overseas, null where no pole stands in the department.
    nearest_m = models.FloatField(null=True)

    class Meta:
        ordering = ("commune", "status")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("commune", "status"), name="state_once"),
            models.CheckConstraint(
                name="state_rank_known", condition=Q(rank__isnull=True) | Q(rank__range=(1, 4))
            ),
            models.CheckConstraint(
                name="state_nearest_has_distance",
                condition=Q(nearest__isnull=True, nearest_m__isnull=True)
                | Q(nearest__isnull=False, nearest_m__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune_id} {self.status} {self.rank}"


from coverage.indicators import models as indicators  # noqa: E402, F401 - found by Django
