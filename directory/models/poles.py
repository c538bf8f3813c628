"""The poles, what their sources declare, and what is derived from it."""

from collections.abc import Callable, Collection
from typing import ClassVar

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q
from django.urls import reverse

from directory.dates import past_day, past_year, recognised_in
from directory.querysets import PoleQuerySet
from directory.vocabulary import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    TERRITORY_TARGETS,
    Basis,
    Scheme,
    SeatConfidence,
    Status,
    TerritoryLevel,
    Theme,
)
from geo.models import Commune, Department, Epci, Region
from publishing.coordinates import WEB_MERCATOR, WGS84
from tables.addresses import WebField

YEAR_BOUNDS = [MinValueValidator(EARLIEST_YEAR), MaxValueValidator(LATEST_YEAR)]
PAST_YEAR: list[Callable[[int], None]] = [MinValueValidator(EARLIEST_YEAR), past_year]


def year_between_bounds(field: str) -> Q:
    """The condition of a CHECK: no year, or a plausible one."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": (EARLIEST_YEAR, LATEST_YEAR)})


class Pole(models.Model):
    """A pôle territorial de coopération économique (PTCE), as its sources describe it."""

    slug = models.SlugField("identifiant", max_length=80, unique=True)
    name = models.CharField("nom", max_length=200)
    other_names = ArrayField(
        models.CharField(max_length=200), verbose_name="autres noms", default=list, blank=True
    )
    lead_organisation = models.TextField("structure porteuse", blank=True)
    description = models.TextField("présentation", blank=True)
    seat = models.ForeignKey(
        Commune,
        models.PROTECT,
        verbose_name="commune du siège",
        related_name="seated_poles",
        null=True,
        blank=True,
    )
    seat_confidence = models.CharField(
        "fiabilité du siège", max_length=8, choices=SeatConfidence, blank=True
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        verbose_name="département",
        related_name="poles",
        null=True,
        blank=True,
    )
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="région", related_name="poles")
    territory_text = models.TextField("territoire, en toutes lettres", blank=True)
    presume_seat_epci = models.BooleanField(
        "présumer l'EPCI du siège",
        default=True,
        help_text="Sans territoire déclaré, le pôle est présumé couvrir l'EPCI de son siège.",
    )
    themes = ArrayField(
        models.CharField(max_length=30, choices=Theme),
        verbose_name="thématiques",
        default=list,
        blank=True,
        size=4,
    )
    status = models.CharField("statut", max_length=8, choices=Status, default=Status.UNKNOWN)
    status_as_of = models.PositiveSmallIntegerField(
        "année du statut", null=True, blank=True, validators=PAST_YEAR
    )
    founded_year = models.PositiveSmallIntegerField(
        "année de création", null=True, blank=True, validators=PAST_YEAR
    )
    website = WebField("site web", max_length=400, blank=True)
    sources = ArrayField(WebField(max_length=600), verbose_name="sources", default=list)
    note = models.TextField("note (rédaction seulement)", blank=True)
    checked = models.DateField("dernière vérification", validators=[past_day])
    published = models.BooleanField("publié", default=True)
    # What the last load wrote, key by key: a later edit is known by its difference from it.
    loaded = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    objects = PoleQuerySet.as_manager()

    class Meta:
        verbose_name = "pôle (PTCE)"
        verbose_name_plural = "pôles (PTCE)"
        ordering = ("name", "slug")
        constraints: ClassVar = [
            models.CheckConstraint(name="pole_status_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="pole_status_year", condition=year_between_bounds("status_as_of")
            ),
            models.CheckConstraint(
                name="pole_founded_year", condition=year_between_bounds("founded_year")
            ),
            models.CheckConstraint(
                name="pole_has_source",
                condition=Q(sources__len__gte=1),
                violation_error_message="Un pôle a au moins une source.",
            ),
            models.CheckConstraint(
                name="pole_seat_and_confidence",
                condition=Q(seat__isnull=True, seat_confidence="")
                | Q(seat__isnull=False, seat_confidence__in=SeatConfidence.values),
                violation_error_message="La commune du siège va avec sa fiabilité.",
            ),
        ]
        indexes: ClassVar = [GinIndex(F("themes"), name="pole_themes")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("pole", args=[self.slug])


class CitedEpci(models.Model):
    """An EPCI that a source cites for a pole, as partner or territory, under the name cited."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="cited_epcis")
    epci = models.ForeignKey(Epci, models.PROTECT, related_name="citing_poles")
    name = models.CharField("nom cité", max_length=200)

    class Meta:
        verbose_name = "EPCI cité"
        verbose_name_plural = "EPCI cités"
        ordering = ("pole", "name", "epci")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("pole", "epci"),
                name="cited_epci_once",
                violation_error_message="Cet EPCI est déjà cité.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Recognition(models.Model):
    """A scheme that recognised a pole, with the year of its results."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="recognitions")
    scheme = models.CharField("dispositif", max_length=20, choices=Scheme)
    label = models.CharField("libellé", max_length=300)
    year = models.PositiveSmallIntegerField("année", null=True, blank=True, validators=PAST_YEAR)
    amount_eur = models.PositiveIntegerField("montant (€)", null=True, blank=True)

    class Meta:
        verbose_name = "reconnaissance"
        verbose_name_plural = "reconnaissances"
        ordering = ("pole", "year", "scheme", "label")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("pole", "scheme", "label"),
                name="recognition_once",
                violation_error_message="Cette reconnaissance est déjà donnée.",
            ),
            models.CheckConstraint(
                name="recognition_scheme_known", condition=Q(scheme__in=Scheme.values)
            ),
            models.CheckConstraint(name="recognition_year", condition=year_between_bounds("year")),
        ]

    def clean(self) -> None:
        recognised_in(self.scheme, self.year)

    def __str__(self) -> str:
        return self.label


def target_matches_level() -> Q:
    """The condition of a CHECK: the one target that the level calls for, and no other."""
    targets = set(TERRITORY_TARGETS.values())
    condition = Q()
    for level, wanted in TERRITORY_TARGETS.items():
        condition |= Q(level=level, **{f"{t}__isnull": t != wanted for t in targets})
    return condition


class Territory(models.Model):
    """One piece of ground that a source declares for a pole, at the level it names it."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="territories")
    level = models.CharField("niveau", max_length=10, choices=TerritoryLevel)
    commune = models.ForeignKey(
        Commune, models.PROTECT, verbose_name="commune", null=True, blank=True, related_name="+"
    )
    epci = models.ForeignKey(
        Epci, models.PROTECT, verbose_name="EPCI", null=True, blank=True, related_name="+"
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        verbose_name="département",
        null=True,
        blank=True,
        related_name="+",
    )
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name="région", null=True, blank=True, related_name="+"
    )
    drawn = models.MultiPolygonField("périmètre dessiné", srid=WGS84, null=True, blank=True)
    label = models.CharField(
        "précision", max_length=200, blank=True, help_text="Nom du quartier, par exemple."
    )

    class Meta:
        verbose_name = "territoire déclaré"
        verbose_name_plural = "territoires déclarés"
        ordering = ("pole", "level", "commune", "epci", "department", "region", "id")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="territory_target",
                condition=target_matches_level(),
                violation_error_message="Le champ rempli est celui du niveau, et lui seul.",
            ),
            models.CheckConstraint(
                name="territory_drawn_valid",
                condition=Q(drawn__isnull=True) | Q(drawn__isvalid=True),
                violation_error_message="Le périmètre dessiné n'est pas valide.",
            ),
            models.UniqueConstraint(
                fields=("pole", "level", "commune", "epci", "department", "region", "label"),
                name="territory_once",
                nulls_distinct=False,
                condition=~Q(level=TerritoryLevel.DRAWN),
                violation_error_message="Ce territoire est déjà déclaré.",
            ),
        ]

    def __str__(self) -> str:
        target = TERRITORY_TARGETS[TerritoryLevel(self.level)]
        return self.label or (str(getattr(self, target)) if target != "drawn" else "périmètre")

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As any model, but Django cannot ask whether no geometry at all is a valid one."""
        left_out = {"drawn"} if self.drawn is None else set()
        super().validate_constraints({*(exclude or ()), *left_out})


class Footprint(models.Model):
    """Derived: the ground of a pole. Written by `directory.footprints` alone."""

    pole = models.OneToOneField(Pole, models.CASCADE, primary_key=True, related_name="footprint")
    basis = models.CharField("base", max_length=8, choices=Basis)
    contour = models.MultiPolygonField(srid=WGS84, null=True)
    # The contour without what is named by department or region: where distances are measured to.
    exact = models.MultiPolygonField(srid=WGS84, null=True)
    # Where a map marks the pole whose seat is not known.
    inside = models.PointField(srid=WGS84, null=True)
    general = models.MultiPolygonField(srid=WGS84, null=True)
    tile = models.MultiPolygonField(srid=WEB_MERCATOR, null=True)
    communes_count = models.PositiveIntegerField("nombre de communes", default=0)
    population = models.PositiveIntegerField("population des communes", default=0)
    area_km2 = models.FloatField("superficie (km²)", null=True)

    class Meta:
        verbose_name = "empreinte"
        verbose_name_plural = "empreintes"
        ordering = ("pole",)

    def __str__(self) -> str:
        return f"{self.pole_id} {self.basis}"


class FootprintCommune(models.Model):
    """Derived: one commune of a footprint, with the basis that puts it there."""

    pole = models.ForeignKey(Pole, models.CASCADE, related_name="footprint_communes")
    commune = models.ForeignKey(Commune, models.CASCADE, related_name="footprint_poles")
    basis = models.CharField("base", max_length=8, choices=Basis)
    # Share of the commune's ground, where a drawn shape gives it; unknown for a neighbourhood.
    share = models.FloatField(null=True)

    class Meta:
        ordering = ("pole", "commune")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("pole", "commune"), name="footprint_commune_once"),
        ]
        indexes: ClassVar = [models.Index(fields=("commune", "basis"), name="footprint_by_commune")]

    def __str__(self) -> str:
        return f"{self.pole_id} {self.commune_id} {self.basis}"
