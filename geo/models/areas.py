"""The French territory: regions, departments, EPCI and EPT, communes, former communes."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import F, Q
from django.db.models.functions import Length
from django.urls import reverse

from geo.constants import CODE_PATTERN, DEPARTMENT_PATTERN, SIREN_PATTERN
from geo.querysets import AreaQuerySet, CommuneQuerySet
from publishing.coordinates import WEB_MERCATOR, WGS84

models.CharField.register_lookup(Length)


class Zone(models.TextChoices):
    """Where national totals are split."""

    METRO = "metro", "France métropolitaine"
    DROM = "drom", "Outre-mer (départements et régions)"


class Area(models.Model):
    """What every level has: a name, an article, people and ground."""

    code_field: ClassVar[str] = "code"  # the field that holds its public code

    name = models.CharField("nom", max_length=200)
    name_key = models.CharField("clé de recherche", max_length=200, editable=False)
    linking = models.PositiveSmallIntegerField(
        "type de liaison", default=0, help_text="Article du nom, au code de l'Insee (0 à 8)."
    )
    zone = models.CharField("zone", max_length=5, choices=Zone)
    population = models.PositiveIntegerField("population municipale")
    area_km2 = models.FloatField("superficie (km²)", null=True)
    obsolete = models.BooleanField(
        "obsolète",
        default=False,
        help_text="Absent du code officiel géographique en vigueur.",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def public_code(self) -> str:
        """The code that addresses and answers give it."""
        return str(getattr(self, self.code_field))


class DerivedArea(Area):
    """An area made of communes: its figures are sums over them."""

    communes_count = models.PositiveIntegerField("nombre de communes", default=0)

    class Meta:
        abstract = True


class Region(DerivedArea):
    """One of the 18 regions."""

    code = models.CharField("code", max_length=2, primary_key=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = "région"
        verbose_name_plural = "régions"
        ordering = ("name", "code")
        constraints: ClassVar = [
            models.CheckConstraint(name="region_code_form", condition=Q(code__regex=r"^\d{2}$")),
            models.CheckConstraint(name="region_zone_known", condition=Q(zone__in=Zone.values)),
        ]

    def get_absolute_url(self) -> str:
        return reverse("region", args=[self.code])


class Department(DerivedArea):
    """One of the 101 departments."""

    code = models.CharField("code", max_length=3, primary_key=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="departments")

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = "département"
        verbose_name_plural = "départements"
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(
                name="department_code_form", condition=Q(code__regex=DEPARTMENT_PATTERN)
            ),
            models.CheckConstraint(name="department_zone_known", condition=Q(zone__in=Zone.values)),
        ]

    def get_absolute_url(self) -> str:
        return reverse("departement", args=[self.code])


class Epci(DerivedArea):
    """An inter-municipal body with its own taxes (EPCI), or a territory of Greater Paris (EPT)."""

    class Kind(models.TextChoices):
        CC = "CC", "communauté de communes"
        CA = "CA", "communauté d'agglomération"
        CU = "CU", "communauté urbaine"
        METRO = "METRO", "métropole"
        EPT = "EPT", "établissement public territorial"

    code_field = "siren"

    siren = models.CharField("SIREN", max_length=9, primary_key=True)
    kind = models.CharField("nature", max_length=5, choices=Kind)
    # The department and region that hold most of its people; some straddle several.
    department = models.ForeignKey(Department, models.PROTECT, related_name="epcis", null=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="epcis", null=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = "EPCI"
        verbose_name_plural = "EPCI"
        ordering = ("name", "siren")
        constraints: ClassVar = [
            models.CheckConstraint(name="epci_siren_form", condition=Q(siren__regex=SIREN_PATTERN)),
            models.CheckConstraint(name="epci_zone_known", condition=Q(zone__in=Zone.values)),
        ]
        indexes: ClassVar = [
            GinIndex(OpClass(F("name_key"), "gin_trgm_ops"), name="epci_name_trgm"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("epci", args=[self.siren])


class StudyArea(DerivedArea):
    """An area that is drawn for studies, and that nobody governs: a zone d'emploi, a bassin de vie.

    `level` is the name of its level (`geo.levels`); `code` is its own within that level alone.
    """

    key = models.CharField(max_length=40, primary_key=True, editable=False)
    level = models.CharField("niveau", max_length=20)
    code = models.CharField("code", max_length=9)
    # The department and region that hold most of its people; some straddle several.
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", null=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", null=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = "zone d'étude"
        verbose_name_plural = "zones d'étude"
        ordering = ("level", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("level", "code"), name="study_area_once"),
            models.CheckConstraint(name="study_area_zone_known", condition=Q(zone__in=Zone.values)),
        ]

    def get_absolute_url(self) -> str:
        return reverse(self.level, args=[self.code])


class Commune(Area):
    """A commune of the code officiel géographique in force."""

    class CentreKind(models.TextChoices):
        TOWN_HALL = "mairie", "mairie"
        INSIDE = "interieur", "point intérieur"

    code = models.CharField("code Insee", max_length=5, primary_key=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="communes")
    region = models.ForeignKey(Region, models.PROTECT, related_name="communes")
    epci = models.ForeignKey(Epci, models.PROTECT, related_name="communes", null=True, blank=True)
    ept = models.ForeignKey(
        Epci, models.PROTECT, related_name="ept_communes", null=True, blank=True
    )
    # What stands for its EPCI wherever totals are made (`geo.bodies`): derived when a ground loads.
    body = models.CharField("tient lieu d'EPCI", max_length=9, editable=False, db_default="")
    siren = models.CharField("SIREN", max_length=9, blank=True)
    population_year = models.PositiveSmallIntegerField("année de la population")
    postcodes = ArrayField(
        models.CharField(max_length=5), verbose_name="codes postaux", default=list, blank=True
    )
    centre = models.PointField("centre", srid=WGS84, geography=True)
    centre_tile = models.PointField(srid=WEB_MERCATOR, editable=False)
    centre_kind = models.CharField("nature du centre", max_length=10, choices=CentreKind)
    # The lowest zoom at which the map writes the name, so that labels thin out evenly.
    label_zoom = models.PositiveSmallIntegerField(default=12, editable=False)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ("name", "code")
        constraints: ClassVar = [
            models.CheckConstraint(name="commune_code_form", condition=Q(code__regex=CODE_PATTERN)),
            models.CheckConstraint(name="commune_zone_known", condition=Q(zone__in=Zone.values)),
            models.CheckConstraint(
                name="commune_population_year", condition=Q(population_year__range=(1999, 2100))
            ),
        ]
        indexes: ClassVar = [
            GinIndex(F("postcodes"), name="commune_postcodes"),
            models.Index(F("population").desc(), name="commune_population"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("commune", args=[self.code])


class StudyAreaCommune(models.Model):
    """The study area of a commune, one of each level at most.

    Derived, and replaced whole with the communes themselves, like `Adjacency`.
    """

    level = models.CharField(max_length=20)
    commune = models.ForeignKey(
        Commune, models.CASCADE, related_name="study_areas", db_constraint=False
    )
    area = models.ForeignKey(StudyArea, models.CASCADE, related_name="members", db_constraint=False)

    class Meta:
        ordering = ("level", "commune")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("level", "commune"), name="study_area_of_commune"),
        ]

    def __str__(self) -> str:
        return f"{self.commune_id} {self.area_id}"


class FormerCommune(models.Model):
    """A place that is no commune today and leads to one: delegated, associated, absorbed."""

    class Kind(models.TextChoices):
        DELEGATED = "deleguee", "commune déléguée"
        ASSOCIATED = "associee", "commune associée"
        ARRONDISSEMENT = "arrondissement", "arrondissement municipal"
        ABSORBED = "ancienne", "ancienne commune"

    code = models.CharField("code Insee", max_length=5)
    kind = models.CharField("nature", max_length=14, choices=Kind)
    name = models.CharField("nom", max_length=200, blank=True)
    commune = models.ForeignKey(Commune, models.CASCADE, related_name="former_communes")
    population = models.PositiveIntegerField("population municipale", null=True)
    contour = models.MultiPolygonField("contour", srid=WGS84, null=True)

    class Meta:
        verbose_name = "ancienne commune"
        verbose_name_plural = "anciennes communes"
        ordering = ("name", "code", "kind")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("code", "kind"), name="former_commune_once"),
            models.CheckConstraint(
                name="former_commune_code_form", condition=Q(code__regex=CODE_PATTERN)
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class PlaceName(models.Model):
    """Every name a commune may be searched by: its own, and those that lead to it."""

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="names")
    key = models.CharField(max_length=200)
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=14)  # "commune", or a FormerCommune.Kind

    class Meta:
        verbose_name = "nom de lieu"
        verbose_name_plural = "noms de lieux"
        ordering = ("key", "commune", "kind")
        indexes: ClassVar = [
            GinIndex(OpClass(F("key"), "gin_trgm_ops"), name="place_name_trgm"),
            models.Index(OpClass(F("key"), "varchar_pattern_ops"), name="place_name_prefix"),
        ]

    def __str__(self) -> str:
        return self.label
