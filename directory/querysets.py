"""Questions about poles, and about what is said of them. Public doors start from `public()`."""

from collections.abc import Collection
from typing import Any, Self

from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.db.models import Case, ExpressionWrapper, F, Q, When
from django.db.models.functions import Cast

from directory.vocabulary import EXACT_BASES, Status
from geo.models import Commune, Zone
from geo.reach import Reach
from publishing.coordinates import WGS84


class PoleQuerySet(models.QuerySet):
    """Questions about poles."""

    def public(self) -> Self:
        """Those a visitor may see."""
        return self.filter(published=True)

    def active(self) -> Self:
        """Those described as working."""
        return self.filter(status=Status.ACTIVE)

    def emerging(self) -> Self:
        """Those that are only starting."""
        return self.filter(status=Status.EMERGING)

    def placeless(self) -> Self:
        """Those of which neither a seat nor a territory is known: they stand nowhere."""
        return self.filter(seat=None, footprint_communes=None)

    def on_commune(self, code: str) -> Self:
        """Those whose footprint holds a commune, on whatever basis."""
        return self.filter(footprint_communes__commune_id=code)

    def on_epcis(self, sirens: Collection[str]) -> Self:
        """Those whose footprint holds a commune of one of some EPCI or EPT, on whatever basis."""
        inside = models.Q(footprint_communes__commune__epci_id__in=sirens) | models.Q(
            footprint_communes__commune__ept_id__in=sirens
        )
        holding = self.model._base_manager.filter(inside).values("pk")
        return self.filter(pk__in=holding)

    def with_ground_in(self, level: str, codes: Collection[str]) -> Self:
        """Those whose footprint holds a commune of some regions or departments, on any basis.

        `level`: the field of a commune, `region` or `department`.
        """
        inside = {f"footprint_communes__commune__{level}_id__in": codes}
        return self.filter(pk__in=self.model._base_manager.filter(**inside).values("pk"))

    def within_reach(self, reach: Reach) -> Self:
        """Those that a reach holds: by a commune of their footprint, their own area, or by name.

        A pole that straddles two regions belongs to both.
        """
        if reach.everywhere:
            return self
        held = models.Q(pk__in=reach.records)
        for field, codes in (("region", reach.regions), ("department", reach.departments)):
            if codes:
                inside = {f"footprint_communes__commune__{field}__in": codes}
                holding = self.model._base_manager.filter(**inside).values("pk")
                held |= models.Q(**{f"{field}__in": codes}) | models.Q(pk__in=holding)
        return self.filter(held)

    def nearest_to(self, point: Point) -> Self:
        """Nearest first, with `distance` (geodesic) to a point in degrees.

        It is to the exact territory (`to_territory`), or else to the seat; a pole that has neither
        has no distance, and is left out.
        """
        exact = Q(footprint__exact__isnull=False)
        territory = Cast(F("footprint__exact"), models.GeometryField(srid=WGS84, geography=True))
        return (
            self.filter(exact | Q(seat__isnull=False))
            .annotate(
                to_territory=ExpressionWrapper(exact, models.BooleanField()),
                distance=Case(
                    When(exact, then=Distance(territory, point)),
                    default=Distance("seat__centre", point),
                ),
            )
            .order_by("distance", "slug")
        )

    def across_no_ocean(self, commune: Commune) -> Self:
        """Those that stand in the same part of France: mainland, or one department overseas.

        A pole stands where its exact territory is, or else its seat.
        """
        same = (
            {"department": commune.department_id}
            if commune.zone == Zone.DROM
            else {"zone": Zone.METRO}
        )
        there = {f"footprint_communes__commune__{name}": value for name, value in same.items()}
        exact = {"footprint_communes__basis__in": EXACT_BASES}
        holding = self.model._base_manager.filter(**there, **exact).values("pk")
        seated = {f"seat__{name}": value for name, value in same.items()}
        return self.filter(Q(pk__in=holding) | Q(footprint__exact=None, **seated))


class AboutPoleQuerySet(models.QuerySet):
    """Questions about what is said of a pole, in a `pole` of its own."""

    def within_reach(self, reach: Reach) -> Self:
        """What is said of the poles that a reach holds."""
        if reach.everywhere:
            return self
        poles: Any = self.model._meta.get_field("pole").related_model
        return self.filter(pole__in=poles.objects.within_reach(reach).values("pk"))

    def open(self) -> Self:
        """What waits for an answer."""
        return self.filter(state="open")


class MissingPoleQuerySet(models.QuerySet):
    """Questions about the poles that visitors propose."""

    def within_reach(self, reach: Reach) -> Self:
        """Those of a department that a reach holds; without one, of those who reach everywhere."""
        if reach.everywhere:
            return self
        return self.filter(
            Q(department__in=reach.departments) | Q(department__region__in=reach.regions)
        )

    def open(self) -> Self:
        """What waits for an answer."""
        return self.filter(state="open")
