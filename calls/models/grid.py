"""What a call is judged by and what comes with it: its grid of criteria, its public files."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from calls.models.call import Call
from calls.models.guards import FILES_STAY, GRID_STAYS
from calls.models.stored import Stored


class Criterion(models.Model):
    """What applications are scored on."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField("rang", default=1)
    title = models.CharField("critère", max_length=200)
    text = models.TextField("ce qui est regardé", blank=True)
    weight = models.PositiveSmallIntegerField("poids", default=1, validators=[MinValueValidator(1)])
    highest = models.PositiveSmallIntegerField(
        "note la plus haute", default=5, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = "critère"
        verbose_name_plural = "critères"
        ordering = ("call", "position", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="criterion_counts", condition=Q(weight__gte=1, highest__gte=1)
            ),
        ]
        triggers: ClassVar = [GRID_STAYS]

    def __str__(self) -> str:
        return self.title


class CallDocument(Stored):
    """A public file of a call: its rules, its notice."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="documents")
    title = models.CharField("titre", max_length=200)

    class Meta(Stored.Meta):
        abstract = False
        verbose_name = "document de l'appel"
        verbose_name_plural = "documents de l'appel"
        ordering = ("call", "title", "id")
        triggers: ClassVar = [FILES_STAY]
