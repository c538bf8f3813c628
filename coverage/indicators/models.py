"""Indicators, their values as loaded, and the values of areas that follow from them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from coverage.indicators.vocabulary import AreaSource, Direction, FileLevel, Kind
from geo.models import Commune, Epci
from tables.addresses import WebField

SLUG_PATTERN = r"^[a-z][a-z0-9_]*$"
FINITE = Q(value__gt=float("-inf"), value__lt=float("inf"))  # PostgreSQL puts NaN above infinity
SOMETHING = Q(value__isnull=False) | ~Q(text="")


class Indicator(models.Model):
    """A figure known of many territories: what it is, whose, of when."""

    code = models.CharField("code", max_length=40, primary_key=True)
    label = models.CharField("libellé", max_length=200)
    unit = models.CharField("unité", max_length=60, blank=True)
    kind = models.CharField("nature", max_length=6, choices=Kind)
    # True where a file lists those that have something, so that absent means none.
    absent_is_none = models.BooleanField("absent signifie non", default=False)
    # False where the communes that are known are not like the others: their mean is made by EPCI
    # alone, where it stands in for what is not published.
    aggregated = models.BooleanField("agrégé", default=True)
    direction = models.CharField("sens", max_length=6, choices=Direction, default=Direction.NONE)
    priority_classes = ArrayField(
        models.CharField(max_length=100), verbose_name="classes prioritaires", default=list,
        blank=True,
    )  # fmt: skip
    # Of a class: the label of each accepted value; empty where any text is accepted.
    classes = models.JSONField("libellés des classes", default=dict, blank=True)
    source = models.CharField("source", max_length=400)
    address = WebField("adresse", max_length=400, blank=True)
    licence = models.CharField("licence", max_length=120, blank=True)
    vintage = models.CharField("millésime", max_length=60)
    year = models.PositiveSmallIntegerField("année", null=True)
    notes = models.TextField("précautions", blank=True)
    # Computed from the ground; no file gives it.
    built_in = models.BooleanField("calculé", default=False)
    loaded_at = models.DateTimeField("chargé le")

    class Meta:
        verbose_name = "indicateur"
        verbose_name_plural = "indicateurs"
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(
                name="indicator_code_form", condition=Q(code__regex=SLUG_PATTERN)
            ),
            models.CheckConstraint(name="indicator_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="indicator_direction_known", condition=Q(direction__in=Direction.values)
            ),
            models.CheckConstraint(
                name="indicator_list_absent_is_none",
                condition=~Q(kind=Kind.LIST) | Q(absent_is_none=True),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class IndicatorFile(models.Model):
    """One file of an indicator: an indicator may be published by commune and by EPCI."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="files")
    level = models.CharField("niveau", max_length=11, choices=FileLevel)
    name = models.CharField("fichier", max_length=200)
    geography = models.CharField("géographie", max_length=60, blank=True)
    rows = models.PositiveIntegerField("lignes")
    # What was carried to today's geography and what could not be: a list of remarks, each
    # {"what": sentence, "count": int, "codes": [str, …]}.
    report = models.JSONField("reports", default=list)
    digest = models.CharField(max_length=64)
    # The ground on which the codes were carried.
    ground = models.CharField(max_length=64, blank=True)
    loaded_at = models.DateTimeField("chargé le")

    class Meta:
        verbose_name = "fichier d'indicateur"
        verbose_name_plural = "fichiers d'indicateurs"
        ordering = ("indicator", "level")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("indicator", "level"), name="indicator_file_once"),
            models.CheckConstraint(
                name="indicator_level_known", condition=Q(level__in=FileLevel.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.level}"


class CommuneValue(models.Model):
    """What a commune of today has: a number, a class, or a place in a list."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="commune_values")
    commune = models.ForeignKey(Commune, models.CASCADE, related_name="indicator_values")
    # The level of the file it comes from.
    level = models.CharField(max_length=11, choices=FileLevel)
    value = models.FloatField(null=True)
    text = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("indicator", "commune")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("indicator", "commune"), name="commune_value_once"),
            models.CheckConstraint(
                name="commune_value_finite", condition=Q(value__isnull=True) | FINITE
            ),
            models.CheckConstraint(name="commune_value_something", condition=SOMETHING),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.commune_id} {self.text or self.value}"


class EpciValue(models.Model):
    """What is published for an EPCI or EPT of today."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="epci_values")
    epci = models.ForeignKey(Epci, models.CASCADE, related_name="indicator_values")
    value = models.FloatField(null=True)
    text = models.CharField(max_length=100, blank=True)
    # Made of values of EPCI that merged into this one.
    carried = models.BooleanField(default=False)

    class Meta:
        ordering = ("indicator", "epci")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("indicator", "epci"), name="epci_value_once"),
            models.CheckConstraint(
                name="epci_value_finite", condition=Q(value__isnull=True) | FINITE
            ),
            models.CheckConstraint(name="epci_value_something", condition=SOMETHING),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.epci_id} {self.text or self.value}"


class AreaValue(models.Model):
    """Derived: what an area has. Written by `coverage.indicators.deriving` and `builtin` alone.

    An area is one of a level of `geo.levels`, by the key of its totals: by EPCI, what stands for
    its communes (an EPCI, an EPT of Greater Paris, a commune without EPCI); what no study area
    holds; the parts of France. An area of whose people nothing is known has no row.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="area_values")
    level = models.CharField(max_length=11)
    code = models.CharField(max_length=11)
    # Null for classes of which none is a priority.
    value = models.FloatField(null=True)
    # Of a class, the one that holds most of its people.
    text = models.CharField(max_length=100, blank=True)
    # The share of its people on which the value rests, 0 to 1.
    people_share = models.FloatField()
    # How many of its communes have a value, or are listed.
    communes = models.PositiveIntegerField()
    basis = models.CharField(max_length=7, choices=AreaSource)

    class Meta:
        ordering = ("indicator", "level", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("indicator", "level", "code"), name="area_value_once"),
            models.CheckConstraint(
                name="area_value_finite", condition=Q(value__isnull=True) | FINITE
            ),
            models.CheckConstraint(name="area_value_something", condition=SOMETHING),
            models.CheckConstraint(
                name="area_value_share", condition=Q(people_share__range=(0, 1))
            ),
            models.CheckConstraint(
                name="area_basis_known", condition=Q(basis__in=AreaSource.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.level} {self.code} {self.value}"
