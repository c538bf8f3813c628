"""Where codes that are no longer in force lead today: communes since 1943, EPCI since 2019."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from geo.constants import CODE_PATTERN, SIREN_PATTERN
from geo.models.areas import Commune, Epci


class CommunePassage(models.Model):
    """A code of a commune no longer in force, and the commune of today that it leads to."""

    code = models.CharField("ancien code", max_length=5, primary_key=True)
    name = models.CharField("ancien nom", max_length=200, blank=True)
    ended = models.DateField("fin", null=True)
    commune = models.ForeignKey(Commune, models.CASCADE, related_name="passages")
    kind = models.CharField("nature", max_length=20)

    class Meta:
        verbose_name = "passage de commune"
        verbose_name_plural = "passages de communes"
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(name="passage_code_form", condition=Q(code__regex=CODE_PATTERN)),
        ]

    def __str__(self) -> str:
        return f"{self.code} → {self.commune_id}"


class EpciPassage(models.Model):
    """An EPCI no longer in force, and one that took over communes of it."""

    key = models.CharField(max_length=19, primary_key=True)  # both SIREN
    siren = models.CharField("ancien SIREN", max_length=9, db_index=True)
    name = models.CharField("ancien nom", max_length=200)
    ended = models.DateField("fin")
    epci = models.ForeignKey(Epci, models.CASCADE, related_name="passages")
    kind = models.CharField("nature", max_length=20)
    communes_count = models.PositiveIntegerField("communes reprises")
    people_share = models.FloatField("part de ses habitants")

    class Meta:
        verbose_name = "passage d'EPCI"
        verbose_name_plural = "passages d'EPCI"
        ordering = ("siren", "-people_share", "key")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="passage_siren_form", condition=Q(siren__regex=SIREN_PATTERN)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.siren} → {self.epci_id}"
